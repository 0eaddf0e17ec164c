//! What to do about a forgotten password.

use guichet_i18n::t;
use guichet_ui::{Icon, IconName};
use leptos::prelude::*;

use crate::language::use_language;
use crate::route::Route;
use crate::shell::{Brand, set_page_title};

/// "Mot de passe oublié".
#[component]
pub fn ForgottenPasswordPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "forgotten-title");
    set_page_title(title);
    view! {
        <div class="notice-page">
            <div class="card notice-page__card">
                <Brand />
                <h1>{title}</h1>
                <p class="muted">{t!(language, "forgotten-text")}</p>
                <a class="notice-page__back" href=Route::Login.path()>
                    <Icon name=IconName::ArrowLeft />
                    {t!(language, "forgotten-back")}
                </a>
            </div>
        </div>
    }
}
