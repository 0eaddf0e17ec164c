//! The same request again, with the same `Idempotency-Key`, is answered as the first time.

use chrono::TimeDelta;
use guichet_common::ErrorCode;
use guichet_common::ids::PersonId;
use guichet_db::{Conn, Tx, idempotency};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::{Error, Result};

/// How long an answer is kept, in hours.
pub const KEPT_HOURS: i64 = 24;

/// The key that came with a request that creates something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The key, made up by the client.
    pub key: String,
    /// The operation it was used on, with the ticket where there is one.
    pub operation: String,
    /// SHA-256 of the request's body, in hexadecimal.
    pub body_sha256: String,
}

/// Something created, now or by the first request with the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<T> {
    /// What the first request was answered.
    pub value: T,
    /// Whether this is the answer again.
    pub replayed: bool,
}

impl<T> Created<T> {
    pub(crate) const fn fresh(value: T) -> Self {
        Self {
            value,
            replayed: false,
        }
    }
}

/// The first answer to this key, if there is one; the key with another body is refused.
pub(crate) async fn find_first_answer<T: DeserializeOwned>(
    app: &App,
    conn: &Conn,
    person: PersonId,
    key: Option<&IdempotencyKey>,
) -> Result<Option<Created<T>>> {
    let Some(key) = key else { return Ok(None) };
    let since = app.real_now() - TimeDelta::hours(KEPT_HOURS);
    let Some(kept) = idempotency::find_answer(conn, db_key(person, key), since).await? else {
        return Ok(None);
    };
    if kept.body_hash != key.body_sha256.as_bytes() {
        return Err(Error::Refused(ErrorCode::IdempotencyKeyReused));
    }
    let value = serde_json::from_str(&kept.response).map_err(Error::internal)?;
    Ok(Some(Created {
        value,
        replayed: true,
    }))
}

/// Keeps the answer in the transaction that it tells of.
pub(crate) async fn keep_answer<T: Serialize>(
    app: &App,
    tx: &Tx,
    person: PersonId,
    key: Option<&IdempotencyKey>,
    value: &T,
) -> Result<()> {
    let Some(key) = key else { return Ok(()) };
    let now = app.real_now();
    let answer = idempotency::KeptAnswer {
        body_hash: key.body_sha256.as_bytes().to_vec(),
        status: 201,
        location: None,
        etag: None,
        response: serde_json::to_string(value).map_err(Error::internal)?,
        created_at: now,
    };
    let since = now - TimeDelta::hours(KEPT_HOURS);
    match idempotency::insert_answer(tx, db_key(person, key), &answer, since).await {
        // Two requests with one key at the same time: the second is asked to come again, and
        // then gets the first one's answer.
        Err(guichet_db::Error::Conflict(guichet_db::UniqueConstraint::IdempotencyKey)) => {
            Err(Error::Refused(ErrorCode::Unavailable))
        }
        other => Ok(other?),
    }
}

fn db_key(person: PersonId, key: &IdempotencyKey) -> idempotency::IdempotencyKey<'_> {
    idempotency::IdempotencyKey {
        person_id: person,
        operation: &key.operation,
        key: &key.key,
    }
}
