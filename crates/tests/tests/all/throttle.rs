//! Guessing passwords: it gets slow, it locks the name, and it tells nothing of who is there.

use chrono::TimeDelta;
use guichet_tests::{Answer, PASSWORD, TestApp, json, scenario};
use reqwest::Method;

const CLAIRE: &str = "claire@dupont.example";
const NOBODY: &str = "nobody@dupont.example";
const WRONG: &str = "Corbeau-Rouge-8!";

async fn login(app: &TestApp, username: &str, password: &str) -> Answer {
    let body = json!({"username": username, "password": password});
    app.send(app.request(Method::POST, "/api/v1/auth/login").json(&body))
        .await
}

/// Wrong passwords, each as soon as it is looked at.
async fn guess(app: &TestApp, username: &str, times: u32) {
    for _ in 0..times {
        app.clock.advance(TimeDelta::seconds(5));
        login(app, username, WRONG)
            .await
            .expect_problem("invalid_credentials");
    }
}

scenario! {
    async fn five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(app: TestApp) {
        guess(&app, CLAIRE, 5).await;
        app.clock.advance(TimeDelta::minutes(14));
        let locked = login(&app, " Claire@Dupont.example", PASSWORD).await.expect(429);
        locked.expect_problem("rate_limited");
        let seconds: u64 = locked.header("retry-after").parse().expect("seconds");
        assert!((1..=61).contains(&seconds), "{seconds}");
        // Others are not locked out with her.
        login(&app, "denis@dupont.example", PASSWORD).await.expect(200);
        app.clock.advance(TimeDelta::minutes(1));
        login(&app, CLAIRE, PASSWORD).await.expect(200);
    }
}

scenario! {
    async fn unknown_name_is_locked_alike(app: TestApp) {
        guess(&app, CLAIRE, 5).await;
        app.clock.advance(TimeDelta::minutes(20));
        guess(&app, NOBODY, 5).await;
        let unknown = login(&app, NOBODY, WRONG).await;
        app.clock.advance(TimeDelta::minutes(20));
        guess(&app, CLAIRE, 5).await;
        let known = login(&app, CLAIRE, WRONG).await;
        known.expect_problem("rate_limited");
        assert_eq!(known.without_request_id(), unknown.without_request_id());
        assert_eq!(known.header("retry-after"), unknown.header("retry-after"));
    }
}

scenario! {
    async fn each_further_try_waits_longer(app: TestApp) {
        for _ in 0..3 {
            login(&app, CLAIRE, WRONG).await.expect_problem("invalid_credentials");
        }
        login(&app, CLAIRE, PASSWORD).await.expect_problem("rate_limited");
        app.clock.advance(TimeDelta::seconds(2));
        login(&app, CLAIRE, WRONG).await.expect_problem("invalid_credentials");
        app.clock.advance(TimeDelta::seconds(1));
        login(&app, CLAIRE, PASSWORD).await.expect_problem("rate_limited");
        app.clock.advance(TimeDelta::seconds(2));
        login(&app, CLAIRE, PASSWORD).await.expect(200);
    }
}

scenario! {
    async fn right_password_begins_anew(app: TestApp) {
        guess(&app, CLAIRE, 4).await;
        app.clock.advance(TimeDelta::seconds(5));
        login(&app, CLAIRE, PASSWORD).await.expect(200);
        guess(&app, CLAIRE, 4).await;
        app.clock.advance(TimeDelta::seconds(5));
        login(&app, CLAIRE, PASSWORD).await.expect(200);
    }
}

scenario! {
    async fn of_many_tries_at_once_as_many_as_lock_are_looked_at(app: TestApp) {
        let tries = (0..12).map(|_| login(&app, CLAIRE, WRONG));
        let answers = futures_util::future::join_all(tries).await;
        let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
        assert!(looked_at <= 5, "{looked_at}");
        assert!(answers.iter().all(|answer| [401, 429].contains(&answer.status)));
    }
}

scenario! {
    async fn right_passwords_at_once_all_come_in(app: TestApp) {
        let tries = (0..12).map(|_| login(&app, CLAIRE, PASSWORD));
        for answer in futures_util::future::join_all(tries).await {
            answer.expect(200);
        }
    }
}

scenario! {
    async fn one_address_that_tries_many_names_is_slowed_down(app: TestApp) {
        for number in 0..21 {
            let name = format!("person{number}@dupont.example");
            login(&app, &name, WRONG).await.expect_problem("invalid_credentials");
        }
        login(&app, "another@dupont.example", WRONG).await.expect_problem("rate_limited");
        app.clock.advance(TimeDelta::seconds(2));
        login(&app, "another@dupont.example", WRONG).await.expect_problem("invalid_credentials");
    }
}

scenario! {
    async fn lock_is_taken_away_by_who_manages_the_person(app: TestApp) {
        let claire = app.people.claire;
        let unlock = format!("/people/{claire}/unlock");
        guess(&app, CLAIRE, 5).await;
        let denis = app.denis().await;
        denis.post(&unlock, json!({})).await.expect_problem("forbidden");
        let admin = app.ada().await;
        admin.post(&unlock, json!({})).await.expect(204);
        login(&app, CLAIRE, PASSWORD).await.expect(200);
        let told = admin.get(&format!("/audit?target_id={claire}")).await.expect(200).json();
        let told: Vec<&str> = told["items"].as_array().expect("a list").iter()
            .filter_map(|entry| entry["action"].as_str())
            .collect();
        let last = ["session.sign_in", "sign_in.unlocked", "sign_in.locked",
            "session.sign_in_failed"];
        assert_eq!(told[..4], last);
        // Nothing is there to take away: the same answer.
        admin.post(&unlock, json!({})).await.expect(204);
        let nobody = "/people/01900000-0000-7000-8000-000000000000/unlock";
        admin.post(nobody, json!({})).await.expect(404);
    }
}
