use guichet_i18n::t;
use guichet_ui::{Alert, Button, IconName, Tone, use_toaster};
use leptos::prelude::*;

use super::second_factor::SecondFactorPanel;
use crate::failure::Failure;
use crate::language::use_language;
use crate::session::use_session;
use crate::shell::{Brand, set_page_title};
use crate::tasks::Tasks;

/// In place of every other page, while somebody's role must have a second factor and they have
/// none: why, and how to set it up.
#[component]
pub fn Enrolment() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "access-due-title");
    set_page_title(title);
    let session = use_session();
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let go_on = Callback::new(move |()| {
        tasks.spawn(async move {
            // Builds the portal in the place of this page.
            if let Err(error) = session.reload_profile().await {
                toaster.error(Failure::new(language, &error).text);
            }
        });
    });
    view! {
        <div class="notice-page">
            <div class="card notice-page__card enrolment">
                <Brand />
                <h1 tabindex="-1">{title}</h1>
                <Alert tone=Tone::Info title=t!(language, "access-due-text") />
                <h2>{t!(language, "access-factor")}</h2>
                <SecondFactorPanel on_done=go_on />
                <div class="enrolment__end">
                    <Button icon=IconName::SignOut on_press=move |()| session.sign_out()>
                        {t!(language, "shell-sign-out")}
                    </Button>
                </div>
            </div>
        </div>
    }
}
