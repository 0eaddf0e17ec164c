//! Talking to a provider: what it says of itself, its keys, and codes exchanged for tokens.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::Jwk;
use moka::sync::Cache;
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::uri::{escape, pairs};

/// For how long a provider is believed without asking it again; a key that is not known is asked
/// for at once.
const KEPT: Duration = Duration::from_mins(10);
/// How long a provider may take for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of an answer.
const ANSWER_MAX: usize = 512 * 1024;

/// Why a provider was of no use, for the log and the test of admins.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Trouble {
    /// No answer, or not one with success.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// An answer, but not of a provider.
    #[error("the answer is not that of a provider: {0}")]
    NotAProvider(String),
    /// It calls itself something else.
    #[error("the provider calls itself {0}")]
    IssuerDiffers(String),
    /// It knows no authorization code.
    #[error("the provider does not offer the authorization code flow")]
    NoCodeFlow,
    /// It did not take the code.
    #[error("the provider did not take the code: {0}")]
    CodeRefused(String),
}

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    #[serde(default)]
    pub(crate) userinfo_endpoint: Option<String>,
    #[serde(default)]
    pub(crate) end_session_endpoint: Option<String>,
    #[serde(default)]
    response_types_supported: Vec<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    /// Whether its answers name it (RFC 9207).
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// What it gives for a code.
#[derive(Clone, Deserialize)]
pub(crate) struct Tokens {
    pub(crate) id_token: String,
    #[serde(default)]
    pub(crate) access_token: Option<String>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

/// The portal at a provider.
pub(crate) struct Credentials<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) client_secret: Option<&'a str>,
}

/// What was learnt of providers, and the client that asks them.
#[derive(Debug)]
pub(crate) struct Providers {
    client: OnceLock<Option<Client>>,
    metadata: Cache<String, Arc<Metadata>>,
    keys: Cache<String, Arc<Vec<Jwk>>>,
}

/// Whether an address may be asked: by TLS, but on this machine.
pub(crate) fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    plain && (url.scheme() == "https" || (url.scheme() == "http" && local))
}

impl Providers {
    pub(crate) fn new() -> Self {
        let cache = || Cache::builder().max_capacity(200).time_to_live(KEPT);
        Self {
            client: OnceLock::new(),
            metadata: cache().build(),
            keys: Cache::builder()
                .max_capacity(200)
                .time_to_live(KEPT)
                .build(),
        }
    }

    /// Made at the first use: whoever needs no provider needs no TLS either.
    fn client(&self) -> Result<&Client, Trouble> {
        let client = self.client.get_or_init(|| {
            Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(PATIENCE)
                .user_agent("Guichet")
                .build()
                .ok()
        });
        client
            .as_ref()
            .ok_or_else(|| Trouble::Unreachable("no HTTP client".to_owned()))
    }

    /// What the provider says of itself, as it was learnt some minutes ago at most.
    pub(crate) async fn metadata(&self, issuer: &str) -> Result<Arc<Metadata>, Trouble> {
        if let Some(known) = self.metadata.get(issuer) {
            return Ok(known);
        }
        let metadata = Arc::new(self.discover(issuer).await?);
        self.metadata
            .insert(issuer.to_owned(), Arc::clone(&metadata));
        Ok(metadata)
    }

    /// Asks the provider what it is.
    pub(crate) async fn discover(&self, issuer: &str) -> Result<Metadata, Trouble> {
        let base = issuer.trim_end_matches('/');
        let address = format!("{base}/.well-known/openid-configuration");
        let metadata: Metadata = self.read(&address, |request| request).await?;
        if metadata.issuer != issuer {
            return Err(Trouble::IssuerDiffers(metadata.issuer));
        }
        let mut addresses = vec![
            &metadata.authorization_endpoint,
            &metadata.token_endpoint,
            &metadata.jwks_uri,
        ];
        addresses.extend(&metadata.userinfo_endpoint);
        addresses.extend(&metadata.end_session_endpoint);
        if let Some(unsafe_address) = addresses.into_iter().find(|address| !is_safe(address)) {
            return Err(Trouble::NotAProvider(unsafe_address.clone()));
        }
        if !metadata
            .response_types_supported
            .iter()
            .any(|kind| kind == "code")
        {
            return Err(Trouble::NoCodeFlow);
        }
        Ok(metadata)
    }

