//! What admins look after, and account admins in their own account: lists and forms over the
//! directory, settings, and what can be looked into. Everything that differs from one resource to
//! the next is in its file of `sources/`, from one section of the settings to the next in `settings/`.

#![cfg_attr(
    debug_assertions,
    expect(
        clippy::large_types_passed_by_value,
        reason = "handles of signals, which only debug builds make large: they note where each was made"
    )
)]

mod audit;
mod calendars;
mod confirm;
mod entry;
mod export;
mod extras;
mod frame;
mod import;
mod list;
mod model;
mod new;
mod publications;
mod settings;
mod sources;
mod tokens;
mod toolbar;

use guichet_common::vocabulary::Role;
use leptos::prelude::*;

use super::NotFoundPage;
use crate::language::use_language;
use crate::route::{AdminPage, Place, Resource};
use crate::session::use_me;
use audit::AuditPage;
use calendars::CalendarsPage;
use entry::EntryPage;
use frame::{Frame, Tab};
use import::ImportPage;
use list::ListPage;
use publications::PublicationsAdmin;
use settings::{Section, SettingsPage};
use tokens::TokensPage;

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
        Place::Import => view! { <ImportPage source /> }.into_any(),
        Place::Entry(id) => view! { <EntryPage source id=Some(id) /> }.into_any(),
    };
    if resource == Resource::Colleagues {
        view! { <div class="page">{page()}</div> }.into_any()
    } else {
        view! { <Frame current=Tab::Directory(resource)>{page()}</Frame> }.into_any()
    }
}

/// A page of the administration that is no list of entries.
#[component]
pub fn AdministrationPage(
    /// Which.
    page: AdminPage,
) -> impl IntoView {
    if use_me().is_none_or(|me| me.role != Role::Admin) {
        return view! { <NotFoundPage /> }.into_any();
    }
    let language = use_language();
    let settings = move |section: fn(_) -> Section| {
        view! { <SettingsPage section=section(language) /> }.into_any()
    };
    let content = move || match page {
        AdminPage::ApiTokens => view! { <TokensPage /> }.into_any(),
        AdminPage::Audit => view! { <AuditPage /> }.into_any(),
        AdminPage::Calendars => view! { <CalendarsPage /> }.into_any(),
        AdminPage::Security => settings(settings::security),
        AdminPage::Retention => settings(settings::retention),
        AdminPage::Machines => settings(settings::machines),
        AdminPage::Timers => settings(settings::timers),
    };
    view! { <Frame current=Tab::Page(page)>{content()}</Frame> }.into_any()
}

/// The publications, as those who write them see them.
#[component]
pub fn AdminPublicationsPage(
    /// The list, a new one, or one of them.
    place: Place,
) -> impl IntoView {
    if use_me().is_none_or(|me| me.role != Role::Admin) {
        return view! { <NotFoundPage /> }.into_any();
    }
    view! {
        <Frame current=Tab::Publications>
            <PublicationsAdmin place />
        </Frame>
    }
    .into_any()
}
