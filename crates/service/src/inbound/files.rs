//! The files of a mail: kept under the limits of all files, pictures put in their place.

use guichet_common::ids::AttachmentId;
use guichet_domain::Actor;

use super::message::{Message, MessageFile};
use crate::app::App;
use crate::attachments::begin_upload;
use crate::error::{Error, Result};

/// A file of a mail, uploaded but not attached yet.
#[derive(Debug, Clone)]
pub(super) struct StoredFile {
    pub(super) id: AttachmentId,
    pub(super) name: String,
    pub(super) size: u64,
    /// By which the text shows it, when it is a picture in it.
    pub(super) content_id: Option<String>,
}

/// The files of a mail.
#[derive(Debug, Clone, Default)]
pub(super) struct StoredFiles {
    pub(super) kept: Vec<StoredFile>,
    /// The names of those that are too large or too many.
    pub(super) refused: Vec<String>,
}

/// Uploads the files of a mail in its sender's name. Until a message attaches them they are unused
/// files as any, which the sweep removes.
pub(super) async fn store_files(
    app: &App,
    actor: &Actor,
    message: &Message,
    html: &str,
) -> Result<StoredFiles> {
    let limits = app.settings.limits;
    let mut upload = begin_upload(app, actor);
    let mut files = StoredFiles::default();
    let mut kept: Vec<(&MessageFile, Option<String>)> = Vec::new();
    for file in &message.files {
        let shown = file.content_id.as_deref().filter(|id| shows(html, id));
        // Logos of signatures and pictures of what is quoted went with the text around them.
        if file.inline && file.content_id.is_some() && shown.is_none() {
            continue;
        }
        let size = u64::try_from(file.content.len()).unwrap_or(u64::MAX);
        if size == 0 || size > limits.file_bytes || kept.len() >= limits.files_per_request {
            files.refused.push(file.name.clone());
            continue;
        }
        upload.start_file(&file.name).await?;
        upload.write(file.content.clone()).await?;
        upload.finish_file().await?;
        kept.push((file, shown.map(str::to_owned)));
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
        .map(|(attachment, (_, content_id))| StoredFile {
            id: attachment.id,
            name: attachment.file_name,
            size: attachment.size,
            content_id,
        })
        .collect();
    Ok(files)
}

impl StoredFiles {
    /// Leaves out what goes beyond this many bytes.
    pub(super) fn fit(&mut self, mut room: u64) {
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
    }

    /// The ids of the files.
    pub(super) fn ids(&self) -> Vec<AttachmentId> {
        self.kept.iter().map(|file| file.id).collect()
    }

    /// The text with its pictures in their places.
    pub(super) fn place_pictures(&self, html: &str) -> String {
        let mut html = html.to_owned();
        for file in &self.kept {
            if let Some(content_id) = &file.content_id {
                let address = format!("\"/api/v1/attachments/{}\"", file.id);
                for quote in ['"', '\''] {
                    let shown = format!("{quote}cid:{content_id}{quote}");
                    html = html.replace(&shown, &address);
                }
            }
        }
        html
    }
}

/// Whether the text shows this picture.
fn shows(html: &str, content_id: &str) -> bool {
    ['"', '\'']
        .iter()
        .any(|quote| html.contains(&format!("{quote}cid:{content_id}{quote}")))
}
