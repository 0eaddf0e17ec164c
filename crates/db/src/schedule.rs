//! The schedule of the jobs. A task runs on one replica at a time: it is claimed with a lease, and
//! the fence tells a late runner that it lost its claim.

use chrono::{DateTime, Utc};

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
    todo!()
}

/// Claims a task that is due; returns the claim's number, `None` when it is not due or another
/// replica has it.
pub async fn claim_task(
    tx: &Tx,
    name: &str,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<i64>, Error> {
    todo!()
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
    todo!()
}

/// Makes a task due at this instant, if it would be later.
pub async fn hasten_task(tx: &Tx, name: &str, at: DateTime<Utc>) -> Result<(), Error> {
    todo!()
}

/// The schedule, by name.
pub async fn list_tasks(conn: &Conn) -> Result<Vec<TaskRow>, Error> {
    todo!()
}
