//! One-time codes beside the password.

use chrono::TimeDelta;
use guichet_service::crypto::totp;
use guichet_tests::{Answer, PASSWORD, Person, TestApp, Value, json, scenario};
use reqwest::Method;

const CLAIRE: &str = "claire@dupont.example";

async fn login(app: &TestApp, password: &str, otp: Option<&str>) -> Answer {
    let body = json!({"username": CLAIRE, "password": password, "otp": otp});
    app.send(app.request(Method::POST, "/api/v1/auth/login").json(&body))
        .await
}

/// Base32 back into bytes.
fn unbase32(text: &str) -> Vec<u8> {
    let (mut bytes, mut waiting, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            digit => digit - b'2' + 26,
        };
        waiting = (waiting << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((waiting >> bits) & 255).expect("a byte"));
        }
    }
    bytes
}

/// What an app shows now.
fn code(app: &TestApp, secret: &[u8]) -> String {
    totp::code(secret, totp::step_at(app.app.real_now()))
}

fn list(answer: &Value) -> Vec<String> {
    let codes = answer["codes"].as_array().expect("codes");
    codes
        .iter()
        .map(|code| code.as_str().expect("a code").to_owned())
        .collect()
}

/// Turns one-time codes on; gives the app's secret and the recovery codes.
pub async fn enrol(app: &TestApp, person: &Person) -> (Vec<u8>, Vec<String>) {
    let begun = person
        .post("/me/second-factor/totp", json!({}))
        .await
        .expect(200)
        .json();
    let secret = unbase32(begun["secret"].as_str().expect("a secret"));
    assert_eq!(secret.len(), 20);
    let body = json!({"code": code(app, &secret)});
    let codes = person
        .post("/me/second-factor/totp/confirm", body)
        .await
        .expect(200)
        .json();
    // The next code.
    app.clock.advance(TimeDelta::seconds(30));
    (secret, list(&codes))
}

scenario! {
    async fn code_is_asked_for_after_the_right_password_only(app: TestApp) {
        let claire = app.claire().await;
        let (secret, _) = enrol(&app, &claire).await;
        login(&app, "wrong", Some(&code(&app, &secret))).await.expect_problem("invalid_credentials");
        login(&app, "wrong", None).await.expect_problem("invalid_credentials");
        let asked = login(&app, PASSWORD, None).await;
        asked.expect_problem("otp_required");
        assert_eq!(asked.status, 401);
        assert_eq!(asked.header("set-cookie"), "");
        login(&app, PASSWORD, Some("")).await.expect_problem("otp_required");
        login(&app, PASSWORD, Some("000000")).await.expect_problem("otp_invalid");
        app.clock.advance(TimeDelta::seconds(2)); // the third wrong try has to be waited for
        login(&app, PASSWORD, Some(&code(&app, &secret))).await.expect(200);
        // Nobody else is asked.
        app.denis().await.get("/me").await.expect(200);
    }
}

scenario! {
    async fn code_is_taken_once(app: TestApp) {
        let claire = app.claire().await;
        let (secret, _) = enrol(&app, &claire).await;
        let now = code(&app, &secret);
        let before = totp::code(&secret, totp::step_at(app.app.real_now()) - 1);
        // It has confirmed the enrolment.
        login(&app, PASSWORD, Some(&before)).await.expect_problem("otp_invalid");
        login(&app, PASSWORD, Some(&now)).await.expect(200);
        login(&app, PASSWORD, Some(&now)).await.expect_problem("otp_invalid");
        app.clock.advance(TimeDelta::seconds(30));
        login(&app, PASSWORD, Some(&code(&app, &secret))).await.expect(200);
        let old = code(&app, &secret);
        app.clock.advance(TimeDelta::seconds(61));
        login(&app, PASSWORD, Some(&old)).await.expect_problem("otp_invalid");
    }
}

scenario! {
    async fn of_two_who_send_the_same_code_at_once_one_comes_in(app: TestApp) {
        let claire = app.claire().await;
        let (secret, _) = enrol(&app, &claire).await;
        let now = code(&app, &secret);
        let (one, two) = futures_util::future::join(
            login(&app, PASSWORD, Some(&now)),
            login(&app, PASSWORD, Some(&now)),
        )
        .await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }
}

