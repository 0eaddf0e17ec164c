//! Many tickets at once, for demonstrations and benchmarks.

use chrono::{DateTime, Utc};
use guichet_common::ids::{ActivityId, CommentId, PersonId};
use guichet_domain::ticket::{NewTicket, Status};

use crate::{Db, Error};

/// A ticket to be inserted with its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkTicket {
    /// The ticket as it was filed.
    pub ticket: NewTicket,
    /// Where it stands now.
    pub status: Status,
    /// The agent who works it.
    pub assigned_to_id: Option<PersonId>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
    /// The history's first entry.
    pub created_activity_id: ActivityId,
    /// Its public messages, the oldest first.
    pub comments: Vec<BulkComment>,
}

/// A message with its entry in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkComment {
    /// Its id.
    pub id: CommentId,
    /// The id of its entry in the history.
    pub activity_id: ActivityId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Sanitised HTML.
    pub body_html: String,
    /// Plain text.
    pub body_text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Inserts tickets in big transactions, search index included, and without live events or mails.
/// Returns how many.
pub async fn insert_bulk(db: &Db, tickets: impl Iterator<Item = BulkTicket>) -> Result<u64, Error> {
    todo!()
}
