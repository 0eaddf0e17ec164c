//! The timers that admins set, for all accounts and for one.

use chrono::TimeDelta;
use guichet_common::vocabulary::{NextActionKind, TicketState};
use guichet_tests::{Person, TestApp, Value, json, scenario};

/// A ticket that Léa works.
async fn open_ticket(app: &TestApp) -> String {
    let number = app.claire().await.file_ticket("Panne").await;
    app.lea().await.act(&number, "start", json!({})).await;
    number
}

/// Puts a new ticket on hold for its customer, and gives what comes of it: from now in hours.
async fn hold(app: &TestApp) -> (String, Vec<(NextActionKind, i64)>) {
    let number = open_ticket(app).await;
    let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
    let held = app.lea().await.act(&number, "hold", question).await;
    let asked = held.updated_at;
    let next = held.next_actions.iter();
    let next = next.map(|next| (next.action, (next.at - asked).num_hours()));
    (number, next.collect())
}

async fn set(ada: &Person, days: u8, reminders: Value, hours: u16) {
    let body = json!({
        "awaiting_customer": {"close_after_days": days, "reminders": reminders},
        "resolved": {"close_after_hours": hours},
    });
    let answer = ada.put("/settings/timers", body.clone()).await.expect(200);
    assert_eq!(answer.json(), body);
    assert_eq!(ada.get("/settings/timers").await.expect(200).json(), body);
}

scenario! {
    async fn timers_are_those_of_the_guide_until_an_admin_changes_them(app: TestApp) {
        let ada = app.ada().await;
        let before = ada.get("/settings/timers").await.expect(200).json();
        let expected = json!({
            "awaiting_customer": {"close_after_days": 3, "reminders": null},
            "resolved": {"close_after_hours": 72},
        });
        assert_eq!(before, expected);
        // Tuesday to Friday.
        let (_, next) = hold(&app).await;
        assert_eq!(next, [(NextActionKind::Reminder, 24), (NextActionKind::AutoClose, 72)]);
        set(&ada, 5, json!(1), 48).await;
        // Tuesday to the next Tuesday.
        let (_, next) = hold(&app).await;
        assert_eq!(next, [(NextActionKind::Reminder, 24), (NextActionKind::AutoClose, 168)]);
        let number = open_ticket(&app).await;
        let solution = json!({"code": "solved", "notes_text": "Pilote réinstallé."});
        let resolved = app.lea().await.act(&number, "resolve", solution).await;
        let due = resolved.updated_at + TimeDelta::hours(48);
        assert_eq!(resolved.next_actions.first().map(|next| next.at), Some(due));
    }
}

scenario! {
    async fn timers_that_are_off_promise_nothing(app: TestApp) {
        let ada = app.ada().await;
        set(&ada, 0, json!(0), 0).await;
        let (held, next) = hold(&app).await;
        assert_eq!(next, []);
        let resolved = open_ticket(&app).await;
        let solution = json!({"code": "solved", "notes_text": "Pilote réinstallé."});
        let ticket = app.lea().await.act(&resolved, "resolve", solution).await;
        assert_eq!(ticket.next_actions, []);
        app.take_mails().await;
        app.clock.advance(TimeDelta::days(100));
        assert!(app.take_mails().await.is_empty());
        let claire = app.claire().await;
        assert_eq!(claire.ticket(&held).await.state, TicketState::OnHold);
        assert_eq!(claire.ticket(&resolved).await.state, TicketState::Resolved);
        let agenda = claire.get(&format!("/tickets/{held}/next-actions.ics")).await.expect(200);
        assert!(!agenda.text().contains("VEVENT"));
    }
}

scenario! {
    async fn everything_wrong_with_timers_is_told_at_once(app: TestApp) {
        let ada = app.ada().await;
        let body = json!({
            "awaiting_customer": {"close_after_days": 61, "reminders": -1, "days": 3},
            "resolved": {"close_after_hours": "72"},
            "closed": {},
        });
        let answer = ada.put("/settings/timers", body).await;
        assert_eq!(
            answer.field_errors(),
            [
                "/awaiting_customer/close_after_days: out_of_range",
                "/awaiting_customer/reminders: out_of_range",
                "/awaiting_customer/days: unknown_field",
                "/resolved/close_after_hours: wrong_type",
                "/closed: unknown_field",
            ]
        );
        let endless = json!({
            "awaiting_customer": {"close_after_days": 0},
            "resolved": {"close_after_hours": 72},
        });
        let answer = ada.put("/settings/timers", endless).await;
        assert_eq!(answer.field_errors(), ["/awaiting_customer/reminders: required"]);
    }
}