scenario! {
    async fn recovery_code_opens_once_however_it_is_typed(app: TestApp) {
        let claire = app.claire().await;
        let (_, codes) = enrol(&app, &claire).await;
        assert_eq!(codes.len(), 10);
        let typed = codes[0].replace('-', " ").to_uppercase();
        login(&app, PASSWORD, Some(&typed)).await.expect(200);
        login(&app, PASSWORD, Some(&codes[0])).await.expect_problem("otp_invalid");
        let left = claire.get("/me/second-factor").await.expect(200).json();
        assert_eq!(left["recovery_codes_left"], 9);
        assert_eq!(left["enabled"], true);
    }
}

scenario! {
    async fn new_recovery_codes_end_the_old_ones_and_need_a_proof(app: TestApp) {
        let claire = app.claire().await;
        let (secret, old) = enrol(&app, &claire).await;
        let path = "/me/second-factor/recovery-codes";
        claire.post(path, json!({})).await.expect_problem("reauthentication_required");
        let wrong = claire.post(path, json!({"password": "x"})).await.expect(422).json();
        assert_eq!(wrong["errors"][0]["pointer"], "/password");
        assert_eq!(wrong["errors"][0]["code"], "incorrect");
        let wrong = claire.post(path, json!({"code": "123"})).await.expect(422).json();
        assert_eq!(wrong["errors"][0]["pointer"], "/code");
        let body = json!({"code": code(&app, &secret)});
        let fresh = list(&claire.post(path, body.clone()).await.expect(200).json());
        // That code is used up now.
        claire.post(path, body).await.expect(422);
        login(&app, PASSWORD, Some(&old[1])).await.expect_problem("otp_invalid");
        login(&app, PASSWORD, Some(&fresh[1])).await.expect(200);
    }
}

scenario! {
    async fn secret_that_was_not_confirmed_asks_nobody_for_a_code(app: TestApp) {
        let claire = app.claire().await;
        let path = "/me/second-factor/totp";
        let confirm = "/me/second-factor/totp/confirm";
        claire.post(confirm, json!({"code": "123456"})).await
            .expect_problem("second_factor_missing");
        let first = claire.post(path, json!({})).await.expect(200).json();
        login(&app, PASSWORD, None).await.expect(200);
        let again = claire.post(path, json!({})).await.expect(200).json();
        assert_ne!(first["secret"], again["secret"]);
        // The first is forgotten.
        let stale = unbase32(first["secret"].as_str().expect("a secret"));
        claire.post(confirm, json!({"code": code(&app, &stale)})).await.expect(422);
        let uri = again["uri"].as_str().expect("an address");
        assert!(uri.starts_with("otpauth://totp/Heliaq:claire%40dupont.example?secret="), "{uri}");
        assert!(again["qr_svg"].as_str().expect("a picture").starts_with("<svg "));
        let known = claire.get("/me/second-factor").await.expect(200).json();
        assert_eq!(known["enabled"], false);
        assert_eq!(known["enabled_at"], Value::Null);
    }
}

scenario! {
    async fn session_left_open_cannot_change_how_its_owner_signs_in(app: TestApp) {
        let claire = app.claire().await;
        app.clock.advance(TimeDelta::minutes(9));
        claire.post("/me/second-factor/totp", json!({})).await.expect(200);
        app.clock.advance(TimeDelta::minutes(2));
        let later = app.denis().await;
        app.clock.advance(TimeDelta::minutes(9));
        later.post("/me/second-factor/totp", json!({})).await.expect(200);
        let refreshed = app
            .request(Method::POST, "/api/v1/auth/refresh")
            .header("cookie", &claire.cookie);
        let token = app.send(refreshed).await.expect(200).json();
        let begin = |body: Value| {
            app.request(Method::POST, "/api/v1/me/second-factor/totp")
                .bearer_auth(token["access_token"].as_str().expect("a token"))
                .json(&body)
        };
        app.send(begin(json!({}))).await.expect_problem("reauthentication_required");
        app.send(begin(json!({"password": PASSWORD}))).await.expect(200);
    }
}

