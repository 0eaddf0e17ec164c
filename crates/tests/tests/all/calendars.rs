//! Business days: the calendars, what admins change of them, and which one an account goes by.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::vocabulary::{CloseReason, NextActionKind, TicketState};
use guichet_tests::{Person, TestApp, Value, json, scenario};

/// Lets it be that instant.
fn travel(app: &TestApp, to: &str) {
    let to: DateTime<Utc> = to.parse().expect("an instant");
    let now = app.app.now();
    assert!(to >= now, "time goes on");
    app.clock.advance(to - now);
}

/// Files a ticket for this person and puts it on hold: its number.
async fn hold(app: &TestApp, customer: &Person) -> String {
    let number = customer.file_ticket("Panne").await;
    let lea = app.lea().await;
    lea.act(&number, "start", json!({})).await;
    let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
    lea.act(&number, "hold", question).await;
    number
}

/// Puts a ticket on hold for this person: its next reminder and its closing, as local times.
async fn promise(app: &TestApp, customer: &Person) -> [Option<String>; 2] {
    let number = hold(app, customer).await;
    let next = customer.ticket(&number).await.next_actions;
    [NextActionKind::Reminder, NextActionKind::AutoClose].map(|kind| {
        let action = next.iter().find(|next| next.action == kind)?;
        let local = action.at.with_timezone(&chrono_tz::Europe::Paris);
        Some(local.format("%a %d %H:%M").to_string())
    })
}

fn days(reminder: &str, closing: &str) -> [Option<String>; 2] {
    [Some(reminder.to_owned()), Some(closing.to_owned())]
}

const FIVE: [&str; 5] = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const SIX: [&str; 6] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
];

async fn put_account(ada: &Person, account: impl ToString, body: Value) {
    let path = format!("/accounts/{}/timers", account.to_string());
    let answer = ada.put(&path, body.clone()).await.expect(200);
    assert_eq!(answer.json(), body);
    assert_eq!(ada.get(&path).await.expect(200).json(), body);
}

scenario! {
    async fn each_account_goes_by_its_own_calendar(app: TestApp) {
        let alsace = json!({
            "calendar": "fr_alsace_moselle", "time_zone": "Europe/Paris", "week": null,
            "awaiting_customer": null, "resolved": null,
        });
        put_account(&app.ada().await, app.people.tilleuls, alsace).await;
        // Before Good Friday, 3 April, and Easter Monday.
        travel(&app, "2026-04-01T13:00:00Z");
        let france = promise(&app, &app.claire().await).await;
        assert_eq!(france, days("Thu 02 15:00", "Tue 07 15:00"));
        let alsace = promise(&app, &app.stella().await).await;
        assert_eq!(alsace, days("Thu 02 15:00", "Wed 08 15:00"));
        // Saturday, 26 December, where Saturdays are worked.
        for key in ["fr", "fr_alsace_moselle"] {
            let body = json!({"week": SIX, "exceptions": []});
            app.ada().await.put(&format!("/calendars/{key}"), body).await.expect(200);
        }
        travel(&app, "2026-12-24T14:00:00Z");
        let france = promise(&app, &app.claire().await).await;
        assert_eq!(france, days("Sat 26 15:00", "Tue 29 15:00"));
        let alsace = promise(&app, &app.stella().await).await;
        assert_eq!(alsace, days("Mon 28 15:00", "Wed 30 15:00"));
    }
}

scenario! {
    async fn exceptions_and_the_week_of_a_calendar_count(app: TestApp) {
        let ada = app.ada().await;
        let claire = app.claire().await;
        // Tuesday.
        assert_eq!(promise(&app, &claire).await, days("Wed 18 15:00", "Fri 20 15:00"));
        let body = json!({
            "week": FIVE,
            "exceptions": [
                {"date": "2026-03-21", "kind": "working", "name": "Samedi travaillé"},
                {"date": "2026-03-18", "kind": "holiday", "name": " Inventaire "},
            ],
        });
        let answer = ada.put("/calendars/fr", body).await.expect(200).json();
        assert_eq!(answer["exceptions"][0]["name"], "Inventaire");
        assert_eq!(ada.get("/calendars/fr").await.json()["exceptions"], answer["exceptions"]);
        assert_eq!(promise(&app, &claire).await, days("Thu 19 15:00", "Sat 21 15:00"));
        let body = json!({"week": SIX, "exceptions": []});
        ada.put("/calendars/fr", body).await.expect(200);
        travel(&app, "2026-03-19T14:00:00Z");
        let claire = app.claire().await;
        assert_eq!(promise(&app, &claire).await, days("Fri 20 15:00", "Mon 23 15:00"));
    }
}

