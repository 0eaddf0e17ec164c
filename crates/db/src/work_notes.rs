//! Internal notes. Nothing else reads this table, so that no query can show one to a customer.

use chrono::{DateTime, Utc};
use guichet_common::comments::WorkNote;
use guichet_common::ids::{PersonId, TicketNumber, WorkNoteId};
use guichet_domain::Scope;

use crate::{Conn, Error, IdKey, PageRequest, Rows, Tx};

/// A note to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorkNote {
    /// Its id; ids are in the order of time.
    pub id: WorkNoteId,
    /// The ticket.
    pub number: TicketNumber,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Sanitised HTML.
    pub body_html: String,
    /// Plain text.
    pub body_text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Keeps a note.
pub async fn insert_work_note(tx: &Tx, note: &NewWorkNote) -> Result<(), Error> {
    todo!()
}

/// The notes of a ticket within an agent's scope, newest first.
pub async fn list_work_notes_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<WorkNote, IdKey>, Error> {
    todo!()
}
