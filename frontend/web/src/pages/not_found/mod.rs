//! What an address without a page shows.

use guichet_i18n::t;
use guichet_ui::{ButtonKind, ButtonLink, EmptyState, IconName};
use leptos::prelude::*;

use crate::language::use_language;
use crate::route::Route;
use crate::shell::set_page_title;

/// "Page introuvable".
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "not-found-title");
    set_page_title(title);
    view! {
        <div class="page page--message">
            <h1 class="visually-hidden">{title}</h1>
            <EmptyState icon=IconName::Search title text=t!(language, "not-found-text")>
                <ButtonLink href=Route::Home.path() kind=ButtonKind::Primary>
                    {t!(language, "not-found-home")}
                </ButtonLink>
            </EmptyState>
        </div>
    }
}
