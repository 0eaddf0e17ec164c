//! Claiming work: only PostgreSQL has several writers at once that must not wait for each other.

use crate::connection::Dialect;

/// What ends a subquery that picks rows to claim: rows that another worker is just claiming are
/// passed over. SQLite has one writer at a time.
pub(crate) const fn skip_claimed(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
    }
}
