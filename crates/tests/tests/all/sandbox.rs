//! A sandbox, whose clock admins turn.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::vocabulary::{CloseReason, MailKind, TicketState};
use guichet_tests::{Person, TestApp, Value, json, scenario};
use reqwest::Method;

const CLOCK: &str = "/sandbox/clock";

async fn turn(admin: &Person, body: Value) -> Value {
    admin.post(CLOCK, body).await.expect(200).json()
}

async fn now(admin: &Person) -> DateTime<Utc> {
    instant(&admin.get(CLOCK).await.expect(200).json()["now"])
}

fn instant(value: &Value) -> DateTime<Utc> {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .expect("an instant")
}

fn at(text: &str) -> DateTime<Utc> {
    instant(&json!(text))
}

/// Turns the clock to an instant to come.
async fn turn_to(admin: &Person, to: &str) {
    let seconds = (at(to) - now(admin).await).num_seconds();
    let turned = turn(admin, json!({"advance": format!("PT{seconds}S")})).await;
    assert_eq!(turned["now"], to);
}

scenario! {
    async fn clock_is_there_in_a_sandbox_alone(app: TestApp) {
        let ada = app.ada().await;
        ada.get(CLOCK).await.expect_problem("not_found");
        ada.post(CLOCK, json!({"advance": "PT1H"})).await.expect_problem("not_found");
        let known = app.get("/api/v1/openapi.json").await.expect(200);
        assert!(!known.text().to_lowercase().contains("sandbox"));

        let sandbox = app.start_sandbox().await;
        let ada = sandbox.ada().await;
        let shown = ada.get(CLOCK).await.expect(200).json();
        let real = "2026-03-17T14:00:00Z";
        assert_eq!(shown, json!({"now": real, "real_now": real}));
        let known = sandbox.get("/api/v1/openapi.json").await.expect(200).json();
        let operations = &known["paths"]["/api/v1/sandbox/clock"];
        assert_eq!(operations["get"]["operationId"], "get_sandbox_clock");
        assert_eq!(operations["post"]["operationId"], "turn_sandbox_clock");
        let answer = ada.delete(CLOCK).await;
        answer.expect_problem("method_not_allowed");
        assert_eq!(answer.header("allow"), "GET, HEAD, POST, OPTIONS");
    }
}

scenario! {
    async fn clock_is_for_admins(app: TestApp) {
        let sandbox = app.start_sandbox().await;
        let body = json!({"advance": "PT1H"});
        let customers = [sandbox.claire().await, sandbox.denis().await, sandbox.paul().await];
        let agents = [sandbox.lea().await, sandbox.marc().await];
        for person in customers.iter().chain(&agents) {
            person.get(CLOCK).await.expect_problem("forbidden");
            person.post(CLOCK, body.clone()).await.expect_problem("forbidden");
            // Whoever may not turn it is not told what would be wrong, either.
            person.post(CLOCK, json!({})).await.expect_problem("forbidden");
        }
        for method in [Method::GET, Method::POST] {
            let request = sandbox.request(method, "/api/v1/sandbox/clock").json(&body);
            sandbox.send(request).await.expect_problem("unauthenticated");
        }
        assert_eq!(now(&sandbox.ada().await).await, at("2026-03-17T14:00:00Z"));
    }
}

