//! Public messages.

use guichet_common::comments::{Comment, CreateComment, PageQuery};
use guichet_common::{Page, TicketNumber};

use crate::call::{Call, IdempotencyKey};
use crate::client::Client;
use crate::error::Error;
use crate::tickets::ticket;

impl Client {
    /// One page of the messages on a ticket.
    pub async fn list_comments(
        &self,
        number: TicketNumber,
        query: &PageQuery,
    ) -> Result<Page<Comment>, Error> {
        self.page(Call::get(&ticket(number, "/comments")).query(query))
            .await
    }

    /// Writes a message.
    pub async fn create_comment(
        &self,
        number: TicketNumber,
        body: &CreateComment,
        key: &IdempotencyKey,
    ) -> Result<Comment, Error> {
        self.json(
            Call::post(&ticket(number, "/comments"))
                .idempotent(key)
                .json(body)?,
        )
        .await
    }
}
