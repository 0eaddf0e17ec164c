//! What is half-written survives a closed tab: at once in the browser's storage, a little later
//! on the server, from where it follows the person to another device.

use std::time::Duration;

use guichet_client::{Client, json};
use guichet_common::me::PutDraft;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::session::{use_client, use_me};
use crate::storage;
use crate::tasks::Tasks;

/// How long typing must rest before the server is told.
const PAUSE: Duration = Duration::from_millis(1500);
/// Where the content keeps the time it was written, in milliseconds.
const SAVED_AT: &str = "saved_at";

/// What a draft holds: a JSON object of the page's own.
pub type Content = Map<String, Value>;

/// The copy in the browser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Local {
    /// The server has it too: when it is gone there, it was sent or dropped on another device.
    synced: bool,
    content: Content,
}

/// Keeps one draft of the signed-in person.
#[derive(Clone, Copy)]
pub struct Drafts {
    inner: StoredValue<Inner>,
    tasks: Tasks,
}

struct Inner {
    key: String,
    /// Drafts of two people at one computer are kept apart.
    local_key: String,
    client: Client,
    /// What the server is still to be told.
    pending: Option<(TimeoutHandle, Content)>,
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "whole milliseconds since 1970, far below 2⁵³"
)]
fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// What a page keeps, as a JSON object. By way of text: its writer is in the module anyway, one
/// of values would come on top.
#[must_use]
pub fn to_content(kept: &impl Serialize) -> Content {
    let text = serde_json::to_vec(kept).unwrap_or_default();
    match serde_json::from_slice(&text) {
        Ok(Value::Object(content)) => content,
        _ => Content::new(),
    }
}

/// The other way; `None` for what is not, or no longer, of that form.
#[must_use]
pub fn from_content<T: DeserializeOwned>(content: &Content) -> Option<T> {
    json::read_value(Value::Object(content.clone())).ok()
}

fn read_local(local_key: &str) -> Option<Local> {
    json::read(storage::get(local_key)?.as_bytes()).ok()
}

/// Which copy to take up, of the one in the browser and the one on the server.
fn newest(local: Option<Local>, remote: Option<Content>) -> Option<Content> {
    let saved_at = |content: &Content| content.get(SAVED_AT).and_then(Value::as_i64);
    match (local, remote) {
        (Some(local), Some(remote)) if saved_at(&local.content) >= saved_at(&remote) => {
            Some(local.content)
        }
        (_, Some(remote)) => Some(remote),
        (Some(local), None) if !local.synced => Some(local.content),
        (_, None) => None,
    }
}

impl Drafts {
    /// For the draft of this name, such as `new-ticket`. Call it in the component.
    #[must_use]
    pub fn new(key: &str) -> Self {
        let person = use_me().map(|me| me.id.to_string()).unwrap_or_default();
        let drafts = Self {
            inner: StoredValue::new(Inner {
                key: key.to_owned(),
                local_key: format!("draft.{person}.{key}"),
                client: use_client(),
                pending: None,
            }),
            tasks: Tasks::new(),
        };
        // Whoever leaves within the pause has meant to keep it all the same.
        on_cleanup(move || drafts.flush());
        drafts
    }

    /// Looks for what was kept, and hands it over; nothing is called when there is nothing.
    pub fn restore(self, found: impl FnOnce(Content) + 'static) {
        self.restore_boxed(Box::new(found));
    }

    fn restore_boxed(self, found: Box<dyn FnOnce(Content)>) {
        let Some((key, local_key, client)) = self.names() else {
            return;
        };
        let here = read_local(&local_key);
        let before = here.clone();
        self.tasks.spawn(async move {
            let newest = match client.get_draft(&key).await {
                Ok(draft) => {
                    let remote = draft.map(|draft| draft.content);
                    newest(here, remote.filter(|content| !content.is_empty()))
                }
                // Without the server the browser's copy is better than nothing.
                Err(_) => here.map(|local| local.content),
            };
            match newest {
                Some(content) => found(content),
                // Unless somebody has begun to write meanwhile.
                None if read_local(&local_key) == before => storage::remove(&local_key),
                None => {}
            }
        });
    }

    /// Keeps this in the place of what was kept.
    pub fn save(self, mut content: Content) {
        content.insert(SAVED_AT.to_owned(), now().into());
        self.inner.try_update_value(|inner| {
            inner.keep_here(content.clone(), false);
            inner.wait(content, self);
        });
    }

    /// Forgets it, here and on the server.
    pub fn forget(self) {
        self.inner.try_update_value(|inner| {
            inner.stop_waiting();
            storage::remove(&inner.local_key);
            inner.tell_server(Content::new());
        });
    }

    /// Tells the server what it has not been told yet.
    fn flush(self) {
        self.inner.try_update_value(|inner| {
            if let Some(content) = inner.stop_waiting() {
                inner.tell_server(content);
            }
        });
    }

    fn names(self) -> Option<(String, String, Client)> {
        self.inner.try_with_value(|inner| {
            (
                inner.key.clone(),
                inner.local_key.clone(),
                inner.client.clone(),
            )
        })
    }
}

impl Inner {
    fn keep_here(&self, content: Content, synced: bool) {
        if let Ok(text) = serde_json::to_string(&Local { synced, content }) {
            storage::set(&self.local_key, &text);
        }
    }

    fn wait(&mut self, content: Content, drafts: Drafts) {
        self.stop_waiting();
        let timer = set_timeout_with_handle(move || drafts.flush(), PAUSE);
        self.pending = timer.ok().map(|timer| (timer, content));
    }

    fn stop_waiting(&mut self) -> Option<Content> {
        self.pending.take().map(|(timer, content)| {
            timer.clear();
            content
        })
    }

    /// Not bound to the page: leaving it must not lose the last words.
    fn tell_server(&self, content: Content) {
        let (client, key, local_key) = (
            self.client.clone(),
            self.key.clone(),
            self.local_key.clone(),
        );
        spawn_local(async move {
            let body = PutDraft { content };
            // A failure leaves the browser's copy, and the next word typed tries again.
            if client.put_draft(&key, &body).await.is_ok() && !body.content.is_empty() {
                mark_synced(&local_key, body.content);
            }
        });
    }
}

/// Notes that the server has the browser's copy, unless a newer one was kept meanwhile.
fn mark_synced(local_key: &str, content: Content) {
    if read_local(local_key).is_some_and(|kept| kept.content == content) {
        let synced = Local {
            synced: true,
            content,
        };
        if let Ok(text) = serde_json::to_string(&synced) {
            storage::set(local_key, &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(saved_at: i64) -> Content {
        Content::from_iter([(SAVED_AT.to_owned(), saved_at.into())])
    }

    fn local(saved_at: i64, synced: bool) -> Local {
        Local {
            synced,
            content: content(saved_at),
        }
    }

    #[test]
    fn the_newer_copy_is_taken_up() {
        let taken = |here, there| newest(Some(local(here, true)), Some(content(there)));
        assert_eq!(taken(2, 1), Some(content(2)));
        assert_eq!(taken(1, 2), Some(content(2)));
        assert_eq!(newest(None, Some(content(1))), Some(content(1)));
    }

    #[test]
    fn a_draft_sent_from_another_device_does_not_come_back() {
        assert_eq!(newest(Some(local(1, true)), None), None);
    }

    #[test]
    fn a_draft_that_never_reached_the_server_is_not_lost() {
        assert_eq!(newest(Some(local(1, false)), None), Some(content(1)));
        assert_eq!(newest(None, None), None);
    }
}
