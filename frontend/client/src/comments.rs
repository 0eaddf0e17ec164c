//! Public messages.

use guichet_common::comments::{Comment, CommentOriginal, CreateComment, PageQuery};
use guichet_common::{CommentId, Page, TicketNumber};

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

    /// The whole text of a message that came by mail and was cut.
    pub async fn get_comment_original(
        &self,
        number: TicketNumber,
        id: CommentId,
    ) -> Result<CommentOriginal, Error> {
        let path = ticket(number, &format!("/comments/{id}/original"));
        self.json(Call::get(&path)).await
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
