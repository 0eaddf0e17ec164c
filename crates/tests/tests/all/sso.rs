//! Signing in at an identity provider.

#[path = "sso/administration.rs"]
mod administration;
#[path = "sso/provider.rs"]
mod provider;

use chrono::TimeDelta;
use guichet_tests::{Answer, PASSWORD, TestApp, Value, json, scenario};
use provider::{CLIENT_ID, CLIENT_SECRET, FakeProvider, Key, unsigned};
use reqwest::Method;

/// A provider that the portal knows.
struct Set {
    fake: FakeProvider,
    key: Key,
    slug: String,
    id: String,
}

/// Sets up a provider with these fields besides the plain ones.
async fn set_up(app: &TestApp, slug: &str, fields: Value) -> Set {
    let key = Key::new("one");
    let fake = FakeProvider::start(&key);
    let mut body = json!({
        "slug": slug, "name": "Dupont SSO", "issuer": fake.issuer,
        "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
    });
    for (name, value) in fields.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    let ada = app.ada().await;
    let made = ada
        .post("/identity-providers", body)
        .await
        .expect(201)
        .json();
    Set {
        fake,
        key,
        slug: slug.to_owned(),
        id: made["id"].as_str().expect("an id").to_owned(),
    }
}

/// The provider of Dupont's people.
async fn dupont(app: &TestApp) -> Set {
    set_up(app, "dupont", json!({"account_id": app.people.dupont})).await
}

/// A sign-in that has begun.
struct Begun {
    cookie: String,
    state: String,
    nonce: String,
    challenge: String,
    location: reqwest::Url,
}

fn parameter(url: &reqwest::Url, name: &str) -> String {
    let found = url.query_pairs().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn set_cookie(answer: &Answer, name: &str) -> Option<String> {
    let start = format!("{name}=");
    answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with(&start))
        .map(ToOwned::to_owned)
}

fn pair(cookie: &str) -> String {
    cookie.split(';').next().unwrap_or_default().to_owned()
}

async fn begin(app: &TestApp, set: &Set, query: &str) -> Begun {
    let path = format!("/api/v1/auth/sso/{}/start{query}", set.slug);
    let answer = app.get(&path).await.expect(303);
    let location = reqwest::Url::parse(answer.header("location")).expect("an address");
    Begun {
        cookie: pair(&set_cookie(&answer, "guichet_sso").expect("a cookie")),
        state: parameter(&location, "state"),
        nonce: parameter(&location, "nonce"),
        challenge: parameter(&location, "code_challenge"),
        location,
    }
}

/// What the provider says of Claire, in answer to this.
fn claire_claims(app: &TestApp, set: &Set, begun: &Begun) -> Value {
    let now = app.app.real_now().timestamp();
    json!({
        "iss": set.fake.issuer, "aud": CLIENT_ID, "sub": "c-1", "nonce": begun.nonce,
        "iat": now, "exp": now + 300,
        "email": "Claire@Dupont.example", "email_verified": true,
    })
}

/// Lets the provider answer with this token.
async fn finish(app: &TestApp, set: &Set, begun: &Begun, id_token: String) -> Answer {
    {
        let mut plan = set.fake.plan();
        plan.code = Some(("code-1".to_owned(), begun.challenge.clone()));
        plan.id_token = id_token;
    }
    call_back(
        app,
        &set.slug,
        Some(&begun.cookie),
        &format!("code=code-1&state={}", begun.state),
    )
    .await
}

async fn call_back(app: &TestApp, slug: &str, cookie: Option<&str>, query: &str) -> Answer {
    let path = format!("/api/v1/auth/sso/{slug}/callback?{query}");
    let mut request = app.request(Method::GET, &path);
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    app.send(request).await
}

/// How a token is signed.
type Sign = fn(&Key, &Value) -> String;

/// One whole sign-in with these claims changed.
async fn sign_in(app: &TestApp, set: &Set, changes: Value) -> Answer {
    let begun = begin(app, set, "").await;
    let mut claims = claire_claims(app, set, &begun);
    for (name, value) in changes.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    finish(app, set, &begun, set.key.sign(&claims)).await
}

