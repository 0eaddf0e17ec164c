//! Live events: the feed behind Server-Sent Events, kept for a day so that a stream can resume.

use chrono::{DateTime, Utc};
use guichet_common::events::Event;
use guichet_common::ids::{AccountId, PersonId, TicketNumber};
use guichet_common::vocabulary::EventKind;

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
    todo!()
}

/// The events after this place, in order.
pub async fn list_live_events_after(
    conn: &Conn,
    id: i64,
    limit: u32,
) -> Result<Vec<LiveEventRow>, Error> {
    todo!()
}

/// The last place in the feed; 0 when it is empty.
pub async fn find_last_live_event(conn: &Conn) -> Result<i64, Error> {
    todo!()
}

/// Forgets events from before this instant; returns how many.
pub async fn delete_old_live_events(tx: &Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    todo!()
}
