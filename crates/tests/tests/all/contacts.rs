//! Contacts, managed by account admins and admins: who may, and what becomes of the contact.

use chrono::TimeDelta;
use guichet_tests::{Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;

fn colleague(email: &str) -> Value {
    json!({"first_name": "Nadia", "last_name": "Besson", "email": email})
}

/// The address of a contact.
fn at(id: impl std::fmt::Display) -> String {
    format!("/contacts/{id}")
}

async fn create(person: &Person, body: Value) -> Value {
    person.post("/contacts", body).await.expect(201).json()
}

fn id(contact: &Value) -> &str {
    contact["id"].as_str().expect("an id")
}

scenario! {
    async fn account_admin_enters_a_colleague_into_the_own_account(app: TestApp) {
        let paul = app.paul().await;
        let body = json!({
            "first_name": " Nadia ", "last_name": "Besson", "email": "Nadia@Dupont.example",
            "sees_account_tickets": true,
        });
        let answer = paul.post("/contacts", body).await.expect(201);
        let contact = answer.json();
        assert_eq!(answer.header("location"), format!("/api/v1/contacts/{}", id(&contact)));
        let expected = json!({
            "id": contact["id"], "first_name": "Nadia", "last_name": "Besson",
            "name": "Nadia Besson", "email": "nadia@dupont.example", "role": "contact",
            "sees_account_tickets": true,
            "account": {"id": app.people.dupont, "name": "Menuiserie Dupont"},
            "language": "fr", "time_zone": "Europe/Paris", "active": true,
            "invitation_pending": true, "created_at": contact["created_at"],
        });
        assert_eq!(contact, expected);
        assert_eq!(paul.get(&at(id(&contact))).await.expect(200).json(), contact);
        // Naming the own account is fine; another one is as missing as none.
        let named = |account: String| {
            let mut body = colleague("o@dupont.example");
            body["account_id"] = account.into();
            body
        };
        for foreign in [app.people.tilleuls.to_string(), app.people.claire.to_string()] {
            let answer = paul.post("/contacts", named(foreign)).await;
            assert_eq!(answer.field_errors(), ["/account_id: not_found"]);
        }
        create(&paul, named(app.people.dupont.to_string())).await;
    }
}

scenario! {
    async fn every_wrong_field_of_a_new_contact_is_told_at_once(app: TestApp) {
        let (ada, paul) = (app.ada().await, app.paul().await);
        let body = json!({
            "first_name": " ", "last_name": "x".repeat(101), "email": "nadia", "role": "agent",
            "time_zone": "Paris", "send_invitation": false,
        });
        let expected = [
            "/send_invitation: not_allowed", "/first_name: required", "/last_name: too_long",
            "/email: invalid_format", "/role: not_allowed", "/time_zone: invalid_value",
        ];
        assert_eq!(paul.post("/contacts", body.clone()).await.field_errors(), expected);
        let mut expected = expected;
        expected[0] = "/account_id: required";
        assert_eq!(ada.post("/contacts", body).await.field_errors(), expected);
        let answer = ada.post("/contacts", json!({"prenom": "x", "email": 3})).await;
        let expected = [
            "/first_name: required", "/last_name: required", "/email: wrong_type",
            "/prenom: unknown_field",
        ];
        assert_eq!(answer.field_errors(), expected);
    }
}

scenario! {
    async fn taken_address_is_refused_alike_wherever_it_is_taken(app: TestApp) {
        let paul = app.paul().await;
        let refuse = async |email: &str| {
            let answer = paul.post("/contacts", colleague(email)).await;
            assert_eq!(answer.field_errors(), ["/email: duplicate"], "{email}");
            answer.without_request_id()
        };
        let own = refuse("CLAIRE@dupont.example").await;
        assert_eq!(refuse("stella@tilleuls.example").await, own);
        assert_eq!(refuse("lea@heliaq.example").await, own);
    }
}

scenario! {
    async fn account_admin_never_reaches_another_account_or_an_agent(app: TestApp) {
        let paul = app.paul().await;
        let missing = paul
            .patch(&at("0193a1b2-0000-7000-8000-000000000000"), json!({}))
            .await;
        for person in [app.people.stella, app.people.lea, app.people.ada] {
            let answer = paul.patch(&at(person), json!({"role": "account_admin"})).await;
            answer.expect_problem("not_found");
            assert_eq!(answer.without_request_id(), missing.without_request_id());
            for act in ["deactivate", "reactivate"] {
                let answer = paul.post(&format!("{}/{act}", at(person)), Value::Null).await;
                assert_eq!(answer.without_request_id(), missing.without_request_id(), "{act}");
            }
        }
        for (method, path) in [
            (Method::POST, "/agents".to_owned()),
            (Method::PATCH, format!("/agents/{}", app.people.lea)),
            (Method::PATCH, format!("/accounts/{}", app.people.dupont)),
        ] {
            let body = if method == Method::POST { colleague("n@x.example") } else { json!({}) };
            paul.send(paul.request(method, &path).json(&body)).await.expect_problem("forbidden");
        }
        let stella = app.stella().await;
        assert_eq!(stella.get("/me").await.json()["role"], "contact");
    }
}

scenario! {
    async fn rights_that_an_account_admin_gives_hold_at_once(app: TestApp) {
        let (paul, claire, denis) = (app.paul().await, app.claire().await, app.denis().await);
        let number = denis.file_ticket("Panne").await;
        let path = format!("/tickets/{number}");
        claire.get(&path).await.expect_problem("not_found");
        let change = json!({"sees_account_tickets": true});
        let changed = paul.patch(&at(claire.id), change).await.expect(200).json();
        assert_eq!(changed["sees_account_tickets"], true);
        claire.get(&path).await.expect(200);
        paul.patch(&at(claire.id), json!({"sees_account_tickets": false})).await.expect(200);
        claire.get(&path).await.expect_problem("not_found");
        // A second account admin; then they may, and not any more.
        let body = || colleague("nadia@dupont.example");
        claire.post("/contacts", body()).await.expect_problem("forbidden");
        paul.patch(&at(claire.id), json!({"role": "account_admin"})).await.expect(200);
        create(&claire, body()).await;
        paul.patch(&at(claire.id), json!({"role": "contact"})).await.expect(200);
        claire.post("/contacts", body()).await.expect_problem("forbidden");
    }
}

scenario! {
    async fn fields_of_a_contact_change_alone_and_are_not_cleared(app: TestApp) {
        let (ada, paul) = (app.ada().await, app.paul().await);
        let path = at(app.people.claire);
        let before = paul.get(&path).await.json();
        assert_eq!(paul.patch(&path, json!({})).await.expect(200).json(), before);
        let answer = paul
            .patch(&path, json!({"first_name": null, "role": null, "language": null}))
            .await;
        let expected = ["/first_name: required", "/role: required", "/language: required"];
        assert_eq!(answer.field_errors(), expected);
        let answer = paul
            .patch(&path, json!({"email": "c@x.example", "last_name": "", "role": "admin"}))
            .await;
        let expected = ["/email: not_allowed", "/last_name: required", "/role: not_allowed"];
        assert_eq!(answer.field_errors(), expected);
        assert_eq!(paul.get(&path).await.json(), before);
        let change = json!({"last_name": "Leroy", "language": "en", "time_zone": "Asia/Tokyo"});
        let after = paul.patch(&path, change).await.expect(200).json();
        assert_eq!(
            [&after["name"], &after["language"], &after["time_zone"], &after["email"]],
            ["Claire Leroy", "en", "Asia/Tokyo", "claire@dupont.example"]
        );
        // Found under the new name, and signing in by the new address.
        let found = paul.get("/contacts?q=leroy").await.json();
        assert_eq!(found["total"], 1);
        let answer = ada.patch(&path, json!({"email": "denis@dupont.example"})).await;
        assert_eq!(answer.field_errors(), ["/email: duplicate"]);
        ada.patch(&path, json!({"email": "Claire.Leroy@dupont.example"})).await.expect(200);
        let login = |name: &str| json!({"username": name, "password": guichet_tests::PASSWORD});
        for (name, status) in [("claire@dupont.example", 401), ("claire.leroy@dupont.example", 200)]
        {
            let request = app.request(Method::POST, "/api/v1/auth/login").json(&login(name));
            app.send(request).await.expect(status);
        }
    }
}

scenario! {
    async fn deactivated_contact_is_out_at_once_and_their_tickets_stay(app: TestApp) {
        let (paul, claire, lea) = (app.paul().await, app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        app.take_mails().await;
        claire.get("/me").await.expect(200);
        let path = format!("{}/deactivate", at(claire.id));
        let gone = paul.post(&path, Value::Null).await.expect(200).json();
        assert_eq!(gone["active"], false);
        claire.get("/me").await.expect_problem("unauthenticated");
        let refresh = app
            .request(Method::POST, "/api/v1/auth/refresh")
            .header("cookie", &claire.cookie);
        app.send(refresh).await.expect_problem("session_expired");
        let login = json!({"username": claire.username, "password": guichet_tests::PASSWORD});
        let login = app.request(Method::POST, "/api/v1/auth/login").json(&login);
        app.send(login).await.expect_problem("invalid_credentials");
        lea.comment(&number, "C'est réparé.").await;
        assert!(app.take_mails().await.is_empty(), "nobody is mailed who is not there");
        assert_eq!(paul.ticket(&number).await.contact.name, "Claire Lefèvre");
        // Again changes nothing; she comes back with her password.
        paul.post(&path, Value::Null).await.expect(200);
        let path = format!("{}/reactivate", at(claire.id));
        assert_eq!(paul.post(&path, Value::Null).await.expect(200).json()["active"], true);
        claire.get("/me").await.expect_problem("unauthenticated");
        app.claire().await.get("/me").await.expect(200);
    }
}

scenario! {
    async fn account_admin_does_not_deactivate_themselves(app: TestApp) {
        let paul = app.paul().await;
        let path = format!("{}/deactivate", at(paul.id));
        paul.post(&path, Value::Null).await.expect_problem("not_yourself");
        paul.get("/me").await.expect(200);
        app.ada().await.post(&path, Value::Null).await.expect(200);
        paul.get("/me").await.expect_problem("unauthenticated");
    }
}

scenario! {
    async fn creating_twice_with_one_key_enters_one_contact(app: TestApp) {
        let paul = app.paul().await;
        let send = async |email: &str| {
            let request = paul
                .request(Method::POST, "/contacts")
                .header("idempotency-key", "k1")
                .json(&colleague(email));
            paul.send(request).await
        };
        let first = send("nadia@dupont.example").await.expect(201);
        let second = send("nadia@dupont.example").await.expect(201);
        assert_eq!(second.header("idempotent-replayed"), "true");
        assert_eq!(first.json(), second.json());
        send("other@dupont.example").await.expect_problem("idempotency_key_reused");
    }
}

scenario! {
    async fn list_of_contacts_is_filtered(app: TestApp) {
        let (ada, paul) = (app.ada().await, app.paul().await);
        let path = format!("{}/deactivate", at(app.people.denis));
        ada.post(&path, Value::Null).await.expect(200);
        let count = async |query: &str| {
            ada.get(&format!("/contacts?{query}")).await.expect(200).json()["total"].clone()
        };
        assert_eq!(count("active=true").await, 3);
        assert_eq!(count("active=false").await, 1);
        assert_eq!(count("role=account_admin").await, 1);
        assert_eq!(count(&format!("account_id={}&active=true", app.people.dupont)).await, 2);
        assert_eq!(count("q=dupont.example&active=true&role=contact").await, 1);
        let answer = ada.get("/contacts?active=yes&role=boss&kind=x").await;
        assert_eq!(
            answer.field_errors(),
            ["active: invalid_value", "role: invalid_value", "kind: unknown_parameter"]
        );
        assert_eq!(paul.get("/contacts?active=false").await.json()["total"], 1);
    }
}

scenario! {
    async fn what_is_done_to_people_is_in_the_audit_trail(app: TestApp) {
        let (ada, paul) = (app.ada().await, app.paul().await);
        let contact = create(&paul, colleague("nadia@dupont.example")).await;
        let path = at(id(&contact));
        let change = json!({"role": "account_admin", "first_name": "Nadège"});
        paul.patch(&path, change).await.expect(200);
        ada.post(&format!("{path}/deactivate"), Value::Null).await.expect(200);
        ada.post(&format!("{path}/reactivate"), Value::Null).await.expect(200);
        let trail = ada.get(&format!("/audit?target_id={}", id(&contact))).await.expect(200).json();
        let entries = trail["items"].as_array().expect("a list");
        let told: Vec<String> = entries
            .iter()
            .map(|entry| format!("{} {}", entry["action"], entry["actor"]["name"]))
            .collect();
        assert_eq!(
            told,
            [
                r#""person.reactivated" "Ada Moreau""#, r#""person.deactivated" "Ada Moreau""#,
                r#""person.updated" "Paul Dupont""#, r#""person.invited" "Paul Dupont""#,
                r#""person.created" "Paul Dupont""#,
            ]
        );
        let details = &entries[2]["details"];
        assert_eq!(details["fields"], json!(["first_name", "role"]));
        assert_eq!(details["role"], "account_admin");
        assert!(!trail.to_string().contains("nadia@"), "no address in the trail");
    }
}

/// Tries to enter somebody with this address.
async fn enter(admin: &Person, email: &str) -> Answer {
    let body = json!({"first_name": "Nadia", "last_name": "Besson", "email": email});
    admin.post("/contacts", body).await
}

scenario! {
    async fn account_admin_comes_upon_few_people_of_others(app: TestApp) {
        let paul = app.paul().await;
        let ada = app.ada().await;
        let duplicate = ["/email: duplicate"];
        for number in 0..24 {
            let body = json!({"first_name": "A", "last_name": "B", "account_id": app.people.tilleuls,
                "email": format!("p{number}@tilleuls.example"), "send_invitation": false});
            ada.post("/contacts", body).await.expect(201);
        }
        // The same one is no news; nor is who is of the own account.
        for _ in 0..30 {
            let stranger = enter(&paul, " P0@tilleuls.example ").await;
            assert_eq!(stranger.field_errors(), duplicate);
            assert_eq!(enter(&paul, "claire@dupont.example").await.field_errors(), duplicate);
        }
        for number in 1..20 {
            let stranger = enter(&paul, &format!("p{number}@tilleuls.example")).await;
            assert_eq!(stranger.field_errors(), duplicate);
        }
        enter(&paul, "nadia@dupont.example").await.expect(201);
        // One more is not told of, and then nothing is: not even who is free.
        let waits = enter(&paul, "p20@tilleuls.example").await;
        waits.expect_problem("rate_limited");
        let free = enter(&paul, "nobody@tilleuls.example").await;
        assert_eq!(waits.without_request_id(), free.without_request_id());
        let told = ada.get("/audit?action=directory.addresses_probed").await.expect(200).json();
        assert_eq!(told["total"], 1);
        assert_eq!(told["items"][0]["actor"]["id"], json!(app.people.paul));
        assert_eq!(told["items"][0]["target"]["id"], json!(app.people.dupont));
        app.clock.advance(TimeDelta::minutes(61));
        let paul = app.paul().await;
        enter(&paul, "nobody@tilleuls.example").await.expect(201);
        // Admins see everybody anyway.
        let ada = app.ada().await;
        for number in 0..24 {
            let body = json!({"first_name": "A", "last_name": "B", "account_id": app.people.dupont,
                "email": format!("p{number}@tilleuls.example")});
            assert_eq!(ada.post("/contacts", body).await.field_errors(), duplicate);
        }
    }
}
