//! Passkeys, and what they have signed.

use chrono::{DateTime, Utc};
use guichet_common::ids::{PasskeyId, PersonId};

use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Its id.
    pub id: PasskeyId,
    /// Whose it is.
    pub person_id: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// The authenticator's id for it, in base64url.
    pub credential_id: String,
    /// Its algorithm's number in COSE.
    pub algorithm: i64,
    /// Its public key in the form that it has for the algorithm, in base64url.
    pub public_key: String,
    /// How often it says to have been used.
    pub sign_count: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "SELECT id, person_id, name, credential_id, algorithm, public_key, \
    sign_count, created_at, last_used_at FROM passkeys";

fn read(row: &Row) -> Result<PasskeyRow, Error> {
    let mut row = Reader::new(row);
    Ok(PasskeyRow {
        id: row.get()?,
        person_id: row.get()?,
        name: row.get()?,
        credential_id: row.get()?,
        algorithm: row.get()?,
        public_key: row.get()?,
        sign_count: row.get()?,
        created_at: row.get()?,
        last_used_at: row.find()?,
    })
}

/// Keeps a new passkey; [`Error::Conflict`] when it is known already.
pub async fn insert_passkey(tx: &Tx, row: &PasskeyRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO passkeys (id, person_id, name, credential_id, algorithm, public_key, \
         sign_count, created_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            row.id,
            row.person_id,
            row.name,
            row.credential_id,
            row.algorithm,
            row.public_key,
            row.sign_count,
            row.created_at,
            row.last_used_at,
        ],
    )
    .await?;
    Ok(())
}

/// A person's passkeys, the oldest first.
pub async fn list_passkeys(conn: &Conn, person: PersonId) -> Result<Vec<PasskeyRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE person_id = ").bind(person);
    sql.push(" ORDER BY created_at, id");
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(read).collect()
}

/// The passkey that an authenticator calls so.
pub async fn find_passkey(conn: &Conn, credential_id: &str) -> Result<Option<PasskeyRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE credential_id = ").bind(credential_id);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
}

/// Remembers a use; returns whether the count has grown since, or the passkey does not count.
pub async fn use_passkey(
    tx: &Tx,
    id: PasskeyId,
    sign_count: u32,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE passkeys SET sign_count = $2, last_used_at = $3 \
             WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))",
            values![id, sign_count, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Calls a person's passkey something else; returns whether it is theirs.
pub async fn rename_passkey(
    tx: &Tx,
    person: PersonId,
    id: PasskeyId,
    name: &str,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE passkeys SET name = $3 WHERE id = $1 AND person_id = $2",
            values![id, person, name],
        )
        .await?;
    Ok(changed > 0)
}

/// Forgets a person's passkey; returns whether it was theirs.
pub async fn delete_passkey(tx: &Tx, person: PersonId, id: PasskeyId) -> Result<bool, Error> {
    let deleted = tx
        .execute(
            "DELETE FROM passkeys WHERE id = $1 AND person_id = $2",
            values![id, person],
        )
        .await?;
    Ok(deleted > 0)
}

/// Takes a challenge; returns whether it was not taken before. Those that expired are forgotten.
pub async fn take_challenge(
    tx: &Tx,
    challenge_sha256: &str,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    tx.execute(
        "DELETE FROM used_challenges WHERE expires_at < $1",
        values![now],
    )
    .await?;
    let inserted = tx
        .execute(
            "INSERT INTO used_challenges (challenge_sha256, expires_at) VALUES ($1, $2) \
             ON CONFLICT (challenge_sha256) DO NOTHING",
            values![challenge_sha256, expires_at],
        )
        .await?;
    Ok(inserted > 0)
}
