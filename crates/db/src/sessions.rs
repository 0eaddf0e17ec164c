//! Signed-in browsers and programs.

use chrono::{DateTime, Utc};
use guichet_common::ids::{PersonId, SessionId};

use crate::{Conn, Error, Tx};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub person_id: PersonId,
    /// Which refresh token is the current one; grows by one with every rotation.
    pub generation: i64,
    /// When the current refresh token was made.
    pub rotated_at: DateTime<Utc>,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it last renewed its access.
    pub last_used_at: DateTime<Utc>,
    /// When it ends unless renewed.
    pub expires_at: DateTime<Utc>,
    /// When it was ended.
    pub revoked_at: Option<DateTime<Utc>>,
    /// What the browser or program calls itself.
    pub user_agent: String,
    /// From where it signed in.
    pub address: String,
}

/// Keeps a new session.
pub async fn insert_session(tx: &Tx, session: &SessionRow) -> Result<(), Error> {
    todo!()
}

/// A session, ended or not.
pub async fn find_session(conn: &Conn, id: SessionId) -> Result<Option<SessionRow>, Error> {
    todo!()
}

/// Moves a session on to its next refresh token; [`Error::Stale`] when another tab did so first,
/// or the session was ended.
pub async fn rotate_session(
    tx: &Tx,
    id: SessionId,
    from_generation: i64,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    todo!()
}

/// Ends a session of this person's; returns whether it was there and not yet ended.
pub async fn revoke_session(
    tx: &Tx,
    person: PersonId,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    todo!()
}

/// Ends every session of a person; returns how many.
pub async fn revoke_all_sessions(
    tx: &Tx,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    todo!()
}

/// The living sessions of a person, the last used first.
pub async fn list_sessions(
    conn: &Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<SessionRow>, Error> {
    todo!()
}

/// Forgets sessions that ended or expired before this instant; returns how many.
pub async fn delete_ended_sessions(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    todo!()
}
