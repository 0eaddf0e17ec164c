//! Mails to people about their own access, and the devices that they are known to use. The mails are
//! claimed with a lease as those about tickets are.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::PersonalMailKind;
use uuid::Uuid;

use crate::dialect::queue;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// A mail to a person about their own access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalMailRow {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    pub kind: PersonalMailKind,
    /// To whom.
    pub person_id: PersonId,
    /// What else the template needs.
    pub data: serde_json::Value,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How many tries there were, the claimed one included.
    pub attempts: u32,
    /// The claim's number, to be handed back with the outcome.
    pub fence: i64,
}

/// Writes a mail.
pub async fn enqueue_personal_mail(tx: &Tx, mail: &PersonalMailRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO personal_mails (id, kind, person_id, data, created_at, next_attempt_at, \
         attempts, fence) VALUES ($1, $2, $3, $4, $5, $5, 0, 0)",
        values![
            mail.id,
            mail.kind,
            mail.person_id,
            mail.data,
            mail.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// How many mails of this kind were written to a person since then.
pub async fn count_personal_mails(
    conn: &Conn,
    person: PersonId,
    kind: PersonalMailKind,
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    let row = conn
        .one(
            "SELECT count(*) FROM personal_mails \
             WHERE person_id = $1 AND kind = $2 AND created_at > $3",
            values![person, kind, since],
        )
        .await?;
    row.map_or(Ok(0), |row| Reader::new(&row).get())
}

/// Claims up to `limit` mails that are due, the oldest first, until `lease_until`.
pub async fn claim_due_personal_mails(
    tx: &Tx,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<PersonalMailRow>, Error> {
    let mut sql = Sql::new(
        "WITH due AS MATERIALIZED (SELECT id FROM personal_mails \
         WHERE sent_at IS NULL AND failed_at IS NULL AND next_attempt_at <= ",
    );
    sql.bind(now)
        .push(" AND (lease_until IS NULL OR lease_until <= ");
    sql.bind(now).push(") ORDER BY next_attempt_at, id LIMIT ");
    sql.bind(limit).push(queue::skip_claimed(tx.dialect()));
    sql.push(
        ") UPDATE personal_mails SET fence = fence + 1, attempts = attempts + 1, lease_until = ",
    );
    sql.bind(lease_until);
    sql.push(
        " WHERE id IN (SELECT id FROM due) \
         RETURNING id, kind, person_id, data, created_at, attempts, fence",
    );
    let rows = tx.all(&sql.text, sql.values).await?;
    let mut mails = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    // `RETURNING` is in no order.
    mails.sort_by_key(|mail| mail.id);
    Ok(mails)
}

fn read(row: &Row) -> Result<PersonalMailRow, Error> {
    let mut row = Reader::new(row);
    Ok(PersonalMailRow {
        id: row.get()?,
        kind: row.get()?,
        person_id: row.get()?,
        data: row.get()?,
        created_at: row.get()?,
        attempts: row.get()?,
        fence: row.get()?,
    })
}

/// Whether mails are due, without claiming them: a look that costs no write.
pub async fn has_due_personal_mails(conn: &Conn, now: DateTime<Utc>) -> Result<bool, Error> {
    let row = conn
        .one(
            "SELECT 1 AS one FROM personal_mails WHERE sent_at IS NULL AND failed_at IS NULL \
             AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until <= $1) LIMIT 1",
            values![now],
        )
        .await?;
    Ok(row.is_some())
}

/// How the try to send a claimed mail ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonalMailOutcome {
    /// It was taken.
    Sent,
    /// It may work later: when, and why it did not.
    Retry(DateTime<Utc>, String),
    /// It never will, and why.
    Failed(String),
}

/// Records how a try ended; returns whether the claim still held.
pub async fn finish_personal_mail(
    tx: &Tx,
    id: Uuid,
    fence: i64,
    now: DateTime<Utc>,
    outcome: &PersonalMailOutcome,
) -> Result<bool, Error> {
    let mut sql = Sql::new("UPDATE personal_mails SET lease_until = NULL, ");
    match outcome {
        PersonalMailOutcome::Sent => {
            sql.push("last_error = NULL, sent_at = ").bind(now);
        }
        PersonalMailOutcome::Retry(at, error) => {
            sql.push("next_attempt_at = ").bind(*at);
            sql.push(", last_error = ").bind(error);
        }
        PersonalMailOutcome::Failed(error) => {
            sql.push("failed_at = ").bind(now);
            sql.push(", last_error = ").bind(error);
        }
    }
    sql.push(" WHERE id = ").bind(id);
    sql.push(" AND fence = ").bind(fence);
    sql.push(" AND sent_at IS NULL");
    Ok(tx.execute(&sql.text, sql.values).await? > 0)
}

/// Forgets mails that were written before this instant; returns how many.
pub async fn delete_old_personal_mails(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM personal_mails WHERE created_at < $1 \
         AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)",
        values![before],
    )
    .await
}

/// Records that a person used this device; returns whether it was not known, and whether any was.
pub async fn see_device(
    tx: &Tx,
    person: PersonId,
    mark: &str,
    now: DateTime<Utc>,
) -> Result<(bool, bool), Error> {
    let row = tx
        .one(
            "SELECT count(*), coalesce(sum(CASE WHEN mark = $2 THEN 1 ELSE 0 END), 0) \
             FROM known_devices WHERE person_id = $1",
            values![person, mark],
        )
        .await?;
    let (known, same): (i64, i64) = match row {
        Some(row) => {
            let mut row = Reader::new(&row);
            (row.get()?, row.get()?)
        }
        None => (0, 0),
    };
    tx.execute(
        "INSERT INTO known_devices (person_id, mark, seen_at) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id, mark) DO UPDATE SET seen_at = excluded.seen_at",
        values![person, mark, now],
    )
    .await?;
    Ok((same == 0, known > 0))
}

/// Forgets devices that were not seen since this instant; returns how many.
pub async fn delete_stale_devices(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM known_devices WHERE seen_at < $1",
        values![before],
    )
    .await
}
