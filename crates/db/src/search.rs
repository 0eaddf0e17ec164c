//! Keyword search over tickets. It is asked by [`crate::tickets::TicketFilter::keywords`]; here
//! its index is kept.

use guichet_common::ids::TicketNumber;

use crate::dialect::search;
use crate::row::values;
use crate::{Error, Tx};

/// Derives what the search knows of a ticket anew: number, subject, description and public
/// messages. To be called after each change of one of them.
pub async fn index_ticket(tx: &Tx, number: TicketNumber) -> Result<(), Error> {
    // It reads what was just written.
    tx.catch_up().await?;
    tx.execute_later(search::index_ticket(tx.dialect()), values![number])
        .await
}
