use guichet_common::me::Me;
use guichet_common::vocabulary::{Language, Role};
use guichet_i18n::{Label as _, t};
use guichet_ui::{Avatar, ButtonKind, IconName, Menu, MenuEntry, MenuItem, SearchInput, derived};
use leptos::prelude::*;

use super::Brand;
use crate::language::use_language;
use crate::query::query_string;
use crate::route::{Place, Resource, Route};
use crate::router::use_router;
use crate::session::use_session;
use crate::theme::Theme;

/// The bar above every page of a signed-in person.
#[component]
pub fn Header(
    /// Whose portal it is.
    me: Me,
    /// The page below.
    route: Memo<Route>,
) -> impl IntoView {
    let language = use_language();
    let home_name = format!(
        "{} {} – {}",
        t!(language, "brand-name"),
        t!(language, "shell-product"),
        t!(language, "shell-home")
    );
    let home = if me.role.is_agent() {
        t!(language, "shell-queue")
    } else {
        t!(language, "shell-home")
    };
    let current = move |wanted: Route| {
        derived(move || route.with(|route| *route == wanted).then_some("page"))
    };
    view! {
        <header class="header">
            <div class="header__inner">
                <a class="header__home" href=Route::Home.path() aria-label=home_name>
                    <Brand with_product=true />
                </a>
                <nav class="header__nav" aria-label=t!(language, "shell-main-nav")>
                    <a href=Route::Home.path() aria-current=current(Route::Home)>
                        {home}
                    </a>
                    <a href=Route::CreateTicket.path() aria-current=current(Route::CreateTicket)>
                        {t!(language, "shell-create")}
                    </a>
                </nav>
                <div class="header__end">
                    <HeaderSearch />
                    <UserMenu me />
                </div>
            </div>
        </header>
    }
}

/// Finds tickets and publications from any page: it leads to the home page with a keyword.
#[component]
fn HeaderSearch() -> impl IntoView {
    let router = use_router();
    let text = RwSignal::new(String::new());
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let keyword = text.with_untracked(|text| text.trim().to_owned());
        if !keyword.is_empty() {
            router.go(&(Route::Home.path() + &query_string(&[("q", keyword)])));
            text.set(String::new());
        }
    };
    view! {
        <form
            class="header__search"
            role="search"
            aria-label=t!(use_language(), "shell-search")
            on:submit=on_submit
        >
            <SearchInput value=text label=t!(use_language(), "shell-search") />
        </form>
    }
}

/// The pages that only the menu leads to.
fn pages_of(role: Role, language: Language) -> Vec<MenuEntry> {
    let router = use_router();
    let page = |label: &str, icon: IconName, route: Route| {
        MenuEntry::Item(MenuItem::new(label, move || router.go(&route.path())).icon(icon))
    };
    let mut pages = vec![page(
        t!(language, "profile-title"),
        IconName::User,
        Route::Profile,
    )];
    let managed = match role {
        Role::Admin => Some((t!(language, "admin-title"), Resource::Accounts)),
        Role::AccountAdmin => Some((t!(language, "colleagues-title"), Resource::Colleagues)),
        Role::Contact | Role::Agent => None,
    };
    pages.extend(managed.map(|(label, resource)| {
        page(
            label,
            IconName::Users,
            Route::Directory(resource, Place::List),
        )
    }));
    pages
}

/// Who is signed in, language, theme, and the way out.
#[component]
fn UserMenu(me: Me) -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let theme = RwSignal::new(Theme::stored());
    let pages = pages_of(me.role, language);
    let entries = derived(move || {
        let mut entries = pages.clone();
        entries.push(MenuEntry::Separator);
        for choice in Language::ALL.iter().copied() {
            entries.push(MenuEntry::Item(
                MenuItem::new(choice.label(language), move || {
                    session.change_language(choice);
                })
                .icon(IconName::Globe)
                .checked(choice == language),
            ));
        }
        entries.push(MenuEntry::Separator);
        for choice in Theme::ALL {
            let (label, icon) = match choice {
                Theme::System => (t!(language, "shell-theme-system"), IconName::Monitor),
                Theme::Light => (t!(language, "shell-theme-light"), IconName::Sun),
                Theme::Dark => (t!(language, "shell-theme-dark"), IconName::Moon),
            };
            let choose = move || {
                choice.choose();
                theme.set(choice);
            };
            entries.push(MenuEntry::Item(
                MenuItem::new(label, choose)
                    .icon(icon)
                    .checked(choice == theme.get()),
            ));
        }
        entries.push(MenuEntry::Separator);
        let sign_out = MenuItem::new(t!(language, "shell-sign-out"), move || session.sign_out());
        entries.push(MenuEntry::Item(sign_out.icon(IconName::SignOut)));
        entries
    });
    let (name, email) = (me.name.clone(), me.email.clone());
    let account = me.account.map(|account| account.name);
    let head = move || {
        view! {
            <strong>{name.clone()}</strong>
            <span>{email.clone()}</span>
            {account.clone().map(|account| view! { <span>{account}</span> })}
        }
        .into_any()
    };
    let label = t!(language, "shell-user-menu", name = &me.name);
    let trigger_name = me.name;
    let trigger = move || view! { <Avatar name=trigger_name.clone() variant="brand" /> }.into_any();
    view! {
        <Menu
            label
            trigger=ViewFn::from(trigger)
            head=ViewFn::from(head)
            entries
            kind=ButtonKind::Ghost
            align_end=true
        />
    }
}
