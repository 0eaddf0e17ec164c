//! The files of one form: waiting, on their way, there, or failed.

use std::rc::Rc;
use std::sync::Arc;

use futures_util::future::AbortHandle;
use guichet_client::{Client, FilePart, IdempotencyKey, Progress};
use guichet_common::AttachmentId;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::browser;
use super::model::{KeptFile, check_new_file};
use crate::failure::Failure;
use crate::language::use_language;
use crate::session::use_client;
use crate::tasks::Tasks;

/// Files on their way at the same time.
const AT_ONCE: usize = 3;

/// Where one file stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Waits for its turn.
    Waiting,
    /// On its way: from 0 to 1.
    Sending(f64),
    /// There.
    Kept(AttachmentId),
    /// Why it is not; `true` when trying again may help.
    Failed(String, bool),
}

/// One file of the form.
///
/// Made in event handlers, outside of any component: so its signal counts its references.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Tells it from the others.
    pub key: u32,
    /// Its name.
    pub name: Arc<str>,
    /// Its size in bytes.
    pub size: u64,
    /// Where it stands.
    pub status: ArcRwSignal<Status>,
}

/// What is kept of a file until it has arrived.
struct Source {
    /// Its file.
    upload: u32,
    part: FilePart,
    /// The same for every try, so that none makes a second file.
    key: IdempotencyKey,
    running: Option<AbortHandle>,
}

/// The files of one form.
#[derive(Clone, Copy)]
pub struct Uploads {
    /// In the order they were added.
    pub items: RwSignal<Vec<Upload>>,
    next: StoredValue<u32>,
    sources: StoredValue<Vec<Source>, LocalStorage>,
    client: StoredValue<Client>,
    tasks: Tasks,
    language: Language,
}

