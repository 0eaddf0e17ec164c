//! Reading the feed of live events without missing any.
//!
//! SQLite's transactions follow one another, so an event's id is its place. PostgreSQL's overlap:
//! an event may become visible after others with higher ids. There the place is the transaction's
//! number and then the id, and events are held back until no older transaction is under way.

use crate::connection::Dialect;

/// Columns as `live_events::read_event` reads them.
macro_rules! columns {
    () => {
        "SELECT id, kind, ticket_id, version, at, account_id, contact_id, internal FROM live_events"
    };
}

/// The events after the one with the id `$1`, at most `$2`.
pub(crate) const fn list_after(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => concat!(columns!(), " WHERE id > $1 ORDER BY id LIMIT $2"),
        Dialect::Postgres => concat!(
            columns!(),
            " WHERE transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint \
             AND (transaction, id) > (COALESCE((SELECT transaction FROM live_events \
             WHERE id = $1), (SELECT min(transaction) FROM live_events WHERE id > $1), 0), $1) \
             ORDER BY transaction, id LIMIT $2"
        ),
    }
}

/// The id of the last event in the order of [`list_after`].
pub(crate) const fn last(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SELECT id FROM live_events ORDER BY id DESC LIMIT 1",
        Dialect::Postgres => {
            "SELECT id FROM live_events \
             WHERE transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint \
             ORDER BY transaction DESC, id DESC LIMIT 1"
        }
    }
}
