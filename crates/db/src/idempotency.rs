//! Answers kept for requests that come again with the same `Idempotency-Key`.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;

use crate::row::{Reader, values};
use crate::{Conn, Error, Tx, UniqueConstraint};

/// For what a key was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey<'a> {
    /// Who used it.
    pub person_id: PersonId,
    /// On which operation, by its `operationId`, with the ticket where there is one.
    pub operation: &'a str,
    /// The key.
    pub key: &'a str,
}

/// The first answer to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// A hash of the request's body.
    pub body_hash: Vec<u8>,
    /// The answer's status.
    pub status: u32,
    /// The answer's `Location`.
    pub location: Option<String>,
    /// The answer's `ETag`.
    pub etag: Option<String>,
    /// The answer's body.
    pub response: String,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

/// The answer kept under this key, unless given before `since`.
pub async fn find_answer(
    conn: &Conn,
    key: IdempotencyKey<'_>,
    since: DateTime<Utc>,
) -> Result<Option<KeptAnswer>, Error> {
    let row = conn
        .one(
            "SELECT body_hash, status, location, etag, response, created_at \
             FROM idempotency_keys \
             WHERE person_id = $1 AND operation = $2 AND key = $3 AND created_at >= $4",
            values![key.person_id, key.operation, key.key, since],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut row = Reader::new(&row);
    Ok(Some(KeptAnswer {
        body_hash: row.get()?,
        status: row.get()?,
        location: row.find()?,
        etag: row.find()?,
        response: row.get()?,
        created_at: row.get()?,
    }))
}

/// Keeps an answer; [`crate::UniqueConstraint::IdempotencyKey`] when the key was used in the
/// meantime. An answer under the key from before `since` is overwritten.
pub async fn insert_answer(
    tx: &Tx,
    key: IdempotencyKey<'_>,
    answer: &KeptAnswer,
    since: DateTime<Utc>,
) -> Result<(), Error> {
    let kept = tx
        .execute(
            "INSERT INTO idempotency_keys (person_id, operation, key, body_hash, status, \
             location, etag, response, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (person_id, operation, key) DO UPDATE SET \
             body_hash = excluded.body_hash, status = excluded.status, \
             location = excluded.location, etag = excluded.etag, response = excluded.response, \
             created_at = excluded.created_at WHERE idempotency_keys.created_at < $10",
            values![
                key.person_id,
                key.operation,
                key.key,
                answer.body_hash,
                answer.status,
                answer.location,
                answer.etag,
                answer.response,
                answer.created_at,
                since,
            ],
        )
        .await?;
    if kept == 0 {
        return Err(Error::Conflict(UniqueConstraint::IdempotencyKey));
    }
    Ok(())
}

/// Forgets answers given before this instant; returns how many.
pub async fn delete_old_answers(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM idempotency_keys WHERE created_at < $1",
        values![before],
    )
    .await
}
