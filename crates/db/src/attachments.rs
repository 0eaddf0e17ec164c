//! Files. Their bytes are in the object store under `storage_key`; here is what is known of them.

use chrono::{DateTime, Utc};
use guichet_common::attachments::Attachment;
use guichet_common::directory::PersonRef;
use guichet_common::ids::{
    ActivityId, AttachmentId, CommentId, PersonId, PublicationId, TicketNumber,
};
use guichet_domain::Scope;

use crate::conversation;
use crate::publications::Audience;
use crate::row::{Reader, values};
use crate::scope;
use crate::sql::Sql;
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
    /// The ticket it belongs to.
    pub number: Option<TicketNumber>,
    /// The publication that it is a picture of.
    pub publication_id: Option<PublicationId>,
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

const ATTACHMENT: &str = "f.id, f.file_name, f.content_type, f.size, f.sha256, f.uploader_id, \
    p.first_name || ' ' || p.last_name, f.created_at";
const FROM: &str = " FROM attachments f JOIN people p ON p.id = f.uploader_id WHERE ";

fn read_attachment(row: &mut Reader<'_>) -> Result<Attachment, Error> {
    Ok(Attachment {
        id: row.get()?,
        file_name: row.get()?,
        content_type: row.get()?,
        size: row.get()?,
        sha256: row.get()?,
        uploaded_by: PersonRef {
            id: row.get()?,
            name: row.get()?,
        },
        created_at: row.get()?,
    })
}

/// Keeps what is known of files just uploaded.
pub async fn insert_attachments(tx: &Tx, attachments: &[NewAttachment]) -> Result<(), Error> {
    if attachments.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "INSERT INTO attachments (id, uploader_id, file_name, content_type, size, sha256, \
         storage_key, created_at) VALUES ",
    );
    sql.bind_rows(attachments.iter().map(|file| {
        values![
            file.id,
            file.uploader_id,
            file.file_name,
            file.content_type,
            file.size,
            file.sha256,
            file.storage_key,
            file.created_at,
        ]
    }));
    tx.execute(&sql.text, sql.values).await?;
    Ok(())
}

/// Those of these files that this person uploaded and nobody has used yet, in the order asked for.
pub async fn list_unused(
    conn: &Conn,
    ids: &[AttachmentId],
    uploader: PersonId,
) -> Result<Vec<Attachment>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ");
    sql.push(ATTACHMENT).push(FROM);
    sql.push("f.ticket_id IS NULL AND f.publication_id IS NULL AND f.uploader_id = ");
    sql.bind(uploader).push(" AND f.id IN ").bind_list(ids);
    let rows = conn.all(&sql.text, sql.values).await?;
    let mut found = rows
        .iter()
        .map(|row| read_attachment(&mut Reader::new(row)))
        .collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|file| ids.iter().position(|id| *id == file.id));
    Ok(found)
}

/// Attaches files that this person uploaded and nobody has used yet; [`Error::NotFound`] unless
/// that is true of every one of them.
pub async fn attach(
    tx: &Tx,
    ids: &[AttachmentId],
    uploader: PersonId,
    to: AttachTo,
) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE attachments SET ticket_id = ");
    sql.bind(to.number);
    sql.push(", comment_id = ").bind(to.comment_id);
    sql.push(", activity_id = ").bind(to.activity_id);
    sql.push(" WHERE ticket_id IS NULL AND publication_id IS NULL AND uploader_id = ");
    sql.bind(uploader).push(" AND id IN ").bind_list(ids);
    let attached = tx.execute(&sql.text, sql.values).await?;
    if usize::try_from(attached) == Ok(ids.len()) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Makes files that this person uploaded and nobody has used yet the pictures of a publication;
/// those that are such already stay. Returns which of them are its pictures then.
pub async fn attach_to_publication(
    tx: &Tx,
    ids: &[AttachmentId],
    uploader: PersonId,
    publication: PublicationId,
) -> Result<Vec<AttachmentId>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("UPDATE attachments SET publication_id = ");
    sql.bind(publication);
    sql.push(" WHERE ticket_id IS NULL AND publication_id IS NULL AND uploader_id = ");
    sql.bind(uploader).push(" AND id IN ").bind_list(ids);
    tx.execute(&sql.text, sql.values).await?;
    let mut sql = Sql::new("SELECT id FROM attachments WHERE publication_id = ");
    sql.bind(publication).push(" AND id IN ").bind_list(ids);
    let rows = tx.all(&sql.text, sql.values).await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// A file of a ticket within the scope, a picture of a publication for the `audience`, or an unused