/// Who is signed in by this answer.
async fn who(app: &TestApp, answer: &Answer) -> Value {
    let cookie = set_cookie(answer, "guichet_refresh").expect("a session");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let request = app
        .request(Method::POST, "/api/v1/auth/refresh")
        .header("cookie", pair(&cookie));
    let token = app.send(request).await.expect(200).json();
    let request = app
        .request(Method::GET, "/api/v1/me")
        .bearer_auth(token["access_token"].as_str().expect("a token"));
    app.send(request).await.expect(200).json()
}

fn refused(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 403, "{what}: {}", answer.text());
    answer.expect_problem("sso_refused");
    assert!(set_cookie(answer, "guichet_refresh").is_none(), "{what}");
}

scenario! {
    async fn person_of_the_directory_comes_in_by_the_provider_of_their_account(app: TestApp) {
        let set = dupont(&app).await;
        let begun = begin(&app, &set, "?return_to=/tickets/CS0000001&username=claire%40dupont.example").await;
        let asked = |name| parameter(&begun.location, name);
        assert!(begun.location.as_str().starts_with(&format!("{}/auth?tenant=1&", set.fake.issuer)));
        assert_eq!(asked("response_type"), "code");
        assert_eq!(asked("code_challenge_method"), "S256");
        assert_eq!(asked("scope"), "openid email profile");
        assert_eq!(asked("login_hint"), "claire@dupont.example");
        assert_eq!(asked("redirect_uri"), format!("{}/api/v1/auth/sso/dupont/callback", app.base));
        let token = set.key.sign(&claire_claims(&app, &set, &begun));
        let answer = finish(&app, &set, &begun, token).await.expect(303);
        assert_eq!(answer.header("location"), "/tickets/CS0000001#sso");
        let me = who(&app, &answer).await;
        assert_eq!(me["id"], json!(app.people.claire));
    }
}

scenario! {
    async fn host_that_lies_changes_no_address(app: TestApp) {
        let set = dupont(&app).await;
        let request = app
            .request(Method::GET, "/api/v1/auth/sso/dupont/start")
            .header("host", "evil.example")
            .header("x-forwarded-host", "evil.example");
        let answer = app.send(request).await.expect(303);
        assert!(!answer.header("location").contains("evil.example"));
        let location = reqwest::Url::parse(answer.header("location")).expect("an address");
        assert!(parameter(&location, "redirect_uri").starts_with(&app.base));
        drop(set);
    }
}

scenario! {
    async fn afterwards_the_providers_name_counts_and_not_the_address(app: TestApp) {
        let set = dupont(&app).await;
        sign_in(&app, &set, json!({})).await.expect(303);
        // The address has gone to somebody else, or is not told any more.
        for changes in [
            json!({"email": "denis@dupont.example"}),
            json!({"email": null, "email_verified": null}),
        ] {
            set.fake.plan().user_info = json!({"sub": "c-1"});
            let answer = sign_in(&app, &set, changes).await.expect(303);
            assert_eq!(who(&app, &answer).await["id"], json!(app.people.claire));
        }
        // A second name for one person may be the next holder of the address.
        refused(&sign_in(&app, &set, json!({"sub": "c-2"})).await, "a second name");
        let ada = app.ada().await;
        let identities = format!("/people/{}/identities", app.people.claire);
        ada.delete(&identities).await.expect(204);
        ada.delete(&identities).await.expect_problem("not_found");
        sign_in(&app, &set, json!({"sub": "c-2"})).await.expect(303);
    }
}

scenario! {
    async fn what_a_provider_says_wrongly_opens_nothing(app: TestApp) {
        let set = dupont(&app).await;
        let now = app.app.real_now().timestamp();
        let bad = [
            ("another nonce", json!({"nonce": "x"})),
            ("no nonce", json!({"nonce": null})),
            ("another audience", json!({"aud": "other"})),
            ("several audiences and no party", json!({"aud": [CLIENT_ID, "other"]})),
            ("another party", json!({"azp": "other"})),
            ("another issuer", json!({"iss": "https://evil.example"})),
            ("the issuer with a slash", json!({"iss": format!("{}/", set.fake.issuer)})),
            ("expired", json!({"iat": now - 900, "exp": now - 61})),
            ("no end", json!({"exp": null})),
            ("of the future", json!({"iat": now + 3_600, "exp": now + 7_200})),
            ("not valid yet", json!({"nbf": now + 3_600})),
            ("nobody", json!({"sub": ""})),
            ("an address that is not verified", json!({"email_verified": false})),
            ("an address of which nothing is said", json!({"email_verified": null})),
            ("somebody unknown", json!({"email": "nobody@dupont.example"})),
            ("somebody of another account", json!({"email": "stella@tilleuls.example"})),
            ("somebody of the supplier's", json!({"email": "ada@heliaq.example"})),
        ];
        for (what, changes) in bad {
            refused(&sign_in(&app, &set, changes).await, what);
        }
        sign_in(&app, &set, json!({"aud": [CLIENT_ID], "azp": CLIENT_ID})).await.expect(303);
    }
}

