//! Programs with credentials of their own: who gets access, to what, and what ends it.

use chrono::TimeDelta;
use guichet_common::oauth_clients::{NewOauthClient, OauthToken};
use guichet_tests::{Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;
use uuid::Uuid;

async fn client(app: &TestApp, admin: &Person, scopes: &[&str]) -> NewOauthClient {
    let body = json!({"name": "Supervision", "person_id": app.people.denis, "scopes": scopes});
    admin
        .post("/oauth-clients", body)
        .await
        .expect(201)
        .read_as()
}

/// Asks for access with the credentials in the body, and these besides.
async fn ask(app: &TestApp, client: &NewOauthClient, more: &[(&str, &str)]) -> Answer {
    let id = client.client.id.to_string();
    let mut form = vec![
        ("grant_type", "client_credentials"),
        ("client_id", &*id),
        ("client_secret", &*client.client_secret),
    ];
    form.extend(more);
    let request = app.request(Method::POST, "/api/v1/oauth/token").form(&form);
    app.send(request).await
}

async fn access(app: &TestApp, client: &NewOauthClient) -> OauthToken {
    ask(app, client, &[]).await.expect(200).read_as()
}

/// Insists on a refusal as RFC 6749 has it.
fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.json(), json!({"error": error}));
    let challenge = answer.header("www-authenticate");
    assert_eq!(challenge.is_empty(), status != 401, "{challenge}");
}

scenario! {
    async fn client_acts_as_its_person_within_its_scopes(app: TestApp) {
        let (admin, denis) = (app.ada().await, app.denis().await);
        let stella = app.stella().await;
        let foreign = stella.file_ticket("Ailleurs").await;
        let client = client(&app, &admin, &["tickets:read", "tickets:write"]).await;
        assert!(client.client_secret.starts_with("gcs_"));
        let token = access(&app, &client).await;
        assert_eq!((token.token_type.as_str(), token.expires_in), ("Bearer", 600));
        assert_eq!(token.scope, "tickets:read tickets:write");
        let program = denis.with_token(&token.access_token);
        let number = program.file_ticket("Disque plein").await;
        assert_eq!(denis.ticket(&number).await.contact.id, app.people.denis);
        program.get(&format!("/tickets/{foreign}")).await.expect(404);
        program.get("/me").await.expect_problem("insufficient_scope");
        assert_eq!(program.get("/tickets").await.header("ratelimit-limit"), "600");
        // Less, when it asks for less.
        let less = ask(&app, &client, &[("scope", "tickets:read")]).await.expect(200);
        let less: OauthToken = less.read_as();
        let program = denis.with_token(&less.access_token);
        program.get("/tickets").await.expect(200);
        program
            .post(&format!("/tickets/{number}/comments"), json!({"body_text": "x"}))
            .await
            .expect_problem("insufficient_scope");
    }
}

scenario! {
    async fn credentials_come_in_the_header_or_in_the_body_and_refusals_are_those_of_the_rfc(
        app: TestApp
    ) {
        let admin = app.ada().await;
        let client = client(&app, &admin, &["tickets:read"]).await;
        let id = client.client.id.to_string();
        let post = || app.request(Method::POST, "/api/v1/oauth/token");
        let grant = [("grant_type", "client_credentials")];
        let basic = post().basic_auth(&id, Some(&client.client_secret)).form(&grant);
        app.send(basic).await.expect(200);
        let wrong = post().basic_auth(&id, Some("gcs_x")).form(&grant);
        refused(&app.send(wrong).await, 401, "invalid_client");
        // Nobody learns which clients there are.
        let unknown = post()
            .basic_auth("0193a1b2-0000-7000-8000-000000000000", Some(&client.client_secret))
            .form(&grant);
        refused(&app.send(unknown).await, 401, "invalid_client");
        refused(&app.send(post().form(&grant)).await, 401, "invalid_client");
        let both = post()
            .basic_auth(&id, Some(&client.client_secret))
            .form(&[grant[0], ("client_secret", &client.client_secret)]);
        refused(&app.send(both).await, 400, "invalid_request");
        let json = post().json(&json!({"grant_type": "client_credentials"}));
        refused(&app.send(json).await, 400, "invalid_request");
        let twice = ask(&app, &client, &grant).await;
        refused(&twice, 400, "invalid_request");
        let password = post()
            .basic_auth(&id, Some(&client.client_secret))
            .form(&[("grant_type", "password")]);
        refused(&app.send(password).await, 400, "unsupported_grant_type");
        let more = ask(&app, &client, &[("scope", "tickets:read tickets:write")]).await;
        refused(&more, 400, "invalid_scope");
        let odd = ask(&app, &client, &[("scope", "everything")]).await;
        refused(&odd, 400, "invalid_scope");
    }
}

