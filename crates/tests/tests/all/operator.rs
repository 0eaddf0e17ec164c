//! What the operator does at the command line.

use chrono::TimeDelta;
use guichet_common::vocabulary::{Language, Role};
use guichet_service::operator::{self, NewPerson};
use guichet_tests::{Answer, TestApp, json, scenario};
use reqwest::Method;

const NEW_PASSWORD: &str = "Sapin-Vert-29!";

fn new(role: Role, account: Option<&str>) -> NewPerson {
    NewPerson {
        role,
        email: "Nadia.Roux@heliaq.example".to_owned(),
        first_name: "Nadia".to_owned(),
        last_name: "Roux".to_owned(),
        account: account.map(str::to_owned),
        language: Language::Fr,
    }
}

async fn post(app: &TestApp, path: &str, body: guichet_tests::Value) -> Answer {
    app.send(app.request(Method::POST, path).json(&body)).await
}

async fn set_password(app: &TestApp, link: &str) -> Answer {
    let (_, token) = link.split_once("/password#").expect("a link of the portal");
    let body = json!({"token": token, "new_password": NEW_PASSWORD});
    post(app, "/api/v1/auth/password-reset/complete", body).await
}

async fn login(app: &TestApp, username: &str, password: &str) -> Answer {
    let body = json!({"username": username, "password": password});
    post(app, "/api/v1/auth/login", body).await
}

scenario! {
    async fn person_sets_their_password_by_the_link_once(app: TestApp) {
        let link = operator::create_person(&app.app, new(Role::Agent, None)).await.expect("a link");
        assert!(link.starts_with(&app.base), "{link}");
        set_password(&app, &link).await.expect(204);
        login(&app, "nadia.roux@heliaq.example", NEW_PASSWORD).await.expect(200);
        let again = set_password(&app, &link).await;
        assert_ne!(again.status, 204);
    }
}

scenario! {
    async fn admin_is_bootstrapped_where_there_is_none(app: TestApp) {
        let link = operator::bootstrap_admin(&app.app, new(Role::Admin, None)).await;
        assert_eq!(link.expect("it is looked"), None, "there is one");
        app.deactivate(app.people.ada).await;
        assert!(!operator::has_admin(&app.app).await.expect("it is known"));
        let link = operator::bootstrap_admin(&app.app, new(Role::Contact, None)).await;
        assert!(link.expect("it is done").is_some());
        assert!(operator::has_admin(&app.app).await.expect("it is known"));
        let known = operator::list_people(&app.app, Some("roux")).await.expect("a list");
        let roles: Vec<Role> = known.iter().map(|one| one.role).collect();
        assert_eq!(roles, [Role::Admin]);
    }
}

scenario! {
    async fn wrong_words_are_all_told(app: TestApp) {
        let wrong = NewPerson {
            email: "claire@dupont.example".to_owned(),
            first_name: " ".to_owned(),
            ..new(Role::Contact, Some("Nobody SA"))
        };
        let error = operator::create_person(&app.app, wrong).await.expect_err("refused");
        let mut told: Vec<String> = error.field_errors().iter()
            .map(|error| format!("{} {}", error.pointer.as_deref().unwrap_or_default(), error.code))
            .collect();
        told.sort();
        assert_eq!(told, ["/account not_found", "/email duplicate", "/first_name required"]);
        let contact = new(Role::Contact, Some("Menuiserie Dupont"));
        operator::create_person(&app.app, contact).await.expect("a link");
    }
}

scenario! {
    async fn lock_is_seen_and_taken_away(app: TestApp) {
        for _ in 0..5 {
            app.clock.advance(TimeDelta::seconds(5));
            login(&app, "claire@dupont.example", "Corbeau-Rouge-8!").await.expect(401);
        }
        let known = operator::list_people(&app.app, Some("claire")).await.expect("a list");
        assert!(known.iter().any(|one| one.locked_until.is_some()));
        let unlocked = operator::unlock(&app.app, " Claire@dupont.example").await;
        assert!(unlocked.expect("it is done"));
        let unlocked = operator::unlock(&app.app, "claire@dupont.example").await;
        assert!(!unlocked.expect("it is done"));
        let link = operator::reset_password(&app.app, "claire@dupont.example").await;
        set_password(&app, &link.expect("a link")).await.expect(204);
        login(&app, "claire@dupont.example", NEW_PASSWORD).await.expect(200);
        let missing = operator::reset_password(&app.app, "nobody@dupont.example").await;
        assert!(missing.is_err());
    }
}