scenario! {
    async fn tokens_that_the_provider_has_not_signed_open_nothing(app: TestApp) {
        let set = dupont(&app).await;
        let other = Key::new("one");
        let unknown = Key::new("two");
        let signers: [(&str, &Key, Sign); 4] = [
            ("by nobody", &set.key, |_, claims| unsigned(claims)),
            ("by the public key as a secret", &set.key, Key::sign_by_public_key),
            ("by another key of that name", &other, Key::sign),
            ("by a key that is not published", &unknown, Key::sign),
        ];
        for (what, key, sign) in signers {
            let begun = begin(&app, &set, "").await;
            let token = sign(key, &claire_claims(&app, &set, &begun));
            refused(&finish(&app, &set, &begun, token).await, what);
        }
        let begun = begin(&app, &set, "").await;
        let token = set.key.sign(&claire_claims(&app, &set, &begun));
        let cut = token[..token.len() - 6].to_owned();
        refused(&finish(&app, &set, &begun, cut).await, "cut");
        let begun = begin(&app, &set, "").await;
        refused(&finish(&app, &set, &begun, "x".into()).await, "no token");
    }
}

scenario! {
    async fn new_key_of_a_provider_is_asked_for(app: TestApp) {
        let mut set = dupont(&app).await;
        sign_in(&app, &set, json!({})).await.expect(303);
        sign_in(&app, &set, json!({})).await.expect(303);
        assert_eq!(set.fake.plan().key_requests, 1);
        set.key = Key::new("two");
        set.fake.plan().keys = vec![json!({"kty": "unheard of"}), set.key.jwk()];
        sign_in(&app, &set, json!({})).await.expect(303);
        assert_eq!(set.fake.plan().key_requests, 2);
    }
}

scenario! {
    async fn answer_counts_once_in_the_browser_that_asked_and_not_for_long(app: TestApp) {
        let set = dupont(&app).await;
        let begun = begin(&app, &set, "").await;
        let token = set.key.sign(&claire_claims(&app, &set, &begun));
        let query = format!("code=code-1&state={}", begun.state);
        // No cookie, and a state of nobody's: the question stays.
        refused(&call_back(&app, "dupont", None, &query).await, "no cookie");
        refused(
            &call_back(&app, "dupont", Some(&begun.cookie), "code=code-1&state=x").await,
            "another state",
        );
        refused(&call_back(&app, "dupont", Some(&begun.cookie), "code=code-1").await, "no state");
        finish(&app, &set, &begun, token.clone()).await.expect(303);
        refused(&finish(&app, &set, &begun, token).await, "again");
        // Somebody else's browser is made to end it.
        let mine = begin(&app, &set, "").await;
        let theirs = begin(&app, &set, "").await;
        let query = format!("code=code-1&state={}", mine.state);
        refused(&call_back(&app, "dupont", Some(&theirs.cookie), &query).await, "another browser");
        let late = begin(&app, &set, "").await;
        app.clock.advance(TimeDelta::seconds(601));
        let token = set.key.sign(&claire_claims(&app, &set, &late));
        refused(&finish(&app, &set, &late, token).await, "late");
        // An answer of one provider is none of another's.
        let other = set_up(&app, "tilleuls", json!({"account_id": app.people.tilleuls})).await;
        let begun = begin(&app, &set, "").await;
        let query = format!("code=code-1&state={}", begun.state);
        refused(&call_back(&app, &other.slug, Some(&begun.cookie), &query).await, "another provider");
        // Two tabs of one browser do not disturb each other.
        let first = begin(&app, &set, "").await;
        let request = app
            .request(Method::GET, "/api/v1/auth/sso/dupont/start")
            .header("cookie", &first.cookie);
        let second = app.send(request).await.expect(303);
        assert_eq!(pair(&set_cookie(&second, "guichet_sso").expect("a cookie")), first.cookie);
    }
}

