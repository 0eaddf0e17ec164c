//! Sessions: opening, renewing and leaving them.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ErrorCode;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::auth::AccessToken;
use guichet_common::ids::{PersonId, SessionId};
use guichet_common::settings::security::SecuritySettings;
use guichet_common::vocabulary::SignInMethod;
use guichet_db::people::PersonRow;
use guichet_db::{Tx, people, sessions};

use super::{ClientInfo, SignedIn, end_session, known_devices};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::crypto::tokens::{ACCESS_SECONDS, RefreshToken};
use crate::error::{Error, Result};
use crate::settings::read_section;

/// Within so many seconds after a rotation the refresh token before it still gives the same
/// successor: two tabs that wake up together both live on.
const GRACE_SECONDS: i64 = 30;

/// Opens a session for a person who has proven who they are. The tokens are good once the
/// transaction is committed.
pub(crate) async fn open_session(
    app: &App,
    tx: &Tx,
    person: &PersonRow,
    client: &ClientInfo,
    method: SignInMethod,
) -> Result<SignedIn> {
    let settings: SecuritySettings = read_section(tx).await?;
    let now = app.real_now();
    let session = sessions::SessionRow {
        id: app.ids.new_id(),
        person_id: person.id,
        generation: 0,
        rotated_at: now,
        created_at: now,
        last_used_at: now,
        expires_at: expiry(settings, now, now),
        revoked_at: None,
        user_agent: client.user_agent.chars().take(300).collect(),
        address: client.address.clone(),
        method,
    };
    sessions::insert_session(tx, &session).await?;
    known_devices::see(app, tx, person, client).await?;
    signed_in(app, person.id, session.id, 0, now, session.expires_at)
}

fn expiry(
    settings: SecuritySettings,
    created_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let idle = TimeDelta::days(settings.session_idle_days.into());
    let absolute = TimeDelta::days(settings.session_absolute_days.into());
    (now + idle).min(created_at + absolute)
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
pub async fn refresh_session(
    app: &App,
    refresh_token: &str,
    client: &ClientInfo,
) -> Result<SignedIn> {
    let over = || Error::Refused(ErrorCode::SessionExpired);
    let token = app.tokens.read_refresh(refresh_token).ok_or_else(over)?;
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    let session = sessions::find_session(&tx, token.session_id)
        .await?
        .ok_or_else(over)?;
    let settings: SecuritySettings = read_section(&tx).await?;
    // Limits may have become shorter since the session was last renewed.
    let expires_at =
        session
            .expires_at
            .min(expiry(settings, session.created_at, session.last_used_at));
    if session.revoked_at.is_some() || expires_at <= now {
        return Err(over());
    }
    if people::find_actor(&tx, session.person_id).await?.is_none() {
        return Err(over());
    }
    let in_grace = now - session.rotated_at <= TimeDelta::seconds(GRACE_SECONDS);
    if token.generation == session.generation {
        let expires_at = expiry(settings, session.created_at, now);
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
            expires_at,
        )
    } else {
        let ended = end_session(app, &tx, session.person_id, session.id).await?;
        let by = By {
            actor: None,
            client,
        };
        let event = about(AuditAction::SessionEnded, &session).with("reason", "token_reused");
        record(app, &tx, by, event).await?;
        tx.commit().await?;
        ended.unwrap_or_default().take_hold(app);
        tracing::warn!(session = %session.id, "a refresh token was used twice; session ended");
        Err(over())
    }
}

/// Ends the session of a refresh token; one that is none, or over already, is fine.
pub async fn sign_out(app: &App, refresh_token: &str, client: &ClientInfo) -> Result<()> {
    let Some(token) = app.tokens.read_refresh(refresh_token) else {
        return Ok(());
    };
    let tx = app.db.begin_write().await?;
    let Some(session) = sessions::find_session(&tx, token.session_id).await? else {
        return Ok(());
    };
    let Some(ended) = end_session(app, &tx, session.person_id, session.id).await? else {
        return Ok(());
    };
    let actor = people::find_actor(&tx, session.person_id).await?;
    let by = By {
        actor: actor.as_ref(),
        client,
    };
    record(app, &tx, by, about(AuditAction::SessionSignOut, &session)).await?;
    tx.commit().await?;
    ended.take_hold(app);
    Ok(())
}

fn about(action: AuditAction, session: &sessions::SessionRow) -> Event {
    Event::of(action)
        .on(AuditTargetKind::Person, session.person_id)
        .with("session_id", session.id.to_string())
}
