//! Publications, written by admins.

mod editor;
mod fields;
mod life;
mod list;
mod model;
mod versions;

use leptos::prelude::*;

use crate::route::Place;
use editor::EditorPage;
use list::ListPage;

/// The list of publications, or the form of one.
#[component]
pub fn PublicationsAdmin(
    /// The list, a new one, or the one with this short name.
    place: Place,
) -> impl IntoView {
    match place {
        Place::List | Place::Import => view! { <ListPage /> }.into_any(),
        Place::New => view! { <EditorPage slug=None /> }.into_any(),
        Place::Entry(slug) => view! { <EditorPage slug=Some(slug) /> }.into_any(),
    }
}