scenario! {
    async fn answer_that_names_another_issuer_is_not_believed(app: TestApp) {
        let set = dupont(&app).await;
        let begun = begin(&app, &set, "").await;
        let evil = format!("code=code-1&state={}&iss=https%3A%2F%2Fevil.example", begun.state);
        refused(&call_back(&app, "dupont", Some(&begun.cookie), &evil).await, "a mix-up");
        let named = set_up(&app, "named", json!({"account_id": app.people.dupont})).await;
        named.fake.plan().metadata = json!({"authorization_response_iss_parameter_supported": true});
        let begun = begin(&app, &named, "").await;
        let token = named.key.sign(&claire_claims(&app, &named, &begun));
        refused(&finish(&app, &named, &begun, token).await, "no issuer from who always names it");
    }
}

scenario! {
    async fn provider_that_fails_is_told_from_a_person_who_gives_up(app: TestApp) {
        let set = dupont(&app).await;
        let begun = begin(&app, &set, "").await;
        let query = format!("error=access_denied&state={}", begun.state);
        refused(&call_back(&app, "dupont", Some(&begun.cookie), &query).await, "given up");
        let begun = begin(&app, &set, "").await;
        let query = format!("error=server_error&state={}", begun.state);
        call_back(&app, "dupont", Some(&begun.cookie), &query).await.expect_problem("unavailable");
        // A code that it does not take.
        let begun = begin(&app, &set, "").await;
        let query = format!("code=stolen&state={}", begun.state);
        call_back(&app, "dupont", Some(&begun.cookie), &query).await.expect_problem("unavailable");
        app.get("/api/v1/auth/sso/nobody/start").await.expect_problem("not_found");
    }
}

scenario! {
    async fn browser_reads_a_page_that_says_what_to_do(app: TestApp) {
        let set = dupont(&app).await;
        let page = |language: &'static str| {
            app.request(Method::GET, "/api/v1/auth/sso/dupont/callback?state=x&code=y")
                .header("accept", "text/html,application/xhtml+xml")
                .header("accept-language", language)
        };
        let french = app.send(page("fr")).await;
        assert_eq!(french.status, 403);
        assert!(french.header("content-type").starts_with("text/html"));
        assert!(french.header("content-security-policy").contains("style-src 'sha256-"));
        assert_eq!(french.header("cache-control"), "no-store");
        assert!(french.text().contains("Connexion impossible"), "{}", french.text());
        assert!(french.text().contains("Heliaq"));
        assert!(french.text().contains("<a href=\"/\">Retour à la page de connexion</a>"));
        let english = app.send(page("en")).await;
        assert!(english.text().contains("Begin again from the sign-in page"));
        drop(set);
    }
}

scenario! {
    async fn global_provider_speaks_for_its_domains_alone(app: TestApp) {
        let set = set_up(&app, "group", json!({"domains": ["DUPONT.example", "heliaq.example"]})).await;
        let answer = sign_in(&app, &set, json!({})).await.expect(303);
        assert_eq!(who(&app, &answer).await["id"], json!(app.people.claire));
        let ada = json!({"sub": "a", "email": "ada@heliaq.example"});
        let answer = sign_in(&app, &set, ada).await.expect(303);
        assert_eq!(who(&app, &answer).await["role"], "admin");
        let stella = json!({"sub": "s", "email": "stella@tilleuls.example"});
        refused(&sign_in(&app, &set, stella).await, "a domain that is not its own");
    }
}

