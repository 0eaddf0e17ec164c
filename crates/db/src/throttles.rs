//! Tries that failed, by what is counted: a name as it was typed, or an address.

use chrono::{DateTime, Utc};

use crate::row::{Reader, values};
use crate::{Conn, Error, Tx};

/// What is counted of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Tries, the one just counted included.
    pub failures: u32,
    /// Until when there are no more.
    pub blocked_until: DateTime<Utc>,
}

/// Until when the subject is blocked; in the past, or not at all, when it is not.
pub async fn find_blocked_until(
    conn: &Conn,
    subject: &str,
) -> Result<Option<DateTime<Utc>>, Error> {
    let row = conn
        .one(
            "SELECT blocked_until FROM throttles WHERE subject = $1",
            values![subject],
        )
        .await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}

/// Counts a try, and holds others of the subject off until the transaction is over. Counting begins
/// anew when the last try was before `stale`; while the subject is blocked nothing is counted.
pub async fn count_try(
    tx: &Tx,
    subject: &str,
    now: DateTime<Utc>,
    stale: DateTime<Utc>,
) -> Result<Throttle, Error> {
    let row = tx
        .one(
            "INSERT INTO throttles (subject, failures, blocked_until, updated_at) \
             VALUES ($1, 1, 0, $2) ON CONFLICT (subject) DO UPDATE SET \
             failures = CASE WHEN throttles.blocked_until > $2 THEN throttles.failures \
             WHEN throttles.updated_at < $3 THEN 1 ELSE throttles.failures + 1 END, \
             updated_at = CASE WHEN throttles.blocked_until > $2 THEN throttles.updated_at \
             ELSE $2 END RETURNING failures, blocked_until",
            values![subject, now, stale],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let mut row = Reader::new(&row);
    Ok(Throttle {
        failures: row.get()?,
        blocked_until: row.get()?,
    })
}

/// Blocks the subject until then, unless it is blocked for longer. Counting begins `anew`, or goes on
/// afterwards.
pub async fn block(tx: &Tx, subject: &str, until: DateTime<Utc>, anew: bool) -> Result<(), Error> {
    tx.execute(
        "UPDATE throttles SET failures = CASE WHEN $3 THEN 0 ELSE failures END, \
         blocked_until = CASE WHEN blocked_until > $2 THEN blocked_until ELSE $2 END \
         WHERE subject = $1",
        values![subject, until, anew],
    )
    .await?;
    Ok(())
}

/// Takes a try back that turned out to be none.
pub async fn take_try_back(tx: &Tx, subject: &str) -> Result<(), Error> {
    tx.execute(
        "UPDATE throttles SET failures = failures - 1 WHERE subject = $1 AND failures > 0",
        values![subject],
    )
    .await?;
    Ok(())
}

/// Forgets all tries of the subject; returns whether it was blocked.
pub async fn forget_tries(tx: &Tx, subject: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let was_blocked = find_blocked_until(tx, subject)
        .await?
        .is_some_and(|until| until > now);
    tx.execute("DELETE FROM throttles WHERE subject = $1", values![subject])
        .await?;
    Ok(was_blocked)
}

/// Forgets what was last counted before this instant, and blocks nobody any more.
pub async fn delete_old_throttles(
    tx: &Tx,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM throttles WHERE updated_at < $1 AND blocked_until < $2",
        values![before, now],
    )
    .await
}
