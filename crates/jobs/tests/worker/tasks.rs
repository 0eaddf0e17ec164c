use chrono::TimeDelta;
use guichet_common::vocabulary::TicketState;
use guichet_db::schedule;
use guichet_jobs::{Report, Task};
use guichet_service::{Error, tickets};
use serde_json::json;

use crate::house::House;

const FINE: Task = Task {
    name: "fine",
    every: TimeDelta::minutes(10),
    run: |_| {
        Box::pin(async {
            Ok(Report {
                done: json!({ "things": 1 }),
                more: false,
            })
        })
    },
};
const FAILS: Task = Task {
    name: "fails",
    every: TimeDelta::minutes(10),
    run: |_| Box::pin(async { Err(Error::internal("broken")) }),
};
const PANICS: Task = Task {
    name: "panics",
    every: TimeDelta::minutes(10),
    run: |_| Box::pin(async { panic!("a bug") }),
};

#[tokio::test]
async fn resolved_ticket_closes_after_72_hours_and_its_contact_is_told() {
    let house = House::open().await;
    let worker = house.worker();
    let number = house.file("Panne").await;
    house.resolve(number).await;
    worker.run_due_once().await.unwrap();
    assert_eq!(house.sent_kinds(), ["created", "resolved"]);

    let early = TimeDelta::hours(72) - TimeDelta::seconds(1);
    house.after(&worker, early).await;
    assert!(house.sent_kinds().is_empty());
    // The task looks once a minute.
    house.after(&worker, TimeDelta::minutes(1)).await;
    assert_eq!(house.sent_kinds(), ["closed"]);
    let ticket = tickets::get_ticket(&house.app, &house.customer, number)
        .await
        .unwrap();
    assert_eq!(ticket.state, TicketState::Closed);
    house.after(&worker, TimeDelta::days(1)).await;
    assert!(house.sent_kinds().is_empty());
}

#[tokio::test]
async fn after_a_down_time_more_than_one_batch_closes_at_once() {
    let house = House::open().await;
    let worker = house.worker();
    for number in 0..230 {
        let number = house.file(&format!("Panne {number}")).await;
        house.resolve(number).await;
    }
    let done = house.after(&worker, TimeDelta::days(30)).await;
    let runs = done
        .tasks
        .iter()
        .filter(|name| **name == "close_due_tickets")
        .count();
    assert_eq!(runs, 2);
    assert!(done.failed_tasks.is_empty());
}

#[tokio::test]
async fn error_or_panic_in_one_task_stops_no_other() {
    let house = House::open().await;
    let worker = house.worker_with(vec![PANICS, FAILS, FINE]);
    let done = worker.run_due_once().await.unwrap();
    assert_eq!(done.failed_tasks, ["panics", "fails"]);
    assert_eq!(done.tasks, ["fine"]);
    let rows = schedule::list_tasks(&house.app.db().read()).await.unwrap();
    let reports: Vec<_> = rows
        .iter()
        .map(|row| row.last_report.as_deref().unwrap())
        .collect();
    assert_eq!(
        reports,
        [
            r#"{"error":"internal_error"}"#,
            r#"{"things":1}"#,
            r#"{"error":"panic"}"#
        ]
    );
}

#[tokio::test]
async fn failed_task_is_tried_again_after_one_minute_then_two() {
    let house = House::open().await;
    let worker = house.worker_with(vec![FAILS]);
    assert_eq!(worker.run_due_once().await.unwrap().failed_tasks, ["fails"]);
    for (minutes, runs) in [(1, 1), (1, 0), (1, 1), (3, 0), (1, 1)] {
        let done = house.after(&worker, TimeDelta::minutes(minutes)).await;
        assert_eq!(done.failed_tasks.len(), runs);
    }
}

#[tokio::test]
async fn two_workers_run_a_task_once() {
    let house = House::open().await;
    let (one, two) = (house.worker_with(vec![FINE]), house.worker_with(vec![FINE]));
    let (first, second) = tokio::join!(one.run_due_once(), two.run_due_once());
    assert_eq!(first.unwrap().tasks.len() + second.unwrap().tasks.len(), 1);
    assert!(
        house
            .after(&one, TimeDelta::minutes(9))
            .await
            .tasks
            .is_empty()
    );
    assert_eq!(
        house.after(&two, TimeDelta::minutes(1)).await.tasks,
        ["fine"]
    );
}

#[tokio::test]
async fn task_of_a_worker_that_died_runs_elsewhere_after_the_lease() {
    let house = House::open().await;
    let worker = house.worker_with(vec![FINE]);
    let now = house.app.now();
    let tx = house.app.db().begin_write().await.unwrap();
    schedule::ensure_task(&tx, "fine", now).await.unwrap();
    let lease_until = now + TimeDelta::minutes(2);
    let fence = schedule::claim_task(&tx, "fine", now, lease_until)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();

    assert!(worker.run_due_once().await.unwrap().tasks.is_empty());
    assert_eq!(
        house.after(&worker, TimeDelta::minutes(2)).await.tasks,
        ["fine"]
    );
    let tx = house.app.db().begin_write().await.unwrap();
    let late = schedule::finish_task(&tx, "fine", fence, now, now, "{}")
        .await
        .unwrap();
    assert!(!late);
}
