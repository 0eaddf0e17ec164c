//! Things half-written.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;
use guichet_common::me::Draft;
use serde_json::Value;

use crate::row::{Reader, values};
use crate::{Conn, Error, Tx};

/// A person's draft under this key.
pub async fn find_draft(conn: &Conn, person: PersonId, key: &str) -> Result<Option<Draft>, Error> {
    let row = conn
        .one(
            "SELECT content, updated_at FROM drafts WHERE person_id = $1 AND key = $2",
            values![person, key],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut row = Reader::new(&row);
    match row.get()? {
        Value::Object(content) => Ok(Some(Draft {
            content,
            updated_at: row.get()?,
        })),
        _ => Err(Error::corrupt("draft")),
    }
}

/// Puts a draft in the place of what was under this key.
pub async fn put_draft(tx: &Tx, person: PersonId, key: &str, draft: &Draft) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO drafts (person_id, key, content, updated_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (person_id, key) DO UPDATE \
         SET content = excluded.content, updated_at = excluded.updated_at",
        values![
            person,
            key,
            Value::Object(draft.content.clone()),
            draft.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// Forgets a person's draft under this key.
pub async fn delete_draft(tx: &Tx, person: PersonId, key: &str) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM drafts WHERE person_id = $1 AND key = $2",
        values![person, key],
    )
    .await?;
    Ok(())
}

/// Forgets drafts untouched since this instant; returns how many.
pub async fn delete_stale_drafts(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    tx.execute("DELETE FROM drafts WHERE updated_at < $1", values![before])
        .await
}
