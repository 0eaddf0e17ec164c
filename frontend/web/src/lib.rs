#![doc = include_str!("../README.md")]

mod app;
pub mod choices;
mod crash;
pub mod download;
pub mod drafts;
pub mod failure;
pub mod files;
pub mod language;
pub mod live;
pub mod pages;
pub mod query;
pub mod remote;
pub mod rich_text;
pub mod route;
pub mod session;
mod shell;
pub mod storage;
pub mod tasks;
mod theme;
pub mod when;
pub mod words;

pub use app::App;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// Shows the portal in the document's body, in place of what `index.html` showed meanwhile.
pub fn start() {
    crash::install_hook();
    theme::Theme::stored().apply();
    let place = document()
        .get_element_by_id("app")
        .and_then(|place| place.dyn_into().ok());
    match place {
        Some(place) => {
            // What the page showed while the application was on its way.
            HtmlElement::set_inner_html(&place, "");
            mount_to(place, App).forget();
        }
        None => mount_to_body(App),
    }
}
