//! All that is kept of a person: handed out, and forgotten.

use guichet_common::vocabulary::MailDoor;
use guichet_service::inbound::{ReceivedMail, receive_mail};
use guichet_tests::{AUTHSERV_ID, Person, TestApp, Value, json, scenario};
use reqwest::Method;

use crate::api_tokens::token;
use crate::passkeys::authenticator::Authenticator;
use crate::passkeys::make;
use crate::second_factor::enrol;

const ADDRESS: &str = "claire@dupont.example";

/// A ticket that Claire and her name have left traces in, and more of them elsewhere: its number.
async fn leave_traces(app: &TestApp, claire: &Person) -> String {
    let (lea, denis, ada) = (app.lea().await, app.denis().await, app.ada().await);
    let body = json!({
        "subject": "Messagerie de Claire Lefèvre",
        "description_html": "<p>Bonjour, <b>Claire</b> LEFEVRE ne reçoit plus rien à \
                             <a href=\"mailto:claire@dupont.example\">claire@dupont.example</a></p>",
        "impact": 3, "urgency": 3,
    });
    let ticket = claire.post("/tickets", body).await.expect(201).json();
    let number = ticket["number"].as_str().expect("a number").to_owned();
    lea.act(&number, "start", json!({})).await;
    lea.comment(&number, "Bonjour Mme Lefèvre, quel est votre poste ?")
        .await;
    claire.comment(&number, "Le 12.\nClaire Lefèvre").await;
    let note = json!({"body_text": "Rappeler Lefèvre Claire demain"});
    lea.post(&format!("/tickets/{number}/work-notes"), note)
        .await
        .expect(201);
    let file = claire.upload_id("CV Claire Lefèvre.txt", b"a").await;
    let body = json!({"body_text": "Ci-joint", "attachment_ids": [file]});
    claire
        .post(&format!("/tickets/{number}/comments"), body)
        .await
        .expect(201);
    let reference = json!({"internal_reference": "Lefèvre/12"});
    lea.patch(&format!("/tickets/{number}"), reference)
        .await
        .expect(200);
    let solution = json!({"code": "solved", "notes_text": "Fait pour Claire Lefèvre"});
    lea.act(&number, "resolve", solution).await;
    let draft = json!({"content": {"text": "Chère Claire Lefèvre"}});
    lea.put("/me/drafts/ticket", draft.clone())
        .await
        .expect(200);
    claire.put("/me/drafts/new", draft).await.expect(200);
    claire
        .put("/me/mail-preferences", json!({"unwanted": ["created"]}))
        .await
        .expect(200);
    let token = json!({"name": "Script de Claire Lefèvre", "scopes": ["tickets:read"],
                       "expires_in_days": 30});
    claire.post("/me/api-tokens", token).await.expect(201);
    let kept = json!({"first_name": "Claire", "last_name": "Lefèvre", "email": "c2@dupont.example",
                      "account_id": app.people.dupont});
    let request = ada
        .request(Method::POST, "/contacts")
        .header("idempotency-key", "k")
        .json(&kept);
    let other = ada.send(request).await.expect(201).json();
    // That one's name is another person's matter.
    let path = format!("/contacts/{}", other["id"].as_str().expect("an id"));
    let name = json!({"first_name": "Zoé", "last_name": "Blanc"});
    ada.patch(&path, name).await.expect(200);
    denis.comment(&number, "Je remplace Claire Lefèvre").await;
    write_mail(app).await;
    app.take_mails().await;
    number
}

/// A mail of hers that becomes a ticket.
async fn write_mail(app: &TestApp) {
    let raw = format!(
        "From: Claire Lefèvre <{ADDRESS}>\r\nTo: support@heliaq.example\r\n\
         Subject: Demande de Claire\r\nMessage-ID: <1@dupont.example>\r\n\
         Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from=dupont.example\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Bonjour,\r\nles coordonnées : {ADDRESS}\r\nClaire Lefèvre\r\n"
    );
    let mail = ReceivedMail {
        raw: raw.into_bytes().into(),
        door: MailDoor::Lmtp,
        envelope_from: Some(ADDRESS.to_owned()),
        envelope_to: vec!["support@heliaq.example".to_owned()],
    };
    receive_mail(&app.app, mail).await.expect("it is taken");
    app.run_jobs().await;
}

fn anonymise(person: impl std::fmt::Display) -> String {
    format!("/people/{person}/anonymise")
}

fn list<'a>(data: &'a Value, name: &str) -> &'a Vec<Value> {
    data[name].as_array().expect("a list")
}