scenario! {
    async fn clock_is_turned_forward_in_exactly_one_way(app: TestApp) {
        let sandbox = app.start_sandbox().await;
        let ada = sandbox.ada().await;
        let claire = app.people.claire;
        let unknown = format!("/account_id: {}", "not_found");
        let cases: [(Value, &[&str]); 16] = [
            (json!({}), &["/advance: required"]),
            (json!({"advance": null}), &["/advance: required"]),
            (
                json!({"advance": "PT1H", "advance_business_days": 1}),
                &["/advance_business_days: exactly_one_of"],
            ),
            (json!({"advance": "72h"}), &["/advance: invalid_format"]),
            (json!({"advance": "P1M"}), &["/advance: invalid_format"]),
            (json!({"advance": "-PT1H"}), &["/advance: invalid_format"]),
            (json!({"advance": 72}), &["/advance: wrong_type"]),
            (json!({"advance": "PT0S"}), &["/advance: out_of_range"]),
            (json!({"advance": "P3653D"}), &["/advance: out_of_range"]),
            (json!({"advance": "PT99999999H"}), &["/advance: out_of_range"]),
            (json!({"advance_business_days": 0}), &["/advance_business_days: out_of_range"]),
            (json!({"advance_business_days": 3000}), &["/advance_business_days: out_of_range"]),
            (json!({"advance_business_days": -1}), &["/advance_business_days: invalid_value"]),
            (json!({"advance": "PT1H", "account_id": app.people.dupont}), &[
                "/account_id: not_allowed",
            ]),
            (json!({"advance_business_days": 1, "account_id": claire}), &[&unknown]),
            (json!({"advance": "PT1H", "reset": true}), &["/reset: unknown_field"]),
        ];
        for (body, errors) in cases {
            let answer = ada.post(CLOCK, body.clone()).await;
            assert_eq!(answer.field_errors(), errors, "{body}");
        }
        let answer = ada.post(CLOCK, json!({"advance": "P3653D"})).await;
        let problem = answer.expect_problem("validation_failed");
        assert_eq!(problem.errors[0].params, *json!({"min": "PT1S", "max": "PT87648H"})
            .as_object()
            .expect("an object"));
        assert_eq!(now(&ada).await, at("2026-03-17T14:00:00Z"), "nothing was turned");

        let answer = turn(&ada, json!({"advance": "P1DT30M"})).await;
        assert_eq!(answer, json!({
            "now": "2026-03-18T14:30:00Z", "real_now": "2026-03-17T14:00:00Z",
            "reminders": 0, "closings": 0, "failures": 0,
        }));
        // Ten years ahead in all, however many turns it takes.
        turn(&ada, json!({"advance": "P3650D"})).await;
        let answer = ada.post(CLOCK, json!({"advance": "P1D"})).await;
        assert_eq!(answer.field_errors(), ["/advance: out_of_range"]);
    }
}

scenario! {
    async fn business_days_leave_out_what_the_calendar_does(app: TestApp) {
        let sandbox = app.start_sandbox().await;
        let ada = sandbox.ada().await;
        let dupont = app.people.dupont;
        let timers = json!({
            "calendar": "fr_alsace_moselle", "time_zone": "Europe/Paris",
            "awaiting_customer": null, "resolved": null,
        });
        ada.put(&format!("/accounts/{dupont}/timers"), timers).await.expect(200);
        // Good Friday and Easter Monday are holidays in Alsace.
        turn_to(&ada, "2026-04-02T08:00:00Z").await;
        let body = json!({"advance_business_days": 1, "account_id": dupont});
        assert_eq!(turn(&ada, body).await["now"], "2026-04-07T08:00:00Z");
        // In the rest of France Good Friday is worked; and it is the same local time, though summer
        // time begins with Easter.
        turn_to(&ada, "2027-03-25T08:00:00Z").await;
        let turned = turn(&ada, json!({"advance_business_days": 1})).await;
        assert_eq!(turned["now"], "2027-03-26T08:00:00Z");
        let turned = turn(&ada, json!({"advance_business_days": 1})).await;
        assert_eq!(turned["now"], "2027-03-30T07:00:00Z");
    }
}

scenario! {
    async fn what_falls_due_happens_at_its_own_instant(app: TestApp) {
        let sandbox = app.start_sandbox().await;
        let ada = sandbox.ada().await;
        let (claire, lea) = (sandbox.claire().await, sandbox.lea().await);
        // A Thursday, 18:09 in Paris, with a weekend and the national holiday before it.
        turn_to(&ada, "2026-07-09T16:09:00Z").await;
        let asked = claire.file_ticket("Panne").await;
        lea.act(&asked, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&asked, "hold", question).await;
        let solved = claire.file_ticket("Lenteur").await;
        lea.act(&solved, "start", json!({})).await;
        let solution = json!({"code": "solved", "notes_text": "Redémarré."});
        lea.act(&solved, "resolve", solution).await;
        sandbox.take_mails().await;

        let turned = turn(&ada, json!({"advance": "P7D"})).await;
        assert_eq!(turned, json!({
            "now": "2026-07-16T16:09:00Z", "real_now": "2026-03-17T14:00:00Z",
            "reminders": 2, "closings": 2, "failures": 0,
        }));
        let (friday, sunday, monday, wednesday) = (
            at("2026-07-10T16:09:00Z"),
            at("2026-07-12T16:09:00Z"),
            at("2026-07-13T16:09:00Z"),
            at("2026-07-15T16:09:00Z"),
        );
        let mails = sandbox.take_mails().await;
        let told: Vec<_> = mails.iter().map(|mail| (mail.kind.as_str(), mail.date)).collect();
        let (held, closed) = (MailKind::OnHold.as_str(), MailKind::Closed.as_str());
        assert_eq!(
            told,
            [(held, friday), (closed, sunday), (held, monday), (closed, wednesday)],
            "the weekend and the holiday are left out, and 72 hours are 72 hours"
        );
        let activity = claire.get(&format!("/tickets/{asked}/activity")).await.expect(200).json();
        let told: Vec<(&str, DateTime<Utc>)> = activity["items"]
            .as_array()
            .expect("a list")
            .iter()
            .take(3)
            .map(|entry| (entry["kind"].as_str().expect("a kind"), instant(&entry["at"])))
            .collect();
        assert_eq!(
            told,
            [("state_changed", wednesday), ("reminded", monday), ("reminded", friday)]
        );
        for (number, reason, closed_at) in [
            (&asked, CloseReason::NoAnswer, wednesday),
            (&solved, CloseReason::AutoClosed, sunday),
        ] {
            let ticket = claire.ticket(number).await;
            assert_eq!((ticket.state, ticket.close_reason), (TicketState::Closed, Some(reason)));
            assert_eq!(ticket.closed_at, Some(closed_at));
        }
        // The clock goes on from there.
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(now(&ada).await, at("2026-07-16T16:10:00Z"));
    }
}

