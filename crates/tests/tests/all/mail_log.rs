//! The log of mails that go out: what admins find, see, send again and withdraw.

use chrono::TimeDelta;
use guichet_mail::SendError;
use guichet_tests::{Person, TestApp, Value, json, scenario};
use reqwest::Method;

/// The mails that a query finds.
async fn found(ada: &Person, query: &str) -> Vec<Value> {
    let page = ada.get(&format!("/mails?{query}")).await.expect(200).json();
    let items = page["items"].as_array().expect("items").clone();
    assert_eq!(page["total"], items.len(), "{query}");
    items
}

/// The only mail that a query finds.
async fn only(ada: &Person, query: &str) -> Value {
    let mut mails = found(ada, query).await;
    assert_eq!(mails.len(), 1, "{query}: {mails:?}");
    mails.remove(0)
}

fn refusal(code: u16) -> SendError {
    let (code, message) = (
        Some(code),
        "5.1.1 <claire@dupont.example> unknown".to_owned(),
    );
    if code < Some(500) {
        SendError::Temporary { code, message }
    } else {
        SendError::Permanent { code, message }
    }
}

fn path(mail: &Value, action: &str) -> String {
    format!("/mails/{}/{action}", mail["id"].as_str().expect("an id"))
}

scenario! {
    async fn admin_finds_mails_by_receiver_ticket_kind_state_and_time(app: TestApp) {
        let number = app.claire().await.file_ticket("Imprimante en panne").await;
        app.take_mails().await;
        app.clock.advance(TimeDelta::hours(1));
        let (stella, ada) = (app.stella().await, app.ada().await);
        let other = stella.file_ticket("Réseau coupé").await;
        for query in [
            format!("q={number}"),
            format!("q={}", number.to_lowercase()),
            "q=LEFEVRE claire".to_owned(),
            "q=claire@dupont".to_owned(),
            "q=imprimante".to_owned(),
            format!("number={number}"),
            format!("receiver_id={}", app.people.claire),
            "state=sent".to_owned(),
            "created_before=2026-03-17T14:30:00Z".to_owned(),
        ] {
            let mail = only(&ada, &query).await;
            assert_eq!(mail["number"], number, "{query}");
        }
        let waiting = only(&ada, "state=waiting&kind=created&created_after=2026-03-17T14:30:00Z").await;
        assert_eq!((&waiting["number"], &waiting["sent_at"]), (&json!(other), &Value::Null));
        assert_eq!(waiting["next_attempt_at"], waiting["created_at"]);
        assert!(found(&ada, "q=claire&number=CS9999999").await.is_empty());
        assert!(found(&ada, "q=%25&state=sent&kind=closed").await.is_empty());
        assert_eq!(found(&ada, "q=").await.len(), 2);
        let page = ada.get("/mails?limit=1").await.expect(200);
        assert_eq!(page.json()["items"][0]["number"], other, "the newest first");
        let next = page.json()["next_cursor"].as_str().expect("a cursor").to_owned();
        let page = ada.get(&format!("/mails?limit=1&cursor={next}")).await.expect(200).json();
        assert_eq!((&page["items"][0]["number"], &page["next_cursor"]), (&json!(number), &Value::Null));
        let answer = ada.get("/mails?state=lost&nummer=1").await;
        assert_eq!(answer.field_errors(), ["state: invalid_value", "nummer: unknown_parameter"]);
        app.take_mails().await;
    }
}

scenario! {
    async fn admin_sees_what_a_mail_says_but_cannot_answer_for_its_receiver(app: TestApp) {
        let (claire, lea, ada) = (app.claire().await, app.lea().await, app.ada().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&number, "hold", question).await;
        let sent = app.take_mails().await.pop().expect("a mail");
        let mail = only(&ada, "kind=on_hold").await;
        assert_eq!((&mail["state"], &mail["attempts"]), (&json!("sent"), &json!(1)));
        assert_eq!((&mail["subject"], &mail["address"]), (&json!(sent.subject), &json!(sent.to_address)));
        assert_eq!(mail["receiver"]["name"], "Claire Lefèvre");
        let detail = ada.get(&path(&mail, "")[..path(&mail, "").len() - 1]).await.expect(200).json();
        assert_eq!(detail["mail"], mail);
        let letter = &detail["letter"];
        let text = letter["text"].as_str().expect("a text");
        assert!(text.contains("Quel modèle ?") && text.contains("#withheld"), "{text}");
        let token = sent.text.split("mail-action#").nth(1).expect("a link");
        let token = token.split_whitespace().next().expect("a token");
        let everything = letter.to_string();
        assert!(!everything.contains(token), "{text}");
        assert!(!everything.contains(sent.reply_to.as_deref().expect("a reply address")));
        let header = |name: &str| {
            letter["headers"].as_array().expect("headers").iter()
                .find(|header| header["name"] == name)
                .map(|header| header["value"].clone())
        };
        assert_eq!(header("Message-ID"), Some(json!(format!("<{}>", sent.message_id))));
        assert_eq!(header("Auto-Submitted"), Some(json!("auto-generated")));
        assert!(letter["html"].as_str().expect("HTML").starts_with("<!doctype html>"));
        ada.get("/mails/0193a1b2-0000-7000-8000-000000000000").await.expect_problem("not_found");
    }
}

