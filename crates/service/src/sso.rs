//! Signing in at an identity provider: OpenID Connect, authorization code with PKCE.
//!
//! What binds an answer to its question is derived: the state is random and given to the provider,
//! the browser keeps a random cookie, and nonce and code verifier are signatures over both. So the
//! database keeps hashes alone, and an answer is of no use in another browser.

pub(crate) mod id_token;
mod people;
pub(crate) mod provider;
mod refusal;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::auth::{IdentityProvider, IdentityProviders};
use guichet_common::vocabulary::SignInMethod;
use guichet_db::identity_providers::{self, IdentityProviderRow};
use guichet_db::{Tx, sessions, sso};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::audit::{By, Event, record};
use crate::auth::{ClientInfo, SignedIn, open_session, throttle};
use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};
use crate::uri::with_query;
use id_token::{Claims, Expected, Flaw, Profile};
use provider::{Credentials, Metadata, Tokens, Trouble};
pub use refusal::{SsoError, SsoRefusal};

/// How long a person may take at the provider.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// The same for the cookie, in seconds.
pub const BROWSER_SECONDS: i64 = 600;
/// Longest address of a page to return to, in bytes.
const RETURN_MAX: usize = 1_000;

/// A sign-in that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoStart {
    /// Where the browser goes.
    pub location: String,
    /// What it keeps as a cookie meanwhile.
    pub browser: String,
}

/// What the provider sends the browser back with.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SsoAnswer {
    /// The question's state.
    pub state: Option<String>,
    /// The code.
    pub code: Option<String>,
    /// Why there is none.
    pub error: Option<String>,
    /// Who answers (RFC 9207).
    pub issuer: Option<String>,
}

impl std::fmt::Debug for SsoAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SsoAnswer(…)")
    }
}

/// The providers that anybody may choose. With a user name: the one that answers for its domain, if
/// there is one, whoever has such an address.
pub async fn list_identity_providers(
    app: &App,
    username: Option<&str>,
) -> Result<IdentityProviders> {
    let read = app.db.read();
    let domain = username.and_then(|name| name.trim().rsplit_once('@'));
    if let Some((_, domain)) = domain {
        let domain = domain.to_lowercase();
        let found = identity_providers::find_active_by_domain(&read, &domain).await?;
        if let Some(provider) = found {
            return Ok(IdentityProviders {
                items: vec![shown(provider)],
            });
        }
    }
    let providers = identity_providers::list_identity_providers(&read).await?;
    let global = |row: &IdentityProviderRow| row.active && row.account_id.is_none();
    Ok(IdentityProviders {
        items: providers.into_iter().filter(global).map(shown).collect(),
    })
}

fn shown(row: IdentityProviderRow) -> IdentityProvider {
    IdentityProvider {
        slug: row.slug,
        name: row.name,
    }
}

fn random() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Only pages of the portal: an address that begins with one slash.
fn read_return_to(text: Option<&str>) -> String {
    let path = text.unwrap_or_default();
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= RETURN_MAX
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#');
    if own { path.to_owned() } else { "/".to_owned() }
}

/// What belongs to one sign-in and is never kept.
struct Secrets {
    nonce: String,
    verifier: String,
}

impl Secrets {
    fn of(app: &App, state: &str, browser: &str) -> Self {
        let derive = |what: &str| {
            let parts = [what.as_bytes(), state.as_bytes(), browser.as_bytes()];
            URL_SAFE_NO_PAD.encode(app.sso_key.sign(&parts))
        };
        Self {
            nonce: derive("nonce"),
            verifier: derive("verifier"),
        }
    }

    /// RFC 7636, S256.
    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }
}

/// The address that a provider sends people back to: made of the configured public address.
pub(crate) fn redirect_uri(app: &App, slug: &str) -> String {
    format!(
        "{}/api/v1/auth/sso/{slug}/callback",
        app.settings.public_url
    )
}

/// Where a provider may send people who have signed out there.
pub(crate) fn post_logout_uri(app: &App) -> String {
    format!("{}/", app.settings.public_url)
}