scenario! {
    async fn access_ends_with_the_secret_the_client_and_the_person(app: TestApp) {
        let (admin, denis) = (app.ada().await, app.denis().await);
        let client = client(&app, &admin, &["tickets:read"]).await;
        let path = format!("/oauth-clients/{}", client.client.id);
        let works = async |token: &OauthToken| {
            denis.with_token(&token.access_token).get("/tickets").await.status
        };
        let token = access(&app, &client).await;
        assert_eq!(works(&token).await, 200);
        let rotate = format!("{path}/rotate-secret");
        let rotated: NewOauthClient = admin.post(&rotate, json!({})).await.expect(200).read_as();
        assert_eq!(works(&token).await, 401);
        refused(&ask(&app, &client, &[]).await, 401, "invalid_client");
        let token = access(&app, &rotated).await;
        assert_eq!(works(&token).await, 200);
        app.clock.advance(TimeDelta::seconds(600));
        assert_eq!(works(&token).await, 401);
        let token = access(&app, &rotated).await;
        assert_eq!(works(&token).await, 200);
        let admin = app.ada().await;
        let off = json!({"name": "x", "scopes": ["tickets:read"], "active": false});
        admin.put(&path, off).await.expect(200);
        assert_eq!(works(&token).await, 401);
        refused(&ask(&app, &rotated, &[]).await, 401, "invalid_client");
        let on = json!({"name": "x", "scopes": ["tickets:read"], "active": true,
            "requests_per_minute": 7});
        admin.put(&path, on).await.expect(200);
        let token = access(&app, &rotated).await;
        let answer = denis.with_token(&token.access_token).get("/tickets").await;
        assert_eq!(answer.header("ratelimit-limit"), "7");
        let person = format!("/contacts/{}/deactivate", app.people.denis);
        admin.post(&person, json!({})).await.expect(200);
        assert_eq!(works(&token).await, 401);
        refused(&ask(&app, &rotated, &[]).await, 401, "invalid_client");
        admin.delete(&path).await.expect(204);
        admin.get(&path).await.expect(404);
        let query = format!("/audit?target_id={}", client.client.id);
        let told = admin.get(&query).await.expect(200).json();
        let actions: Vec<&str> = told["items"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|entry| entry["action"].as_str())
            .collect();
        assert_eq!(
            actions,
            [
                "oauth_client.deleted",
                "oauth_client.refused",
                "oauth_client.updated",
                "oauth_client.refused",
                "oauth_client.updated",
                "oauth_client.refused",
                "oauth_client.secret_rotated",
                "oauth_client.created"
            ]
        );
    }
}

scenario! {
    async fn client_gets_no_scope_that_its_person_may_not_have(app: TestApp) {
        let admin = app.ada().await;
        let wrong = async |body: Value| admin.post("/oauth-clients", body).await.field_errors();
        let denis = app.people.denis;
        let body = json!({"name": "x", "person_id": denis,
            "scopes": ["tickets:read", "work_notes:read", "credentials:write"]});
        assert_eq!(wrong(body).await, ["/scopes/1: not_allowed", "/scopes/2: not_allowed"]);
        let body = json!({"name": " ", "person_id": "0193a1b2-0000-7000-8000-000000000000",
            "scopes": ["tickets:read"], "requests_per_minute": 0});
        assert_eq!(
            wrong(body).await,
            ["/name: required", "/requests_per_minute: out_of_range", "/person_id: not_found"]
        );
        let made = client(&app, &admin, &["tickets:read"]).await;
        let listed = admin.get("/oauth-clients").await.expect(200);
        assert!(!listed.text().contains(&made.client_secret));
        assert_eq!(listed.json()["items"][0]["id"], json!(made.client.id));
    }
}

scenario! {
    async fn wrong_credentials_wait_and_are_told_but_keep_no_right_ones_out_elsewhere(
        app: TestApp
    ) {
        let admin = app.ada().await;
        let one = client(&app, &admin, &["tickets:read"]).await;
        let other = client(&app, &admin, &["tickets:read"]).await;
        let wrong = NewOauthClient {
            client_secret: other.client_secret.clone(),
            ..one.clone()
        };
        for _ in 0..6 {
            refused(&ask(&app, &wrong, &[]).await, 401, "invalid_client");
        }
        let waits = ask(&app, &wrong, &[]).await;
        waits.expect_problem("rate_limited");
        assert_eq!(waits.header("retry-after"), "2");
        // Here the right secret waits, too; another client does not.
        ask(&app, &one, &[]).await.expect_problem("rate_limited");
        access(&app, &other).await;
        app.clock.advance(TimeDelta::seconds(2));
        access(&app, &one).await;
        let admin = app.ada().await;
        let told = admin.get("/audit?action=oauth_client.refused").await.expect(200).json();
        let told = told["items"].as_array().expect("a list");
        assert_eq!(told.len(), 6);
        for entry in told {
            assert_eq!(entry["target"]["id"], json!(one.client.id));
            assert_eq!(entry["details"], json!({"reason": "secret"}));
            assert_eq!(entry["actor"]["kind"], "anonymous");
            assert_eq!(entry["address"], "127.0.0.1");
        }
    }
}

scenario! {
    async fn stranger_who_makes_up_clients_waits_and_does_not_fill_the_audit_trail(app: TestApp) {
        let admin = app.ada().await;
        let real = client(&app, &admin, &["tickets:read"]).await;
        let mut answered = 0;
        for count in 0..60_u32 {
            let made_up = NewOauthClient {
                client: guichet_common::oauth_clients::OauthClient {
                    id: Uuid::from_u128(count.into()).into(),
                    ..real.client.clone()
                },
                client_secret: "gcs_x".to_owned(),
            };
            match ask(&app, &made_up, &[]).await.status {
                401 => answered += 1,
                status => assert_eq!(status, 429),
            }
        }
        assert_eq!(answered, 21);
        // Not even in the long run: each wait is over, and the next one follows.
        for _ in 0..20 {
            app.clock.advance(TimeDelta::seconds(300));
            let wrong = NewOauthClient { client_secret: "gcs_x".to_owned(), ..real.clone() };
            refused(&ask(&app, &wrong, &[]).await, 401, "invalid_client");
        }
        let admin = app.ada().await;
        let told = admin.get("/audit?action=oauth_client.refused").await.expect(200).json();
        assert_eq!(told["total"], 20);
        assert_eq!(told["items"][0]["details"], json!({"reason": "unknown"}));
        assert_eq!(told["items"][0]["target"], Value::Null);
    }
}