    /// The provider's keys; `fresh`: as they are now.
    pub(crate) async fn keys(
        &self,
        metadata: &Metadata,
        fresh: bool,
    ) -> Result<Arc<Vec<Jwk>>, Trouble> {
        #[derive(Deserialize)]
        struct Keys {
            keys: Vec<serde_json::Value>,
        }
        if !fresh && let Some(known) = self.keys.get(&metadata.jwks_uri) {
            return Ok(known);
        }
        let keys: Keys = self.read(&metadata.jwks_uri, |request| request).await?;
        // Kinds of keys that are not known here are of no use, but no harm either.
        let keys = keys
            .keys
            .into_iter()
            .filter_map(|key| serde_json::from_value(key).ok());
        let keys = Arc::new(keys.collect::<Vec<Jwk>>());
        self.keys
            .insert(metadata.jwks_uri.clone(), Arc::clone(&keys));
        Ok(keys)
    }

    /// Exchanges a code for tokens.
    pub(crate) async fn exchange(
        &self,
        metadata: &Metadata,
        credentials: &Credentials<'_>,
        form: &[(&str, &str)],
    ) -> Result<Tokens, Trouble> {
        let mut form = form.to_vec();
        let methods = &metadata.token_endpoint_auth_methods_supported;
        let knows = |method: &str| methods.iter().any(|known| known == method);
        let mut basic = None;
        match credentials.client_secret {
            // `client_secret_basic` is what counts when nothing is said.
            Some(secret) if methods.is_empty() || knows("client_secret_basic") => {
                let pair = format!("{}:{}", escape(credentials.client_id), escape(secret));
                basic = Some(format!("Basic {}", STANDARD.encode(pair)));
            }
            Some(secret) => {
                form.push(("client_id", credentials.client_id));
                form.push(("client_secret", secret));
            }
            None => form.push(("client_id", credentials.client_id)),
        }
        let request = self
            .client()?
            .post(&metadata.token_endpoint)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(pairs(&form));
        let request = match basic {
            Some(basic) => request.header("authorization", basic),
            None => request,
        };
        send(request).await.map_err(|trouble| match trouble {
            Trouble::Unreachable(text) => Trouble::CodeRefused(text),
            other => other,
        })
    }

    /// What the provider tells of a person to whoever holds this token.
    pub(crate) async fn user_info<T: DeserializeOwned>(
        &self,
        address: &str,
        access_token: &str,
    ) -> Result<T, Trouble> {
        self.read(address, |request| request.bearer_auth(access_token))
            .await
    }

    async fn read<T: DeserializeOwned>(
        &self,
        address: &str,
        complete: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<T, Trouble> {
        if !is_safe(address) {
            return Err(Trouble::NotAProvider(address.to_owned()));
        }
        let request = self
            .client()?
            .get(address)
            .header("accept", "application/json");
        send(complete(request)).await
    }
}

/// Sends a request and reads its JSON, of a bounded size.
async fn send<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Trouble> {
    // The error of a client names the address, which holds nothing secret.
    let unreachable = |error: reqwest::Error| Trouble::Unreachable(error.to_string());
    let mut response = request.send().await.map_err(unreachable)?;
    if response.status() != StatusCode::OK {
        return Err(Trouble::Unreachable(format!(
            "status {}",
            response.status().as_u16()
        )));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > ANSWER_MAX {
            return Err(Trouble::NotAProvider("the answer is too long".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    // The parser's complaint may quote the answer, which may hold tokens.
    serde_json::from_slice(&body).map_err(|_unreadable| {
        Trouble::NotAProvider("the answer is not the JSON that it should be".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_with_tls_are_asked_but_on_this_machine() {
        for good in [
            "https://login.example/tenant/v2.0",
            "http://127.0.0.1:4000",
            "http://localhost:4000/realms/x",
            "http://[::1]:4000",
        ] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "http://login.example",
            "https://user:word@login.example",
            "https://login.example/#x",
            "http://127.0.0.1.evil.example",
            "file:///etc/passwd",
            "login.example",
            "",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
