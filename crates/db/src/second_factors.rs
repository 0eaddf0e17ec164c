//! One-time codes of people, and what they keep for the day when their telephone is lost.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;

use crate::row::{Reader, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// A person's one-time codes.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactorRow {
    /// Whose they are.
    pub person_id: PersonId,
    /// The secret, sealed.
    pub secret: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When the person has shown a code of it; `None` before.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The step of the last code that was taken.
    pub last_step: i64,
}

impl std::fmt::Debug for SecondFactorRow {
    // A sealed secret is a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactorRow")
            .field("person_id", &self.person_id)
            .finish_non_exhaustive()
    }
}

/// The one-time codes of a person, confirmed or not.
pub async fn find_second_factor(
    conn: &Conn,
    person: PersonId,
) -> Result<Option<SecondFactorRow>, Error> {
    let row = conn
        .one(
            "SELECT person_id, secret, created_at, confirmed_at, last_step FROM second_factors \
             WHERE person_id = $1",
            values![person],
        )
        .await?;
    row.map(|row| {
        let mut row = Reader::new(&row);
        Ok(SecondFactorRow {
            person_id: row.get()?,
            secret: row.get()?,
            created_at: row.get()?,
            confirmed_at: row.find()?,
            last_step: row.get()?,
        })
    })
    .transpose()
}

/// Keeps a secret that waits for its first code, in the place of one that did so before;
/// [`Error::Stale`] when there is a confirmed one.
pub async fn put_unconfirmed_second_factor(
    tx: &Tx,
    person: PersonId,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let changed = tx
        .execute(
            "INSERT INTO second_factors (person_id, secret, created_at, confirmed_at, last_step) \
             VALUES ($1, $2, $3, NULL, 0) \
             ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, \
             created_at = excluded.created_at, last_step = 0 \
             WHERE second_factors.confirmed_at IS NULL",
            values![person, secret, now],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// Turns a person's one-time codes on; returns whether they were off.
pub async fn confirm_second_factor(
    tx: &Tx,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE second_factors SET confirmed_at = $2 \
             WHERE person_id = $1 AND confirmed_at IS NULL",
            values![person, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Takes the code of this step; returns whether neither it nor a later one was taken before.
pub async fn take_step(tx: &Tx, person: PersonId, step: i64) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE second_factors SET last_step = $2 WHERE person_id = $1 AND last_step < $2",
            values![person, step],
        )
        .await?;
    Ok(changed > 0)
}

/// Forgets a person's one-time and recovery codes; returns whether there were any.
pub async fn delete_second_factor(tx: &Tx, person: PersonId) -> Result<bool, Error> {
    tx.execute(
        "DELETE FROM recovery_codes WHERE person_id = $1",
        values![person],
    )
    .await?;
    let deleted = tx
        .execute(
            "DELETE FROM second_factors WHERE person_id = $1",
            values![person],
        )
        .await?;
    Ok(deleted > 0)
}

/// Puts the hashes of new recovery codes in the place of all that were before.
pub async fn put_recovery_codes(tx: &Tx, person: PersonId, hashes: &[String]) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM recovery_codes WHERE person_id = $1",
        values![person],
    )
    .await?;
    let mut sql = Sql::new("INSERT INTO recovery_codes (person_id, hash) VALUES ");
    sql.bind_rows(hashes.iter().map(|hash| values![person, hash]));
    tx.execute(&sql.text, sql.values).await?;
    Ok(())
}

/// Takes the recovery code of this hash; returns whether there is one that was not taken before.
pub async fn take_recovery_code(
    tx: &Tx,
    person: PersonId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE recovery_codes SET used_at = $3 \
             WHERE person_id = $1 AND hash = $2 AND used_at IS NULL",
            values![person, hash, now],
        )
        .await?;
    Ok(changed > 0)
}

/// How many recovery codes a person has left.
pub async fn count_recovery_codes(conn: &Conn, person: PersonId) -> Result<u32, Error> {
    let row = conn
        .one(
            "SELECT COUNT(*) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL",
            values![person],
        )
        .await?;
    row.map_or(Ok(0), |row| Reader::new(&row).get())
}
