//! An identity provider that says whatever a test wants.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard};

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use guichet_tests::{Value, json};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

pub const CLIENT_ID: &str = "guichet";
pub const CLIENT_SECRET: &str = "a secret: with/signs";

/// A pair of keys.
#[derive(Debug, Clone)]
pub struct Key {
    private: Vec<u8>,
    public: Vec<u8>,
    pub kid: String,
}

impl Key {
    pub fn new(kid: &str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let private = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, private.as_ref(), &random).expect("a key");
        Self {
            private: private.as_ref().to_vec(),
            public: pair.public_key().as_ref().to_vec(),
            kid: kid.to_owned(),
        }
    }

    pub fn jwk(&self) -> Value {
        let (x, y) = self.public[1..].split_at(32);
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid,
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        })
    }

    pub fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.kid.clone());
        let key = EncodingKey::from_ec_der(&self.private);
        jsonwebtoken::encode(&header, claims, &key).expect("signs")
    }

    /// What somebody signs who takes the public key for a shared secret.
    pub fn sign_by_public_key(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(self.kid.clone());
        let key = EncodingKey::from_secret(&self.public);
        jsonwebtoken::encode(&header, claims, &key).expect("signs")
    }
}

/// A token that nobody has signed.
pub fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.",
        part(&json!({"alg": "none", "typ": "JWT"})),
        part(claims)
    )
}

/// What the provider says next.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// What it says of itself differently.
    pub metadata: Value,
    /// Its published keys.
    pub keys: Vec<Value>,
    /// The code that it takes, once, and the challenge that the verifier must fit.
    pub code: Option<(String, String)>,
    /// What it gives for it.
    pub id_token: String,
    /// What it tells whoever holds the access token.
    pub user_info: Value,
    /// How often its keys were asked for.
    pub key_requests: usize,
}

/// The provider.
#[derive(Debug, Clone)]
pub struct FakeProvider {
    pub issuer: String,
    plan: Arc<Mutex<Plan>>,
}

impl FakeProvider {
    pub fn start(key: &Key) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let plan = Plan {
            keys: vec![key.jwk()],
            ..Plan::default()
        };
        let provider = Self {
            issuer,
            plan: Arc::new(Mutex::new(plan)),
        };
        let data = Data::new(provider.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .route("/.well-known/openid-configuration", web::get().to(metadata))
                .route("/jwks", web::get().to(keys))
                .route("/token", web::post().to(token))
                .route("/me", web::get().to(user_info))
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .expect("listens")
        .run();
        tokio::spawn(server);
        provider
    }

    pub fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().expect("nobody panicked")
    }
}

async fn metadata(provider: Data<FakeProvider>) -> HttpResponse {
    let issuer = &provider.issuer;
    let mut metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth?tenant=1"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "response_types_supported": ["code"],
    });
    for (name, value) in provider.plan().metadata.as_object().into_iter().flatten() {
        metadata[name] = value.clone();
    }
    HttpResponse::Ok().json(metadata)
}

async fn keys(provider: Data<FakeProvider>) -> HttpResponse {
    let mut plan = provider.plan();
    plan.key_requests += 1;
    HttpResponse::Ok().json(json!({"keys": plan.keys}))
}

async fn token(provider: Data<FakeProvider>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let form: Vec<(String, String)> = web::Query::from_query(&String::from_utf8_lossy(&body))
        .map(web::Query::into_inner)
        .unwrap_or_default();
    let field = |name: &str| {
        let found = form.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    // RFC 6749, 2.3.1: both are encoded as in a form first.
    let expected = STANDARD.encode("guichet:a%20secret%3A%20with%2Fsigns");
    let known = request
        .headers()
        .get("authorization")
        .is_some_and(|value| value == format!("Basic {expected}").as_str());
    let mut plan = provider.plan();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier")));
    let fits = plan
        .code
        .take()
        .is_some_and(|(code, wanted)| code == field("code") && wanted == challenge);
    let to_us = field("redirect_uri").ends_with("/callback");
    if !known || !fits || !to_us || field("grant_type") != "authorization_code" {
        return HttpResponse::BadRequest().json(json!({"error": "invalid_grant"}));
    }
    HttpResponse::Ok().json(json!({
        "id_token": plan.id_token, "access_token": "open", "token_type": "Bearer",
    }))
}

async fn user_info(provider: Data<FakeProvider>, request: HttpRequest) -> HttpResponse {
    let known = request
        .headers()
        .get("authorization")
        .is_some_and(|value| value == "Bearer open");
    if known {
        HttpResponse::Ok().json(&provider.plan().user_info)
    } else {
        HttpResponse::Unauthorized().finish()
    }
}