scenario! {
    async fn anonymising_leaves_no_trace_and_keeps_the_tickets(app: TestApp) {
        let (ada, lea, claire) = (app.ada().await, app.lea().await, app.claire().await);
        let number = leave_traces(&app, &claire).await;
        for trace in ["claire", "Lef_vre", ADDRESS] {
            assert!(app.columns_with(trace).await.len() > 5, "{trace} is there before");
        }
        ada.post(&anonymise(claire.id), Value::Null).await.expect(204);
        for trace in ["claire", "lef_vre", "lefevre", ADDRESS] {
            let found = app.columns_with(trace).await;
            assert!(found.is_empty(), "{trace} is left in {found:?}");
        }
        // She is out; the tickets are there, for the account and the agents.
        claire.get("/me").await.expect_problem("unauthenticated");
        let ticket = app.denis().await.ticket(&number).await;
        assert_eq!(ticket.contact.name, "Personne anonymisée");
        assert_eq!(ticket.subject, "Messagerie de [anonymisé]");
        let list = lea.get("/tickets?q=messagerie").await.expect(200).json();
        assert_eq!(list["total"], 1, "it is found by its other words");
        for words in ["lefevre", "claire"] {
            let list = lea.get(&format!("/tickets?q={words}")).await.expect(200).json();
            assert_eq!(list["total"], 0, "{words}");
        }
        let comments = lea.get(&format!("/tickets/{number}/comments")).await.expect(200).json();
        assert_eq!(comments["total"], 4);
        let contact = ada.get(&format!("/contacts/{}", claire.id)).await.expect(200).json();
        assert_eq!(contact["email"], format!("{}@anonymised.invalid", claire.id));
        assert_eq!(contact["active"], false);
        // Others are as they were.
        assert_eq!(ada.get("/contacts?q=zoe").await.json()["total"], 1);
        assert!(!app.columns_with("denis@dupont.example").await.is_empty());
        let mails = ada.get("/inbound-mails").await.expect(200).json();
        assert_eq!(mails["total"], 0);
    }
}

scenario! {
    async fn nobody_brings_an_anonymised_person_back(app: TestApp) {
        let ada = app.ada().await;
        let claire = app.people.claire;
        ada.post(&anonymise(claire), Value::Null).await.expect(204);
        ada.post(&anonymise(claire), Value::Null).await.expect_problem("person_anonymised");
        let contact = format!("/contacts/{claire}");
        let answer = ada.post(&format!("{contact}/reactivate"), Value::Null).await;
        answer.expect_problem("person_anonymised");
        let answer = ada.patch(&contact, json!({"first_name": "Claire"})).await;
        answer.expect_problem("person_anonymised");
        // The address is free again.
        let body = json!({"first_name": "C", "last_name": "L", "email": ADDRESS,
                          "account_id": app.people.dupont});
        ada.post("/contacts", body).await.expect(201);
        ada.post(&anonymise(ada.id), Value::Null).await.expect_problem("not_yourself");
        ada.post(&anonymise("0193a1b2-0000-7000-8000-000000000000"), Value::Null)
            .await
            .expect_problem("not_found");
        let paul = app.paul().await;
        paul.post(&anonymise(app.people.denis), Value::Null).await.expect_problem("forbidden");
        let trail = ada.get("/audit?action=person.anonymised").await.json();
        assert_eq!(trail["total"], 1);
        assert_eq!(trail["items"][0]["target"]["name"], "Personne anonymisée");
    }
}

