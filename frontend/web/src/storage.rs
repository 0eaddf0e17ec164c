//! The browser's `localStorage`, which may be full, forbidden or absent: then nothing is kept,
//! and nothing fails.

use leptos::prelude::window;
use web_sys::Storage;

/// Every key that the portal keeps in the browser begins with this.
const PREFIX: &str = "guichet.";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What was kept under a key.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?
        .get_item(&format!("{PREFIX}{key}"))
        .ok()
        .flatten()
}

/// Keeps a value until it is removed.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: then the next visit begins without it.
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}

/// Forgets a value.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // Fails only where setting fails too.
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}