scenario! {
    async fn refusals_for_good_and_for_now_are_told_apart(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        claire.file_ticket("Refusée").await;
        app.mails.fail_next(refusal(550));
        app.run_jobs().await;
        claire.file_ticket("Remise").await;
        app.mails.fail_next(refusal(451));
        app.run_jobs().await;
        let failed = only(&ada, "state=failed").await;
        let error = json!({"code": "smtp_550", "detail": "5.1.1 <address> unknown", "permanent": true});
        assert_eq!(failed["last_error"], error);
        assert!(failed["failed_at"].is_string() && failed["next_attempt_at"].is_null());
        let retrying = only(&ada, "state=retrying").await;
        assert_eq!(retrying["last_error"]["permanent"], false);
        assert!(retrying["next_attempt_at"].as_str() > retrying["created_at"].as_str());
        app.clock.advance(TimeDelta::hours(1));
        let ada = app.ada().await;
        assert_eq!(app.take_mails().await.len(), 1);
        let sent = only(&ada, "state=sent").await;
        assert_eq!((&sent["attempts"], &sent["last_error"]), (&json!(2), &Value::Null));
    }
}

scenario! {
    async fn mail_sent_again_is_a_new_one_in_the_same_thread(app: TestApp) {
        let (claire, lea, ada) = (app.claire().await, app.lea().await, app.ada().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        lea.act(&number, "resolve", json!({"code": "solved", "notes_text": "Redémarré."})).await;
        let sent = app.take_mails().await;
        let mail = only(&ada, "kind=resolved").await;
        app.clock.advance(TimeDelta::hours(30));
        let ada = app.ada().await;
        let again = |key: &str| {
            let request = ada.request(Method::POST, &path(&mail, "resend")).json(&json!({}));
            ada.send(request.header("Idempotency-Key", key))
        };
        let answer = again("a").await.expect(201);
        let resent = answer.json();
        assert_eq!(answer.header("location"), format!("/api/v1/mails/{}", resent["id"].as_str().expect("an id")));
        assert_eq!((&resent["resend_of"], &resent["state"]), (&mail["id"], &json!("waiting")));
        assert_eq!(resent["resent_by"]["name"], "Ada Moreau");
        assert_eq!(again("a").await.expect(201).json(), resent, "a retry sends nothing more");
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        let (first, second) = (&sent[1], &mails[0]);
        assert_eq!((&first.subject, &first.to_address), (&second.subject, &second.to_address));
        assert_ne!(first.message_id, second.message_id);
        assert_eq!(second.in_reply_to, first.in_reply_to);
        assert!(second.references.contains(&sent[0].message_id));
        assert!(second.date > first.date);
        assert!(second.text.contains("après 72 heures"), "{}", second.text);
        assert!(second.text.contains("2026-03-17 15:00:00 CET - Support Heliaq"), "{}", second.text);
        assert_ne!(first.reply_to, Some(String::new()));
        again("b").await.expect(201);
        assert_eq!(app.take_mails().await.len(), 1, "as often as an admin wants");
    }
}

scenario! {
    async fn nothing_is_sent_again_that_waits_or_to_whom_it_no_longer_concerns(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        let number = claire.file_ticket("Panne").await;
        let mail = only(&ada, &format!("number={number}")).await;
        ada.post(&path(&mail, "resend"), json!({})).await.expect_problem("mail_still_waiting");
        app.take_mails().await;
        app.deactivate(app.people.claire).await;
        ada.post(&path(&mail, "resend"), json!({})).await.expect_problem("mail_receiver_gone");
        let nowhere = "/mails/0193a1b2-0000-7000-8000-000000000000/resend";
        ada.post(nowhere, json!({})).await.expect_problem("not_found");
        assert!(app.take_mails().await.is_empty());
    }
}

scenario! {
    async fn withdrawn_mail_never_goes_and_holds_up_no_other(app: TestApp) {
        let (claire, lea, ada) = (app.claire().await, app.lea().await, app.ada().await);
        let number = claire.file_ticket("Panne").await;
        app.mails.fail_next(refusal(451));
        app.run_jobs().await;
        lea.comment(&number, "Bonjour").await;
        assert!(app.take_mails().await.is_empty(), "it waits for the one before");
        let mail = only(&ada, "state=retrying").await;
        let cancelled = ada.post(&path(&mail, "cancel"), json!({})).await.expect(200).json();
        assert_eq!((&cancelled["state"], &cancelled["next_attempt_at"]), (&json!("cancelled"), &Value::Null));
        assert_eq!(cancelled["cancelled_by"]["name"], "Ada Moreau");
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("Bonjour"));
        app.clock.advance(TimeDelta::days(2));
        let ada = app.ada().await;
        assert!(app.take_mails().await.is_empty());
        assert_eq!(only(&ada, "state=cancelled").await["id"], mail["id"]);
        ada.post(&path(&mail, "cancel"), json!({})).await.expect_problem("mail_not_waiting");
        let sent = only(&ada, "state=sent").await;
        ada.post(&path(&sent, "cancel"), json!({})).await.expect_problem("mail_not_waiting");
        ada.post(&path(&mail, "resend"), json!({})).await.expect(201);
        assert_eq!(app.take_mails().await.len(), 1, "an admin may think again");
    }
}