scenario! {
    async fn days_end_at_midnight_of_the_accounts_time_zone(app: TestApp) {
        let ada = app.ada().await;
        for (account, zone) in [
            (app.people.dupont, "Europe/Paris"),
            (app.people.tilleuls, "America/Martinique"),
        ] {
            let body = json!({
                "calendar": "fr", "time_zone": zone, "week": null,
                "awaiting_customer": null, "resolved": null,
            });
            put_account(&ada, account, body).await;
        }
        // Wednesday at three in Paris, still Tuesday in Martinique.
        travel(&app, "2026-03-18T02:00:00Z");
        let paris = promise(&app, &app.claire().await).await;
        assert_eq!(paris, days("Thu 19 03:00", "Mon 23 03:00"));
        let martinique = promise(&app, &app.stella().await).await;
        assert_eq!(martinique, days("Thu 19 03:00", "Sat 21 03:00"));
    }
}

scenario! {
    async fn account_may_work_other_days_than_its_calendar(app: TestApp) {
        let six = json!({
            "calendar": "fr", "time_zone": "Europe/Paris", "week": SIX,
            "awaiting_customer": null, "resolved": null,
        });
        put_account(&app.ada().await, app.people.tilleuls, six).await;
        // Thursday.
        travel(&app, "2026-03-19T14:00:00Z");
        let six = promise(&app, &app.stella().await).await;
        assert_eq!(six, days("Fri 20 15:00", "Mon 23 15:00"));
        let five = promise(&app, &app.claire().await).await;
        assert_eq!(five, days("Fri 20 15:00", "Tue 24 15:00"));
    }
}

scenario! {
    async fn account_has_timers_of_its_own(app: TestApp) {
        let ada = app.ada().await;
        let body = json!({
            "calendar": "fr", "time_zone": "Europe/Paris", "week": null,
            "awaiting_customer": {"close_after_days": 5, "reminders": 3},
            "resolved": {"close_after_hours": 24},
        });
        put_account(&ada, app.people.tilleuls, body).await;
        let others = json!({
            "awaiting_customer": {"close_after_days": 2, "reminders": 0},
            "resolved": {"close_after_hours": 0},
        });
        ada.put("/settings/timers", others).await.expect(200);
        let stella = app.stella().await;
        assert_eq!(promise(&app, &stella).await, days("Wed 18 15:00", "Tue 24 15:00"));
        let own = promise(&app, &app.claire().await).await;
        assert_eq!(own, [None, Some("Thu 19 15:00".to_owned())]);
        app.take_mails().await;
        let mut reminders = 0;
        for _ in 0..7 {
            app.clock.advance(TimeDelta::days(1));
            let mails = app.take_mails().await;
            reminders += mails.iter().filter(|mail| mail.kind == "on_hold").count();
        }
        assert_eq!(reminders, 3);
        let (lea, stella) = (app.lea().await, app.stella().await);
        let number = stella.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let solution = json!({"code": "solved", "notes_text": "Pilote réinstallé."});
        let resolved = lea.act(&number, "resolve", solution).await;
        let due = resolved.updated_at + TimeDelta::hours(24);
        assert_eq!(resolved.next_actions.first().map(|next| next.at), Some(due));
        let mails = app.take_mails().await;
        let told = mails.iter().find(|mail| mail.kind == "resolved").expect("a mail");
        assert!(told.text.contains("closed automatically after 24 hours."), "{}", told.text);
    }
}

scenario! {
    async fn customer_who_was_told_is_held_to_nothing_else(app: TestApp) {
        let ada = app.ada().await;
        let number = hold(&app, &app.claire().await).await;
        app.take_mails().await;
        let timers = json!({
            "awaiting_customer": {"close_after_days": 1, "reminders": 0},
            "resolved": {"close_after_hours": 1},
        });
        ada.put("/settings/timers", timers).await.expect(200);
        let closed = json!({
            "week": ["monday"],
            "exceptions": [{"date": "2026-03-20", "kind": "holiday", "name": "Inventaire"}],
        });
        ada.put("/calendars/fr", closed).await.expect(200);
        let other = json!({
            "calendar": "de", "time_zone": "Asia/Tokyo", "week": null,
            "awaiting_customer": null, "resolved": null,
        });
        put_account(&ada, app.people.dupont, other).await;
        let mut kinds = Vec::new();
        for _ in 0..4 {
            app.clock.advance(TimeDelta::days(1));
            let mails = app.take_mails().await;
            kinds.push(mails.into_iter().map(|mail| mail.kind).collect::<Vec<_>>().join(" "));
        }
        assert_eq!(kinds, ["on_hold", "on_hold", "closed", ""]);
        let ticket = app.claire().await.ticket(&number).await;
        assert_eq!(ticket.close_reason, Some(CloseReason::NoAnswer));
    }
}

