use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Icon, IconName, Menu, MenuEntry, MenuItem, derived, next_id};
use leptos::prelude::*;

use super::sources;
use crate::language::use_language;
use crate::route::{AdminPage, Place, Resource, Route};
use crate::router::use_router;

/// One line of the administration's navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Lists and forms of a resource.
    Directory(Resource),
    /// What is published.
    Publications,
    /// Any other page.
    Page(AdminPage),
}

/// What belongs together: its heading, and its lines.
type Group = (fn(Language) -> &'static str, &'static [Tab]);

/// The navigation.
const GROUPS: [Group; 5] = [
    (
        |language| t!(language, "admin-group-directory"),
        &[
            Tab::Directory(Resource::Accounts),
            Tab::Directory(Resource::Contacts),
            Tab::Directory(Resource::Agents),
            Tab::Directory(Resource::Groups),
            Tab::Directory(Resource::ConfigurationItems),
        ],
    ),
    (
        |language| t!(language, "admin-group-content"),
        &[Tab::Publications],
    ),
    (
        |language| t!(language, "admin-group-access"),
        &[
            Tab::Page(AdminPage::Security),
            Tab::Directory(Resource::IdentityProviders),
            Tab::Directory(Resource::OauthClients),
            Tab::Page(AdminPage::ApiTokens),
            Tab::Page(AdminPage::Machines),
        ],
    ),
    (
        |language| t!(language, "admin-group-settings"),
        &[
            Tab::Page(AdminPage::Timers),
            Tab::Page(AdminPage::Calendars),
            Tab::Page(AdminPage::Retention),
        ],
    ),
    (
        |language| t!(language, "admin-group-log"),
        &[Tab::Page(AdminPage::Audit)],
    ),
];

impl Tab {
    fn path(self) -> String {
        match self {
            Self::Directory(resource) => Route::Directory(resource, Place::List).path(),
            Self::Publications => Route::AdminPublications(Place::List).path(),
            Self::Page(page) => Route::Admin(page).path(),
        }
    }

    fn title(self, language: Language) -> &'static str {
        match self {
            Self::Directory(resource) => sources::of(resource, language).title,
            Self::Publications => t!(language, "home-publications"),
            Self::Page(AdminPage::ApiTokens) => t!(language, "tokens-title"),
            Self::Page(AdminPage::Security) => t!(language, "security-title"),
            Self::Page(AdminPage::Timers) => t!(language, "timers-title"),
            Self::Page(AdminPage::Calendars) => t!(language, "calendars-title"),
            Self::Page(AdminPage::Retention) => t!(language, "retention-title"),
            Self::Page(AdminPage::Machines) => t!(language, "machines-title"),
            Self::Page(AdminPage::Audit) => t!(language, "audit-title"),
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Directory(Resource::Accounts) => IconName::Inbox,
            Self::Directory(Resource::Contacts | Resource::Colleagues) => IconName::User,
            Self::Directory(Resource::Agents) => IconName::Chat,
            Self::Directory(Resource::Groups) => IconName::Users,
            Self::Directory(Resource::ConfigurationItems) => IconName::Monitor,
            Self::Directory(Resource::IdentityProviders) => IconName::Globe,
            Self::Directory(Resource::OauthClients) => IconName::Link,
            Self::Publications => IconName::Pencil,
            Self::Page(AdminPage::ApiTokens) => IconName::Lock,
            Self::Page(AdminPage::Security) => IconName::Shield,
            Self::Page(AdminPage::Timers) => IconName::Clock,
            Self::Page(AdminPage::Calendars) => IconName::Columns,
            Self::Page(AdminPage::Retention) => IconName::Trash,
            Self::Page(AdminPage::Machines) => IconName::Filter,
            Self::Page(AdminPage::Audit) => IconName::Book,
        }
    }
}

/// The administration's own navigation beside its pages; a menu above them on a phone.
#[component]
pub fn Frame(
    /// What the page is about.
    current: Tab,
    /// The page.
    children: Children,
) -> impl IntoView {
    let language = use_language();
    let router = use_router();
    let groups = GROUPS.map(|(heading, tabs)| {
        let id = next_id("admin-nav");
        let labelled_by = id.clone();
        let links = tabs.iter().map(|tab| link(*tab, current, language));
        view! {
            <div class="admin__group" role="group" aria-labelledby=labelled_by>
                <p class="admin__heading" id=id>
                    {heading(language)}
                </p>
                {links.collect_view()}
            </div>
        }
    });
    let mut entries = Vec::new();
    for (_, tabs) in GROUPS {
        if !entries.is_empty() {
            entries.push(MenuEntry::Separator);
        }
        for tab in tabs.iter().copied() {
            let item = MenuItem::new(tab.title(language), move || router.go(&tab.path()));
            entries.push(MenuEntry::Item(
                item.icon(tab.icon()).checked(tab == current),
            ));
        }
    }
    view! {
        <div class="admin">
            <nav class="admin__nav" aria-label=t!(language, "admin-title")>
                {groups.collect_view()}
            </nav>
            <div class="admin__menu">
                <Menu label=current.title(language) entries=derived(move || entries.clone()) />
            </div>
            <div class="page admin__page">{children()}</div>
        </div>
    }
}

fn link(tab: Tab, current: Tab, language: Language) -> AnyView {
    view! {
        <a class="admin__link" href=tab.path() aria-current=(tab == current).then_some("page")>
            <Icon name=tab.icon() />
            {tab.title(language)}
        </a>
    }
    .into_any()
}
