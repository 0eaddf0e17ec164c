//! The audit trail: what is told, to whom, and that it cannot be changed in silence.

use guichet_common::InboundMailId;
use guichet_common::vocabulary::MailDoor;
use guichet_db::audit::AuditEnd;
use guichet_service::App;
use guichet_service::audit::{AuditBreak, verify_audit_trail};
use guichet_service::inbound::{ReceivedMail, receive_mail};
use guichet_tests::{Person, TestApp, Value, json, scenario};
use reqwest::Method;

use crate::api_tokens::{program, token};

async fn mail_of_a_stranger(app: &App) -> InboundMailId {
    let raw = "From: x@ailleurs.example\r\nSubject: Bonjour\r\n\r\nBonjour\r\n";
    let mail = ReceivedMail {
        raw: raw.into(),
        door: MailDoor::Lmtp,
        envelope_from: None,
        envelope_to: Vec::new(),
    };
    receive_mail(app, mail).await.expect("it is taken").id
}

/// Three acts of an admin's: a change, a reading, a file.
async fn acts(app: &TestApp) -> Person {
    let admin = app.ada().await;
    let timers = json!({"awaiting_customer": {"close_after_days": 4},
        "resolved": {"close_after_hours": 48}});
    admin.put("/settings/timers", timers).await.expect(200);
    let mail = mail_of_a_stranger(&app.app).await;
    admin
        .get(&format!("/inbound-mails/{mail}"))
        .await
        .expect(200);
    admin.get("/tickets/export?format=csv").await.expect(200);
    admin
}

async fn entries(admin: &Person, query: &str) -> Vec<Value> {
    let page = admin
        .get(&format!("/audit{query}"))
        .await
        .expect(200)
        .json();
    page["items"].as_array().expect("a list").clone()
}

scenario! {
    async fn acts_are_told_with_who_what_and_from_where(app: TestApp) {
        let admin = acts(&app).await;
        let told = entries(&admin, "").await;
        let actions: Vec<&str> = told.iter().filter_map(|one| one["action"].as_str()).collect();
        let last: Vec<&str> = actions.iter().copied().take(3).collect();
        assert_eq!(last, ["tickets.exported", "inbound_mail.read", "settings.changed"]);
        let change = &told[2];
        assert_eq!(change["actor"]["id"], json!(app.people.ada));
        assert_eq!(change["actor"]["kind"], "person");
        assert_eq!(change["address"], "127.0.0.1");
        assert_eq!(change["target"]["id"], "timers");
        assert_eq!(told[0]["details"], json!({"format": "csv"}));
    }
}

scenario! {
    async fn trail_is_searched_by_act_person_and_thing(app: TestApp) {
        let admin = acts(&app).await;
        let told = entries(&admin, "?action=settings.changed").await;
        assert_eq!(told.len(), 1);
        let told = entries(&admin, "?target_id=timers").await;
        assert_eq!(told.len(), 1);
        let own = entries(&admin, &format!("?actor_id={}", app.people.ada)).await;
        assert!(own.len() >= 3);
        let none = entries(&admin, "?before=2020-01-01T00:00:00Z").await;
        assert!(none.is_empty());
        let page = admin.get("/audit?limit=2").await.expect(200).json();
        let cursor = page["next_cursor"].as_str().expect("more");
        let rest = entries(&admin, &format!("?limit=2&cursor={cursor}")).await;
        assert_eq!(rest[0]["seq"].as_i64(), page["items"][1]["seq"].as_i64().map(|seq| seq - 1));
        admin.get("/audit?action=nothing").await.expect(422);
    }
}

scenario! {
    async fn refused_acts_leave_no_entry(app: TestApp) {
        let admin = app.ada().await;
        let before = entries(&admin, "").await.len();
        let claire = app.claire().await;
        claire.put("/settings/timers", json!({})).await.expect(422);
        admin.put("/settings/timers", json!({})).await.expect(422);
        let after = entries(&admin, "?action=settings.changed").await.len();
        assert_eq!(after, 0);
        assert!(entries(&admin, "").await.len() >= before);
    }
}

scenario! {
    async fn trail_cannot_be_changed_through_the_database(app: TestApp) {
        acts(&app).await;
        let update = app.execute("UPDATE audit_entries SET address = 'x'", []).await;
        assert!(update.is_err());
        let delete = app.execute("DELETE FROM audit_entries", []).await;
        assert!(delete.is_err());
        let report = verify_audit_trail(&app.app, None).await.expect("it is read");
        assert_eq!(report.broken, None);
    }
}

/// Takes away what protects the trail, as somebody with the keys of the database can.
async fn unprotect(app: &TestApp) {
    let statements = if app.is_on_sqlite() {
        [
            "DROP TRIGGER audit_entries_no_update",
            "DROP TRIGGER audit_entries_no_delete",
        ]
    } else {
        [
            "DROP TRIGGER audit_entries_append_only ON audit_entries",
            "SELECT 1",
        ]
    };
    for statement in statements {
        app.execute(statement, []).await.expect("it is dropped");
    }
}