impl Uploads {
    /// None yet. Call it in the component whose going cancels them.
    #[must_use]
    pub fn new() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            sources: StoredValue::new_local(Vec::new()),
            client: StoredValue::new(use_client()),
            tasks: Tasks::new(),
            language: use_language(),
        }
    }

    /// Adds files and sends them, a few at a time.
    pub fn add(self, files: Vec<File>) {
        for file in files {
            self.add_one(&file);
        }
        self.send_next();
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of files are whole and far below 2⁵³"
    )]
    fn add_one(self, file: &File) {
        let size = file.size() as u64;
        let present = self.items.with_untracked(|items| {
            let failed = |item: &&Upload| {
                item.status
                    .with_untracked(|status| matches!(status, Status::Failed(..)))
            };
            items.len() - items.iter().filter(failed).count()
        });
        let key = IdempotencyKey::random().ok();
        let status = match (check_new_file(size, present), key) {
            (Ok(()), Some(key)) => {
                let part = browser::file_part(file);
                let upload = self.push(&file.name(), size, Status::Waiting);
                let source = Source {
                    upload,
                    part,
                    key,
                    running: None,
                };
                self.sources
                    .try_update_value(|sources| sources.push(source));
                return;
            }
            (Err(refusal), _) => Status::Failed(refusal.text(self.language), false),
            (Ok(()), None) => {
                Status::Failed(t!(self.language, "error-internal-error").to_owned(), false)
            }
        };
        self.push(&file.name(), size, status);
    }

    fn push(self, name: &str, size: u64, status: Status) -> u32 {
        let key = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let key = key.unwrap_or_default();
        self.items.update(|items| {
            items.push(Upload {
                key,
                name: name.into(),
                size,
                status: ArcRwSignal::new(status),
            });
        });
        key
    }

    /// Shows files that a draft has kept.
    pub fn restore(self, files: Vec<KeptFile>) {
        for file in files {
            self.push(&file.name, file.size, Status::Kept(file.id));
        }
    }

    /// Sends what waits, as far as there are places.
    fn send_next(self) {
        let Some(items) = self.items.try_get_untracked() else {
            return;
        };
        let is = |item: &Upload, wanted: fn(&Status) -> bool| item.status.with_untracked(wanted);
        let sending = |status: &Status| matches!(status, Status::Sending(_));
        let busy = items.iter().filter(|item| is(item, sending)).count();
        let waiting = items
            .iter()
            .filter(|item| is(item, |s| *s == Status::Waiting));
        for item in waiting.take(AT_ONCE.saturating_sub(busy)) {
            self.send(item);
        }
    }

    fn send(self, item: &Upload) {
        let source = self.sources.try_with_value(|sources| {
            let source = sources.iter().find(|source| source.upload == item.key)?;
            Some((source.part.clone(), source.key.clone()))
        });
        let (Some(Some((part, key))), Some(client)) = (source, self.client.try_get_value()) else {
            return;
        };
        let status = item.status.clone();
        status.set(Status::Sending(0.0));
        let task = self.tasks.spawn(async move {
            let shown = status.clone();
            let progress = Rc::new(move |progress: Progress| {
                shown.set(Status::Sending(share(progress)));
            });
            let answer = client.create_attachments(&[part], &key, progress).await;
            status.set(match answer {
                Ok(uploaded) => uploaded
                    .items
                    .first()
                    .map_or(Status::Failed(String::new(), true), |file| {
                        Status::Kept(file.id)
                    }),
                Err(error) => {
                    let text = Failure::new(self.language, &error).text;
                    Status::Failed(text, error.is_transient())
                }
            });
            self.send_next();
        });
        self.sources.try_update_value(|sources| {
            let own = sources.iter_mut().find(|source| source.upload == item.key);
            if let Some(source) = own {
                source.running = Some(task);
            }
        });
    }

    /// Sends a failed file again.
    pub fn retry(self, item: &Upload) {
        item.status.set(Status::Waiting);
        self.send_next();
    }

    /// Cancels a file that is on its way, and drops one that has arrived.
    pub fn remove(self, item: &Upload) {
        self.sources.try_update_value(|sources| {
            sources.retain_mut(|source| {
                let is_other = source.upload != item.key;
                if let Some(task) = source.running.take_if(|_| !is_other) {
                    task.abort();
                }
                is_other
            });
        });
        if let Status::Kept(id) = item.status.get_untracked()
            && let Some(client) = self.client.try_get_value()
        {
            spawn_local(async move {
                // What stays behind is swept by the server.
                let _ = client.delete_attachment(id).await;
            });
        }
        let key = item.key;
        self.items
            .update(|items| items.retain(|other| other.key != key));
        self.send_next();
    }

    /// Forgets all files, because they were sent.
    pub fn clear(self) {
        self.sources.try_update_value(Vec::clear);
        self.items.try_set(Vec::new());
    }

    /// The files that have arrived.
    #[must_use]
    pub fn kept(self) -> Vec<KeptFile> {
        self.items.with(|items| {
            let kept = items.iter().filter_map(|item| match item.status.get() {
                Status::Kept(id) => Some(KeptFile {
                    id,
                    name: item.name.to_string(),
                    size: item.size,
                }),
                Status::Waiting | Status::Sending(_) | Status::Failed(..) => None,
            });
            kept.collect()
        })
    }

    /// Whether files are still on their way.
    #[must_use]
    pub fn is_busy(self) -> bool {
        self.items.with(|items| {
            items.iter().any(|item| {
                item.status
                    .with(|status| matches!(status, Status::Waiting | Status::Sending(_)))
            })
        })
    }

    /// Marks a file that the server does not have any more.
    pub fn mark_lost(self, index: usize) {
        let kept = self.items.with_untracked(|items| {
            let is_kept = |item: &&Upload| {
                item.status
                    .with_untracked(|status| matches!(status, Status::Kept(_)))
            };
            items.iter().filter(is_kept).nth(index).cloned()
        });
        if let Some(item) = kept {
            let text = t!(self.language, "files-lost").to_owned();
            item.status.set(Status::Failed(text, false));
        }
    }
}

impl Default for Uploads {
    fn default() -> Self {
        Self::new()
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a share for a progress bar"
)]
fn share(progress: Progress) -> f64 {
    let total = progress.total.unwrap_or_default().max(1);
    (progress.done as f64 / total as f64).min(1.0)
}