/// Begins a sign-in. `browser` is the cookie of one that was begun before, in another tab perhaps.
pub async fn start_sso(
    app: &App,
    slug: &str,
    browser: Option<&str>,
    username: Option<&str>,
    return_to: Option<&str>,
) -> std::result::Result<SsoStart, SsoError> {
    let provider = identity_providers::find_active_by_slug(&app.db.read(), slug)
        .await?
        .ok_or(SsoRefusal::NoProvider)?;
    let metadata = app.providers.metadata(&provider.issuer).await;
    let metadata = metadata.map_err(|trouble| failed(&provider, &trouble))?;
    let browser = match browser {
        Some(browser) if browser.len() == 43 => browser.to_owned(),
        _ => random()?,
    };
    let state = random()?;
    let secrets = Secrets::of(app, &state, &browser);
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    sso::delete_expired_sign_ins(&tx, now).await?;
    let row = sso::SignInRow {
        state_sha256: sha256_hex(state.as_bytes()),
        browser_sha256: sha256_hex(browser.as_bytes()),
        provider_id: provider.id,
        return_to: read_return_to(return_to),
        expires_at: now + PATIENCE,
    };
    sso::insert_sign_in(&tx, &row).await?;
    tx.commit().await?;
    let challenge = secrets.challenge();
    let redirect_uri = redirect_uri(app, slug);
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", &*provider.client_id),
        ("redirect_uri", &redirect_uri),
        ("scope", &provider.scopes),
        ("state", &state),
        ("nonce", &secrets.nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let hint = username.map(str::trim).filter(|name| !name.is_empty());
    if let Some(hint) = hint {
        parameters.push(("login_hint", hint));
    }
    Ok(SsoStart {
        location: with_query(&metadata.authorization_endpoint, &parameters),
        browser,
    })
}

/// Logs what the matter is with a provider; a person is only told that it is the provider's.
fn failed(provider: &IdentityProviderRow, trouble: &Trouble) -> SsoRefusal {
    tracing::warn!(provider = %provider.slug, %trouble, "the identity provider is of no use");
    SsoRefusal::ProviderFailed
}

/// Ends a sign-in with the provider's answer: opens the session, and tells the page to show. What is
/// refused is told in the audit trail.
pub async fn finish_sso(
    app: &App,
    slug: &str,
    browser: Option<&str>,
    answer: &SsoAnswer,
    client: &ClientInfo,
) -> std::result::Result<(SignedIn, String), SsoError> {
    let by = By {
        actor: None,
        client,
    };
    let ended = end_sign_in(app, slug, browser, answer, by).await;
    if let Err(SsoError::Refused(refusal)) = &ended {
        let mut event = Event::of(AuditAction::SsoRefused).with("reason", refusal.as_str());
        // A slug that is none is anybody's text.
        let provider = identity_providers::find_active_by_slug(&app.db.read(), slug).await?;
        if let Some(provider) = provider {
            event = event.on(AuditTargetKind::IdentityProvider, provider.id);
        }
        let tx = app.db.begin_write().await?;
        if throttle::is_worth_telling(app, &tx, "sso", &client.address).await? {
            record(app, &tx, by, event).await?;
        }
        tx.commit().await?;
    }
    ended
}

async fn end_sign_in(
    app: &App,
    slug: &str,
    browser: Option<&str>,
    answer: &SsoAnswer,
    by: By<'_>,
) -> std::result::Result<(SignedIn, String), SsoError> {
    let (provider, return_to, secrets) = take_question(app, slug, browser, answer).await?;
    let code = read_code(&provider, answer)?;
    let metadata = app.providers.metadata(&provider.issuer).await;
    let metadata = metadata.map_err(|trouble| failed(&provider, &trouble))?;
    let named = answer.issuer.as_deref();
    if named.is_some_and(|issuer| issuer != metadata.issuer)
        || (named.is_none() && metadata.authorization_response_iss_parameter_supported)
    {
        tracing::warn!(provider = %provider.slug, "the answer is of another issuer");
        return Err(SsoRefusal::NotBelieved.into());
    }
    let tokens = exchange(app, &provider, &metadata, code, &secrets).await?;
    let claims = believe(app, &provider, &metadata, &tokens.id_token, &secrets).await?;
    let profile = complete(app, &provider, &metadata, &tokens, &claims).await?;
    let tx = app.db.begin_write().await?;
    let known = people::find_person(app, &tx, &provider, &claims.sub, &profile).await?;
    let person = &known.person;
    let signed_in = open_session(app, &tx, person, by.client, SignInMethod::Sso).await?;
    keep_token(app, &tx, &provider, &signed_in, &tokens.id_token).await?;
    let acts = [
        (known.created, AuditAction::PersonCreated),
        (known.linked, AuditAction::IdentityLinked),
        (true, AuditAction::SessionSignIn),
    ];
    for (_, action) in acts.into_iter().filter(|(happened, _)| *happened) {
        let event = Event::of(action)
            .on(AuditTargetKind::Person, person.id)
            .with("identity_provider", provider.id.to_string())
            .with("method", SignInMethod::Sso.as_str());
        record(app, &tx, by, event).await?;
    }
    tx.commit().await?;
    // So the portal knows that there is a session to take up: the cookie is hidden from it.
    Ok((signed_in, format!("{return_to}#sso")))
}

/// The code that the provider sent, unless it sent why there is none.
fn read_code<'a>(
    provider: &IdentityProviderRow,
    answer: &'a SsoAnswer,
) -> std::result::Result<&'a str, SsoRefusal> {
    match (answer.error.as_deref(), answer.code.as_deref()) {
        (Some("access_denied"), _) => Err(SsoRefusal::Cancelled),
        (Some(error), _) => {
            let trouble = Trouble::CodeRefused(error.chars().take(60).collect());
            Err(failed(provider, &trouble))
        }
        (None, Some(code)) => Ok(code),
        (None, None) => Err(SsoRefusal::ProviderFailed),
    }
}

