//! Keyword search over tickets.

use guichet_common::ids::TicketNumber;

use crate::{Error, Tx};

/// Derives what the search knows of a ticket anew: number, subject, description and public
/// messages. To be called after each change of one of them.
pub async fn index_ticket(tx: &Tx, number: TicketNumber) -> Result<(), Error> {
    todo!()
}
