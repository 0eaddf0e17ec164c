//! The schedule of the jobs. A task runs on one replica at a time: it is claimed with a lease, and
//! the fence tells a late runner that it lost its claim.

use chrono::{DateTime, Utc};

use crate::row::{Reader, values};
use crate::{Conn, Error, Tx};

/// A task of the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// Its name.
    pub name: String,
    /// When it last ended.
    pub last_run_at: Option<DateTime<Utc>>,
    /// When it is due.
    pub next_run_at: DateTime<Utc>,
    /// Until when it is claimed.
    pub lease_until: Option<DateTime<Utc>>,
    /// What it last reported.
    pub last_report: Option<String>,
}

/// Puts a task on the schedule unless it is there.
pub async fn ensure_task(tx: &Tx, name: &str, next_run_at: DateTime<Utc>) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO schedule (name, next_run_at, fence) VALUES ($1, $2, 0) \
         ON CONFLICT (name) DO NOTHING",
        values![name, next_run_at],
    )
    .await?;
    Ok(())
}

/// Claims a task that is due; returns the claim's number, `None` when it is not due or another
/// replica has it.
pub async fn claim_task(
    tx: &Tx,
    name: &str,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<i64>, Error> {
    let row = tx
        .one(
            "UPDATE schedule SET fence = fence + 1, lease_until = $3 \
             WHERE name = $1 AND next_run_at <= $2 \
             AND (lease_until IS NULL OR lease_until <= $2) RETURNING fence",
            values![name, now, lease_until],
        )
        .await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}

/// Keeps a claim for longer; returns whether it still held.
pub async fn extend_claim(
    tx: &Tx,
    name: &str,
    fence: i64,
    lease_until: DateTime<Utc>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE schedule SET lease_until = $3 WHERE name = $1 AND fence = $2",
            values![name, fence, lease_until],
        )
        .await?;
    Ok(changed > 0)
}

/// Records the end of a run; returns whether the claim still held.
pub async fn finish_task(
    tx: &Tx,
    name: &str,
    fence: i64,
    now: DateTime<Utc>,
    next_run_at: DateTime<Utc>,
    report: &str,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE schedule SET last_run_at = $3, next_run_at = $4, last_report = $5, \
             lease_until = NULL WHERE name = $1 AND fence = $2",
            values![name, fence, now, next_run_at, report],
        )
        .await?;
    Ok(changed > 0)
}

/// Makes a task due at this instant, if it would be later.
pub async fn hasten_task(tx: &Tx, name: &str, at: DateTime<Utc>) -> Result<(), Error> {
    tx.execute(
        "UPDATE schedule SET next_run_at = $2 WHERE name = $1 AND next_run_at > $2",
        values![name, at],
    )
    .await?;
    Ok(())
}

/// The schedule, by name.
pub async fn list_tasks(conn: &Conn) -> Result<Vec<TaskRow>, Error> {
    let rows = conn
        .all(
            "SELECT name, last_run_at, next_run_at, lease_until, last_report FROM schedule \
             ORDER BY name",
            vec![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(TaskRow {
                name: row.get()?,
                last_run_at: row.find()?,
                next_run_at: row.get()?,
                lease_until: row.find()?,
                last_report: row.find()?,
            })
        })
        .collect()
}
