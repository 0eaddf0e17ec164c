//! Signing in and out.

use chrono::TimeDelta;
use guichet_tests::{Answer, PASSWORD, TestApp, json, scenario};
use reqwest::Method;

async fn login(app: &TestApp, username: &str, password: &str) -> Answer {
    let body = json!({"username": username, "password": password});
    app.send(app.request(Method::POST, "/api/v1/auth/login").json(&body))
        .await
}

async fn refresh(app: &TestApp, cookie: &str) -> Answer {
    let request = app
        .request(Method::POST, "/api/v1/auth/refresh")
        .header("cookie", cookie);
    app.send(request).await
}

fn cookie(answer: &Answer) -> String {
    answer
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned()
}

async fn me(app: &TestApp, token: &str) -> Answer {
    app.send(app.request(Method::GET, "/api/v1/me").bearer_auth(token))
        .await
}

fn token(answer: &Answer) -> String {
    answer.json()["access_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

scenario! {
    async fn sign_in_gives_a_token_and_a_safe_cookie(app: TestApp) {
        let answer = login(&app, "  Claire@Dupont.example ", PASSWORD).await.expect(200);
        let set = answer.header("set-cookie");
        for part in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age="] {
            assert!(set.contains(part), "{part} in {set}");
        }
        let known = me(&app, &token(&answer)).await.expect(200).json();
        assert_eq!(known["name"], "Claire Lefèvre");
        assert_eq!(known["account"]["name"], "Menuiserie Dupont");
    }
}

scenario! {
    async fn wrong_password_and_unknown_name_are_the_same_bytes(app: TestApp) {
        let wrong = login(&app, "claire@dupont.example", "Corbeau-Rouge-8!").await;
        let unknown = login(&app, "nobody@dupont.example", "Corbeau-Rouge-8!").await;
        wrong.expect_problem("invalid_credentials");
        assert_eq!(wrong.without_request_id(), unknown.without_request_id());
        assert_eq!(wrong.header("set-cookie"), "");
    }
}

scenario! {
    async fn forged_and_expired_tokens_are_nobody(app: TestApp) {
        let claire = app.claire().await;
        let none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
        let forged = format!("{}x", claire.token);
        for bad in ["", "x", none, &forged] {
            let answer = me(&app, bad).await;
            answer.expect_problem("unauthenticated");
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
        app.clock.advance(TimeDelta::minutes(11));
        me(&app, &claire.token).await.expect_problem("unauthenticated");
    }
}

scenario! {
    async fn refresh_rotates_and_two_tabs_both_live_on(app: TestApp) {
        let first = cookie(&login(&app, "claire@dupont.example", PASSWORD).await.expect(200));
        app.clock.advance(TimeDelta::minutes(20));
        let one = refresh(&app, &first).await.expect(200);
        let two = refresh(&app, &first).await.expect(200);
        assert_ne!(cookie(&one), first);
        assert_eq!(cookie(&one), cookie(&two));
        me(&app, &token(&two)).await.expect(200);
        app.clock.advance(TimeDelta::minutes(20));
        refresh(&app, &cookie(&two)).await.expect(200);
    }
}

scenario! {
    async fn refresh_token_used_again_later_ends_the_session(app: TestApp) {
        let first = cookie(&login(&app, "claire@dupont.example", PASSWORD).await.expect(200));
        let second = refresh(&app, &first).await.expect(200);
        app.clock.advance(TimeDelta::seconds(31));
        refresh(&app, &first).await.expect_problem("session_expired");
        refresh(&app, &cookie(&second)).await.expect_problem("session_expired");
        me(&app, &token(&second)).await.expect_problem("unauthenticated");
    }
}

scenario! {
    async fn sign_out_ends_the_session_at_once(app: TestApp) {
        let claire = app.claire().await;
        claire.get("/me").await.expect(200);
        let request =
            app.request(Method::POST, "/api/v1/auth/logout").header("cookie", &claire.cookie);
        let answer = app.send(request).await.expect(204);
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        claire.get("/me").await.expect_problem("unauthenticated");
        refresh(&app, &claire.cookie).await.expect_problem("session_expired");
    }
}

scenario! {
    async fn one_session_can_end_another_of_the_same_person_only(app: TestApp) {
        let (here, there, denis) = (app.claire().await, app.claire().await, app.denis().await);
        there.get("/me").await.expect(200);
        let list = here.get("/me/sessions").await.expect(200).json();
        let sessions = list["items"].as_array().expect("a list");
        assert_eq!(sessions.len(), 2);
        let other = sessions.iter().find(|s| s["current"] == false).expect("the other");
        let path = format!("/me/sessions/{}", other["id"].as_str().expect("an id"));
        denis.delete(&path).await.expect_problem("not_found");
        here.delete(&path).await.expect(204);
        there.get("/me").await.expect_problem("unauthenticated");
        here.get("/me").await.expect(200);
    }
}

scenario! {
    async fn session_ends_when_unused_and_in_the_end_anyway(app: TestApp) {
        let mut current = cookie(&login(&app, "claire@dupont.example", PASSWORD).await.expect(200));
        for _ in 0..8 {
            app.clock.advance(TimeDelta::days(10));
            current = cookie(&refresh(&app, &current).await.expect(200));
        }
        app.clock.advance(TimeDelta::days(11));
        refresh(&app, &current).await.expect_problem("session_expired");
        let unused = cookie(&login(&app, "claire@dupont.example", PASSWORD).await.expect(200));
        app.clock.advance(TimeDelta::days(15));
        refresh(&app, &unused).await.expect_problem("session_expired");
    }
}

scenario! {
    async fn other_sites_cannot_refresh(app: TestApp) {
        let claire = app.claire().await;
        let request = app
            .request(Method::POST, "/api/v1/auth/refresh")
            .header("cookie", &claire.cookie)
            .header("origin", "https://evil.example");
        app.send(request).await.expect_problem("forbidden");
    }
}
