//! Files. Their bytes are in the object store under `storage_key`; here is what is known of them.

use chrono::{DateTime, Utc};
use guichet_common::attachments::Attachment;
use guichet_common::ids::{ActivityId, AttachmentId, CommentId, PersonId, TicketNumber};
use guichet_domain::Scope;

use crate::{Conn, Error, IdKey, PageRequest, Rows, Tx};

/// A file just uploaded, belonging to no ticket yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// Its id.
    pub id: AttachmentId,
    /// Who uploaded it.
    pub uploader_id: PersonId,
    /// Its name, made safe.
    pub file_name: String,
    /// Its media type, found in its first bytes.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Where the object store has its bytes.
    pub storage_key: String,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// A file with where its bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttachment {
    /// The file.
    pub attachment: Attachment,
    /// Where the object store has its bytes.
    pub storage_key: String,
    /// The ticket it belongs to; `None` while it is unused.
    pub number: Option<TicketNumber>,
}

/// To what files are attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachTo {
    /// The ticket.
    pub number: TicketNumber,
    /// The message they came with.
    pub comment_id: Option<CommentId>,
    /// The entry of the history that shows them, when no message does.
    pub activity_id: Option<ActivityId>,
}

/// Keeps what is known of files just uploaded.
pub async fn insert_attachments(tx: &Tx, attachments: &[NewAttachment]) -> Result<(), Error> {
    todo!()
}

/// Those of these files that this person uploaded and nobody has used yet, in the order asked for.
pub async fn list_unused(
    conn: &Conn,
    ids: &[AttachmentId],
    uploader: PersonId,
) -> Result<Vec<Attachment>, Error> {
    todo!()
}

/// Attaches files that this person uploaded and nobody has used yet; [`Error::NotFound`] unless
/// that is true of every one of them.
pub async fn attach(
    tx: &Tx,
    ids: &[AttachmentId],
    uploader: PersonId,
    to: AttachTo,
) -> Result<(), Error> {
    todo!()
}

/// A file of a ticket within the scope, or an unused one of the reader's own.
pub async fn find_attachment_in(
    conn: &Conn,
    scope: &Scope,
    reader: PersonId,
    id: AttachmentId,
) -> Result<Option<StoredAttachment>, Error> {
    todo!()
}

/// The files of a ticket within the scope, newest first.
pub async fn list_attachments_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<Attachment, IdKey>, Error> {
    todo!()
}

/// Forgets an unused file of this person's; returns its storage key, `None` when there is none.
pub async fn delete_unused(
    tx: &Tx,
    id: AttachmentId,
    uploader: PersonId,
) -> Result<Option<String>, Error> {
    todo!()
}

/// Unused files uploaded before this instant, the oldest first, with their storage keys.
pub async fn list_stale_unused(
    conn: &Conn,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(AttachmentId, String)>, Error> {
    todo!()
}

/// Forgets a file unless it was used in the meantime; returns whether it did.
pub async fn delete_stale_unused(tx: &Tx, id: AttachmentId) -> Result<bool, Error> {
    todo!()
}