/// The question that this is the answer to: asked in this browser, at this provider, not long ago,
/// and not answered before.
async fn take_question(
    app: &App,
    slug: &str,
    browser: Option<&str>,
    answer: &SsoAnswer,
) -> std::result::Result<(IdentityProviderRow, String, Secrets), SsoError> {
    let state = answer.state.as_deref().ok_or(SsoRefusal::Expired)?;
    let browser = browser.ok_or(SsoRefusal::Expired)?;
    let tx = app.db.begin_write().await?;
    let question = sso::take_sign_in(&tx, &sha256_hex(state.as_bytes())).await?;
    let question = question.ok_or(SsoRefusal::Expired)?;
    let provider = identity_providers::find_active_by_slug(&tx, slug).await?;
    // Whatever comes now, this question is answered.
    tx.commit().await?;
    let provider = provider.ok_or(SsoRefusal::NoProvider)?;
    let fits = question.provider_id == provider.id
        && question.expires_at > app.real_now()
        && question.browser_sha256 == sha256_hex(browser.as_bytes());
    if !fits {
        return Err(SsoRefusal::Expired.into());
    }
    let secrets = Secrets::of(app, state, browser);
    Ok((provider, question.return_to, secrets))
}

async fn exchange(
    app: &App,
    provider: &IdentityProviderRow,
    metadata: &Metadata,
    code: &str,
    secrets: &Secrets,
) -> std::result::Result<Tokens, SsoError> {
    let secret = open_client_secret(app, provider)?;
    let credentials = Credentials {
        client_id: &provider.client_id,
        client_secret: secret.as_deref(),
    };
    let redirect_uri = redirect_uri(app, &provider.slug);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &*redirect_uri),
        ("code_verifier", &*secrets.verifier),
    ];
    let tokens = app.providers.exchange(metadata, &credentials, &form).await;
    Ok(tokens.map_err(|trouble| failed(provider, &trouble))?)
}

fn open_client_secret(app: &App, provider: &IdentityProviderRow) -> Result<Option<String>> {
    let Some(sealed) = &provider.client_secret else {
        return Ok(None);
    };
    let bytes = app.seals.open(provider.id.0.as_bytes(), sealed)?;
    Ok(Some(String::from_utf8(bytes).map_err(Error::internal)?))
}

