//! What holds for every operation.

use guichet_tests::{TestApp, json, scenario};
use reqwest::Method;

scenario! {
    async fn unknown_addresses_and_methods_are_problems_too(app: TestApp) {
        let claire = app.claire().await;
        claire.get("/nowhere").await.expect_problem("not_found");
        let answer = claire.delete("/tickets").await;
        answer.expect_problem("method_not_allowed");
        assert_eq!(answer.header("allow"), "GET, HEAD, POST, OPTIONS");
        app.get("/api/v2/tickets").await.expect_problem("not_found");
    }
}

scenario! {
    async fn request_id_comes_back_and_a_bad_one_is_replaced(app: TestApp) {
        let with = |id: &'static str| app.request(Method::GET, "/healthz").header("x-request-id", id);
        assert_eq!(app.send(with("abc-1.2_3")).await.header("x-request-id"), "abc-1.2_3");
        let replaced = app.send(with("a b")).await;
        assert!(!["", "a b"].contains(&replaced.header("x-request-id")));
    }
}

scenario! {
    async fn problems_speak_the_language_asked_for(app: TestApp) {
        let ask = |language: &'static str| {
            let request = app.request(Method::GET, "/api/v1/me").header("accept-language", language);
            app.send(request)
        };
        let french = ask("fr-FR,fr;q=0.9,en;q=0.1").await;
        let english = ask("en-GB").await;
        let other = ask("de").await;
        let detail = |answer: &guichet_tests::Answer| answer.expect_problem("unauthenticated").detail;
        assert_ne!(detail(&french), detail(&english));
        assert_eq!(detail(&french), detail(&other));
        assert_eq!(english.header("content-language"), "en");
    }
}

scenario! {
    async fn answers_are_not_cached_and_pages_are_locked_down(app: TestApp) {
        let claire = app.claire().await;
        let answer = claire.get("/me").await.expect(200);
        assert!(answer.header("cache-control").contains("no-store"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let page = app.get("/").await;
        let policy = page.header("content-security-policy").to_owned();
        for part in ["default-src 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("http"));
    }
}

scenario! {
    async fn ticket_answers_if_none_match(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let path = format!("/tickets/{number}");
        let etag = claire.get(&path).await.header("etag").to_owned();
        assert_eq!(etag, "\"1\"");
        let request = claire.request(Method::GET, &path).header("if-none-match", &etag);
        assert_eq!(claire.send(request).await.status, 304);
        claire.comment(&number, "x").await;
        let request = claire.request(Method::GET, &path).header("if-none-match", &etag);
        assert_eq!(claire.send(request).await.status, 200);
    }
}

scenario! {
    async fn created_things_have_a_location(app: TestApp) {
        let claire = app.claire().await;
        let body = json!({"subject": "x", "description_text": "x", "impact": 3, "urgency": 3});
        let answer = claire.post("/tickets", body).await.expect(201);
        let number = answer.json()["number"].as_str().expect("a number").to_owned();
        assert_eq!(answer.header("location"), format!("/api/v1/tickets/{number}"));
        assert_eq!(answer.header("etag"), "\"1\"");
        let created_at = answer.json()["created_at"].as_str().expect("an instant").to_owned();
        assert!(created_at.ends_with('Z'), "{created_at}");
    }
}

scenario! {
    async fn operations_answer(app: TestApp) {
        assert_eq!(app.get("/healthz").await.status, 200);
        assert_eq!(app.get("/readyz").await.status, 200);
        let document = app.get("/api/v1/openapi.json").await.expect(200).json();
        assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        let page = app.get("/api/docs").await.expect(200);
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.text().contains("/api-docs/rapidoc-min.js"));
    }
}