scenario! {
    async fn clock_stays_turned_after_a_restart_and_sign_ins_outlive_it(app: TestApp) {
        let sandbox = app.start_sandbox().await;
        let ada = sandbox.ada().await;
        turn(&ada, json!({"advance": "P400D"})).await;
        ada.get("/me").await.expect(200);
        sandbox.run_jobs().await;
        let sessions = ada.get("/me/sessions").await.expect(200).json();
        assert_eq!(sessions["items"].as_array().map(Vec::len), Some(1));
        let refresh = || {
            sandbox
                .request(Method::POST, "/api/v1/auth/refresh")
                .header("cookie", &ada.cookie)
        };
        sandbox.send(refresh()).await.expect(200);
        let before = sandbox.app.now();
        assert_eq!(before, at("2027-04-21T14:00:00Z"));
        drop(sandbox);

        app.clock.advance(TimeDelta::minutes(1));
        let again = app.start_sandbox().await;
        assert_eq!(again.app.now(), before + TimeDelta::minutes(1));
        assert_eq!(now(&again.ada().await).await, before + TimeDelta::minutes(1));
        // By the real time a token ends like any other.
        app.clock.advance(TimeDelta::minutes(10));
        let late = again.request(Method::GET, "/api/v1/me").bearer_auth(&ada.token);
        again.send(late).await.expect_problem("unauthenticated");
    }
}

scenario! {
    async fn answer_kept_for_a_retry_outlives_a_turn(app: TestApp) {
        let sandbox = app.start_sandbox().await;
        let (ada, claire) = (sandbox.ada().await, sandbox.claire().await);
        let file = || {
            let body = json!({
                "subject": "Panne", "description_text": "x", "impact": 3, "urgency": 3
            });
            claire
                .request(Method::POST, "/tickets")
                .header("idempotency-key", "k-1")
                .json(&body)
        };
        let first = claire.send(file()).await.expect(201);
        turn(&ada, json!({"advance": "P30D"})).await;
        sandbox.run_jobs().await;
        let again = claire.send(file()).await.expect(201);
        assert_eq!(first.bytes, again.bytes);
        assert_eq!(again.header("idempotent-replayed"), "true");
    }
}

scenario! {
    async fn turns_at_the_same_time_are_made_one_after_the_other(app: TestApp) {
        let (one, other) = (app.start_sandbox().await, app.start_sandbox().await);
        let (ada, elsewhere) = (one.ada().await, other.ada().await);
        let claire = one.claire().await;
        let number = claire.file_ticket("Panne").await;
        let lea = one.lea().await;
        lea.act(&number, "start", json!({})).await;
        lea.act(&number, "resolve", json!({"code": "solved", "notes_text": "Redémarré."})).await;
        let day = || json!({"advance": "P1D"});
        let turns = tokio::join!(
            turn(&ada, day()),
            turn(&elsewhere, day()),
            turn(&ada, day()),
            turn(&elsewhere, day()),
        );
        let turns = [turns.0, turns.1, turns.2, turns.3];
        let mut instants: Vec<_> = turns.iter().map(|turn| instant(&turn["now"])).collect();
        instants.sort_unstable();
        let expected: Vec<_> = (18..=21).map(|day| at(&format!("2026-03-{day}T14:00:00Z"))).collect();
        assert_eq!(instants, expected);
        let closings: u64 = turns.iter().filter_map(|turn| turn["closings"].as_u64()).sum();
        assert_eq!(closings, 1, "the ticket closes once");
        assert_eq!(claire.ticket(&number).await.closed_at, Some(at("2026-03-20T14:00:00Z")));
        // Each of them knows of all.
        assert_eq!(now(&ada).await, at("2026-03-21T14:00:00Z"));
        assert_eq!(now(&elsewhere).await, at("2026-03-21T14:00:00Z"));
    }
}
