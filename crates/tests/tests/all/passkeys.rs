//! Passkeys, with an authenticator in software.

#[path = "passkeys/authenticator.rs"]
pub mod authenticator;

use authenticator::{Authenticator, VERIFIED, text};
use chrono::TimeDelta;
use guichet_tests::{Answer, PASSWORD, Person, TestApp, Value, json, scenario};
use reqwest::Method;

const ES256: i64 = -7;
const ED_DSA: i64 = -8;

async fn post(app: &TestApp, path: &str, body: &Value) -> Answer {
    let request = app.request(Method::POST, &format!("/api/v1/auth/passkey{path}"));
    app.send(request.json(body)).await
}

async fn login_options(app: &TestApp) -> Value {
    post(app, "/options", &json!({})).await.expect(200).json()
}

async fn login(app: &TestApp, authenticator: &Authenticator) -> Answer {
    let options = login_options(app).await;
    post(app, "/login", &authenticator.sign_in(&options)).await
}

async fn creation_options(person: &Person) -> Value {
    let options = person.post("/me/passkeys/options", json!({})).await;
    options.expect(200).json()
}

/// Makes a passkey for a person; gives its id.
pub async fn make(person: &Person, authenticator: &mut Authenticator, name: &str) -> String {
    let options = creation_options(person).await;
    authenticator.user_handle = person.id.0.as_bytes().to_vec();
    assert_eq!(options["user_id"], text(&authenticator.user_handle));
    let body = authenticator.create(&options, name);
    let made = person.post("/me/passkeys", body).await.expect(201).json();
    made["id"].as_str().expect("an id").to_owned()
}

async fn who(app: &TestApp, answer: &Answer) -> Value {
    let token = answer.json();
    let request = app
        .request(Method::GET, "/api/v1/me")
        .bearer_auth(token["access_token"].as_str().expect("a token"));
    app.send(request).await.expect(200).json()
}

