//! The files of a mail: kept under the limits of all files, pictures put in their place.

use std::collections::HashSet;

use bytes::Bytes;
use guichet_common::ids::AttachmentId;
use guichet_domain::Actor;
use guichet_mail::incoming::place_files;

use super::message::Message;
use super::shown::Part;
use crate::app::App;
use crate::attachments::{Upload, begin_upload};
use crate::error::{Error, Result};

/// The name of the file that has the whole of a text that is too long.
const LONG_TEXT: &str = "message.txt";
/// Names of files left out that are told; of more their count.
const TOLD: usize = 50;

/// A file of a mail, uploaded but not attached yet.
#[derive(Debug, Clone)]
pub(super) struct StoredFile {
    pub(super) id: AttachmentId,
    name: String,
    size: u64,
    /// Which file of the message it is, when the text shows it.
    shown_as: Option<usize>,
}

/// The files of a mail.
#[derive(Debug, Clone, Default)]
pub(super) struct StoredFiles {
    pub(super) kept: Vec<StoredFile>,
    /// The names of those that are too large or too many.
    refused: Vec<String>,
}

/// Uploads the files of a mail in its sender's name, with the whole text when it is longer than what
/// is shown. Until a message attaches them they are unused files as any, which the sweep removes.
pub(super) async fn store_files(
    app: &App,
    actor: &Actor,
    message: &Message,
    part: Part,
) -> Result<StoredFiles> {
    let limits = app.settings.limits;
    let shown = shown_files(part.html(&message.body));
    let somewhere = shown_files(&message.body.whole_html);
    let mut upload = begin_upload(app, actor);
    let mut files = StoredFiles::default();
    let mut kept: Vec<Option<usize>> = Vec::new();
    if let Some(text) = part.long_text(&message.body) {
        upload.start_file(LONG_TEXT).await?;
        upload
            .write(Bytes::copy_from_slice(text.as_bytes()))
            .await?;
        upload.finish_file().await?;
        kept.push(None);
    }
    for (index, one) in message.files.iter().enumerate() {
        // Logos of signatures and pictures of what is quoted went with the text around them.
        if one.file.inline && somewhere.contains(&index) && !shown.contains(&index) {
            continue;
        }
        let fits = (1..=limits.file_bytes).contains(&one.size);
        if !fits || kept.len() >= limits.files_per_request {
            files.refused.push(one.file.file_name.clone());
            continue;
        }
        upload.start_file(&one.file.file_name).await?;
        write_file(&mut upload, message, index).await?;
        kept.push(shown.contains(&index).then_some(index));
    }
    if kept.is_empty() {
        return Ok(files);
    }
    let uploaded = upload.finish(None).await?.value.items;
    if uploaded.len() != kept.len() {
        return Err(Error::internal("an upload lost a file"));
    }
    let pairs = uploaded.into_iter().zip(kept);
    files.kept = pairs
        .map(|(attachment, shown_as)| StoredFile {
            id: attachment.id,
            name: attachment.file_name,
            size: attachment.size,
            shown_as,
        })
        .collect();
    Ok(files)
}

/// Piece by piece, so that a large file is never in memory twice.
async fn write_file(upload: &mut Upload, message: &Message, index: usize) -> Result<()> {
    if let Some(one) = message.files.get(index) {
        for chunk in one.file.chunks(&message.raw) {
            upload.write(Bytes::from(chunk.into_owned())).await?;
        }
    }
    upload.finish_file().await
}

/// The files that a text shows as pictures.
fn shown_files(html: &str) -> HashSet<usize> {
    let mut shown = HashSet::new();
    place_files(html, |index| {
        shown.insert(index);
        None
    });
    shown
}

impl StoredFiles {
    /// Leaves out what goes beyond this many bytes; returns whether something did.
    pub(super) fn fit(&mut self, mut room: u64) -> bool {
        let before = self.kept.len();
        let refused = &mut self.refused;
        self.kept.retain(|file| {
            let fits = file.size <= room;
            if fits {
                room -= file.size;
            } else {
                refused.push(file.name.clone());
            }
            fits
        });
        self.kept.len() < before
    }

    /// The ids of the files.
    pub(super) fn ids(&self) -> Vec<AttachmentId> {
        self.kept.iter().map(|file| file.id).collect()
    }

    /// The names of those that are left out; of very many the first, and how many more.
    pub(super) fn refused(&self) -> Vec<String> {
        let mut names: Vec<String> = self.refused.iter().take(TOLD).cloned().collect();
        if let Some(more) = self
            .refused
            .len()
            .checked_sub(TOLD)
            .filter(|more| *more > 0)
        {
            names.push(format!("… + {more}"));
        }
        names
    }

    /// The text with its pictures in their places.
    pub(super) fn place_pictures(&self, html: &str) -> String {
        place_files(html, |index| {
            let file = self.kept.iter().find(|file| file.shown_as == Some(index))?;
            Some(format!("/api/v1/attachments/{}", file.id))
        })
    }
}