scenario! {
    async fn calendars_are_shown_with_their_holidays(app: TestApp) {
        let ada = app.ada().await;
        let all = ada.get("/calendars").await.expect(200).json();
        let items = all["items"].as_array().expect("a list");
        let keys: Vec<&str> = items.iter().filter_map(|item| item["key"].as_str()).collect();
        assert_eq!(keys.len(), 18);
        assert!(keys.starts_with(&["none", "fr", "fr_alsace_moselle"]), "{keys:?}");
        assert_eq!(items[2]["label"], "France : Alsace et Moselle");
        assert_eq!(items[2]["week"], json!(FIVE));
        let alsace = ada.get("/calendars/fr_alsace_moselle?year=2027").await.expect(200).json();
        let holidays = alsace["holidays"].as_array().expect("days");
        assert_eq!(holidays.len(), 13);
        assert!(holidays.contains(&json!("2027-03-26")) && holidays.contains(&json!("2027-12-26")));
        let now = ada.get("/calendars/de").await.expect(200).json();
        assert_eq!((&now["year"], &now["holidays"][0]), (&json!(2026), &json!("2026-01-01")));
        let english = ada
            .request(reqwest::Method::GET, "/calendars/de")
            .header("accept-language", "en");
        assert_eq!(ada.send(english).await.json()["label"], "Germany");
        ada.get("/calendars/atlantis").await.expect(404);
        let answer = ada.get("/calendars/fr?year=1066").await;
        assert_eq!(answer.field_errors(), ["year: out_of_range"]);
    }
}

scenario! {
    async fn wrong_calendars_and_accounts_change_nothing(app: TestApp) {
        let ada = app.ada().await;
        let before = ada.get("/calendars").await.json();
        let body = json!({
            "week": [],
            "exceptions": [
                {"date": "2026-05-15", "kind": "holiday", "name": "Pont"},
                {"date": "2026-05-15", "kind": "working", "name": "Pont"},
            ],
        });
        let answer = ada.put("/calendars/fr", body).await;
        assert_eq!(answer.field_errors(), ["/week: required", "/exceptions/1/date: repeated"]);
        let answer = ada.put("/calendars/fr", json!({"week": FIVE})).await;
        assert_eq!(answer.field_errors(), ["/exceptions: required"]);
        ada.put("/calendars/atlantis", json!({"week": FIVE, "exceptions": []})).await.expect(404);
        assert_eq!(ada.get("/calendars").await.json(), before);

        let path = format!("/accounts/{}/timers", app.people.dupont);
        let body = json!({
            "calendar": "france", "time_zone": "Europe/Paris",
            "awaiting_customer": {"close_after_days": 99},
        });
        let answer = ada.put(&path, body).await;
        assert_eq!(
            answer.field_errors(),
            ["/calendar: invalid_value", "/awaiting_customer/close_after_days: out_of_range"]
        );
        let body = json!({"calendar": "fr", "time_zone": "Paris", "week": ["friday", "friday"]});
        let answer = ada.put(&path, body).await;
        assert_eq!(answer.field_errors(), ["/time_zone: invalid_value", "/week: repeated"]);
        let nobody = "/accounts/0193a1b2-0000-7000-8000-000000000000/timers";
        ada.get(nobody).await.expect(404);
        let body = json!({"calendar": "fr", "time_zone": "Europe/Paris"});
        ada.put(nobody, body).await.expect(404);
        // Nobody else may even look.
        for person in [app.claire().await, app.paul().await, app.lea().await] {
            person.get(&path).await.expect_problem("forbidden");
            person.get("/calendars").await.expect_problem("forbidden");
        }
        let ticket = app.claire().await.file_ticket("Panne").await;
        assert_eq!(app.claire().await.ticket(&ticket).await.state, TicketState::New);
    }
}
