//! How people sign in, as admins set it.

use chrono::TimeDelta;
use guichet_tests::{TestApp, Value, json, scenario};
use reqwest::Method;

fn defaults() -> Value {
    json!({
        "lock_failures": 5, "lock_minutes": 15, "session_idle_days": 14,
        "session_absolute_days": 90, "reset_link_hours": 12, "resets_per_day": 5,
        "password_profile": "classic", "second_factor": "nobody",
    })
}

/// The defaults, with these fields in the place of theirs.
fn with(changes: &Value) -> Value {
    let mut body = defaults();
    for (name, value) in changes.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    body
}

async fn refresh(app: &TestApp, cookie: &str) -> guichet_tests::Answer {
    let request = app.request(Method::POST, "/api/v1/auth/refresh");
    app.send(request.header("cookie", cookie)).await
}

scenario! {
    async fn security_settings_are_those_of_the_specification_until_changed(app: TestApp) {
        let ada = app.ada().await;
        assert_eq!(ada.get("/settings/security").await.expect(200).json(), defaults());
        let changed = with(&json!({"lock_minutes": 30, "password_profile": "nist"}));
        let answer = ada.put("/settings/security", changed.clone()).await.expect(200);
        assert_eq!(answer.json(), changed);
        assert_eq!(ada.get("/settings/security").await.expect(200).json(), changed);
    }
}

scenario! {
    async fn every_number_has_its_limits_and_all_wrong_ones_are_told(app: TestApp) {
        let ada = app.ada().await;
        let wrong = with(&json!({
            "lock_failures": 2, "lock_minutes": 0, "session_idle_days": 91,
            "session_absolute_days": 366, "reset_link_hours": 73, "resets_per_day": 0,
        }));
        let answer = ada.put("/settings/security", wrong).await;
        answer.expect_problem("validation_failed");
        let errors = answer.json()["errors"].clone();
        let errors = errors.as_array().expect("errors");
        assert_eq!(errors.len(), 6, "{errors:?}");
        assert!(errors.iter().all(|error| error["code"] == "out_of_range"));
        assert_eq!(errors[0]["params"], json!({"min": 3, "max": 20}));

        let crossed = with(&json!({"session_idle_days": 60, "session_absolute_days": 30}));
        let answer = ada.put("/settings/security", crossed).await;
        answer.expect_problem("validation_failed");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/session_absolute_days");
        let unknown = with(&json!({"second_factor": "admins"}));
        ada.put("/settings/security", unknown).await.expect_problem("validation_failed");
        assert_eq!(ada.get("/settings/security").await.expect(200).json(), defaults());
    }
}

scenario! {
    async fn shorter_limits_end_sessions_that_went_unused(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        app.clock.advance(TimeDelta::days(3));
        let ada = refresh(&app, &ada.cookie).await.expect(200);
        let token = ada.json()["access_token"].as_str().unwrap_or_default().to_owned();
        let body = with(&json!({"session_idle_days": 2, "session_absolute_days": 20}));
        let request = app.request(Method::PUT, "/api/v1/settings/security");
        app.send(request.bearer_auth(token).json(&body)).await.expect(200);
        refresh(&app, &claire.cookie).await.expect_problem("session_expired");
    }
}
