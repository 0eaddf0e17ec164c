//! Signing in and out, and who is behind a token.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ErrorCode;
use guichet_common::auth::{AccessToken, IdentityProviders, Login};
use guichet_common::ids::{PersonId, SessionId};
use guichet_db::{people, sessions};

use crate::app::{App, Caller};
use crate::crypto::tokens::{ACCESS_SECONDS, RefreshToken};
use crate::error::{Error, Result};

/// A session ends when it was not used for so many days.
const IDLE_DAYS: i64 = 14;
/// A session ends after so many days, however much it is used.
const ABSOLUTE_DAYS: i64 = 90;
/// Within so many seconds after a rotation the refresh token before it still gives the same
/// successor: two tabs that wake up together both live on.
const GRACE_SECONDS: i64 = 30;

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

/// Signs a person in with user name and password. A wrong name takes as long, and says the same,
/// as a wrong password.
pub async fn sign_in(app: &App, login: Login, client: ClientInfo) -> Result<SignedIn> {
    let person = people::find_person_by_email(&app.db.read(), login.username.trim()).await?;
    let person = person.filter(|person| person.active);
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.clone());
    let matches = app.passwords.verify(login.password, hash).await?;
    let person = match person {
        Some(person) if matches => person,
        _ => return Err(Error::Refused(ErrorCode::InvalidCredentials)),
    };
    let now = app.real_now();
    let session = sessions::SessionRow {
        id: app.ids.new_id(),
        person_id: person.id,
        generation: 0,
        rotated_at: now,
        created_at: now,
        last_used_at: now,
        expires_at: expiry(now, now),
        revoked_at: None,
        user_agent: client.user_agent.chars().take(300).collect(),
        address: client.address,
    };
    let tx = app.db.begin_write().await?;
    sessions::insert_session(&tx, &session).await?;
    tx.commit().await?;
    signed_in(
        app,
        session.person_id,
        session.id,
        0,
        now,
        session.expires_at,
    )
}

fn expiry(created_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    (now + TimeDelta::days(IDLE_DAYS)).min(created_at + TimeDelta::days(ABSOLUTE_DAYS))
}

fn signed_in(
    app: &App,
    person: PersonId,
    session_id: SessionId,
    generation: i64,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<SignedIn> {
    Ok(SignedIn {
        access: AccessToken {
            access_token: app.tokens.issue_access(person, session_id, now)?,
            token_type: "Bearer".into(),
            expires_in: ACCESS_SECONDS,
        },
        refresh_token: app.tokens.refresh_token(RefreshToken {
            session_id,
            generation,
        }),
        refresh_max_age_seconds: (expires_at - now).num_seconds(),
    })
}

/// Gives a new access token and rotates the refresh token. A refresh token used again outside of
/// the grace was stolen or is being replayed: the whole session ends.
pub async fn refresh_session(app: &App, refresh_token: &str) -> Result<SignedIn> {
    let over = || Error::Refused(ErrorCode::SessionExpired);
    let token = app.tokens.read_refresh(refresh_token).ok_or_else(over)?;
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    let session = sessions::find_session(&tx, token.session_id)
        .await?
        .ok_or_else(over)?;
    if session.revoked_at.is_some() || session.expires_at <= now {
        return Err(over());
    }
    if people::find_actor(&tx, session.person_id).await?.is_none() {
        return Err(over());
    }
    let in_grace = now - session.rotated_at <= TimeDelta::seconds(GRACE_SECONDS);
    if token.generation == session.generation {
        let expires_at = expiry(session.created_at, now);
        sessions::rotate_session(&tx, session.id, session.generation, now, expires_at).await?;
        tx.commit().await?;
        signed_in(
            app,
            session.person_id,
            session.id,
            session.generation + 1,
            now,
            expires_at,
        )
    } else if token.generation + 1 == session.generation && in_grace {
        signed_in(
            app,
            session.person_id,
            session.id,
            session.generation,
            now,
            session.expires_at,
        )
    } else {
        sessions::revoke_session(&tx, session.person_id, session.id, now).await?;
        tx.commit().await?;
        app.callers.invalidate(&session.id);
        tracing::warn!(session = %session.id, "a refresh token was used twice; session ended");
        Err(over())
    }
}

/// Ends the session of a refresh token; one that is none, or over already, is fine.
pub async fn sign_out(app: &App, refresh_token: &str) -> Result<()> {
    let Some(token) = app.tokens.read_refresh(refresh_token) else {
        return Ok(());
    };
    let tx = app.db.begin_write().await?;
    if let Some(session) = sessions::find_session(&tx, token.session_id).await? {
        sessions::revoke_session(&tx, session.person_id, session.id, app.real_now()).await?;
    }
    tx.commit().await?;
    app.callers.invalidate(&token.session_id);
    Ok(())
}

/// Who is behind an access token. Believed for some seconds without asking the database again.
pub async fn authenticate(app: &App, bearer: &str) -> Result<Caller> {
    let now = app.real_now();
    let claims = app.tokens.read_access(bearer, now)?;
    if let Some(caller) = app.callers.get(&claims.sid) {
        return Ok(caller);
    }
    let unknown = || Error::Refused(ErrorCode::Unauthenticated);
    let read = app.db.read();
    let session = sessions::find_session(&read, claims.sid)
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
        actor: Arc::new(actor),
        session_id: session.id,
    };
    app.callers.insert(session.id, caller.clone());
    Ok(caller)
}

/// The ways to sign in besides the password.
#[expect(clippy::unused_async, reason = "providers will come from the database")]
pub async fn list_identity_providers(_app: &App) -> Result<IdentityProviders> {
    Ok(IdentityProviders { items: Vec::new() })
}
