//! The end of the audit trail: one writer at a time.

use crate::connection::Dialect;

/// Waits until every transaction that has appended to the trail is over, and holds others off until
/// this one is. SQLite has one writer at a time anyway. The number is "audit" in ASCII.
pub(crate) const fn lock_end(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgres => Some("SELECT 1 FROM pg_advisory_xact_lock(418447878516)"),
    }
}
