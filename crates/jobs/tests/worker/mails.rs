use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use chrono::TimeDelta;
use guichet_jobs::{Delivery, Mailer, Worker};
use guichet_mail::{Memory, OutgoingMail, SendError, Transport};
use guichet_service::outbox;

use crate::house::{House, noon};

fn temporary() -> SendError {
    SendError::Temporary {
        code: Some(451),
        message: "later <zoe@dutrey.example>".to_owned(),
    }
}

#[tokio::test]
async fn mails_leave_once_in_order_and_in_one_thread() {
    let house = House::open().await;
    let worker = house.worker();
    let number = house.file("Panne").await;
    house.answer(number, "Depuis quand ?").await;
    house.answer(number, "Et où ?").await;
    let done = worker.run_due_once().await.unwrap();
    assert_eq!(done.mails.sent, 3);
    let sent = house.outbox.take();
    let texts: Vec<bool> = ["rien ne va", "Depuis quand", "Et où"]
        .iter()
        .zip(&sent)
        .map(|(text, mail)| mail.text.contains(text))
        .collect();
    assert_eq!(texts, [true; 3]);
    assert_eq!(sent[0].in_reply_to, None);
    assert_eq!(sent[2].in_reply_to.as_ref(), Some(&sent[0].message_id));
    assert_eq!(
        sent[2].references,
        [sent[0].message_id.clone(), sent[1].message_id.clone()]
    );
    assert_eq!(
        sent[0].subject,
        format!("{number} - Panne, a bien été enregistrée")
    );
    assert_eq!(sent[0].to_address, "zoe@dutrey.example");
    let answers_to = sent[0].reply_to.as_deref().unwrap();
    let token = house.app.settings().reply_token_in(answers_to).unwrap();
    let tokens = house.app.mail_tokens();
    let ticket = tokens.check_reply(token, house.customer.id, noon());
    assert_eq!(ticket, Ok(number));
    assert!(tokens.check_reply(token, house.agent.id, noon()).is_err());

    assert_eq!(
        worker.run_due_once().await.unwrap().mails,
        Delivery::default()
    );
    assert!(house.outbox.sent().is_empty());
}

#[tokio::test]
async fn failed_try_is_repeated_with_the_same_mail_and_holds_back_those_after_it() {
    let house = House::open().await;
    let worker = house.worker();
    let number = house.file("Panne").await;
    let other = house.file("Autre").await;
    house.answer(number, "Depuis quand ?").await;
    house.outbox.fail_next(temporary());
    house.outbox.fail_next(temporary());
    let done = worker.run_due_once().await.unwrap();
    assert_eq!((done.mails.sent, done.mails.retried), (0, 2), "{done:?}");

    let done = house.after(&worker, TimeDelta::seconds(30)).await;
    assert_eq!(done.mails, Delivery::default());
    house.after(&worker, TimeDelta::seconds(30)).await;
    let sent = house.outbox.take();
    let kinds: Vec<_> = sent
        .iter()
        .map(|mail| (&*mail.kind, mail.ticket_number.clone()))
        .collect();
    let (number, other) = (Some(number.to_string()), Some(other.to_string()));
    assert_eq!(
        kinds,
        [
            ("created", number.clone()),
            ("created", other),
            ("comment", number)
        ]
    );
    assert_eq!(sent[0].date, noon());
}

#[tokio::test]
async fn outage_of_the_mail_server_for_three_days_loses_nothing() {
    let house = House::open().await;
    let (worker, down) = worker_through(&house, Down::default());
    house.file("Panne").await;
    let mut tries = 0;
    for _ in 0..(72 * 6) {
        tries += house
            .after(&worker, TimeDelta::minutes(10))
            .await
            .mails
            .retried;
    }
    // The mail that waits longest asks whether the server is back.
    assert_eq!(tries, 72 * 6);
    down.is_up.store(1, Ordering::SeqCst);
    assert_eq!(
        house.after(&worker, TimeDelta::minutes(1)).await.mails.sent,
        1
    );
}

#[tokio::test]
async fn all_that_waits_for_the_mail_server_leaves_in_order_when_it_is_back() {
    let house = House::open().await;
    let down = Down::default();
    let mailer = Mailer::new(Arc::new(down.clone())).with_hourly_limit(u64::MAX);
    let worker = Worker::with_tasks(house.app.clone(), mailer, Vec::new());
    for count in 1..=40 {
        let number = house.file(&format!("Panne {count}")).await;
        house.answer(number, "Depuis quand ?").await;
    }
    let mut tries = 0;
    for _ in 0..(8 * 6) {
        tries += house
            .after(&worker, TimeDelta::minutes(10))
            .await
            .mails
            .retried;
    }
    // Most of them wait longer and longer: tried every ten minutes they were 40 * 48.
    assert!((200..700).contains(&tries), "{tries}");
    down.is_up.store(1, Ordering::SeqCst);
    let done = house.after(&worker, TimeDelta::minutes(1)).await;
    assert_eq!(done.mails.sent, 80, "{done:?}");
    let sent = down.sent.take();
    for letter in sent.iter().filter(|letter| letter.kind == "comment") {
        let at = |kind: &str| {
            sent.iter()
                .position(|other| other.kind == kind && other.ticket_number == letter.ticket_number)
        };
        assert!(at("created").unwrap() < at("comment").unwrap());
    }
}

