//! Sign-ins at identity providers, and whom a provider means by its names.

use chrono::{DateTime, Utc};
use guichet_common::ids::{IdentityProviderId, PersonId, SessionId};

use crate::row::{Reader, values};
use crate::{Conn, Error, Tx};

/// A sign-in that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRow {
    /// SHA-256 of its state.
    pub state_sha256: String,
    /// SHA-256 of the cookie of the browser that began it.
    pub browser_sha256: String,
    /// Where.
    pub provider_id: IdentityProviderId,
    /// The page to show afterwards.
    pub return_to: String,
    /// Until when its answer is taken.
    pub expires_at: DateTime<Utc>,
}

/// Keeps a sign-in that begins.
pub async fn insert_sign_in(tx: &Tx, row: &SignInRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO sso_sign_ins (state_sha256, browser_sha256, provider_id, return_to, \
         expires_at) VALUES ($1, $2, $3, $4, $5)",
        values![
            row.state_sha256,
            row.browser_sha256,
            row.provider_id,
            row.return_to,
            row.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Takes a sign-in out, so that its answer is taken once.
pub async fn take_sign_in(tx: &Tx, state_sha256: &str) -> Result<Option<SignInRow>, Error> {
    let row = tx
        .one(
            "DELETE FROM sso_sign_ins WHERE state_sha256 = $1 \
             RETURNING state_sha256, browser_sha256, provider_id, return_to, expires_at",
            values![state_sha256],
        )
        .await?;
    row.map(|row| {
        let mut row = Reader::new(&row);
        Ok(SignInRow {
            state_sha256: row.get()?,
            browser_sha256: row.get()?,
            provider_id: row.get()?,
            return_to: row.get()?,
            expires_at: row.get()?,
        })
    })
    .transpose()
}

/// Forgets sign-ins that nobody ended in time.
pub async fn delete_expired_sign_ins(tx: &Tx, now: DateTime<Utc>) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM sso_sign_ins WHERE expires_at < $1",
        values![now],
    )
    .await
}

/// Whom a provider means by this name, and remembers that they came.
pub async fn use_identity(
    tx: &Tx,
    provider: IdentityProviderId,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Option<PersonId>, Error> {
    let row = tx
        .one(
            "UPDATE identities SET last_used_at = $3 WHERE provider_id = $1 AND subject = $2 \
             RETURNING person_id",
            values![provider, subject, now],
        )
        .await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}

/// Keeps whom a provider means by this name.
pub async fn insert_identity(
    tx: &Tx,
    provider: IdentityProviderId,
    subject: &str,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO identities (provider_id, subject, person_id, linked_at, last_used_at) \
         VALUES ($1, $2, $3, $4, $4) ON CONFLICT (provider_id, subject) DO NOTHING",
        values![provider, subject, person, now],
    )
    .await?;
    Ok(())
}

/// Whether a provider has a name for this person already.
pub async fn is_linked(
    conn: &Conn,
    provider: IdentityProviderId,
    person: PersonId,
) -> Result<bool, Error> {
    let row = conn
        .one(
            "SELECT 1 FROM identities WHERE provider_id = $1 AND person_id = $2 LIMIT 1",
            values![provider, person],
        )
        .await?;
    Ok(row.is_some())
}

/// Forgets whom a provider means.
pub async fn delete_identities(tx: &Tx, provider: IdentityProviderId) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM identities WHERE provider_id = $1",
        values![provider],
    )
    .await
}

/// Forgets by what names providers know a person; returns whether there were any.
pub async fn delete_identities_of(tx: &Tx, person: PersonId) -> Result<bool, Error> {
    let deleted = tx
        .execute(
            "DELETE FROM identities WHERE person_id = $1",
            values![person],
        )
        .await?;
    Ok(deleted > 0)
}

/// Keeps what is needed to sign out at the provider as well.
pub async fn insert_sso_session(
    tx: &Tx,
    session: SessionId,
    provider: IdentityProviderId,
    id_token: &str,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO sso_sessions (session_id, provider_id, id_token) VALUES ($1, $2, $3)",
        values![session, provider, id_token],
    )
    .await?;
    Ok(())
}

/// The provider by which a session was opened, and the token that it gave, sealed.
pub async fn find_sso_session(
    conn: &Conn,
    session: SessionId,
) -> Result<Option<(IdentityProviderId, String)>, Error> {
    let row = conn
        .one(
            "SELECT provider_id, id_token FROM sso_sessions WHERE session_id = $1",
            values![session],
        )
        .await?;
    row.map(|row| {
        let mut row = Reader::new(&row);
        Ok((row.get()?, row.get()?))
    })
    .transpose()
}
