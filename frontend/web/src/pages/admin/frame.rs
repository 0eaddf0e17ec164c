use guichet_i18n::t;
use guichet_ui::{Icon, IconName, Menu, MenuEntry, MenuItem, derived};
use leptos::prelude::*;

use super::sources;
use crate::language::use_language;
use crate::route::{Place, Resource, Route};
use crate::router::use_router;

/// The administration's own navigation beside its pages; a menu above them on a phone.
#[component]
pub fn Frame(
    /// What the page is about.
    current: Resource,
    /// The page.
    children: Children,
) -> impl IntoView {
    let language = use_language();
    let router = use_router();
    let links = Resource::ADMIN.map(|resource| {
        let path = Route::Directory(resource, Place::List).path();
        view! {
            <a class="admin__link" href=path aria-current=(resource == current).then_some("page")>
                <Icon name=icon(resource) />
                {sources::of(resource, language).title}
            </a>
        }
    });
    let entries: Vec<MenuEntry> = Resource::ADMIN
        .into_iter()
        .map(|resource| {
            let path = Route::Directory(resource, Place::List).path();
            let item = MenuItem::new(sources::of(resource, language).title, move || {
                router.go(&path);
            });
            MenuEntry::Item(item.icon(icon(resource)).checked(resource == current))
        })
        .collect();
    view! {
        <div class="admin">
            <nav class="admin__nav" aria-label=t!(language, "admin-title")>
                {links.collect_view()}
            </nav>
            <div class="admin__menu">
                <Menu
                    label=sources::of(current, language).title
                    entries=derived(move || entries.clone())
                />
            </div>
            <div class="page admin__page">{children()}</div>
        </div>
    }
}

const fn icon(resource: Resource) -> IconName {
    match resource {
        Resource::Accounts => IconName::Inbox,
        Resource::Contacts | Resource::Colleagues => IconName::User,
        Resource::Agents => IconName::Chat,
        Resource::Groups => IconName::Users,
        Resource::ConfigurationItems => IconName::Monitor,
    }
}
