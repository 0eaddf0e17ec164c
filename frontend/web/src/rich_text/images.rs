//! Pictures that need the session's access: fetched once, shown as `blob:` addresses.

use std::rc::Rc;

use guichet_client::Client;
use guichet_common::AttachmentId;
use leptos::prelude::*;

use crate::files::browser;
use crate::session::use_client;

/// The pictures that a page has fetched.
#[derive(Clone, Copy)]
pub struct Images {
    urls: StoredValue<Vec<(AttachmentId, String)>>,
    client: StoredValue<Client>,
}

/// Makes the store for everything below; its addresses end with the page.
pub fn provide_images() {
    provide_context(Images::new());
}

/// The surrounding store; outside of one, one of the component's own.
#[must_use]
pub fn use_images() -> Images {
    use_context().unwrap_or_else(Images::new)
}

impl Images {
    fn new() -> Self {
        let images = Self {
            urls: StoredValue::new(Vec::new()),
            client: StoredValue::new(use_client()),
        };
        on_cleanup(move || {
            images.urls.try_update_value(|urls| {
                for (_, url) in urls.drain(..) {
                    browser::revoke_url(&url);
                }
            });
        });
        images
    }

    /// An address that the browser can show; `None` when the file cannot be had.
    pub async fn url(self, id: AttachmentId) -> Option<String> {
        if let Some(url) = self.urls.try_with_value(|urls| find(urls, id))? {
            return Some(url);
        }
        let client = self.client.try_get_value()?;
        let file = client.get_attachment(id, Rc::new(|_| {})).await.ok()?;
        let url = browser::object_url(&file.content)?;
        // Two that asked at once have fetched it twice: the first address stays.
        let kept = self.urls.try_update_value(|urls| {
            find(urls, id).unwrap_or_else(|| {
                urls.push((id, url.clone()));
                url.clone()
            })
        });
        if kept.as_ref() != Some(&url) {
            browser::revoke_url(&url);
        }
        kept
    }
}

fn find(urls: &[(AttachmentId, String)], id: AttachmentId) -> Option<String> {
    let found = urls.iter().find(|(other, _)| *other == id);
    found.map(|(_, url)| url.clone())
}
