//! Public messages.

use chrono::{DateTime, Utc};
use guichet_common::comments::Comment;
use guichet_common::ids::{CommentId, PersonId, TicketNumber};
use guichet_domain::Scope;

use crate::{Conn, Error, IdKey, PageRequest, Rows, Tx};

/// A message to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComment {
    /// Its id; ids are in the order of time.
    pub id: CommentId,
    /// The ticket.
    pub number: TicketNumber,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Sanitised HTML; empty when the message is only files.
    pub body_html: String,
    /// Plain text.
    pub body_text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Keeps a message.
pub async fn insert_comment(tx: &Tx, comment: &NewComment) -> Result<(), Error> {
    todo!()
}

/// One message of a ticket within the scope, with its files.
pub async fn find_comment_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    id: CommentId,
) -> Result<Option<Comment>, Error> {
    todo!()
}

/// The messages of a ticket within the scope, newest first, with their files.
pub async fn list_comments_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<Comment, IdKey>, Error> {
    todo!()
}
