use guichet_i18n::t;
use guichet_ui::{Skeleton, SkeletonShape, dynamic, effect, focus_heading};
use leptos::prelude::*;

use super::FailureState;
use crate::failure::Failure;
use crate::language::use_language;
use crate::parts::{Part, Shown, use_parts};
use crate::route::Route;

/// The page of the address bar.
#[component]
pub fn Outlet(
    /// The page.
    route: Memo<Route>,
) -> impl IntoView {
    let parts = use_parts();
    focus_what_comes(route);
    if route.with_untracked(|route| *route == Route::Login) {
        // While people type their password, what they want to see comes.
        parts.prefetch(Part::Tickets);
    }
    dynamic(move || {
        let route = route.get();
        match parts.show(&route) {
            Shown::Page(build) => build(route),
            Shown::Loading => view! { <Awaited /> }.into_any(),
            Shown::Failed(part) => view! { <Missing part /> }.into_any(),
        }
    })
}

/// Focuses the heading of each page that people go to, and of one whose part had to be loaded when
/// it is there. The page that they start with is left alone.
fn focus_what_comes(route: Memo<Route>) {
    let parts = use_parts();
    let start = route.get_untracked();
    let mut has_left = false;
    effect(move || {
        let route = route.get();
        parts.show(&route);
        has_left |= route != start;
        if has_left {
            focus_heading();
        }
    });
}

/// The place of a page whose part is on its way.
#[component]
fn Awaited() -> impl IntoView {
    view! {
        <div class="page-awaited" aria-busy="true" aria-label=t!(use_language(), "shell-loading")>
            <Skeleton shape=SkeletonShape::Title />
            <Skeleton shape=SkeletonShape::Block />
            <Skeleton shape=SkeletonShape::Medium />
        </div>
    }
}

/// In place of a page whose part did not come.
#[component]
fn Missing(
    /// The part.
    part: Part,
) -> impl IntoView {
    let parts = use_parts();
    let failure = Failure::of_browser(t!(use_language(), "shell-part-missing"));
    view! { <FailureState failure on_retry=move |()| parts.retry(part) /> }
}
