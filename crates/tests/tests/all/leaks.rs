//! Every operation of the OpenAPI document, asked in every wrong way: nothing may tell what there is
//! from what there is not, and no broken credential may open anything.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use guichet_tests::{Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;

use crate::api_tokens::token;

/// An id that nothing has.
const NO_ID: &str = "0193a1b2-0000-7000-8000-000000000000";

/// An operation that signed-in people alone may ask.
struct Operation {
    method: Method,
    /// Below `/api/v1`, with its parameters.
    path: String,
    takes_json: bool,
}

async fn closed_operations(app: &TestApp) -> Vec<Operation> {
    let document = app.get("/api/v1/openapi.json").await.expect(200).json();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            if operation.pointer("/security/0/bearer").is_none() {
                continue;
            }
            found.push(Operation {
                method: method.to_uppercase().parse().expect("a method"),
                path: path.replace("/api/v1", ""),
                takes_json: operation
                    .pointer("/requestBody/content/application~1json")
                    .is_some(),
            });
        }
    }
    assert!(found.len() > 90, "{}", found.len());
    found
}

/// The address with nothing that there is in it.
fn missing(path: &str) -> String {
    path.replace("{number}", "CS9999999")
        .replace("{id}", NO_ID)
        .replace("{key}", "rien")
        .replace("{slug}", "rien")
}

async fn ask(person: &Person, operation: &Operation, path: &str, body: &Value) -> Answer {
    let mut request = person.request(operation.method.clone(), path);
    if operation.takes_json {
        request = request.json(body);
    }
    person.send(request).await
}

/// What an answer says but for the request's own id.
fn says(answer: &Answer) -> (u16, Value) {
    (answer.status, answer.without_request_id())
}

