//! Who may do what: every operation of the OpenAPI document has a row here, or this fails.

mod rows;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use guichet_tests::{Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;

use rows::rows;

/// Every operation of the document: id, method, path.
fn operations(document: &Value) -> Vec<(String, Method, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            if let Some(id) = operation["operationId"].as_str() {
                let method = method.to_uppercase().parse().expect("a method");
                found.push((id.to_owned(), method, path.clone()));
            }
        }
    }
    found
}

/// The address of Claire's own things for this operation; a fresh ticket with a file for each.
async fn address(app: &TestApp, claire: &Person, path: &str) -> String {
    let people = &app.people;
    let id = if path.contains("accounts") {
        people.dupont.to_string()
    } else if path.contains("contacts") {
        people.claire.to_string()
    } else if path.contains("agents") {
        people.lea.to_string()
    } else if path.contains("assignment-groups") {
        people.supervision.to_string()
    } else if path.contains("configuration-items") {
        people.server.to_string()
    } else {
        "0193a1b2-0000-7000-8000-000000000000".to_owned()
    };
    let number = if path.contains("{number}") || path.contains("/attachments/") {
        claire.file_ticket("Panne").await
    } else {
        String::new()
    };
    let id = if path.contains("/attachments/{id}") {
        let file = claire.upload_id("a.txt", b"a").await;
        let body = json!({"attachment_ids": [file]});
        claire
            .post(&format!("/tickets/{number}/comments"), body)
            .await
            .expect(201);
        file
    } else {
        id
    };
    path.replace("{number}", &number)
        .replace("{id}", &id)
        .replace("{reset_id}", &id)
        .replace("{session_id}", &id)
        .replace("/calendars/{key}", "/calendars/fr")
        .replace("{key}", "brouillon")
        .replace("{slug}", "rien")
}

async fn ask(app: &TestApp, person: Option<&Person>, call: (&Method, &str, &Value)) -> u16 {
    let (method, path, body) = call;
    let mut request = app.request(method.clone(), path);
    if let Some(person) = person {
        request = request.bearer_auth(&person.token);
    }
    if !body.is_null() {
        request = request.json(body);
    }
    if path.ends_with("/events") {
        // The stream never ends; its head says enough.
        return request.send().await.expect("an answer").status().as_u16();
    }
    let answer: Answer = app.send(request).await;
    // OAuth has a form of its own for refusals (RFC 6749).
    if answer.status >= 400 && !path.ends_with("/oauth/token") {
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{method} {path}"
        );
    }
    answer.status
}

scenario! {
    async fn every_operation_answers_each_caller_as_the_matrix_says(app: TestApp) {
        let document = app.get("/api/v1/openapi.json").await.expect(200).json();
        let operations = operations(&document);
        let rows = rows();
        let known: BTreeSet<&str> = operations.iter().map(|(id, ..)| id.as_str()).collect();
        let listed: BTreeSet<&str> = rows.iter().map(|row| row.operation).collect();
        assert_eq!(known, listed, "each operation has its row");
        let (claire, stella, lea) = (app.claire().await, app.stella().await, app.lea().await);
        for row in &rows {
            let (_, method, path) =
                operations.iter().find(|(id, ..)| id == row.operation).expect("it is known");
            let body: Value = serde_json::from_str(
                &row.body
                    .to_string()
                    .replace("{claire}", &app.people.claire.to_string())
                    .replace("{lea}", &app.people.lea.to_string()),
            )
            .expect("a body");
            let callers = [
                ("nobody", None, row.nobody),
                ("the stranger", Some(&stella), row.stranger),
                ("the owner", Some(&claire), row.owner),
                ("the agent", Some(&lea), row.agent),
            ];
            for (who, person, expected) in callers {
                let address = address(&app, &claire, path).await;
                if row.operation == "login" {
                    app.clock.advance(TimeDelta::seconds(5)); // wrong tries have to be waited for
                }
                let status = ask(&app, person, (method, &address, &body)).await;
                assert_eq!(status, expected, "{} by {who}", row.operation);
            }
        }
    }
}

scenario! {
    async fn operation_without_a_scope_is_open_to_everybody_and_no_other(app: TestApp) {
        let document = app.get("/api/v1/openapi.json").await.expect(200).json();
        let open: BTreeSet<String> = document["paths"]
            .as_object()
            .expect("paths")
            .values()
            .flat_map(|item| item.as_object().expect("an item").values())
            .filter(|operation| {
                operation["security"].as_array().is_some_and(|security| {
                    security.is_empty() || security.iter().any(|way| way == &json!({}))
                })
            })
            .filter_map(|operation| operation["operationId"].as_str().map(ToOwned::to_owned))
            .collect();
        // `refresh_session` has its cookie.
        let expected = [
            "complete_password_reset",
            "create_passkey_login_options",
            "finish_sso",
            "create_oauth_token",
            "get_captcha",
            "get_openapi",
            "list_identity_providers",
            "login",
            "logout",
            "look_up_mail_action",
            "look_up_password_link",
            "perform_mail_action",
            "request_password_reset",
            "sign_in_with_passkey",
            "start_sso",
            "verify_password_reset",
        ];
        // This list only ever shrinks.
        assert_eq!(open, expected.map(ToOwned::to_owned).into());
    }
}
