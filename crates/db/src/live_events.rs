//! Live events: the feed behind Server-Sent Events, kept for a day so that a stream can resume.

use chrono::{DateTime, Utc};
use guichet_common::events::Event;
use guichet_common::ids::{AccountId, PersonId, TicketNumber};
use guichet_common::vocabulary::EventKind;

use crate::dialect::events;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// An event to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLiveEvent {
    /// What happened.
    pub kind: EventKind,
    /// To which ticket.
    pub number: TicketNumber,
    /// Whose the ticket is.
    pub account_id: AccountId,
    /// For whom the ticket is.
    pub contact_id: PersonId,
    /// The ticket's version after it.
    pub version: i64,
    /// Whether only agents may know.
    pub internal: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// An event with who may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveEventRow {
    /// Its place in the feed.
    pub id: i64,
    /// The event.
    pub event: Event,
    /// Whose the ticket is.
    pub account_id: AccountId,
    /// For whom the ticket is.
    pub contact_id: PersonId,
    /// Whether only agents may know.
    pub internal: bool,
}

/// Puts events into the feed.
pub async fn insert_live_events(tx: &Tx, events: &[NewLiveEvent]) -> Result<(), Error> {
    if events.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "INSERT INTO live_events (kind, ticket_id, account_id, contact_id, version, internal, at) \
         VALUES ",
    );
    sql.bind_rows(events.iter().map(|event| {
        values![
            event.kind,
            event.number,
            event.account_id,
            event.contact_id,
            event.version,
            event.internal,
            event.at,
        ]
    }));
    tx.execute_later(&sql.text, sql.values).await
}

/// The events after this place, in order. None is missed: on PostgreSQL an event is told once
/// every transaction that was under way when it was written has ended.
pub async fn list_live_events_after(
    conn: &Conn,
    id: i64,
    limit: u32,
) -> Result<Vec<LiveEventRow>, Error> {
    let rows = conn
        .all(events::list_after(conn.dialect()), values![id, limit])
        .await?;
    rows.iter().map(read_event).collect()
}

fn read_event(row: &Row) -> Result<LiveEventRow, Error> {
    let mut row = Reader::new(row);
    Ok(LiveEventRow {
        id: row.get()?,
        event: Event {
            kind: row.get()?,
            number: row.get()?,
            version: row.get()?,
            at: row.get()?,
        },
        account_id: row.get()?,
        contact_id: row.get()?,
        internal: row.get()?,
    })
}

/// The last place in the feed; 0 when it is empty.
pub async fn find_last_live_event(conn: &Conn) -> Result<i64, Error> {
    match conn.one(events::last(conn.dialect()), vec![]).await? {
        Some(row) => Reader::new(&row).get(),
        None => Ok(0),
    }
}

/// Forgets events from before this instant; returns how many.
pub async fn delete_old_live_events(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    tx.execute("DELETE FROM live_events WHERE at < $1", values![before])
        .await
}
