//! Internal notes, for agents only.

use guichet_common::comments::{CreateWorkNote, PageQuery, WorkNote};
use guichet_common::{Page, TicketNumber};

use crate::call::{Call, IdempotencyKey};
use crate::client::Client;
use crate::error::Error;
use crate::tickets::ticket;

impl Client {
    /// One page of the notes on a ticket.
    pub async fn list_work_notes(
        &self,
        number: TicketNumber,
        query: &PageQuery,
    ) -> Result<Page<WorkNote>, Error> {
        self.page(Call::get(&ticket(number, "/work-notes")).query(query))
            .await
    }

    /// Writes a note.
    pub async fn create_work_note(
        &self,
        number: TicketNumber,
        body: &CreateWorkNote,
        key: &IdempotencyKey,
    ) -> Result<WorkNote, Error> {
        self.json(
            Call::post(&ticket(number, "/work-notes"))
                .idempotent(key)
                .json(body)?,
        )
        .await
    }
}
