//! Writing tickets.

use guichet_common::ids::TicketNumber;
use guichet_domain::Ticket;
use guichet_domain::ticket::NewTicket;

use crate::{Error, Tx};

/// What a change adds to the counts that a ticket keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Public messages.
    pub comments: u32,
    /// Files.
    pub attachments: u32,
    /// The bytes of these files.
    pub attachment_bytes: u64,
}

/// Files a ticket; the database numbers it. The search index follows by
/// [`crate::search::index_ticket`].
pub async fn insert_ticket(
    tx: &Tx,
    ticket: &NewTicket,
    counts: Counts,
) -> Result<TicketNumber, Error> {
    todo!()
}

/// Saves a ticket after a transition: [`Error::Stale`] unless its version in the database is
/// still the one before `ticket.version`. A solution just proposed is saved with it.
pub async fn update_ticket(tx: &Tx, ticket: &Ticket, added: Counts) -> Result<(), Error> {
    todo!()
}