/// file of the reader's own.
pub async fn find_attachment_in(
    conn: &Conn,
    scope: &Scope,
    audience: &Audience,
    reader: PersonId,
    id: AttachmentId,
) -> Result<Option<StoredAttachment>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(ATTACHMENT)
        .push(", f.storage_key, f.ticket_id, f.publication_id");
    sql.push(FROM).push("f.id = ").bind(id);
    sql.push(" AND ((f.ticket_id IS NULL AND f.publication_id IS NULL AND f.uploader_id = ");
    sql.bind(reader);
    sql.push(") OR EXISTS (SELECT 1 FROM tickets t WHERE t.id = f.ticket_id");
    scope::tickets(&mut sql, "t", scope);
    sql.push(") OR EXISTS (SELECT 1 FROM publications p WHERE p.id = f.publication_id");
    if !audience.writes {
        audience.push(&mut sql);
    }
    sql.push("))");
    let Some(row) = conn.one(&sql.text, sql.values).await? else {
        return Ok(None);
    };
    let mut row = Reader::new(&row);
    Ok(Some(StoredAttachment {
        attachment: read_attachment(&mut row)?,
        storage_key: row.get()?,
        number: row.find()?,
        publication_id: row.find()?,
    }))
}

/// The files of a ticket within the scope, newest first.
pub async fn list_attachments_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<Attachment, IdKey>, Error> {
    let from = "attachments f JOIN people p ON p.id = f.uploader_id";
    conversation::list(conn, scope, number, page, ATTACHMENT, from, "f", |row| {
        let file = read_attachment(&mut Reader::new(row))?;
        Ok((IdKey { id: file.id.0 }, file))
    })
    .await
}

/// What a file came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnerKind {
    /// A message.
    Comment(CommentId),
    /// An entry of the history.
    Activity(ActivityId),
    /// Neither.
    Ticket,
}

/// All files of a ticket, the oldest first. The caller has found the ticket within a scope.
pub(crate) async fn list_of_ticket(
    conn: &Conn,
    number: TicketNumber,
) -> Result<Vec<(OwnerKind, Attachment)>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(ATTACHMENT)
        .push(", f.comment_id, f.activity_id")
        .push(FROM);
    sql.push("f.ticket_id = ")
        .bind(number)
        .push(" ORDER BY f.id");
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            let file = read_attachment(&mut row)?;
            let comment: Option<CommentId> = row.find()?;
            let activity: Option<ActivityId> = row.find()?;
            let owner = match (comment, activity) {
                (Some(id), _) => OwnerKind::Comment(id),
                (None, Some(id)) => OwnerKind::Activity(id),
                (None, None) => OwnerKind::Ticket,
            };
            Ok((owner, file))
        })
        .collect()
}

/// Forgets an unused file of this person's; returns its storage key, `None` when there is none.
pub async fn delete_unused(
    tx: &Tx,
    id: AttachmentId,
    uploader: PersonId,
) -> Result<Option<String>, Error> {
    let row = tx
        .one(
            "DELETE FROM attachments WHERE id = $1 AND uploader_id = $2 AND ticket_id IS NULL \
             AND publication_id IS NULL RETURNING storage_key",
            values![id, uploader],
        )
        .await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}

/// Unused files uploaded before this instant, the oldest first, with their storage keys.
pub async fn list_stale_unused(
    conn: &Conn,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(AttachmentId, String)>, Error> {
    let rows = conn
        .all(
            "SELECT id, storage_key FROM attachments WHERE ticket_id IS NULL \
             AND publication_id IS NULL AND created_at < $1 ORDER BY created_at LIMIT $2",
            values![before, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok((row.get()?, row.get()?))
        })
        .collect()
}

/// Forgets a file unless it was used in the meantime; returns whether it did.
pub async fn delete_stale_unused(tx: &Tx, id: AttachmentId) -> Result<bool, Error> {
    let deleted = tx
        .execute(
            "DELETE FROM attachments WHERE id = $1 AND ticket_id IS NULL \
             AND publication_id IS NULL",
            values![id],
        )
        .await?;
    Ok(deleted > 0)
}
