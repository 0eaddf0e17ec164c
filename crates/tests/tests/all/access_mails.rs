//! Who changes the ways to come in is told by mail, whoever it was; and a session alone is not enough
//! to take such a way.

use chrono::TimeDelta;
use guichet_common::auth::AccessToken;
use guichet_mail::OutgoingMail;
use guichet_tests::{PASSWORD, Person, TestApp, json, scenario};
use reqwest::Method;

use crate::api_tokens::token;
use crate::passkeys::authenticator::Authenticator;
use crate::passkeys::make;
use crate::second_factor::enrol;

const ES256: i64 = -7;

/// The one mail that went out.
async fn mail(app: &TestApp) -> OutgoingMail {
    let mut mails = app.take_mails().await;
    assert_eq!(mails.len(), 1, "one mail");
    mails.remove(0)
}

/// The same session ten minutes and more after it was begun.
async fn later(app: &TestApp, person: &Person) -> Person {
    app.clock.advance(TimeDelta::minutes(11));
    let request = app.request(Method::POST, "/api/v1/auth/refresh");
    let answer = app
        .send(request.header("cookie", &person.cookie))
        .await
        .expect(200);
    person.with_token(&answer.read_as::<AccessToken>().access_token)
}

scenario! {
    async fn changes_of_the_second_factor_are_told_by_mail(app: TestApp) {
        let claire = app.claire().await;
        enrol(&app, &claire).await;
        let enabled = mail(&app).await;
        assert_eq!(enabled.kind, "second_factor_enabled");
        assert_eq!(enabled.to_address, "claire@dupont.example");
        assert_eq!(enabled.subject, "Second facteur activé");
        assert!(enabled.text.contains("Adresse IP : 127.0.0.1"), "{}", enabled.text);
        let proof = json!({"password": PASSWORD});
        claire.post("/me/second-factor/recovery-codes", proof.clone()).await.expect(200);
        assert_eq!(mail(&app).await.kind, "recovery_codes_created");
        // What is refused is told to nobody.
        claire.post("/me/second-factor/disable", json!({})).await.expect(403);
        claire.post("/me/second-factor/disable", json!({"password": "x"})).await.expect(422);
        assert!(app.take_mails().await.is_empty());
        claire.post("/me/second-factor/disable", proof).await.expect(204);
        assert_eq!(mail(&app).await.kind, "second_factor_disabled");
        enrol(&app, &claire).await;
        assert_eq!(mail(&app).await.kind, "second_factor_enabled");
        let path = format!("/people/{}/second-factor", app.people.claire);
        app.ada().await.delete(&path).await.expect(204);
        let removed = mail(&app).await;
        assert_eq!(removed.kind, "second_factor_removed");
        assert_eq!(removed.to_address, "claire@dupont.example");
        assert!(removed.text.contains("Un administrateur"), "{}", removed.text);
        assert!(!removed.text.contains("127.0.0.1 "), "the admin's address is theirs");
        assert!(!removed.text.contains("Adresse IP"), "{}", removed.text);
    }
}

scenario! {
    async fn passkeys_and_tokens_are_told_by_mail_with_their_names(app: TestApp) {
        let claire = app.claire().await;
        let mut key = Authenticator::new(&app.base, ES256, 1);
        let id = make(&claire, &mut key, "Téléphone").await;
        let added = mail(&app).await;
        assert_eq!(added.kind, "passkey_added");
        assert!(added.text.contains("Nom : Téléphone"), "{}", added.text);
        claire.post(&format!("/me/passkeys/{id}/remove"), json!({})).await.expect(204);
        let removed = mail(&app).await;
        assert_eq!(removed.kind, "passkey_removed");
        assert!(removed.text.contains("Nom : Téléphone"), "{}", removed.text);
        let made = token(&claire, &["tickets:read"]).await;
        let told = mail(&app).await;
        assert_eq!(told.kind, "api_token_created");
        assert!(told.text.contains("Nom : Supervision"), "{}", told.text);
        assert!(!told.text.contains(&made.token) && !told.html.contains(&made.token));
    }
}

scenario! {
    async fn one_person_gets_no_flood_of_mails_about_access(app: TestApp) {
        let claire = app.claire().await;
        for _ in 0..12 {
            token(&claire, &["tickets:read"]).await;
        }
        assert_eq!(app.take_mails().await.len(), 10);
        app.clock.advance(TimeDelta::days(1) + TimeDelta::minutes(1));
        token(&app.claire().await, &["tickets:read"]).await;
        assert_eq!(mail(&app).await.kind, "api_token_created");
    }
}

scenario! {
    async fn session_left_open_is_not_enough_to_remove_a_passkey(app: TestApp) {
        let claire = app.claire().await;
        let mut key = Authenticator::new(&app.base, ES256, 1);
        let id = make(&claire, &mut key, "Ordinateur").await;
        let (path, remove) = (format!("/me/passkeys/{id}"), format!("/me/passkeys/{id}/remove"));
        let claire = later(&app, &claire).await;
        claire.delete(&path).await.expect_problem("reauthentication_required");
        claire.post(&remove, json!({})).await.expect_problem("reauthentication_required");
        let wrong = claire.post(&remove, json!({"password": "x"})).await;
        assert_eq!(wrong.field_errors(), ["/password: incorrect"]);
        let list = claire.get("/me/passkeys").await.expect(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
        // Somebody else's is not there, whatever they show.
        let denis = app.denis().await;
        let proof = json!({"password": PASSWORD});
        denis.post(&remove, proof.clone()).await.expect_problem("not_found");
        claire.post(&remove, proof.clone()).await.expect(204);
        claire.post(&remove, proof).await.expect_problem("not_found");
    }
}
