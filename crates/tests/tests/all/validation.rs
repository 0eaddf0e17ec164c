//! Bad input gets a clear answer, and changes nothing.

use guichet_tests::{TestApp, json, scenario};
use reqwest::Method;

scenario! {
    async fn every_wrong_field_is_named_at_once(app: TestApp) {
        let claire = app.claire().await;
        let body = json!({
            "subject": "x".repeat(161), "description_html": "<p></p>", "impact": 4,
            "urgency": "haute", "contact_id": "moi", "sujet": "x",
        });
        let answer = claire.post("/tickets", body).await;
        assert_eq!(
            answer.field_errors(),
            [
                "/impact: invalid_value",
                "/urgency: wrong_type",
                "/contact_id: invalid_format",
                "/sujet: unknown_field",
                "/subject: too_long",
            ]
        );
        let body = json!({
            "subject": "x".repeat(161), "description_html": "<p> </p>", "impact": 3, "urgency": 3,
            "contact_id": app.people.stella, "attachment_ids": [app.people.claire],
        });
        let answer = claire.post("/tickets", body).await;
        assert_eq!(
            answer.field_errors(),
            [
                "/subject: too_long",
                "/description_html: required",
                "/contact_id: not_found",
            ]
        );
        assert_eq!(claire.get("/tickets").await.expect(200).json()["total"], 0);
    }
}

scenario! {
    async fn missing_fields_are_named(app: TestApp) {
        let claire = app.claire().await;
        let answer = claire.post("/tickets", json!({})).await;
        assert_eq!(
            answer.field_errors(),
            [
                "/subject: required",
                "/impact: required",
                "/urgency: required",
                "/description_html: required",
            ]
        );
        let body = json!({"subject": " ", "impact": 3, "urgency": 3});
        let answer = claire.post("/tickets", body).await;
        assert_eq!(
            answer.field_errors(),
            ["/subject: required", "/description_html: required"]
        );
    }
}

scenario! {
    async fn texts_have_bounds_and_no_nul(app: TestApp) {
        let claire = app.claire().await;
        let body = |subject: &str, text: &str| json!({
            "subject": subject, "description_text": text, "impact": 3, "urgency": 3,
        });
        let longest = "é".repeat(160);
        claire.post("/tickets", body(&longest, &"a".repeat(64 * 1024))).await.expect(201);
        let answer = claire.post("/tickets", body("x", &"a".repeat(64 * 1024 + 1))).await;
        assert_eq!(answer.field_errors(), ["/description_text: too_long"]);
        let answer = claire.post("/tickets", body("a\0b", "x")).await;
        assert_eq!(answer.field_errors(), ["/subject: nul_character"]);
        let both = json!({
            "subject": "x", "description_text": "x", "description_html": "x", "impact": 3,
            "urgency": 3,
        });
        let answer = claire.post("/tickets", both).await;
        assert_eq!(answer.field_errors(), ["/description_text: exactly_one_of"]);
    }
}

scenario! {
    async fn unreadable_bodies_are_told_apart(app: TestApp) {
        let claire = app.claire().await;
        let send = |kind: &'static str, body: &'static str| {
            let request = claire.request(Method::POST, "/tickets").header("content-type", kind);
            claire.send(request.body(body))
        };
        send("application/json", "{\"subject\":").await.expect_problem("malformed_request");
        send("application/json", "").await.expect_problem("malformed_request");
        send("application/json", "\u{feff}{}").await.expect_problem("malformed_request");
        send("text/plain", "{}").await.expect_problem("unsupported_media_type");
        let answer = send("application/json", "[]").await;
        assert_eq!(answer.field_errors(), [": wrong_type"]);
        let large = format!("{{\"subject\":\"{}\"}}", "x".repeat(3 * 1024 * 1024));
        let request = claire.request(Method::POST, "/tickets");
        let request = request.header("content-type", "application/json").body(large);
        claire.send(request).await.expect_problem("payload_too_large");
    }
}

scenario! {
    async fn unknown_and_wrong_parameters_are_named_at_once(app: TestApp) {
        let claire = app.claire().await;
        let answer =
            claire.get("/tickets?etat=new&state=neuf&limit=lots&priority=9&created_after=hier").await;
        assert_eq!(
            answer.field_errors(),
            [
                "etat: unknown_parameter",
                "state: invalid_value",
                "limit: invalid_value",
                "priority: invalid_value",
                "created_after: invalid_value",
            ]
        );
        for (query, error) in [
            ("limit=0", "limit: out_of_range"),
            ("limit=101", "limit: out_of_range"),
            ("cursor=AAAA", "cursor: invalid_cursor"),
            ("cursor=%00", "cursor: nul_character"),
            ("format=csv", "format: unknown_parameter"),
            ("limit=1&limit=2", "limit: repeated"),
        ] {
            let answer = claire.get(&format!("/tickets?{query}")).await;
            assert_eq!(answer.field_errors(), [error], "{query}");
        }
        let answer = claire.get(&format!("/tickets?q={}", "x".repeat(201))).await;
        assert_eq!(answer.field_errors(), ["q: too_long"]);
    }
}

scenario! {
    async fn numbers_that_are_none_are_not_found(app: TestApp) {
        let claire = app.claire().await;
        for number in ["CS1", "47447", "CS00000001", "CS999999999999999999", "x", "%00", "CS%2F.."] {
            claire.get(&format!("/tickets/{number}")).await.expect_problem("not_found");
        }
    }
}

scenario! {
    async fn actions_check_their_fields_before_anything_happens(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let path = |action: &str| format!("/tickets/{number}/{action}");
        let answer = lea.post(&path("hold"), json!({"reason": "awaiting_customer"})).await;
        assert_eq!(answer.field_errors(), ["/comment_html: required"]);
        let answer = lea.post(&path("hold"), json!({"reason": "awaiting_rain"})).await;
        assert_eq!(answer.field_errors(), ["/reason: invalid_value"]);
        let answer = lea.post(&path("resolve"), json!({})).await;
        assert_eq!(answer.field_errors(), ["/code: required", "/notes_html: required"]);
        let answer = lea.post(&path("resolve"), json!({"code": "solved"})).await;
        assert_eq!(answer.field_errors(), ["/notes_html: required"]);
        let answer = lea.post(&path("assign"), json!({})).await;
        assert_eq!(answer.field_errors(), ["/assigned_to_id: required"]);
        lea.act(&number, "resolve", json!({"code": "solved", "notes_text": "x"})).await;
        let answer = claire.post(&path("accept"), json!({"rating": 6})).await;
        assert_eq!(answer.field_errors(), ["/rating: out_of_range"]);
        let answer = claire.post(&path("reject"), json!({"reason": " "})).await;
        assert_eq!(answer.field_errors(), ["/reason: required"]);
        assert_eq!(claire.ticket(&number).await.version, 3);
    }
}
