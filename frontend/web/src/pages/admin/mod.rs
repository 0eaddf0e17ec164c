//! What admins look after, and account admins in their own account: lists and forms over the
//! directory. Everything that differs from one resource to the next is in its file of `sources/`.

#![cfg_attr(
    debug_assertions,
    expect(
        clippy::large_types_passed_by_value,
        reason = "handles of signals, which only debug builds make large: they note where each was made"
    )
)]

mod entry;
mod frame;
mod list;
mod model;
mod sources;
mod toolbar;

use guichet_common::vocabulary::Role;
use leptos::prelude::*;

use super::NotFoundPage;
use crate::language::use_language;
use crate::route::{Place, Resource};
use crate::session::use_me;
use entry::EntryPage;
use frame::Frame;
use list::ListPage;

/// A list of the directory, or one of its forms.
#[component]
pub fn DirectoryPage(
    /// What.
    resource: Resource,
    /// Its list, a new one, or one of them.
    place: Place,
) -> impl IntoView {
    let wanted = match resource {
        Resource::Colleagues => Role::AccountAdmin,
        _ => Role::Admin,
    };
    // To all others these pages do not exist; the server says the same.
    if use_me().is_none_or(|me| me.role != wanted) {
        return view! { <NotFoundPage /> }.into_any();
    }
    let source = sources::of(resource, use_language());
    let page = move || match place.clone() {
        Place::List => view! { <ListPage source /> }.into_any(),
        Place::New => view! { <EntryPage source id=None /> }.into_any(),
        Place::Entry(id) => view! { <EntryPage source id=Some(id) /> }.into_any(),
    };
    if resource == Resource::Colleagues {
        view! { <div class="page">{page()}</div> }.into_any()
    } else {
        view! { <Frame current=resource>{page()}</Frame> }.into_any()
    }
}
