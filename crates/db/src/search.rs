//! Keyword search over tickets. It is asked by [`crate::tickets::TicketFilter::keywords`]; here
//! its index is kept.

use guichet_common::ids::TicketNumber;
use guichet_domain::ticket::NewTicket;

use crate::dialect::search;
use crate::row::values;
use crate::{Dialect, Error, Tx};

/// Derives what the search knows of a ticket anew: number, subject, description and public
/// messages. To be called after each change of one of them.
pub async fn index_ticket(tx: &Tx, number: TicketNumber) -> Result<(), Error> {
    tx.changes_lists();
    // It reads what was just written.
    tx.catch_up().await?;
    tx.execute_later(search::index_ticket(tx.dialect()), values![number])
        .await
}

/// Derives what the search knows of a ticket that was filed in this transaction, and has no messages
/// yet.
pub async fn index_new_ticket(
    tx: &Tx,
    number: TicketNumber,
    ticket: &NewTicket,
) -> Result<(), Error> {
    if tx.dialect() == Dialect::Sqlite {
        return index_ticket(tx, number).await;
    }
    tx.changes_lists();
    // What was just written need not be read, so that it goes in one turn with it.
    tx.execute_later(
        search::POSTGRES_INDEX_NEW_TICKET,
        values![
            number,
            ticket.account_id,
            ticket.contact_id,
            ticket.subject,
            ticket.description_text,
        ],
    )
    .await
}
