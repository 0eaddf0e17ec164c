//! The language of the screens: chosen on the login page or in the profile, French at first.

use guichet_common::vocabulary::Language;
use leptos::prelude::*;

use crate::storage;

const KEY: &str = "language";

/// What was last chosen in this browser, else French.
#[must_use]
pub fn stored() -> Language {
    storage::get(KEY)
        .and_then(|word| word.parse().ok())
        .unwrap_or_default()
}

/// Keeps the choice for the next visit, before anybody has signed in.
pub fn store(language: Language) {
    storage::set(KEY, language.as_str());
}

/// Tells the browser and screen readers which language the document is in.
pub fn apply(language: Language) {
    if let Some(root) = document().document_element() {
        // `lang` is always allowed.
        let _ = root.set_attribute("lang", language.as_str());
    }
}

#[derive(Clone, Copy)]
struct Current(Language);

/// Makes `language` the language of everything below. The application is built anew when it
/// changes, so components take it as a plain value.
pub fn provide(language: Language) {
    provide_context(Current(language));
}

/// The language of the screen.
#[must_use]
pub fn use_language() -> Language {
    use_context::<Current>().map_or_else(Language::default, |current| current.0)
}
