//! What is around every page: header, breadcrumb, messages, and who may see what.

mod brand;
mod failure_state;
mod frame;
mod header;
mod outlet;
mod texts;

use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Breadcrumb, Spinner, ToastRegion, dynamic, effect, memo, provide_ui};
use leptos::prelude::*;

pub use brand::Brand;
pub use failure_state::FailureState;
pub use frame::{set_home_title, set_page_title, set_page_title_below};

use crate::language::{self, use_language};
use crate::live;
use crate::query::query_string;
use crate::route::{Route, safe_return_path};
use crate::router::use_router;
use crate::session::{Phase, use_session};
use frame::Frame;
use header::Header;
use outlet::Outlet;

/// The whole application in one language and time zone.
#[component]
pub fn Shell(
    /// The language of all texts.
    language: Language,
    /// The reader's time zone.
    time_zone: String,
) -> impl IntoView {
    language::apply(language);
    language::provide(language);
    provide_ui(language.as_str(), &time_zone, texts::ui_texts(language));
    let session = use_session();
    session.client().set_language(language);
    let router = use_router();
    let route = memo(move || Route::parse(&router.path()));
    guard(route);

    // Memos: the frame stays while its pages come and go.
    let is_public = memo(move || route.with(Route::is_public));
    let is_login = memo(move || route.with(|route| *route == Route::Login));
    let is_mail_link =
        memo(move || route.with(|route| matches!(route, Route::MailAction | Route::SetPassword)));
    let content = dynamic(move || match session.phase.get() {
        Phase::Starting => view! { <Starting /> }.into_any(),
        Phase::Unreachable(failure) => {
            view! { <FailureState failure on_retry=move |()| session.start() /> }.into_any()
        }
        Phase::SignedOut if is_public.get() => view! { <Public route /> }.into_any(),
        // It speaks for whom the mail was sent to, not for whoever is signed in.
        Phase::SignedIn(_) if is_mail_link.get() => view! { <Public route /> }.into_any(),
        Phase::SignedIn(me) if me.second_factor_due => view! { <Due /> }.into_any(),
        Phase::SignedIn(me) if !is_login.get() => {
            live::provide(&session.client());
            let frame = Frame::provide();
            view! {
                <SkipLink />
                <Header me=(*me).clone() route />
                <main class="main" id="main" tabindex="-1">
                    <Way frame />
                    <Outlet route />
                </main>
            }
            .into_any()
        }
        // The guard is about to lead elsewhere.
        Phase::SignedOut | Phase::SignedIn(_) => ().into_any(),
    });
    view! {
        {content}
        <ToastRegion />
    }
}

/// Pages for which nobody needs to sign in.
#[component]
fn Public(route: Memo<Route>) -> impl IntoView {
    view! {
        <main id="main" tabindex="-1">
            <Outlet route />
        </main>
    }
}

/// Somebody who must set up a second factor before anything else.
#[component]
fn Due() -> impl IntoView {
    let route = memo(|| Route::Profile);
    view! { <Public route /> }
}

/// "Accueil > Ma demande : CS0047447"; nothing on the home page.
#[component]
fn Way(frame: Frame) -> impl IntoView {
    let crumbs = frame.crumbs();
    dynamic(move || {
        crumbs
            .with(|crumbs| !crumbs.is_empty())
            .then(|| view! { <Breadcrumb crumbs /> })
    })
}

/// Leads people without a session to the login page, and back to where they wanted to go.
fn guard(route: Memo<Route>) {
    let session = use_session();
    let router = use_router();
    effect(move || {
        let is_public = route.with(Route::is_public);
        match session.phase.get() {
            Phase::SignedOut if !is_public => {
                let wanted = untrack(|| router.address());
                let next = if wanted == "/" {
                    Vec::new()
                } else {
                    vec![("next", wanted)]
                };
                router.replace(&(Route::Login.path() + &query_string(&next)));
            }
            Phase::SignedIn(_) if route.with(|route| *route == Route::Login) => {
                let next = untrack(|| router.query("next"));
                router.replace(&safe_return_path(next.as_deref()));
            }
            _ => {}
        }
    });
}

/// Until it is known whether somebody is signed in.
#[component]
fn Starting() -> impl IntoView {
    view! {
        <main class="boot" id="main">
            <Brand />
            <Spinner label=t!(use_language(), "shell-loading") />
        </main>
    }
}

#[component]
fn SkipLink() -> impl IntoView {
    view! {
        <a
            class="skip-link"
            href="#main"
            on:click=|event| {
                event.prevent_default();
                guichet_ui::focus_id("main");
            }
        >
            {t!(use_language(), "shell-skip")}
        </a>
    }
}
