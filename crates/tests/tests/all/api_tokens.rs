//! Tokens of programs: what they open, and what ends them.

use chrono::TimeDelta;
use guichet_common::api_tokens::{ApiTokens, NewApiToken};
use guichet_common::scopes::ApiScope;
use guichet_common::vocabulary::Channel;
use guichet_service::audit::verify_audit_trail;
use guichet_tests::{Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;

/// Makes a token with these scopes.
pub async fn token(person: &Person, scopes: &[&str]) -> NewApiToken {
    let body = json!({"name": "Supervision", "scopes": scopes, "expires_in_days": 30});
    person
        .post("/me/api-tokens", body)
        .await
        .expect(201)
        .read_as()
}

/// The person's program, which asks with a token instead of a session.
pub fn program(person: &Person, token: &NewApiToken) -> Person {
    person.with_token(&token.token)
}

fn challenge(answer: &Answer) -> String {
    answer.header("www-authenticate").to_owned()
}

scenario! {
    async fn token_opens_what_its_scopes_say_and_nothing_else(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let token = token(&claire, &["tickets:read"]).await;
        assert!(token.token.starts_with("gct_"));
        let program = program(&claire, &token);
        assert_eq!(program.ticket(&number).await.subject, "Panne");
        program.get("/tickets").await.expect(200);
        let answer = program.post(&format!("/tickets/{number}/comments"), json!({})).await;
        answer.expect_problem("insufficient_scope");
        let answer = program.get("/me").await;
        assert_eq!(
            challenge(&answer.expect(403)),
            "Bearer realm=\"guichet\", error=\"insufficient_scope\", scope=\"me:read\""
        );
    }
}

scenario! {
    async fn token_sees_no_more_than_its_person(app: TestApp) {
        let (claire, stella) = (app.claire().await, app.stella().await);
        let number = claire.file_ticket("Panne").await;
        let token = token(&stella, &["tickets:read", "tickets:write"]).await;
        let program = program(&stella, &token);
        program.get(&format!("/tickets/{number}")).await.expect(404);
        program
            .post(&format!("/tickets/{number}/comments"), json!({"body_text": "x"}))
            .await
            .expect(404);
    }
}

scenario! {
    async fn every_operation_refuses_a_token_without_its_scope_and_no_token_has_credentials(
        app: TestApp
    ) {
        let admin = app.ada().await;
        let document = app.get("/api/v1/openapi.json").await.expect(200).json();
        let one = token(&admin, &["publications:read"]).await;
        let publications = program(&admin, &one);
        let all: Vec<&str> = ApiScope::ALL
            .iter()
            .filter(|scope| scope.is_grantable())
            .map(|scope| scope.as_str())
            .collect();
        let all = token(&admin, &all).await;
        let everything = program(&admin, &all);
        let mut checked = 0;
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("an item") {
                let Some(scope) = operation.pointer("/security/0/bearer/0") else {
                    continue;
                };
                let program = match scope.as_str() {
                    Some("publications:read") => continue,
                    Some("credentials:write") => &everything,
                    _ => &publications,
                };
                let path = path
                    .replace("/api/v1", "")
                    .replace("{number}", "CS0000001")
                    .replace("{key}", "fr")
                    .replace("{slug}", "rien")
                    .replace("{id}", "0193a1b2-0000-7000-8000-000000000000");
                let method: Method = method.to_uppercase().parse().expect("a method");
                let answer = program.send(program.request(method.clone(), &path)).await;
                let scope = scope.as_str().unwrap_or_default();
                assert!(
                    challenge(&answer).contains(&format!("scope=\"{scope}\"")),
                    "{method} {path}: {}",
                    answer.status
                );
                answer.expect_problem("insufficient_scope");
                checked += 1;
            }
        }
        assert!(checked > 60, "{checked}");
    }
}

scenario! {
    async fn token_ends_when_it_is_revoked_expires_or_loses_its_person(app: TestApp) {
        let claire = app.claire().await;
        let (first, second, third) = (
            token(&claire, &["me:read"]).await,
            token(&claire, &["me:read"]).await,
            token(&claire, &["me:read"]).await,
        );
        let ask = async |token: &NewApiToken| program(&claire, token).get("/me").await.status;
        assert_eq!(ask(&first).await, 200);
        let path = format!("/me/api-tokens/{}", first.api_token.id);
        app.stella().await.delete(&path).await.expect(404);
        assert_eq!(ask(&first).await, 200);
        claire.delete(&path).await.expect(204);
        assert_eq!(ask(&first).await, 401);
        claire.delete(&path).await.expect(404);
        // An admin revokes anybody's.
        let admin = app.ada().await;
        assert_eq!(ask(&second).await, 200);
        let path = format!("/api-tokens/{}", second.api_token.id);
        claire.delete(&path).await.expect(403);
        admin.delete(&path).await.expect(204);
        assert_eq!(ask(&second).await, 401);
        assert_eq!(ask(&third).await, 200);
        app.clock.advance(TimeDelta::days(30));
        assert_eq!(ask(&third).await, 401);
        let told = app.ada().await.get("/audit?action=api_token.revoked").await.expect(200).json();
        assert_eq!(told["total"], 2);
        assert_eq!(verify_audit_trail(&app.app, None).await.expect("it is read").broken, None);
    }
}

scenario! {
    async fn token_of_a_deactivated_person_is_worth_nothing(app: TestApp) {
        let claire = app.claire().await;
        let token = token(&claire, &["me:read"]).await;
        program(&claire, &token).get("/me").await.expect(200);
        let path = format!("/contacts/{}/deactivate", claire.id);
        app.ada().await.post(&path, json!({})).await.expect(200);
        program(&claire, &token).get("/me").await.expect(401);
    }
}

