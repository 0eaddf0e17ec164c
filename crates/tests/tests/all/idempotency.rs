//! The same request again makes nothing twice.

use guichet_tests::{Person, TestApp, Value, json, scenario};
use reqwest::Method;

async fn post(person: &Person, path: &str, key: &str, body: &Value) -> guichet_tests::Answer {
    let request = person
        .request(Method::POST, path)
        .header("idempotency-key", key)
        .json(body);
    person.send(request).await
}

fn ticket(subject: &str) -> Value {
    json!({"subject": subject, "description_text": "x", "impact": 3, "urgency": 2})
}

scenario! {
    async fn same_key_and_body_is_answered_as_the_first_time(app: TestApp) {
        let claire = app.claire().await;
        let first = post(&claire, "/tickets", "k-1", &ticket("Panne")).await.expect(201);
        let again = post(&claire, "/tickets", "k-1", &ticket("Panne")).await.expect(201);
        assert_eq!(first.bytes, again.bytes);
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(claire.get("/tickets").await.expect(200).json()["total"], 1);
    }
}

scenario! {
    async fn same_key_with_another_body_is_refused(app: TestApp) {
        let claire = app.claire().await;
        post(&claire, "/tickets", "k-1", &ticket("Panne")).await.expect(201);
        post(&claire, "/tickets", "k-1", &ticket("Autre"))
            .await
            .expect_problem("idempotency_key_reused");
        assert_eq!(claire.get("/tickets").await.expect(200).json()["total"], 1);
    }
}

scenario! {
    async fn keys_are_of_the_person_and_the_operation(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let first = post(&claire, "/tickets", "k-1", &ticket("Panne")).await.expect(201).json();
        let other = post(&denis, "/tickets", "k-1", &ticket("Panne")).await.expect(201).json();
        assert_ne!(first["number"], other["number"]);
        let number = first["number"].as_str().expect("a number");
        let path = format!("/tickets/{number}/comments");
        let body = json!({"body_text": "Bonjour"});
        let comment = post(&claire, &path, "k-1", &body).await.expect(201).json();
        let again = post(&claire, &path, "k-1", &body).await.expect(201).json();
        assert_eq!(comment, again);
        assert_eq!(claire.ticket(number).await.comment_count, 1);
    }
}

scenario! {
    async fn two_at_once_make_one(app: TestApp) {
        let claire = app.claire().await;
        let body = ticket("Panne");
        let tries = futures_util::future::join_all(
            (0..8).map(|_| post(&claire, "/tickets", "k-1", &body)),
        )
        .await;
        assert!(tries.iter().any(|answer| answer.status == 201));
        assert!(tries.iter().all(|answer| [201, 503].contains(&answer.status)));
        assert_eq!(claire.get("/tickets").await.expect(200).json()["total"], 1);
    }
}

scenario! {
    async fn key_is_forgotten_after_a_day(app: TestApp) {
        let claire = app.claire().await;
        post(&claire, "/tickets", "k-1", &ticket("Panne")).await.expect(201);
        app.clock.advance(chrono::TimeDelta::hours(25));
        let claire = app.claire().await;
        post(&claire, "/tickets", "k-1", &ticket("Autre")).await.expect(201);
        assert_eq!(claire.get("/tickets").await.expect(200).json()["total"], 2);
    }
}

scenario! {
    async fn unusable_key_is_a_wrong_parameter(app: TestApp) {
        let claire = app.claire().await;
        let answer = post(&claire, "/tickets", "avec espace", &ticket("Panne")).await;
        assert_eq!(answer.field_errors(), ["Idempotency-Key: invalid_format"]);
        let long = "k".repeat(256);
        let answer = post(&claire, "/tickets", &long, &ticket("Panne")).await;
        assert_eq!(answer.field_errors(), ["Idempotency-Key: invalid_format"]);
    }
}
