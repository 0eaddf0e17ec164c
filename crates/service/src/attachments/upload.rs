//! An upload of one or more files, streamed.

use bytes::Bytes;
use guichet_common::ErrorCode;
use guichet_common::attachments::{Attachment, UploadedAttachments};
use guichet_common::directory::PersonRef;
use guichet_common::ids::AttachmentId;
use guichet_db::attachments::{self as rows, NewAttachment};
use guichet_domain::Actor;
use object_store::WriteMultipart;
use sha2::{Digest, Sha256};

use super::names::{safe_file_name, sniff_content_type};
use crate::app::App;
use crate::crypto::secret::{hex, sha256_hex};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::storage::store_error;

/// Bytes of a file's beginning in which its type is looked for.
const HEAD: usize = 8 * 1024;
/// Parts of one file on their way to the store at once.
const PARTS: usize = 2;

/// An upload under way. Dropped without [`Upload::finish`], it leaves nothing behind.
pub struct Upload {
    app: App,
    uploader: PersonRef,
    current: Option<Current>,
    done: Vec<NewAttachment>,
    /// Whether the files are known to the database, and so not to be removed.
    kept: bool,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload")
            .field("done", &self.done.len())
            .finish_non_exhaustive()
    }
}

struct Current {
    id: AttachmentId,
    key: String,
    file_name: String,
    writer: WriteMultipart,
    digest: Sha256,
    head: Vec<u8>,
    size: u64,
}

/// Begins an upload; anybody who is signed in may.
#[must_use]
pub fn begin_upload(app: &App, actor: &Actor) -> Upload {
    Upload {
        app: app.clone(),
        uploader: PersonRef {
            id: actor.id,
            name: actor.name.clone(),
        },
        current: None,
        done: Vec::new(),
        kept: false,
    }
}

impl Upload {
    /// Begins the next file, under the name that the client claims.
    pub async fn start_file(&mut self, file_name: &str) -> Result<()> {
        let max = self.app.settings.limits.files_per_request;
        if self.done.len() >= max {
            let max = u64::try_from(max).unwrap_or(u64::MAX);
            return Err(Error::OverLimit {
                code: ErrorCode::TooManyFiles,
                max,
            });
        }
        let id: AttachmentId = self.app.ids.new_id();
        let key = self.app.storage.key(id);
        let writer = self.app.storage.begin(&key).await?;
        self.current = Some(Current {
            id,
            key,
            file_name: safe_file_name(file_name),
            writer,
            digest: Sha256::new(),
            head: Vec::new(),
            size: 0,
        });
        Ok(())
    }

    /// Takes the next bytes of the file.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        let max = self.app.settings.limits.file_bytes;
        let Some(current) = &mut self.current else {
            return Err(Error::Refused(ErrorCode::MalformedRequest));
        };
        current.size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if current.size > max {
            return Err(Error::OverLimit {
                code: ErrorCode::FileTooLarge,
                max,
            });
        }
        let missing = HEAD.saturating_sub(current.head.len()).min(bytes.len());
        current
            .head
            .extend_from_slice(bytes.get(..missing).unwrap_or_default());
        current.digest.update(&bytes);
        current
            .writer
            .wait_for_capacity(PARTS)
            .await
            .map_err(store_error)?;
        current.writer.put(bytes);
        Ok(())
    }

    /// Ends the file; an empty one is refused.
    pub async fn finish_file(&mut self) -> Result<()> {
        let Some(current) = self.current.take() else {
            return Err(Error::Refused(ErrorCode::MalformedRequest));
        };
        if current.size == 0 {
            // Nothing was written; aborting frees what the store set aside.
            let _ = current.writer.abort().await;
            return Err(Error::field("file", "empty_file"));
        }
        let file = NewAttachment {
            id: current.id,
            uploader_id: self.uploader.id,
            content_type: sniff_content_type(&current.head, &current.file_name).to_owned(),
            file_name: current.file_name,
            size: current.size,
            sha256: hex(&current.digest.finalize()),
            storage_key: current.key,
            created_at: self.app.now(),
        };
        current.writer.finish().await.map_err(store_error)?;
        self.done.push(file);
        Ok(())
    }

    /// Makes the files known; from here on they can be attached.
    pub async fn finish(
        mut self,
        key: Option<&IdempotencyKey>,
    ) -> Result<Created<UploadedAttachments>> {
        if self.done.is_empty() {
            return Err(Error::field("file", "required"));
        }
        let key = key.map(|key| IdempotencyKey {
            body_sha256: self.digest(),
            ..key.clone()
        });
        let app = self.app.clone();
        let tx = app.db.begin_write().await?;
        let first = find_first_answer(&app, &tx, self.uploader.id, key.as_ref()).await?;
        if let Some(first) = first {
            // The same files again: the second copy goes, when this is dropped.
            return Ok(first);
        }
        rows::insert_attachments(&tx, &self.done).await?;
        let items = self
            .done
            .iter()
            .map(|file| self.to_attachment(file))
            .collect();
        let answer = UploadedAttachments { items };
        keep_answer(&app, &tx, self.uploader.id, key.as_ref(), &answer).await?;
        tx.commit().await?;
        self.kept = true;
        Ok(Created::fresh(answer))
    }

    /// The digest of names and bytes: what makes two uploads the same.
    fn digest(&self) -> String {
        let mut text = String::new();
        for file in &self.done {
            for part in [&file.file_name, &file.sha256] {
                text.push_str(part);
                text.push('\0');
            }
        }
        sha256_hex(text.as_bytes())
    }

    fn to_attachment(&self, file: &NewAttachment) -> Attachment {
        Attachment {
            id: file.id,
            file_name: file.file_name.clone(),
            content_type: file.content_type.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
            uploaded_by: self.uploader.clone(),
            created_at: file.created_at,
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let current = self.current.take();
        let keys: Vec<String> = if self.kept {
            Vec::new()
        } else {
            self.done.drain(..).map(|file| file.storage_key).collect()
        };
        if current.is_none() && keys.is_empty() {
            return;
        }
        let storage = self.app.storage.clone();
        // Outside of a runtime the process is ending; the sweep finds what is left.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Some(current) = current {
                    let _ = current.writer.abort().await;
                }
                for key in keys {
                    if let Err(error) = storage.delete(&key).await {
                        tracing::warn!(error = ?error, "a broken-off upload could not be removed");
                    }
                }
            });
        }
    }
}
