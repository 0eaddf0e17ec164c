//! Signed-in browsers and programs.

use chrono::{DateTime, Utc};
use guichet_common::ids::{PersonId, SessionId};
use guichet_common::vocabulary::SignInMethod;

use crate::row::{Reader, Row, values};
use crate::sql::Sql;
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
    /// By which way it signed in.
    pub method: SignInMethod,
}

const COLUMNS: &str = "SELECT id, person_id, generation, rotated_at, created_at, last_used_at, \
    expires_at, revoked_at, user_agent, address, method FROM sessions";

fn read(row: &Row) -> Result<SessionRow, Error> {
    let mut row = Reader::new(row);
    Ok(SessionRow {
        id: row.get()?,
        person_id: row.get()?,
        generation: row.get()?,
        rotated_at: row.get()?,
        created_at: row.get()?,
        last_used_at: row.get()?,
        expires_at: row.get()?,
        revoked_at: row.find()?,
        user_agent: row.get()?,
        address: row.get()?,
        method: row.get()?,
    })
}

/// Keeps a new session.
pub async fn insert_session(tx: &Tx, session: &SessionRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO sessions (id, person_id, generation, rotated_at, created_at, last_used_at, \
         expires_at, revoked_at, user_agent, address, method) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        values![
            session.id,
            session.person_id,
            session.generation,
            session.rotated_at,
            session.created_at,
            session.last_used_at,
            session.expires_at,
            session.revoked_at,
            session.user_agent,
            session.address,
            session.method,
        ],
    )
    .await?;
    Ok(())
}

/// A session, ended or not.
pub async fn find_session(conn: &Conn, id: SessionId) -> Result<Option<SessionRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE id = ").bind(id);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
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
    let changed = tx
        .execute(
            "UPDATE sessions SET generation = generation + 1, rotated_at = $3, \
             last_used_at = $3, expires_at = $4 \
             WHERE id = $1 AND generation = $2 AND revoked_at IS NULL",
            values![id, from_generation, now, expires_at],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// Ends a session of this person's; returns whether it was there and not yet ended.
pub async fn revoke_session(
    tx: &Tx,
    person: PersonId,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE sessions SET revoked_at = $3 \
             WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL",
            values![id, person, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Ends every session of a person but perhaps one; returns those that it ended.
pub async fn revoke_sessions(
    tx: &Tx,
    person: PersonId,
    except: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<Vec<SessionId>, Error> {
    let mut sql = Sql::new("UPDATE sessions SET revoked_at = ");
    sql.bind(now).push(" WHERE person_id = ").bind(person);
    if let Some(except) = except {
        sql.push(" AND id <> ").bind(except);
    }
    sql.push(" AND revoked_at IS NULL RETURNING id");
    let rows = tx.all(&sql.text, sql.values).await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// Sessions that were ended after this instant.
pub async fn list_revoked_since(
    conn: &Conn,
    since: DateTime<Utc>,
) -> Result<Vec<SessionId>, Error> {
    let rows = conn
        .all(
            "SELECT id FROM sessions WHERE revoked_at > $1",
            values![since],
        )
        .await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// The living sessions of a person, the last used first.
pub async fn list_sessions(
    conn: &Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<SessionRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE person_id = ").bind(person);
    sql.push(" AND revoked_at IS NULL AND expires_at > ")
        .bind(now);
    sql.push(" ORDER BY last_used_at DESC, id");
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(read).collect()
}

/// Forgets sessions that ended or expired before this instant; returns how many.
pub async fn delete_ended_sessions(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM sessions WHERE expires_at < $1 OR revoked_at < $1",
        values![before],
    )
    .await
}
