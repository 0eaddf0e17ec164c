//! Timers while workers come and go.

use chrono::TimeDelta;
use guichet_common::vocabulary::{CloseReason, TicketState};
use guichet_service::timers::{close_due_tickets, remind_customers};
use guichet_tests::{TestApp, Value, json, scenario};

/// Tickets that wait for Claire's answer since Tuesday at 15:00; those mails are gone.
async fn hold(app: &TestApp, count: usize) -> Vec<String> {
    let (claire, lea) = (app.claire().await, app.lea().await);
    let mut numbers = Vec::new();
    for _ in 0..count {
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&number, "hold", question).await;
        numbers.push(number);
    }
    app.take_mails().await;
    numbers
}

/// The kinds of the mails that go out so many hours later.
async fn after(app: &TestApp, hours: i64) -> Vec<String> {
    app.clock.advance(TimeDelta::hours(hours));
    app.take_mails()
        .await
        .into_iter()
        .map(|mail| mail.kind)
        .collect()
}

/// The history's entries of this kind.
async fn entries(app: &TestApp, number: &str, kind: &str) -> Vec<Value> {
    let path = format!("/tickets/{number}/activity");
    let activity = app.claire().await.get(&path).await.expect(200).json();
    let items = activity["items"].as_array().expect("a list").clone();
    items
        .into_iter()
        .filter(|entry| entry["kind"] == kind)
        .collect()
}

scenario! {
    async fn two_workers_at_the_same_due_tickets_do_each_thing_once(app: TestApp) {
        let numbers = hold(&app, 12).await;
        let other = app.another_app().await;
        app.clock.advance(TimeDelta::hours(24));
        let (one, two) = tokio::join!(remind_customers(&app.app), remind_customers(&other));
        let (one, two) = (one.expect("it runs"), two.expect("it runs"));
        assert_eq!((one.done + two.done, one.failed + two.failed), (12, 0), "{one:?} {two:?}");
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 12);
        for number in &numbers {
            assert_eq!(entries(&app, number, "reminded").await.len(), 1, "{number}");
            let told = mails.iter().filter(|mail| mail.ticket_number.as_ref() == Some(number));
            assert_eq!(told.count(), 1, "{number}");
        }
        app.clock.advance(TimeDelta::hours(48));
        let (one, two) = tokio::join!(close_due_tickets(&app.app), close_due_tickets(&other));
        let (one, two) = (one.expect("it runs"), two.expect("it runs"));
        assert_eq!((one.done + two.done, one.failed + two.failed), (12, 0), "{one:?} {two:?}");
        let kinds: Vec<_> = app.take_mails().await.into_iter().map(|mail| mail.kind).collect();
        assert_eq!(kinds, ["closed"; 12]);
        for number in &numbers {
            let ticket = app.claire().await.ticket(number).await;
            assert_eq!(ticket.close_reason, Some(CloseReason::NoAnswer), "{number}");
            assert_eq!(entries(&app, number, "reminded").await.len(), 1, "{number}");
        }
    }
}

scenario! {
    async fn worker_away_for_a_week_closes_what_is_past_due_and_says_so(app: TestApp) {
        let number = hold(&app, 1).await.remove(0);
        app.clock.advance(TimeDelta::days(7));
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        let due = "Sa clôture automatique était prévue le vendredi 20 mars 2026 à 15:00.";
        assert!(mails[0].text.contains(due), "{}", mails[0].text);
        assert!(mails[0].text.contains("Clos sans réponse du client"), "{}", mails[0].text);
        assert_eq!(entries(&app, &number, "reminded").await, Vec::<Value>::new());
        let closed = entries(&app, &number, "state_changed").await.remove(0);
        assert_eq!(closed["reason"], "no_answer");
        assert_eq!(closed["due_at"], "2026-03-20T14:00:00Z");
        assert_eq!(closed["at"], "2026-03-24T14:00:00Z");
    }
}

scenario! {
    async fn worker_on_time_says_nothing_of_lateness(app: TestApp) {
        let number = hold(&app, 1).await.remove(0);
        for expected in ["on_hold", "on_hold", "closed"] {
            app.clock.advance(TimeDelta::hours(24));
            let mails = app.take_mails().await;
            let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
            assert_eq!(mail.kind, expected);
            assert!(!mail.text.contains("était prévue"), "{}", mail.text);
        }
        let reminded = entries(&app, &number, "reminded").await;
        assert_eq!(reminded[1]["due_at"], "2026-03-18T14:00:00Z");
    }
}

scenario! {
    async fn reminder_missed_by_some_hours_goes_out_once(app: TestApp) {
        hold(&app, 1).await;
        // Wednesday's reminder, five hours late.
        assert_eq!(after(&app, 29).await, ["on_hold"]);
        assert!(after(&app, 3).await.is_empty());
        // Thursday's is on time.
        assert!(after(&app, 15).await.is_empty());
        assert_eq!(after(&app, 1).await, ["on_hold"]);
        assert_eq!(after(&app, 24).await, ["closed"]);
    }
}

scenario! {
    async fn reminder_missed_until_the_day_of_the_next_gives_way_to_it(app: TestApp) {
        let number = hold(&app, 1).await.remove(0);
        // Thursday at ten: Wednesday's reminder is past, Thursday's comes at 15:00.
        assert!(after(&app, 43).await.is_empty());
        let next = app.claire().await.ticket(&number).await.next_actions;
        let due: Vec<String> = next.iter().map(|next| next.at.to_rfc3339()).collect();
        assert_eq!(due, ["2026-03-19T14:00:00+00:00", "2026-03-20T14:00:00+00:00"]);
        assert_eq!(entries(&app, &number, "reminded").await.len(), 0);
        assert_eq!(after(&app, 5).await, ["on_hold"]);
        assert_eq!(entries(&app, &number, "reminded").await.len(), 1);
        assert_eq!(after(&app, 24).await, ["closed"]);
    }
}

scenario! {
    async fn answer_during_a_down_time_counts_although_the_closing_was_due(app: TestApp) {
        let number = hold(&app, 1).await.remove(0);
        app.clock.advance(TimeDelta::days(7));
        app.claire().await.comment(&number, "Une LaserJet").await;
        app.take_mails().await;
        let ticket = app.claire().await.ticket(&number).await;
        assert_eq!((ticket.state, ticket.next_actions), (TicketState::Open, vec![]));
    }
}
