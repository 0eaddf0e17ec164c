//! Answers kept for requests that come again with the same `Idempotency-Key`.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;

use crate::{Conn, Error, Tx};

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
    todo!()
}

/// Keeps an answer; [`crate::UniqueConstraint::IdempotencyKey`] when the key was used in the
/// meantime. An answer under the key from before `since` is overwritten.
pub async fn insert_answer(
    tx: &Tx,
    key: IdempotencyKey<'_>,
    answer: &KeptAnswer,
    since: DateTime<Utc>,
) -> Result<(), Error> {
    todo!()
}

/// Forgets answers given before this instant; returns how many.
pub async fn delete_old_answers(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    todo!()
}