#[tokio::test]
async fn mail_at_which_the_server_hangs_up_is_not_tried_with_every_other() {
    let house = House::open().await;
    let (worker, fussy) = worker_through(&house, Fussy::default());
    house.file("Poison").await;
    for count in 1..=50 {
        house.file(&format!("Panne {count}")).await;
        house.after(&worker, TimeDelta::seconds(1)).await;
    }
    assert_eq!(fussy.inner.take().len(), 50);
    let tries = fussy.tries.load(Ordering::SeqCst);
    assert!(tries <= 3, "{tries}");
}

#[tokio::test]
async fn refused_mail_is_given_up_and_stops_no_other() {
    let house = House::open().await;
    let worker = house.worker();
    let number = house.file("Panne").await;
    house.answer(number, "Depuis quand ?").await;
    house.outbox.fail_next(SendError::Permanent {
        code: Some(550),
        message: String::new(),
    });
    let done = worker.run_due_once().await.unwrap();
    assert_eq!((done.mails.failed, done.mails.sent), (1, 1));
    assert_eq!(house.sent_kinds(), ["comment"]);
    assert_eq!(
        house.after(&worker, TimeDelta::days(9)).await.mails,
        Delivery::default()
    );
}

#[tokio::test]
async fn transport_that_panics_at_one_mail_delivers_the_others() {
    let house = House::open().await;
    let (worker, trap) = worker_through(&house, Trap::default());
    house.file("Poison").await;
    house.file("Panne").await;
    let done = worker.run_due_once().await.unwrap();
    assert_eq!((done.mails.sent, done.mails.retried), (1, 1));
    assert_eq!(trap.inner.sent().len(), 1);
}

#[tokio::test]
async fn address_gets_no_more_than_the_limit_in_an_hour() {
    let house = House::open().await;
    let mailer = Mailer::new(Arc::new(house.outbox.clone())).with_hourly_limit(3);
    let worker = Worker::with_tasks(house.app.clone(), mailer, Vec::new());
    for number in 1..=5 {
        house.file(&format!("Panne {number}")).await;
    }
    let done = worker.run_due_once().await.unwrap();
    assert_eq!((done.mails.sent, done.mails.postponed), (3, 2));
    let done = house.after(&worker, TimeDelta::minutes(59)).await;
    assert_eq!(done.mails, Delivery::default());
    let done = house.after(&worker, TimeDelta::minutes(1)).await;
    assert_eq!((done.mails.sent, done.mails.postponed), (2, 0));
}

#[tokio::test]
async fn mail_of_a_worker_that_died_is_sent_by_another_after_the_lease() {
    let house = House::open().await;
    house.file("Panne").await;
    let lost = outbox::claim_due_mails(&house.app, 10).await.unwrap();
    let worker = house.worker();
    assert_eq!(worker.run_due_once().await.unwrap().mails.sent, 0);
    assert_eq!(house.after(&worker, outbox::LEASE).await.mails.sent, 1);
    // The first worker was only slow: it is told that it came too late.
    let to = "zoe@dutrey.example".to_owned();
    let late = [(lost[0].clone(), outbox::Outcome::Sent { to })];
    let taken_over = outbox::finish_mails(&house.app, &late).await.unwrap();
    assert_eq!(taken_over, [lost[0].mail.id]);
}

#[tokio::test]
async fn two_workers_at_once_send_each_mail_once() {
    let house = House::open().await;
    for number in 1..=40 {
        house.file(&format!("Panne {number}")).await;
    }
    let (one, two) = (house.worker(), house.worker());
    let (one, two) = tokio::join!(one.run_due_once(), two.run_due_once());
    assert_eq!(one.unwrap().mails.sent + two.unwrap().mails.sent, 40);
    let ids: std::collections::HashSet<_> = house
        .outbox
        .take()
        .into_iter()
        .map(|mail| mail.message_id)
        .collect();
    assert_eq!(ids.len(), 40);
}

#[tokio::test]
async fn running_worker_is_woken_by_a_mail_and_stops_when_told() {
    let house = House::open().await;
    let worker = house.worker();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        worker
            .run(async {
                let _ = stopped.await;
            })
            .await;
    });
    house.file("Panne").await;
    let arrived = async {
        while house.outbox.sent().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), arrived)
        .await
        .unwrap();
    stop.send(()).unwrap();
    running.await.unwrap();
}

fn worker_through<T: Transport + Clone + 'static>(house: &House, transport: T) -> (Worker, T) {
    let mailer = Mailer::new(Arc::new(transport.clone()));
    (
        Worker::with_tasks(house.app.clone(), mailer, Vec::new()),
        transport,
    )
}

/// A mail server that is away until it is up.
#[derive(Debug, Clone, Default)]
struct Down {
    is_up: Arc<AtomicU32>,
    sent: Memory,
}

#[async_trait]
impl Transport for Down {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        if self.is_up.load(Ordering::SeqCst) == 1 {
            return self.sent.send(mail).await;
        }
        Err(SendError::Temporary {
            code: None,
            message: "connection refused".to_owned(),
        })
    }
}

/// A mail server that hangs up at one mail.
#[derive(Debug, Clone, Default)]
struct Fussy {
    tries: Arc<AtomicU32>,
    inner: Memory,
}

#[async_trait]
impl Transport for Fussy {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        if !mail.subject.contains("Poison") {
            return self.inner.send(mail).await;
        }
        self.tries.fetch_add(1, Ordering::SeqCst);
        Err(SendError::Temporary {
            code: None,
            message: "connection closed".to_owned(),
        })
    }
}

/// A transport with a bug.
#[derive(Debug, Clone, Default)]
struct Trap {
    inner: Memory,
}

#[async_trait]
impl Transport for Trap {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        assert!(!mail.subject.contains("Poison"), "a bug");
        self.inner.send(mail).await
    }
}
