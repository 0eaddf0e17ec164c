//! Internal notes. Nothing else reads this table, so that no query can show one to a customer.

use chrono::{DateTime, Utc};
use guichet_common::comments::WorkNote;
use guichet_common::ids::{PersonId, TicketNumber, WorkNoteId};
use guichet_domain::Scope;

use crate::conversation::{self, read_author};
use crate::row::{Reader, values};
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
    tx.execute_later(
        "INSERT INTO work_notes (ticket_id, id, author_id, body_html, body_text, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            note.number,
            note.id,
            note.author_id,
            note.body_html,
            note.body_text,
            note.created_at,
        ],
    )
    .await
}

/// The notes of a ticket within an agent's scope, newest first.
pub async fn list_work_notes_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<WorkNote, IdKey>, Error> {
    const COLUMNS: &str = "n.id, n.author_id, p.first_name || ' ' || p.last_name, p.role, \
        n.body_html, n.body_text, n.created_at";
    const FROM: &str = "work_notes n LEFT JOIN people p ON p.id = n.author_id";
    conversation::list(conn, scope, number, page, COLUMNS, FROM, "n", |row| {
        let mut row = Reader::new(row);
        let note = WorkNote {
            id: row.get()?,
            author: read_author(&mut row)?,
            body_html: row.get()?,
            body_text: row.get()?,
            created_at: row.get()?,
        };
        Ok((IdKey { id: note.id.0 }, note))
    })
    .await
}