fn part(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

/// Tokens that are none: cut, of no algorithm, of another one, signed with another key, with other
/// claims under the true signature.
fn forged(true_token: &str) -> Vec<(&'static str, String)> {
    let parts: Vec<&str> = true_token.split('.').collect();
    let [head, claims, signature] = parts[..] else {
        panic!("an access token has three parts");
    };
    let decoded = URL_SAFE_NO_PAD.decode(claims).expect("base64");
    let stated: Value = serde_json::from_slice(&decoded).expect("claims");
    let changed = |name: &str, value: Value| {
        let mut claims = stated.clone();
        claims[name] = value;
        format!("{head}.{}.{signature}", part(&claims))
    };
    let headed = |alg: &str, signature: &str| {
        format!(
            "{}.{claims}.{signature}",
            part(&json!({"alg": alg, "typ": "JWT"}))
        )
    };
    let other_key = URL_SAFE_NO_PAD.encode([7_u8; 32]);
    vec![
        ("nonsense", "x".to_owned()),
        (
            "an API token's beginning",
            format!("gct_{}", "x".repeat(46)),
        ),
        (
            "a client's access token",
            format!("gca_{}", URL_SAFE_NO_PAD.encode([0_u8; 80])),
        ),
        ("cut", true_token[..true_token.len() - 3].to_owned()),
        ("no algorithm", headed("none", "")),
        ("no algorithm, signed", headed("none", signature)),
        ("RS256", headed("RS256", signature)),
        ("HS512", headed("HS512", signature)),
        ("another key", format!("{head}.{claims}.{other_key}")),
        (
            "a key named",
            format!(
                "{}.{claims}.{signature}",
                part(&json!({"alg": "HS256", "typ": "JWT", "kid": "../../dev/null"}))
            ),
        ),
        ("another person", changed("sub", json!(NO_ID))),
        ("another session", changed("sid", json!(NO_ID))),
        ("another issuer", changed("iss", json!("else"))),
        ("another audience", changed("aud", json!("else"))),
        ("later", changed("exp", json!(9_999_999_999_i64))),
    ]
}

/// Insists that every operation answers these like somebody who is not signed in.
async fn nobody_gets_in(app: &TestApp, who: &str, person: &Person) {
    for operation in closed_operations(app).await {
        let answer = ask(person, &operation, &missing(&operation.path), &json!({})).await;
        assert_eq!(
            answer.status, 401,
            "{who}: {} {}",
            operation.method, operation.path
        );
        answer.expect_problem("unauthenticated");
    }
}

scenario! {
    async fn forged_token_opens_no_operation(app: TestApp) {
        let ada = app.ada().await;
        for (what, token) in forged(&ada.token) {
            let answer = ada.with_token(&token).get("/me").await;
            assert_eq!(answer.status, 401, "{what}");
            answer.expect_problem("unauthenticated");
        }
        nobody_gets_in(&app, "no algorithm", &ada.with_token(&forged(&ada.token)[4].1)).await;
        nobody_gets_in(&app, "nonsense", &ada.with_token("x")).await;
        ada.get("/me").await.expect(200);
    }
}

scenario! {
    async fn token_of_a_session_that_is_over_opens_no_operation(app: TestApp) {
        let (ended, other) = (app.ada().await, app.ada().await);
        ended.get("/me").await.expect(200);
        let sessions = ended.get("/me/sessions").await.expect(200).json();
        let own = sessions["items"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|session| session["current"] == true)
            .and_then(|session| session["id"].as_str())
            .expect("its own")
            .to_owned();
        other.delete(&format!("/me/sessions/{own}")).await.expect(204);
        nobody_gets_in(&app, "ended", &ended).await;
        other.get("/me").await.expect(200);
    }
}

scenario! {
    async fn expired_token_opens_no_operation(app: TestApp) {
        let ada = app.ada().await;
        let made = token(&ada, &["tickets:read"]).await;
        app.clock.advance(TimeDelta::minutes(10));
        nobody_gets_in(&app, "expired", &ada).await;
        app.clock.advance(TimeDelta::days(30));
        nobody_gets_in(&app, "an expired API token", &ada.with_token(&made.token)).await;
    }
}

scenario! {
    async fn tokens_of_a_deactivated_person_open_no_operation(app: TestApp) {
        let claire = app.claire().await;
        let made = token(&claire, &["tickets:read", "me:read"]).await;
        let program = claire.with_token(&made.token);
        claire.get("/me").await.expect(200);
        program.get("/me").await.expect(200);
        let path = format!("/contacts/{}/deactivate", claire.id);
        app.ada().await.post(&path, json!({})).await.expect(200);
        nobody_gets_in(&app, "deactivated", &claire).await;
        nobody_gets_in(&app, "the deactivated one's program", &program).await;
    }
}

/// Claire's things, each in the place of what its address calls it.
async fn theirs(app: &TestApp, claire: &Person, path: &str) -> String {
    let people = &app.people;
    let id = if path.contains("/attachments/") {
        claire.upload_id("a.txt", b"a").await
    } else if path.contains("/comments/") {
        NO_ID.to_owned()
    } else if path.contains("/accounts/") {
        people.dupont.to_string()
    } else if path.contains("/contacts/") {
        people.claire.to_string()
    } else if path.contains("/configuration-items/") {
        people.server.to_string()
    } else if path.contains("/me/sessions/") {
        let sessions = claire.get("/me/sessions").await.expect(200).json();
        sessions["items"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    } else if path.contains("/me/api-tokens/") {
        token(claire, &["me:read"]).await.api_token.id.to_string()
    } else {
        NO_ID.to_owned()
    };
    let number = if path.contains("{number}") {
        claire.file_ticket("Panne").await
    } else {
        String::new()
    };
    path.replace("{number}", &number)
        .replace("{id}", &id)
        .replace("{key}", "rien")
        .replace("{slug}", "rien")
}

scenario! {
    async fn what_is_anothers_is_answered_in_the_bytes_of_what_there_is_not(app: TestApp) {
        let (claire, stella) = (app.claire().await, app.stella().await);
        let mut compared = 0;
        for operation in closed_operations(&app).await {
            let path = &operation.path;
            if !path.contains('{') || path.contains("/me/drafts/") {
                continue;
            }
            let foreign = theirs(&app, &claire, path).await;
            for body in [json!({}), json!({"nothing": 1})] {
                let (foreign, missing) = (
                    ask(&stella, &operation, &foreign, &body).await,
                    ask(&stella, &operation, &missing(path), &body).await,
                );
                assert_eq!(says(&foreign), says(&missing), "{} {path}", operation.method);
                assert!(
                    matches!(foreign.status, 403 | 404 | 415 | 422),
                    "{} {path}: {}",
                    operation.method,
                    foreign.status
                );
            }
            compared += 1;
        }
        assert!(compared > 50, "{compared}");
    }
}
