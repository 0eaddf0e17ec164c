//! Forgotten passwords, invitations, and the mails about a person's own access.

use altcha::{Challenge, Payload, SolveChallengeOptions, solve_challenge};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use guichet_mail::OutgoingMail;
use guichet_tests::{Answer, PASSWORD, TestApp, Value, json, scenario};
use reqwest::Method;

/// A password that keeps to all rules.
const NEW: &str = "Corbeau-7-Rouge!";
const CLAIRE: &str = "claire@dupont.example";

async fn post(app: &TestApp, path: &str, body: Value) -> Answer {
    app.send(
        app.request(Method::POST, &format!("/api/v1{path}"))
            .json(&body),
    )
    .await
}

/// A fresh captcha, solved as a browser does.
async fn captcha(app: &TestApp) -> String {
    let answer = app.get("/api/v1/auth/captcha").await.expect(200).json();
    let challenge: Challenge = serde_json::from_value(answer).expect("a challenge");
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge))
        .expect("a challenge that can be solved")
        .expect("a solution");
    let payload = Payload {
        challenge,
        solution,
    };
    STANDARD.encode(serde_json::to_vec(&payload).expect("JSON"))
}

/// The first two steps.
async fn ask(app: &TestApp, username: &str, email: &str) -> [Answer; 2] {
    let body = json!({"username": username, "captcha": captcha(app).await});
    let first = post(app, "/auth/password-reset", body).await.expect(202);
    let id = first.json()["reset_id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let path = format!("/auth/password-reset/{id}/verify");
    let second = post(app, &path, json!({"email": email})).await.expect(202);
    [first, second]
}

/// The mails that went out once it was looked up who asked; the worker does so once a minute.
async fn mails(app: &TestApp) -> Vec<OutgoingMail> {
    app.clock.advance(TimeDelta::minutes(1));
    app.take_mails().await
}

fn token(mail: &OutgoingMail) -> String {
    let (_, rest) = mail.text.split_once("/password#").expect("a link");
    rest.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Asks for a link, and gives its token.
async fn link(app: &TestApp) -> String {
    ask(app, CLAIRE, CLAIRE).await;
    let mails = mails(app).await;
    assert_eq!(mails.len(), 1);
    token(&mails[0])
}

async fn complete(app: &TestApp, token: &str, password: &str) -> Answer {
    let body = json!({"token": token, "new_password": password});
    post(app, "/auth/password-reset/complete", body).await
}

async fn look(app: &TestApp, token: &str) -> Answer {
    post(app, "/auth/password-reset/look", json!({"token": token})).await
}

async fn sign_in(app: &TestApp, username: &str, password: &str) -> Answer {
    let body = json!({"username": username, "password": password});
    post(app, "/auth/login", body).await
}

scenario! {
    async fn forgotten_password_is_reset_by_the_link_of_a_mail(app: TestApp) {
        let claire = app.claire().await;
        ask(&app, "  Claire@Dupont.example", " CLAIRE@dupont.example ").await;
        let mails = mails(&app).await;
        let [mail] = &*mails else { panic!("one mail") };
        assert_eq!(mail.to_address, CLAIRE);
        assert_eq!(mail.kind, "password_reset");
        for words in [
            "Une modification de mot de passe a été demandée pour votre compte utilisateur sur l'instance",
            "Cliquez ici pour modifier votre mot de passe.",
            "Le lien expire dans 12 heure(s).",
            &app.base,
        ] {
            assert!(mail.text.contains(words), "{words}");
        }
        let token = token(mail);
        let known = look(&app, &token).await.expect(200).json();
        assert_eq!(known["state"], "ready");
        assert_eq!(known["kind"], "reset");
        assert_eq!(known["locked"], false);
        assert_eq!(known["rules"]["profile"], "classic");
        let personal = known["rules"]["personal"].as_array().expect("words");
        assert!(personal.contains(&json!("dupont")), "{personal:?}");

        complete(&app, &token, NEW).await.expect(204);
        claire.get("/me").await.expect_problem("unauthenticated");
        sign_in(&app, CLAIRE, PASSWORD).await.expect_problem("invalid_credentials");
        sign_in(&app, CLAIRE, NEW).await.expect(200);
        let mails = app.take_mails().await;
        let kinds: Vec<&str> = mails.iter().map(|mail| &*mail.kind).collect();
        assert_eq!(kinds, ["password_changed"]);
        assert!(mails[0].text.contains("127.0.0.1"));
    }
}

scenario! {
    async fn answers_tell_nobody_who_exists(app: TestApp) {
        let known = ask(&app, CLAIRE, CLAIRE).await;
        let missing = ask(&app, "nobody@dupont.example", "nobody@dupont.example").await;
        let mixed = ask(&app, CLAIRE, "denis@dupont.example").await;
        let plain = |answer: &Answer| {
            let text = answer.text();
            let read: Value = serde_json::from_str(&text).unwrap_or_default();
            let id = read["reset_id"].as_str().unwrap_or_default().to_owned();
            if id.is_empty() { text } else { text.replace(&id, "…") }
        };
        for step in 0..2 {
            assert_eq!(plain(&known[step]), plain(&missing[step]));
            assert_eq!(plain(&known[step]), plain(&mixed[step]));
            assert_eq!(known[step].header("content-length"), missing[step].header("content-length"));
        }
        let mails = mails(&app).await;
        let to: Vec<&str> = mails.iter().map(|mail| &*mail.to_address).collect();
        assert_eq!(to, [CLAIRE]);
    }
}

scenario! {
    async fn captcha_is_good_for_one_request_and_some_minutes(app: TestApp) {
        let used = captcha(&app).await;
        let ask = async |captcha: &str| {
            let body = json!({"username": CLAIRE, "captcha": captcha});
            post(&app, "/auth/password-reset", body).await
        };
        ask(&used).await.expect(202);
        let late = captcha(&app).await;
        app.clock.advance(TimeDelta::minutes(16));
        let forged = STANDARD.encode(r#"{"challenge":{"parameters":{}},"solution":{}}"#);
        for wrong in [&*used, &*late, &*forged, "", "x", &"A".repeat(10_000)] {
            let answer = ask(wrong).await;
            answer.expect_problem("validation_failed");
            let errors = answer.json()["errors"].clone();
            assert_eq!(errors[0]["pointer"], "/captcha");
            assert_eq!(errors[0]["code"], "captcha_invalid");
        }
    }
}

scenario! {
    async fn challenge_cannot_be_made_easier(app: TestApp) {
        let answer = app.get("/api/v1/auth/captcha").await.expect(200).json();
        let mut challenge: Challenge = serde_json::from_value(answer).expect("a challenge");
        "0".clone_into(&mut challenge.parameters.key_prefix);
        let solution = solve_challenge(SolveChallengeOptions::new(&challenge))
            .expect("a challenge that can be solved")
            .expect("a solution");
        let payload = Payload { challenge, solution };
        let captcha = STANDARD.encode(serde_json::to_vec(&payload).expect("JSON"));
        let body = json!({"username": CLAIRE, "captcha": captcha});
        post(&app, "/auth/password-reset", body).await.expect_problem("validation_failed");
    }
}

scenario! {
    async fn program_that_fills_in_every_field_gets_nothing(app: TestApp) {
        let body = json!({
            "username": CLAIRE, "captcha": captcha(&app).await, "website": "https://spam.example",
        });
        let first = post(&app, "/auth/password-reset", body).await.expect(202).json();
        let path = format!("/auth/password-reset/{}/verify", first["reset_id"].as_str().expect("an id"));
        post(&app, &path, json!({"email": CLAIRE})).await.expect(202);
        assert!(mails(&app).await.is_empty());
    }
}

scenario! {
    async fn link_works_once_and_only_the_newest_does(app: TestApp) {
        let (old, new) = (link(&app).await, link(&app).await);
        assert_ne!(old, new);
        complete(&app, &old, NEW).await.expect_problem("link_not_possible");
        let told = look(&app, &old).await.expect(200).json();
        assert_eq!(told["state"], "used");
        assert_eq!(told["rules"]["personal"], json!([]));
        complete(&app, &new, NEW).await.expect(204);
        complete(&app, &new, "Corneille-8-Bleue!").await.expect_problem("link_not_possible");
        for forged in ["", "x", &format!("{}A", &new[..42]), &"A".repeat(43)] {
            if forged != new {
                complete(&app, forged, NEW).await.expect_problem("not_found");
                look(&app, forged).await.expect_problem("not_found");
            }
        }
    }
}

scenario! {
    async fn link_expires_and_a_changed_password_voids_it(app: TestApp) {
        let late = link(&app).await;
        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(look(&app, &late).await.expect(200).json()["state"], "expired");
        complete(&app, &late, NEW).await.expect_problem("link_expired");

        let void = link(&app).await;
        let claire = app.claire().await;
        let body = json!({"current_password": PASSWORD, "new_password": NEW});
        claire.post("/me/password", body).await.expect(204);
        complete(&app, &void, "Corneille-8-Bleue!").await.expect_problem("link_not_possible");
        sign_in(&app, CLAIRE, NEW).await.expect(200);
    }
}

scenario! {
    async fn every_broken_rule_is_told_and_the_link_stays_good(app: TestApp) {
        let token = link(&app).await;
        let codes = async |password: &str| {
            let answer = complete(&app, &token, password).await;
            answer.expect_problem("validation_failed");
            let errors = answer.json()["errors"].clone();
            let errors = errors.as_array().cloned().unwrap_or_default();
            assert!(errors.iter().all(|error| error["pointer"] == "/new_password"));
            errors.iter().map(|error| error["code"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            codes("dupont").await,
            ["password_length", "password_upper", "password_digit", "password_special",
             "password_personal"]
        );
        assert_eq!(codes("P@ssw0rd").await, ["password_common"]);
        assert_eq!(codes(PASSWORD).await, ["password_unchanged"]);
        complete(&app, &token, NEW).await.expect(204);
    }
}

scenario! {
    async fn person_is_mailed_five_links_a_day_and_no_more(app: TestApp) {
        let mut sent = 0;
        for _ in 0..7 {
            ask(&app, CLAIRE, CLAIRE).await;
            sent += mails(&app).await.len();
        }
        assert_eq!(sent, 5);
        app.clock.advance(TimeDelta::hours(25));
        ask(&app, CLAIRE, CLAIRE).await;
        assert_eq!(mails(&app).await.len(), 1);
    }
}

scenario! {
    async fn reset_unlocks_the_name(app: TestApp) {
        for _ in 0..5 {
            let wrong = sign_in(&app, CLAIRE, "Corneille-8-Bleue!").await;
            if wrong.status == 429 {
                app.clock.advance(TimeDelta::seconds(10));
                sign_in(&app, CLAIRE, "Corneille-8-Bleue!").await;
            }
            app.clock.advance(TimeDelta::seconds(10));
        }
        sign_in(&app, CLAIRE, PASSWORD).await.expect_problem("rate_limited");
        let token = link(&app).await;
        assert_eq!(look(&app, &token).await.expect(200).json()["locked"], true);
        complete(&app, &token, NEW).await.expect(204);
        sign_in(&app, CLAIRE, NEW).await.expect(200);
    }
}

scenario! {
    async fn own_password_is_changed_and_the_other_sessions_end(app: TestApp) {
        let (here, there) = (app.claire().await, app.claire().await);
        let change = |current: &str, new: &str| {
            here.post("/me/password", json!({"current_password": current, "new_password": new}))
        };
        let wrong = change(NEW, NEW).await;
        wrong.expect_problem("validation_failed");
        assert_eq!(wrong.json()["errors"][0]["code"], "incorrect");
        change(PASSWORD, "court").await.expect_problem("validation_failed");
        there.get("/me").await.expect(200);
        change(PASSWORD, NEW).await.expect(204);
        here.get("/me").await.expect(200);
        there.get("/me").await.expect_problem("unauthenticated");
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].subject, "Votre mot de passe a été modifié");
    }
}

scenario! {
    async fn invited_person_sets_their_first_password(app: TestApp) {
        let ada = app.ada().await;
        let zoe = "zoe@dupont.example";
        let body = json!({
            "first_name": "Zoé", "last_name": "Nouvelle", "email": zoe,
            "account_id": app.people.dupont, "language": "en",
        });
        let contact = ada.post("/contacts", body).await.expect(201).json();
        let first = app.take_mails().await;
        assert_eq!(first.len(), 1);
        assert_eq!(first[0].kind, "invitation");
        assert!(first[0].text.contains("Your user name is zoe@dupont.example"));
        let invite = format!("/contacts/{}/invite", contact["id"].as_str().expect("an id"));
        app.paul().await.post(&invite, Value::Null).await.expect(202);
        let second = app.take_mails().await;
        complete(&app, &token(&first[0]), NEW).await.expect_problem("link_not_possible");
        let token = token(&second[0]);
        assert_eq!(look(&app, &token).await.expect(200).json()["kind"], "invitation");
        complete(&app, &token, NEW).await.expect(204);
        sign_in(&app, zoe, NEW).await.expect(200);
        ada.post(&invite, Value::Null).await.expect_problem("nothing_to_invite");
        app.stella().await.post(&invite, Value::Null).await.expect_problem("forbidden");
        // Nobody is told of their own first password.
        assert!(app.take_mails().await.is_empty());
    }
}

scenario! {
    async fn sign_in_from_a_new_device_is_told_by_mail(app: TestApp) {
        let from = async |agent: &str| {
            let body = json!({"username": CLAIRE, "password": PASSWORD});
            let request = app.request(Method::POST, "/api/v1/auth/login").json(&body);
            app.send(request.header("user-agent", agent)).await.expect(200);
            app.take_mails().await
        };
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let newer = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";
        assert!(from(firefox).await.is_empty(), "the first device is nobody's news");
        assert!(from(newer).await.is_empty(), "a newer version is the same device");
        let mails = from("curl/8.5.0").await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].kind, "new_sign_in");
        assert!(mails[0].text.contains("curl"), "{}", mails[0].text);
        assert!(from("curl/8.6.0").await.is_empty());
    }
}

/// How often a name can be asked for until it has to wait, and what it is answered then.
async fn until_it_waits(app: &TestApp, username: &str) -> (usize, Answer) {
    for asked in 0..30 {
        let body = json!({"username": username, "captcha": captcha(app).await});
        let answer = post(app, "/auth/password-reset", body).await;
        if answer.status != 202 {
            return (asked, answer);
        }
    }
    panic!("it never waits");
}

scenario! {
    async fn who_asks_again_and_again_waits_whoever_exists(app: TestApp) {
        let (asked, real) = until_it_waits(&app, CLAIRE).await;
        assert_eq!(asked, 11);
        real.expect_problem("rate_limited");
        assert_eq!(real.header("retry-after"), "2");
        // From this address nine more may be asked for, of whatever name.
        let mut names = 0;
        let made_up = loop {
            let username = format!("personne{names}@dupont.example");
            let body = json!({"username": username, "captcha": captcha(&app).await});
            let answer = post(&app, "/auth/password-reset", body).await;
            if answer.status != 202 {
                break answer;
            }
            names += 1;
        };
        assert_eq!(names, 10);
        assert_eq!(made_up.without_request_id(), real.without_request_id());
        app.clock.advance(TimeDelta::minutes(31));
        let (asked, made_up) = until_it_waits(&app, "personne@dupont.example").await;
        assert_eq!(asked, 11);
        assert_eq!(made_up.without_request_id(), real.without_request_id());
        // It counts apart from signing in.
        app.claire().await.get("/me").await.expect(200);
    }
}
