//! Files: uploading, attaching, downloading.

mod names;
mod upload;

use std::ops::Range;

use bytes::Bytes;
use futures_util::Stream;
use guichet_common::attachments::Attachment;
use guichet_common::comments::PageQuery;
use guichet_common::ids::{AttachmentId, TicketNumber};
use guichet_common::problem::FieldError;
use guichet_common::{ErrorCode, Page};
use guichet_db::{Tx, attachments as rows, tickets};
use guichet_domain::{Actor, policy};

pub use upload::{Upload, begin_upload};

use crate::app::App;
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};
use crate::publications::audience;
use crate::tickets::read::require_ticket_of_list;

/// The files of a ticket, newest first.
pub async fn list_attachments(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    query: PageQuery,
) -> Result<Page<Attachment>> {
    let page = read_page(app, "attachments", query.limit, query.cursor.as_deref())?;
    let scope = policy::ticket_scope(actor);
    let read = app.db.read();
    let rows = rows::list_attachments_in(&read, &scope, number, &page).await?;
    require_ticket_of_list(&read, &scope, number, &rows).await?;
    write_page(app, "attachments", rows)
}

async fn find(app: &App, actor: &Actor, id: AttachmentId) -> Result<rows::StoredAttachment> {
    let scope = policy::ticket_scope(actor);
    let audience = audience(app, actor);
    rows::find_attachment_in(&app.db.read(), &scope, &audience, actor.id, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// What is known of a file that the actor may read.
pub async fn get_attachment(app: &App, actor: &Actor, id: AttachmentId) -> Result<Attachment> {
    Ok(find(app, actor, id).await?.attachment)
}

/// The bytes of a file, or a part of them, as they come.
pub async fn read_attachment(
    app: &App,
    actor: &Actor,
    id: AttachmentId,
    range: Option<Range<u64>>,
) -> Result<impl Stream<Item = std::result::Result<Bytes, object_store::Error>> + use<>> {
    let stored = find(app, actor, id).await?;
    app.storage.read(&stored.storage_key, range).await
}

/// Deletes a file of the actor's own that belongs to nothing yet.
pub async fn delete_attachment(app: &App, actor: &Actor, id: AttachmentId) -> Result<()> {
    let stored = find(app, actor, id).await?;
    if stored.number.is_some() || stored.publication_id.is_some() {
        return Err(Error::Refused(ErrorCode::AttachmentInUse));
    }
    let tx = app.db.begin_write().await?;
    let key = rows::delete_unused(&tx, id, actor.id)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    tx.commit().await?;
    app.storage.delete(&key).await
}

/// At most so many files a message, each named once.
pub(crate) fn check_file_count(app: &App, ids: &[AttachmentId], errors: &mut Vec<FieldError>) {
    let max = app.settings.limits.files_per_request;
    if ids.len() > max {
        errors.push(FieldError::at("/attachment_ids", "too_many").with("max", max));
    }
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != ids.len() {
        errors.push(FieldError::at("/attachment_ids", "invalid_value"));
    }
}

/// The files that a sanitised text shows as pictures.
pub(crate) fn referenced_images(html: &str) -> Vec<AttachmentId> {
    let mut ids: Vec<AttachmentId> = html
        .split("src=\"/api/v1/attachments/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The author's unused files for a ticket: each of `files` must be one, `images` are taken if
/// they are. Refuses more than a ticket may hold.
pub(crate) async fn take_files(
    app: &App,
    tx: &Tx,
    author: &Actor,
    number: TicketNumber,
    files: &[AttachmentId],
    images: &[AttachmentId],
) -> Result<Vec<Attachment>> {
    if files.is_empty() && images.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids = files.to_vec();
    ids.extend(images.iter().filter(|id| !files.contains(id)));
    let taken = rows::list_unused(tx, &ids, author.id).await?;
    let missing: Vec<FieldError> = files
        .iter()
        .enumerate()
        .filter(|(_, id)| !taken.iter().any(|file| file.id == **id))
        .map(|(index, _)| FieldError::at(format!("/attachment_ids/{index}"), "not_found"))
        .collect();
    if !missing.is_empty() {
        return Err(Error::Invalid(missing));
    }
    let scope = policy::ticket_scope(author);
    let present = tickets::find_ticket_detail_in(tx, &scope, number)
        .await?
        .map_or(0, |row| row.attachment_bytes);
    let max = app.settings.limits.ticket_bytes;
    if present + taken.iter().map(|file| file.size).sum::<u64>() > max {
        return Err(Error::OverLimit {
            code: ErrorCode::TicketFilesTooLarge,
            max,
        });
    }
    Ok(taken)
}