scenario! {
    async fn passkey_opens_a_session_without_user_name_and_password(app: TestApp) {
        let claire = app.claire().await;
        for (number, algorithm) in [(1, ES256), (2, ED_DSA)] {
            let mut key = Authenticator::new(&app.base, algorithm, number);
            make(&claire, &mut key, "Ordinateur").await;
            key.count += 1;
            let answer = login(&app, &key).await.expect(200);
            let cookie = answer.header("set-cookie");
            for part in ["guichet_refresh=", "HttpOnly", "SameSite=Strict"] {
                assert!(cookie.contains(part), "{part} in {cookie}");
            }
            assert_eq!(who(&app, &answer).await["id"], json!(app.people.claire));
        }
        let list = claire.get("/me/passkeys").await.expect(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
        assert!(list["items"][0]["last_used_at"].is_string());
    }
}

scenario! {
    async fn what_a_passkey_is_asked_is_for_this_portal_and_whoever_is_there(app: TestApp) {
        let options = login_options(&app).await;
        assert_eq!(options["rp_id"], "127.0.0.1");
        assert_eq!(options["timeout_ms"], 300_000);
        assert_ne!(options["challenge"], login_options(&app).await["challenge"]);
        let claire = app.claire().await;
        let mut key = Authenticator::new(&app.base, ES256, 1);
        make(&claire, &mut key, "Ordinateur").await;
        let options = creation_options(&claire).await;
        assert_eq!(options["exclude_credentials"], json!([text(&key.credential_id)]));
        assert_eq!(options["algorithms"], json!([-8, -7, -257]));
        assert_eq!(options["user_name"], "claire@dupont.example");
        // The same authenticator twice is no second passkey.
        let again = claire.post("/me/passkeys", key.create(&options, "Encore")).await;
        assert_eq!(again.expect(422).json()["errors"][0]["code"], "taken");
    }
}

scenario! {
    async fn answers_that_are_not_those_of_the_passkey_open_nothing(app: TestApp) {
        let claire = app.claire().await;
        let mut key = Authenticator::new(&app.base, ES256, 1);
        make(&claire, &mut key, "Ordinateur").await;
        key.count = 10;
        let refused = async |what: &str, body: Value| {
            let answer = post(&app, "/login", &body).await;
            assert_eq!(answer.status, 401, "{what}: {}", answer.text());
            answer.expect_problem("passkey_refused");
            assert_eq!(answer.header("set-cookie"), "", "{what}");
        };
        // Another key that calls itself the same.
        let options = login_options(&app).await;
        refused("another key", key_of(&key).sign_in(&options)).await;
        let tampered = async |what: &str, change: &dyn Fn(&mut Value)| {
            let options = login_options(&app).await;
            let mut body = key.sign_in(&options);
            change(&mut body);
            refused(what, body).await;
        };
        tampered("unknown", &|body| body["credential_id"] = json!("AAAA")).await;
        tampered("of somebody else", &|body| body["user_handle"] = json!("AAAA")).await;
        tampered("no signature", &|body| body["signature"] = json!("AAAA")).await;
        let challenge = login_options(&app).await["challenge"].clone();
        let challenge = challenge.as_str().expect("a challenge");
        refused("for making one", key.answer("webauthn.create", challenge)).await;
        refused("a challenge of nobody's", key.answer("webauthn.get", "AAAA")).await;
        let making = creation_options(&claire).await;
        refused("the challenge of a new passkey", key.sign_in(&making)).await;
        login(&app, &key).await.expect(200);
    }
}

/// A passkey of the same name with another key.
fn key_of(key: &Authenticator) -> Authenticator {
    let mut other = Authenticator::new(&key.origin, ES256, 1);
    other.count = key.count;
    other.user_handle.clone_from(&key.user_handle);
    other
}

scenario! {
    async fn page_of_another_site_and_people_who_show_nothing_open_nothing(app: TestApp) {
        let claire = app.claire().await;
        let mut key = Authenticator::new(&app.base, ES256, 1);
        make(&claire, &mut key, "Ordinateur").await;
        key.count = 10;
        let (site, origin) = (key.site.clone(), key.origin.clone());
        for (bad_site, bad_origin, flags) in [
            ("evil.example", &*origin, VERIFIED),
            (&*site, "https://evil.example", VERIFIED),
            (&*site, "http://127.0.0.1:1", VERIFIED),
            (&*site, &*origin, 0x01),
            (&*site, &*origin, 0x04),
            // Copied, though it cannot be.
            (&*site, &*origin, VERIFIED | 0x10),
        ] {
            bad_site.clone_into(&mut key.site);
            bad_origin.clone_into(&mut key.origin);
            key.flags = flags;
            login(&app, &key).await.expect_problem("passkey_refused");
        }
        key.site = site;
        key.origin = origin;
        key.flags = VERIFIED | 0x18;
        login(&app, &key).await.expect(200);
    }
}

scenario! {
    async fn challenge_is_taken_once_and_not_for_long(app: TestApp) {
        let claire = app.claire().await;
        let mut key = Authenticator::new(&app.base, ES256, 1);
        make(&claire, &mut key, "Ordinateur").await;
        let options = login_options(&app).await;
        key.count = 2;
        post(&app, "/login", &key.sign_in(&options)).await.expect(200);
        key.count = 3;
        post(&app, "/login", &key.sign_in(&options)).await.expect_problem("passkey_refused");
        let late = login_options(&app).await;
        app.clock.advance(TimeDelta::minutes(5));
        post(&app, "/login", &key.sign_in(&late)).await.expect_problem("passkey_refused");
        login(&app, &key).await.expect(200);
    }
}

scenario! {
    async fn passkey_that_counts_backwards_has_been_copied(app: TestApp) {
        let claire = app.claire().await;
        let mut key = Authenticator::new(&app.base, ES256, 1);
        key.count = 5;
        make(&claire, &mut key, "Ordinateur").await;
        login(&app, &key).await.expect_problem("passkey_refused");
        key.count = 6;
        login(&app, &key).await.expect(200);
        login(&app, &key).await.expect_problem("passkey_refused");
        key.count = 0;
        login(&app, &key).await.expect_problem("passkey_refused");
        // Those that are on several devices do not count at all.
        let mut synced = Authenticator::new(&app.base, ED_DSA, 2);
        synced.count = 0;
        make(&claire, &mut synced, "Nuage").await;
        login(&app, &synced).await.expect(200);
        login(&app, &synced).await.expect(200);
    }
}

scenario! {
    async fn passkey_is_made_by_who_asked_and_proves_to_be_its_owner(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let key = Authenticator::new(&app.base, ES256, 1);
        let options = creation_options(&claire).await;
        let expired = |answer: Answer| {
            let answer = answer.expect(422).json();
            assert_eq!(answer["errors"][0]["pointer"], "/client_data");
            assert_eq!(answer["errors"][0]["code"], "expired");
        };
        // Somebody else's question, one of a sign-in, and one that was answered.
        expired(denis.post("/me/passkeys", key.create(&options, "x")).await);
        let sign_in = login_options(&app).await;
        expired(claire.post("/me/passkeys", key.create(&sign_in, "x")).await);
        claire.post("/me/passkeys", key.create(&options, "x")).await.expect(201);
        let other = Authenticator::new(&app.base, ES256, 2);
        expired(claire.post("/me/passkeys", other.create(&options, "x")).await);
        for (change, pointer) in [
            (json!({"name": " "}), "/name"),
            (json!({"attestation_object": "oA"}), "/attestation_object"),
            (json!({"client_data": "%"}), "/client_data"),
        ] {
            let options = creation_options(&claire).await;
            let mut body = other.create(&options, "x");
            for (name, value) in change.as_object().into_iter().flatten() {
                body[name] = value.clone();
            }
            let wrong = claire.post("/me/passkeys", body).await.expect(422).json();
            assert_eq!(wrong["errors"][0]["pointer"], pointer);
        }
        app.clock.advance(TimeDelta::minutes(9));
        creation_options(&claire).await;
        let later = app.denis().await;
        app.clock.advance(TimeDelta::minutes(9));
        creation_options(&later).await;
    }
}

scenario! {
    async fn session_left_open_makes_no_passkey(app: TestApp) {
        let first = app.claire().await;
        app.clock.advance(TimeDelta::minutes(11));
        let request = app
            .request(Method::POST, "/api/v1/auth/refresh")
            .header("cookie", &first.cookie);
        let token = app.send(request).await.expect(200).json();
        let ask = |body: Value| {
            app.request(Method::POST, "/api/v1/me/passkeys/options")
                .bearer_auth(token["access_token"].as_str().expect("a token"))
                .json(&body)
        };
        app.send(ask(json!({}))).await.expect_problem("reauthentication_required");
        app.send(ask(json!({"password": "wrong"}))).await.expect(422);
        app.send(ask(json!({"password": PASSWORD}))).await.expect(200);
    }
}

scenario! {
    async fn owner_alone_renames_and_deletes_a_passkey(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let mut key = Authenticator::new(&app.base, ES256, 1);
        let id = make(&claire, &mut key, "Ordinateur").await;
        let path = format!("/me/passkeys/{id}");
        denis.patch(&path, json!({"name": "x"})).await.expect_problem("not_found");
        denis.delete(&path).await.expect_problem("not_found");
        let renamed = claire.patch(&path, json!({"name": " Ma  clé "})).await.expect(200).json();
        assert_eq!(renamed["name"], "Ma clé");
        claire.delete(&path).await.expect(204);
        claire.delete(&path).await.expect_problem("not_found");
        key.count = 9;
        login(&app, &key).await.expect_problem("passkey_refused");
    }
}

scenario! {
    async fn passkey_is_second_factor_enough(app: TestApp) {
        let (ada, lea) = (app.ada().await, app.lea().await);
        let mut settings = ada.get("/settings/security").await.expect(200).json();
        settings["second_factor"] = json!("agents");
        ada.put("/settings/security", settings).await.expect(200);
        let mut key = Authenticator::new(&app.base, ES256, 1);
        make(&lea, &mut key, "Clé").await;
        key.count += 1;
        let answer = login(&app, &key).await.expect(200).json();
        let request = app
            .request(Method::GET, "/api/v1/tickets")
            .bearer_auth(answer["access_token"].as_str().expect("a token"));
        app.send(request).await.expect(200);
        app.lea().await.get("/tickets").await.expect_problem("second_factor_required");
    }
}
