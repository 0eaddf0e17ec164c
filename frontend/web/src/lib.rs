#![doc = include_str!("../README.md")]
#![expect(clippy::needless_pass_by_value, reason = "components own their props")]
#![expect(
    clippy::must_use_candidate,
    reason = "components are only used in views"
)]

mod app;
pub mod choices;
pub mod copy;
mod crash;
pub mod download;
pub mod drafts;
pub mod failure;
pub mod files;
pub mod form;
pub mod language;
pub mod live;
pub mod new_password;
pub mod pages;
mod parts;
pub mod query;
pub mod remote;
pub mod rich_text;
pub mod route;
pub mod router;
pub mod session;
mod shell;
pub mod storage;
pub mod tasks;
mod theme;
pub mod webauthn;
pub mod when;
pub mod words;
pub mod zones;

pub use app::App;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Shows the portal in the document's body, in place of what `index.html` showed meanwhile.
pub fn start() {
    crash::install_hook();
    theme::Theme::stored().apply();
    let Some(place) = document().get_element_by_id("app") else {
        return mount_to_body(App);
    };
    // What the page showed while the application was on its way.
    place.set_inner_html("");
    mount_to(place.unchecked_into(), App).forget();
}
