//! Things half-written.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;
use guichet_common::me::Draft;

use crate::{Conn, Error, Tx};

/// A person's draft under this key.
pub async fn find_draft(conn: &Conn, person: PersonId, key: &str) -> Result<Option<Draft>, Error> {
    todo!()
}

/// Puts a draft in the place of what was under this key.
pub async fn put_draft(tx: &Tx, person: PersonId, key: &str, draft: &Draft) -> Result<(), Error> {
    todo!()
}

/// Forgets the draft under this key, if there is one.
pub async fn delete_draft(tx: &Tx, person: PersonId, key: &str) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM drafts WHERE person_id = $1 AND key = $2",
        crate::row::values![person, key],
    )
    .await?;
    Ok(())
}

/// Forgets drafts untouched since this instant; returns how many.
pub async fn delete_stale_drafts(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    todo!()
}