scenario! {
    async fn unknown_people_of_a_domain_are_entered_where_that_is_wished(app: TestApp) {
        let set = dupont(&app).await;
        let anne = json!({
            "sub": "n-1", "email": "anne.roy@dupont.example", "given_name": "Anne",
            "family_name": "Roy", "locale": "en-GB",
        });
        refused(&sign_in(&app, &set, anne.clone()).await, "not wished");
        let ada = app.ada().await;
        let path = format!("/identity-providers/{}", set.id);
        let missing = ada.patch(&path, json!({"creates_people": true})).await.expect(422).json();
        assert_eq!(missing["errors"][0]["pointer"], "/domains");
        ada.patch(&path, json!({"creates_people": true, "domains": ["dupont.example"]})).await
            .expect(200);
        let me = who(&app, &sign_in(&app, &set, anne).await.expect(303)).await;
        assert_eq!(me["name"], "Anne Roy");
        assert_eq!(me["role"], "contact");
        assert_eq!(me["account"]["id"], json!(app.people.dupont));
        assert_eq!(me["sees_account_tickets"], false);
        assert_eq!(me["language"], "en");
        let foreign = json!({"sub": "f", "email": "anne.roy@elsewhere.example"});
        refused(&sign_in(&app, &set, foreign).await, "a domain that is not its own");
        let unverified = json!({"sub": "u", "email": "u@dupont.example", "email_verified": false});
        refused(&sign_in(&app, &set, unverified).await, "not verified");
    }
}

scenario! {
    async fn what_the_token_does_not_tell_is_asked_for(app: TestApp) {
        let set = dupont(&app).await;
        let bare = json!({"email": null, "email_verified": null});
        set.fake.plan().user_info =
            json!({"sub": "c-2", "email": "claire@dupont.example", "email_verified": true});
        refused(&sign_in(&app, &set, bare.clone()).await, "told of somebody else");
        set.fake.plan().user_info =
            json!({"sub": "c-1", "email": "claire@dupont.example", "email_verified": true});
        let answer = sign_in(&app, &set, bare).await.expect(303);
        assert_eq!(who(&app, &answer).await["id"], json!(app.people.claire));
    }
}

scenario! {
    async fn signing_out_goes_on_at_the_provider(app: TestApp) {
        let set = dupont(&app).await;
        let answer = sign_in(&app, &set, json!({})).await.expect(303);
        let cookie = pair(&set_cookie(&answer, "guichet_refresh").expect("a session"));
        let leave = || {
            app.request(Method::POST, "/api/v1/auth/logout").header("cookie", &cookie)
        };
        let left = app.send(leave()).await.expect(200).json();
        let address = left["continue_at"].as_str().expect("an address");
        let address = reqwest::Url::parse(address).expect("an address");
        assert!(address.as_str().starts_with(&format!("{}/logout?", set.fake.issuer)));
        assert_eq!(parameter(&address, "client_id"), CLIENT_ID);
        assert_eq!(parameter(&address, "post_logout_redirect_uri"), format!("{}/", app.base));
        assert_eq!(parameter(&address, "id_token_hint").split('.').count(), 3);
        // The session is over, and with it the way there.
        app.send(leave()).await.expect(204);
        // Who has come in with a password goes nowhere else.
        let claire = app.claire().await;
        let request = app.request(Method::POST, "/api/v1/auth/logout").header("cookie", &claire.cookie);
        app.send(request).await.expect(204);
    }
}

scenario! {
    async fn account_that_signs_in_by_its_provider_alone_takes_no_password(app: TestApp) {
        let set = set_up(
            &app,
            "dupont",
            json!({"account_id": app.people.dupont, "sso_only": true}),
        )
        .await;
        let login = |username: &'static str, password: &str| {
            app.request(Method::POST, "/api/v1/auth/login")
                .json(&json!({"username": username, "password": password}))
        };
        // Only who knows the password learns why.
        app.send(login("claire@dupont.example", PASSWORD)).await.expect_problem("sso_required");
        let wrong = app.send(login("claire@dupont.example", "x")).await;
        let unknown = app.send(login("nobody@dupont.example", "x")).await;
        wrong.expect_problem("invalid_credentials");
        assert_eq!(wrong.without_request_id(), unknown.without_request_id());
        sign_in(&app, &set, json!({})).await.expect(303);
        app.stella().await.get("/me").await.expect(200);
        // Turned off, nobody is locked out.
        let path = format!("/identity-providers/{}", set.id);
        app.ada().await.patch(&path, json!({"active": false})).await.expect(200);
        app.send(login("claire@dupont.example", PASSWORD)).await.expect(200);
        app.get("/api/v1/auth/sso/dupont/start").await.expect_problem("not_found");
    }
}
