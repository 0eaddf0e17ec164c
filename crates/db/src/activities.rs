//! The history of tickets. It is append-only: nothing here changes or deletes a row.

use chrono::{DateTime, Utc};
use guichet_common::attachments::Attachment;
use guichet_common::comments::{Author, Comment};
use guichet_common::ids::{ActivityId, CommentId, PersonId, TicketNumber};
use guichet_common::vocabulary::ActivityKind;
use guichet_domain::Scope;

use crate::{Conn, Error, IdKey, PageRequest, Rows, Tx};

/// An entry to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    /// Its id; ids are in the order of time.
    pub id: ActivityId,
    /// The ticket.
    pub number: TicketNumber,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; `None` when the system did.
    pub actor_id: Option<PersonId>,
    /// What it tells.
    pub kind: ActivityKind,
    /// With `comment`: the message.
    pub comment_id: Option<CommentId>,
    /// What else belongs to the kind, as the service reads it back.
    pub data: serde_json::Value,
}

/// An entry as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRow {
    /// Its id.
    pub id: ActivityId,
    /// What it tells.
    pub kind: ActivityKind,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; `None` when the system did.
    pub actor: Option<Author>,
    /// What else belongs to the kind.
    pub data: serde_json::Value,
    /// With `comment`: the message and its files.
    pub comment: Option<Comment>,
    /// With `created` and `attachments_added`: the files.
    pub attachments: Vec<Attachment>,
}

/// Appends entries.
pub async fn insert_activities(tx: &Tx, activities: &[NewActivity]) -> Result<(), Error> {
    todo!()
}

/// The history of a ticket within the scope, newest first.
pub async fn list_activities_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<ActivityRow, IdKey>, Error> {
    todo!()
}
