//! Signing in and out, and who is behind a token.

pub mod device;

pub mod captcha;
pub mod password_reset;

mod ended;
mod known_devices;
mod new_password;
pub(crate) mod password_links;
mod sessions;
mod sign_in;
pub(crate) mod throttle;

use std::sync::Arc;

use guichet_common::ErrorCode;
use guichet_common::auth::AccessToken;
use guichet_db::people;

use crate::api_tokens;
use crate::app::{App, Caller};
use crate::error::{Error, Result};
use crate::machines::format;
use crate::oauth_clients;
use crate::second_factor;

pub use ended::{Ended, end_sessions, session_end};
pub(crate) use ended::{Endings, Followed, end_session};
pub(crate) use sessions::open_session;
pub use sessions::{refresh_session, sign_out};
pub use sign_in::sign_in;

/// What the client says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientInfo {
    /// Its `User-Agent`.
    pub user_agent: String,
    /// Its address.
    pub address: String,
}

/// Signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The access token.
    pub access: AccessToken,
    /// The refresh token, for the cookie.
    pub refresh_token: String,
    /// How long the cookie is kept, in seconds.
    pub refresh_max_age_seconds: i64,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignedIn(…)")
    }
}

/// Who is behind an access token. Believed for some seconds without asking the database again.
pub async fn authenticate(app: &App, bearer: &str) -> Result<Caller> {
    if bearer.starts_with(format::API_TOKEN) {
        return api_tokens::authenticate(app, bearer).await;
    }
    if oauth_clients::is_access_token(bearer) {
        return oauth_clients::authenticate(app, bearer).await;
    }
    let unknown = || Error::Refused(ErrorCode::Unauthenticated);
    let now = app.real_now();
    let claims = app.tokens.read_access(bearer, now)?;
    if app.endings.include(claims.sid) {
        return Err(unknown());
    }
    if let Some(caller) = app.callers.get(&claims.sid) {
        return Ok(caller);
    }
    let read = app.db.read();
    let session = guichet_db::sessions::find_session(&read, claims.sid)
        .await?
        .ok_or_else(unknown)?;
    let lives =
        session.revoked_at.is_none() && session.expires_at > now && session.person_id == claims.sub;
    if !lives {
        return Err(unknown());
    }
    let actor = people::find_actor(&read, claims.sub)
        .await?
        .ok_or_else(unknown)?;
    let caller = Caller {
        second_factor_due: second_factor::is_due(&read, &actor, session.method).await?,
        actor: Arc::new(actor),
        session_id: session.id,
        grant: None,
    };
    app.callers.insert(session.id, caller.clone());
    // It may have been ended since it was read.
    if app.endings.include(session.id) {
        app.callers.invalidate(&session.id);
        return Err(unknown());
    }
    Ok(caller)
}