scenario! {
    async fn changed_entry_is_found(app: TestApp) {
        acts(&app).await;
        unprotect(&app).await;
        let sql = "UPDATE audit_entries SET details = '{}' WHERE action = 'tickets.exported'";
        assert_eq!(app.execute(sql, []).await.expect("it is changed"), 1);
        let report = verify_audit_trail(&app.app, None).await.expect("it is read");
        let seq = report.end.seq + 1;
        assert_eq!(report.broken, Some(AuditBreak::Changed { seq }));
    }
}

scenario! {
    async fn removed_entry_is_found(app: TestApp) {
        acts(&app).await;
        unprotect(&app).await;
        let sql = "DELETE FROM audit_entries WHERE action = 'inbound_mail.read'";
        assert_eq!(app.execute(sql, []).await.expect("it is removed"), 1);
        let report = verify_audit_trail(&app.app, None).await.expect("it is read");
        let seq = report.end.seq + 1;
        assert_eq!(report.broken, Some(AuditBreak::Missing { seq }));
    }
}

scenario! {
    async fn end_that_was_cut_off_is_found_by_who_noted_it(app: TestApp) {
        acts(&app).await;
        let noted = verify_audit_trail(&app.app, None).await.expect("it is read").end;
        unprotect(&app).await;
        let sql = "DELETE FROM audit_entries WHERE action = 'tickets.exported'";
        assert_eq!(app.execute(sql, []).await.expect("it is removed"), 1);
        let blind = verify_audit_trail(&app.app, None).await.expect("it is read");
        assert_eq!(blind.broken, None);
        let report = verify_audit_trail(&app.app, Some(&noted)).await.expect("it is read");
        assert_eq!(report.broken, Some(AuditBreak::Cut { seq: noted.seq }));
        let nothing = AuditEnd::default();
        let report = verify_audit_trail(&app.app, Some(&nothing)).await.expect("it is read");
        assert_eq!(report.broken, None);
    }
}

scenario! {
    async fn entries_written_at_once_form_one_chain(app: TestApp) {
        let admin = app.ada().await;
        let exports = (0..8).map(|_| admin.get("/tickets/export?format=csv"));
        for answer in futures_util::future::join_all(exports).await {
            answer.expect(200);
        }
        let report = verify_audit_trail(&app.app, None).await.expect("it is read");
        assert_eq!(report.broken, None);
        let told = entries(&admin, "?action=tickets.exported").await;
        assert_eq!(told.len(), 8);
    }
}

scenario! {
    async fn acts_of_a_program_are_told_with_the_program_and_its_person(app: TestApp) {
        let admin = app.ada().await;
        let body = json!({"name": "Supervision", "person_id": app.people.ada,
            "scopes": ["tickets:read"]});
        let client = admin.post("/oauth-clients", body).await.expect(201).json();
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client["client"]["id"].as_str().expect("an id")),
            ("client_secret", client["client_secret"].as_str().expect("a secret")),
        ];
        let request = app.request(Method::POST, "/api/v1/oauth/token").form(&form);
        let access = app.send(request).await.expect(200).json();
        let access = access["access_token"].as_str().expect("a token");
        let token = token(&admin, &["tickets:read", "audit:read"]).await;
        let path = "/tickets/export?format=csv";
        program(&admin, &token).get(path).await.expect(200);
        admin.with_token(access).get(path).await.expect(200);
        admin.get(path).await.expect(200);
        let told = entries(&admin, "?action=tickets.exported").await;
        let actors: Vec<&Value> = told.iter().map(|one| &one["actor"]).collect();
        let name = &actors[0]["name"];
        assert!(name.is_string());
        let by = |kind: &str, program: Value| {
            json!({"kind": kind, "id": app.people.ada, "name": name, "program": program})
        };
        let id = token.api_token.id;
        let by_token = json!({"kind": "api_token", "id": id, "name": "Supervision"});
        let by_client = json!({"kind": "oauth_client", "id": client["client"]["id"], "name": "Supervision"});
        assert_eq!(actors[0], &by("person", Value::Null));
        assert_eq!(actors[1], &by("machine", by_client));
        assert_eq!(actors[2], &by("machine", by_token));
        // By the program, as by its person.
        let own = entries(&admin, &format!("?action=tickets.exported&actor_id={id}")).await;
        assert_eq!(own.len(), 1);
        let own = entries(&admin, &format!("?action=tickets.exported&actor_id={}", admin.id)).await;
        assert_eq!(own.len(), 3);
        // A token that is gone has no name any more; what it did stays.
        admin.delete(&format!("/me/api-tokens/{id}")).await.expect(204);
        let own = entries(&admin, &format!("?action=tickets.exported&actor_id={id}")).await;
        assert_eq!(
            own[0]["actor"]["program"],
            json!({"kind": "api_token", "id": id, "name": null})
        );
        let report = verify_audit_trail(&app.app, None).await.expect("it is read");
        assert_eq!(report.broken, None);
        // The chain says who acted: a program's act cannot be passed off as its person's.
        unprotect(&app).await;
        let sql = "UPDATE audit_entries SET program_kind = NULL, program_id = NULL \
            WHERE program_kind = 'oauth_client'";
        assert_eq!(app.execute(sql, []).await.expect("it is changed"), 1);
        let report = verify_audit_trail(&app.app, None).await.expect("it is read");
        let seq = report.end.seq + 1;
        assert_eq!(report.broken, Some(AuditBreak::Changed { seq }));
    }
}