scenario! {
    async fn agent_is_anonymised_and_their_work_stays(app: TestApp) {
        let (ada, lea, claire) = (app.ada().await, app.lea().await, app.claire().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        lea.comment(&number, "Cordialement, Léa Bernard").await;
        app.take_mails().await;
        ada.post(&anonymise(lea.id), Value::Null).await.expect(204);
        for trace in ["bernard", "lea@heliaq.example"] {
            assert_eq!(app.columns_with(trace).await, [""; 0], "{trace}");
        }
        let ticket = claire.ticket(&number).await;
        assert_eq!(ticket.assigned_to.map(|agent| agent.name).as_deref(), Some("Personne anonymisée"));
    }
}

scenario! {
    async fn person_and_admin_get_all_that_is_kept(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        let number = leave_traces(&app, &claire).await;
        let answer = claire.get("/me/export").await.expect(200);
        assert!(answer.header("content-disposition").starts_with("attachment"));
        let own = answer.json();
        let profile = &own["profile"];
        assert_eq!([&profile["email"], &profile["account"]["name"]], [ADDRESS, "Menuiserie Dupont"]);
        assert_eq!(profile["unwanted_mails"], json!(["created"]));
        assert_eq!(list(&own, "sessions").len(), 1);
        assert_eq!(list(&own, "drafts")[0]["content"]["text"], "Chère Claire Lefèvre");
        assert_eq!(list(&own, "tickets").len(), 2);
        assert_eq!(list(&own, "tickets")[0]["number"], number.as_str());
        assert_eq!(list(&own, "comments").len(), 2);
        assert_eq!(list(&own, "attachments")[0]["file_name"], "CV Claire Lefèvre.txt");
        assert!(list(&own, "mails_sent").iter().any(|mail| mail["sent_to"] == ADDRESS));
        assert_eq!(list(&own, "mails_received")[0]["subject"], "Demande de Claire");
        // Neither what others wrote inside, nor a password.
        let text = own.to_string();
        assert!(!text.contains("Rappeler") && !text.contains("argon2"), "{text}");
        let path = format!("/people/{}/export", claire.id);
        let theirs = ada.get(&path).await.expect(200).json();
        for part in ["profile", "tickets", "comments", "mails_sent", "drafts"] {
            assert_eq!(theirs[part], own[part], "{part}");
        }
        let told = list(&theirs, "audit");
        assert!(told.iter().any(|entry| entry["action"] == "person.exported"), "{told:?}");
        for person in [app.paul().await, app.lea().await, app.denis().await] {
            person.get(&path).await.expect_problem("forbidden");
        }
        let lea = app.lea().await.get("/me/export").await.expect(200).json();
        assert_eq!(list(&lea, "work_notes").len(), 1);
        let missing = "/people/0193a1b2-0000-7000-8000-000000000000/export";
        ada.get(missing).await.expect_problem("not_found");
    }
}

scenario! {
    async fn export_tells_of_all_ways_to_come_in_and_of_no_secret(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        let number = leave_traces(&app, &claire).await;
        let solution = json!({"code": "solved", "notes_text": "Fait"});
        app.lea().await.act(&number, "resolve", solution).await;
        claire.act(&number, "accept", json!({"rating": 4})).await;
        let made = token(&claire, &["tickets:read"]).await;
        let body = json!({"name": "Pont", "person_id": claire.id, "scopes": ["tickets:read"]});
        let client = ada.post("/oauth-clients", body).await.expect(201).json();
        let secret = client["client_secret"].as_str().expect("a secret").to_owned();
        let mut key = Authenticator::new(&app.base, -7, 1);
        make(&claire, &mut key, "Téléphone").await;
        let (_, codes) = enrol(&app, &claire).await;
        app.take_mails().await;
        let own = claire.get("/me/export").await.expect(200).json();
        let names = |part: &str| -> Vec<String> {
            let names = list(&own, part).iter().map(|one| &one["name"]);
            names.map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(names("api_tokens"), ["Script de Claire Lefèvre", "Supervision"]);
        assert_eq!(list(&own, "api_tokens")[1]["hint"], json!(made.api_token.hint));
        assert_eq!(names("oauth_clients"), ["Pont"]);
        assert_eq!(names("passkeys"), ["Téléphone"]);
        assert_eq!(own["recovery_codes_left"], codes.len());
        assert!(own["second_factor_since"].is_string());
        assert_eq!(list(&own, "devices").len(), 1);
        let mails: Vec<&Value> = list(&own, "access_mails").iter().map(|one| &one["kind"]).collect();
        assert_eq!(
            mails,
            ["api_token_created", "api_token_created", "passkey_added", "second_factor_enabled"]
        );
        assert_eq!(list(&own, "access_mails")[2]["address"], "127.0.0.1");
        let rated = &list(&own, "tickets")[0];
        assert_eq!((&rated["number"], &rated["rating"]), (&json!(number), &json!(4)));
        let acts = list(&own, "acts");
        assert!(acts.iter().any(|act| act["number"] == *number && act["kind"] == "created"));
        let text = own.to_string();
        for hidden in [&made.token, &secret, &codes[0], "argon2", "secret_hash"] {
            assert!(!text.contains(hidden), "{hidden} is in {text}");
        }
        // And all of it goes with the person.
        let other = json!({"first_name": "Zoé", "last_name": "Blanc", "email": "z@dupont.example",
            "account_id": app.people.dupont});
        let other = ada.post("/contacts", other).await.expect(201).json();
        let path = format!("/people/{}/export", other["id"].as_str().expect("an id"));
        let theirs = ada.get(&path).await.expect(200).json();
        assert_eq!(list(&theirs, "password_links")[0]["kind"], "invitation");
        ada.post(&anonymise(claire.id), Value::Null).await.expect(204);
        let left = ada.get(&format!("/people/{}/export", claire.id)).await.expect(200).json();
        for part in ["api_tokens", "passkeys", "devices", "access_mails",
            "password_links", "sessions", "drafts", "identities"]
        {
            assert_eq!(list(&left, part).len(), 0, "{part}");
        }
    }
}