/// Checks what the provider says. A key that is not known may be a new one: it is asked for once.
async fn believe(
    app: &App,
    provider: &IdentityProviderRow,
    metadata: &Metadata,
    token: &str,
    secrets: &Secrets,
) -> std::result::Result<Claims, SsoError> {
    let no_keys = |trouble: Trouble| failed(provider, &trouble);
    let mut keys = app.providers.keys(metadata, false).await.map_err(no_keys)?;
    if id_token::names_unknown_key(token, &keys) {
        keys = app.providers.keys(metadata, true).await.map_err(no_keys)?;
    }
    let expected = Expected {
        issuer: &provider.issuer,
        client_id: &provider.client_id,
        nonce: &secrets.nonce,
        now: app.real_now(),
    };
    let claims = id_token::verify(token, &keys, &expected).map_err(|flaw: Flaw| {
        tracing::warn!(provider = %provider.slug, %flaw, "an ID token is not believed");
        SsoRefusal::NotBelieved
    })?;
    Ok(claims)
}

/// What the provider tells of the person; some tell it only when asked once more.
async fn complete(
    app: &App,
    provider: &IdentityProviderRow,
    metadata: &Metadata,
    tokens: &Tokens,
    claims: &Claims,
) -> std::result::Result<Profile, SsoError> {
    #[derive(serde::Deserialize)]
    struct UserInfo {
        sub: String,
        #[serde(flatten)]
        profile: Profile,
    }
    let (Some(address), Some(token), None) = (
        &metadata.userinfo_endpoint,
        &tokens.access_token,
        &claims.profile.email,
    ) else {
        return Ok(claims.profile.clone());
    };
    let info: UserInfo = app
        .providers
        .user_info(address, token)
        .await
        .map_err(|trouble| failed(provider, &trouble))?;
    if info.sub != claims.sub {
        tracing::warn!(provider = %provider.slug, "the user information is of another person");
        return Err(SsoRefusal::NotBelieved.into());
    }
    Ok(info.profile)
}

/// Keeps the token, sealed, for signing out at the provider as well.
async fn keep_token(
    app: &App,
    tx: &Tx,
    provider: &IdentityProviderRow,
    signed_in: &SignedIn,
    id_token: &str,
) -> Result<()> {
    let Some(token) = app.tokens.read_refresh(&signed_in.refresh_token) else {
        return Ok(());
    };
    let session = token.session_id;
    let sealed = app.seals.seal(session.0.as_bytes(), id_token.as_bytes())?;
    sso::insert_sso_session(tx, session, provider.id, &sealed).await?;
    Ok(())
}

/// Where a browser that signs out goes on to sign out at the provider as well (RP-initiated logout
/// 1.0); `None` when the session was opened otherwise, or the provider does not offer it.
pub async fn find_sign_out_address(app: &App, refresh_token: &str) -> Result<Option<String>> {
    let Some(token) = app.tokens.read_refresh(refresh_token) else {
        return Ok(None);
    };
    let read = app.db.read();
    let lives = sessions::find_session(&read, token.session_id)
        .await?
        .is_some_and(|session| session.revoked_at.is_none());
    let Some((provider, sealed)) = sso::find_sso_session(&read, token.session_id).await? else {
        return Ok(None);
    };
    let provider = identity_providers::find_identity_provider(&read, provider).await?;
    let Some(provider) = provider.filter(|provider| lives && provider.active) else {
        return Ok(None);
    };
    // Signing out here does not wait for who is out of reach.
    let Ok(metadata) = app.providers.metadata(&provider.issuer).await else {
        return Ok(None);
    };
    let Some(address) = &metadata.end_session_endpoint else {
        return Ok(None);
    };
    let hint = app.seals.open(token.session_id.0.as_bytes(), &sealed)?;
    let hint = String::from_utf8(hint).map_err(Error::internal)?;
    let back = post_logout_uri(app);
    let parameters = [
        ("id_token_hint", &*hint),
        ("client_id", &*provider.client_id),
        ("post_logout_redirect_uri", &*back),
    ];
    Ok(Some(with_query(address, &parameters)))
}

#[cfg(test)]
mod tests {
    use super::read_return_to;

    #[test]
    fn only_pages_of_the_portal_are_returned_to() {
        let good = "/tickets/CS0047447?tab=files";
        assert_eq!(read_return_to(Some(good)), good);
        for bad in [
            "",
            "tickets",
            "//evil.example",
            "/\\evil.example",
            "/tickets#x",
            "https://evil.example",
            "/a b",
            "/a\r\nSet-Cookie: x",
        ] {
            assert_eq!(read_return_to(Some(bad)), "/", "{bad}");
        }
        assert_eq!(read_return_to(None), "/");
    }
}