scenario! {
    async fn token_is_shown_once_and_kept_as_a_hash(app: TestApp) {
        let claire = app.claire().await;
        let made = token(&claire, &["me:read", "me:read", "tickets:read"]).await;
        let listed = claire.get("/me/api-tokens").await.expect(200);
        assert!(!String::from_utf8_lossy(&listed.bytes).contains(&made.token));
        let listed: ApiTokens = listed.read_as();
        assert_eq!(listed.items.len(), 1);
        let kept = &listed.items[0];
        assert_eq!(kept.scopes, [ApiScope::MeRead, ApiScope::TicketsRead]);
        assert!(made.token.ends_with(&kept.hint));
        assert_eq!(kept.last_used_at, None);
        assert!(!listed.scopes.contains(&ApiScope::WorkNotesRead));
        let kept = "UPDATE api_tokens SET name = name WHERE hash LIKE '%gct%' OR name LIKE '%gct%'";
        assert_eq!(app.execute(kept, []).await.expect("it is read"), 0);
        let hashed = "UPDATE api_tokens SET name = name WHERE length(hash) = 64";
        assert_eq!(app.execute(hashed, []).await.expect("it is read"), 1);
        program(&claire, &made).get("/me").await.expect(200);
        let listed: ApiTokens = claire.get("/me/api-tokens").await.expect(200).read_as();
        assert_eq!(listed.items[0].last_used_at, Some(listed.items[0].created_at));
        let admin = app.ada().await;
        let all = admin.get("/api-tokens").await.expect(200).json();
        assert_eq!(all["items"][0]["person"]["id"], json!(claire.id));
    }
}

scenario! {
    async fn wrong_wishes_are_told_at_their_fields(app: TestApp) {
        let claire = app.claire().await;
        let wrong = async |body: Value| claire.post("/me/api-tokens", body).await.field_errors();
        let body = json!({"name": " ", "scopes": ["me:read"], "expires_in_days": 367});
        assert_eq!(wrong(body).await, ["/name: required", "/expires_in_days: out_of_range"]);
        let body = json!({"name": "x", "scopes": [], "expires_in_days": 1});
        assert_eq!(wrong(body).await, ["/scopes: required"]);
        let body = json!({"name": "x", "expires_in_days": 1,
            "scopes": ["me:read", "credentials:write", "work_notes:read"]});
        assert_eq!(wrong(body).await, ["/scopes/1: not_allowed", "/scopes/2: not_allowed"]);
        for _ in 0..50 {
            token(&claire, &["me:read"]).await;
        }
        let body = json!({"name": "x", "scopes": ["me:read"], "expires_in_days": 1});
        let answer = claire.post("/me/api-tokens", body).await;
        answer.expect_problem("too_many_tokens");
    }
}

scenario! {
    async fn program_is_told_what_is_left_and_when_to_come_back(app: TestApp) {
        let (claire, admin) = (app.claire().await, app.ada().await);
        let body = json!({"requests_per_minute": 3});
        admin.put("/settings/machines", body).await.expect(200);
        admin.put("/settings/machines", json!({"requests_per_minute": 0})).await.expect(422);
        let (one, other) = (token(&claire, &["me:read"]).await, token(&claire, &["me:read"]).await);
        let (one, other) = (program(&claire, &one), program(&claire, &other));
        let left = |answer: &Answer| {
            ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"]
                .map(|name| answer.header(name).to_owned())
        };
        assert_eq!(left(&one.get("/me").await.expect(200)), ["3", "2", "20"]);
        // Refusals count, too.
        assert_eq!(left(&one.get("/tickets").await.expect(403)), ["3", "1", "40"]);
        one.get("/me").await.expect(200);
        let answer = one.get("/me").await;
        assert_eq!(answer.header("retry-after"), "20");
        assert_eq!(left(&answer), ["3", "0", "60"]);
        answer.expect_problem("rate_limited");
        other.get("/me").await.expect(200);
        app.clock.advance(TimeDelta::seconds(20));
        one.get("/me").await.expect(200);
        // A person at their screen is not counted.
        assert_eq!(claire.get("/me").await.expect(200).header("ratelimit-limit"), "");
    }
}

scenario! {
    async fn what_a_program_writes_came_by_the_api(app: TestApp) {
        let (claire, marc) = (app.claire().await, app.marc().await);
        let token = token(&claire, &["tickets:read", "tickets:write"]).await;
        let program = program(&claire, &token);
        let number = program.file_ticket("Sonde muette").await;
        let comment = json!({"body_text": "Toujours muette."});
        program.post(&format!("/tickets/{number}/comments"), comment.clone()).await.expect(201);
        claire.post(&format!("/tickets/{number}/comments"), comment).await.expect(201);
        assert_eq!(marc.ticket(&number).await.channel, Channel::Api);
        let told = claire.get(&format!("/tickets/{number}/activity")).await.expect(200).json();
        let ways: Vec<(&Value, &Value)> = told["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|entry| (&entry["kind"], &entry["via"]))
            .collect();
        let (api, portal) = (json!("api"), Value::Null);
        assert_eq!(
            ways,
            [
                (&json!("comment"), &portal),
                (&json!("comment"), &api),
                (&json!("created"), &api)
            ]
        );
        // A ticket that follows another came as its follower did.
        claire.post(&format!("/tickets/{number}/close"), json!({})).await.expect(200);
        let follow_up = format!("/tickets/{number}/follow-up");
        let body = json!({"description_text": "Encore."});
        let next = program.post(&follow_up, body.clone()).await.expect(201).json();
        assert_eq!(next["channel"], "api");
        let next = claire.post(&follow_up, body).await.expect(201).json();
        assert_eq!(next["channel"], "portal");
    }
}