scenario! {
    async fn second_factor_is_turned_off_by_who_proves_themselves(app: TestApp) {
        let claire = app.claire().await;
        let off = "/me/second-factor/disable";
        claire.post(off, json!({"password": PASSWORD})).await
            .expect_problem("second_factor_missing");
        let (_, codes) = enrol(&app, &claire).await;
        claire.post("/me/second-factor/totp", json!({})).await
            .expect_problem("second_factor_enabled");
        claire.post(off, json!({})).await.expect_problem("reauthentication_required");
        claire.post(off, json!({"password": "wrong"})).await.expect(422);
        login(&app, PASSWORD, None).await.expect_problem("otp_required");
        claire.post(off, json!({"code": codes[3]})).await.expect(204);
        login(&app, PASSWORD, None).await.expect(200);
        let known = claire.get("/me/second-factor").await.expect(200).json();
        assert_eq!(known["recovery_codes_left"], 0);
    }
}

scenario! {
    async fn admin_takes_a_lost_factor_but_not_the_own(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        let path = format!("/people/{}/second-factor", app.people.claire);
        ada.delete(&path).await.expect_problem("not_found");
        enrol(&app, &claire).await;
        app.lea().await.delete(&path).await.expect_problem("forbidden");
        login(&app, PASSWORD, None).await.expect_problem("otp_required");
        ada.delete(&path).await.expect(204);
        login(&app, PASSWORD, None).await.expect(200);
        let own = format!("/people/{}/second-factor", app.people.ada);
        ada.delete(&own).await.expect_problem("forbidden");
    }
}

scenario! {
    async fn secrets_are_kept_sealed_and_codes_hashed(app: TestApp) {
        let claire = app.claire().await;
        let (secret, codes) = enrol(&app, &claire).await;
        let factor = guichet_db::second_factors::find_second_factor(
            &app.app.db().read(),
            app.people.claire,
        )
        .await
        .expect("reads")
        .expect("is there");
        let base32 = totp::base32(&secret);
        assert!(!factor.secret.contains(&base32));
        assert!(!format!("{factor:?}").contains(&factor.secret));
        assert!(!factor.secret.contains(&codes[0].replace('-', "")));
    }
}

scenario! {
    async fn who_must_have_a_second_factor_can_only_set_one_up(app: TestApp) {
        let ada = app.ada().await;
        let mut settings = ada.get("/settings/security").await.expect(200).json();
        settings["second_factor"] = json!("agents");
        ada.put("/settings/security", settings).await.expect(200);
        let lea = app.lea().await;
        lea.get("/tickets").await.expect_problem("second_factor_required");
        lea.get("/me/sessions").await.expect_problem("second_factor_required");
        let me = lea.get("/me").await.expect(200).json();
        assert_eq!(me["second_factor_due"], true);
        // The portal sets the language that was chosen on the login page.
        lea.patch("/me", json!({"language": "en"})).await.expect(200);
        let known = lea.get("/me/second-factor").await.expect(200).json();
        assert_eq!((&known["required"], &known["enabled"]), (&json!(true), &json!(false)));
        enrol(&app, &lea).await;
        lea.get("/tickets").await.expect(200);
        let me = lea.get("/me").await.expect(200).json();
        assert_eq!(me["second_factor_due"], false);
        // Who has turned it on is no exception, and not locked out either.
        let ada = app.ada().await;
        ada.get("/settings/security").await.expect_problem("second_factor_required");
        enrol(&app, &ada).await;
        ada.get("/settings/security").await.expect(200);
        // Nothing is asked of others.
        let claire = app.claire().await;
        let me = claire.get("/me").await.expect(200).json();
        assert_eq!(me["second_factor_due"], false);
        claire.get("/tickets").await.expect(200);
        let known = claire.get("/me/second-factor").await.expect(200).json();
        assert_eq!(known["required"], false);
    }
}

scenario! {
    async fn session_is_no_way_to_guess_its_owners_password(app: TestApp) {
        let claire = app.claire().await;
        let path = "/me/second-factor/totp";
        let mut refused = 0;
        for _ in 0..5 {
            // Past the growing wait between two tries.
            app.clock.advance(TimeDelta::seconds(60));
            let answer = claire.post(path, json!({"password": "wrong"})).await;
            refused += u8::from(answer.status == 422);
        }
        assert_eq!(refused, 5);
        let locked = claire.post(path, json!({"password": PASSWORD})).await;
        locked.expect_problem("rate_limited");
        assert_ne!(locked.header("retry-after"), "");
        login(&app, PASSWORD, None).await.expect_problem("rate_limited");
    }
}
