use guichet_common::problem::ErrorCode;
use guichet_i18n::t;
use guichet_ui::{Button, EmptyState, IconName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::failure::Failure;
use crate::language::use_language;
use crate::session::use_session;

/// In place of what could not be read, with a way to try again where that may help.
#[component]
pub fn FailureState(
    /// Why.
    failure: Failure,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let language = use_language();
    if matches!(failure.code, Some(ErrorCode::NotFound)) {
        return view! {
            <EmptyState icon=IconName::Search title=t!(language, "not-found-title") text=failure.text />
        }
        .into_any();
    }
    if matches!(failure.code, Some(ErrorCode::SecondFactorRequired)) {
        // It has become a duty while the page was open: the profile says so, and leads to it.
        let session = use_session();
        spawn_local(async move {
            // Without an answer the words are still there.
            let _ = session.reload_profile().await;
        });
    }
    let text = match &failure.request_id {
        Some(id) => format!(
            "{} {}",
            failure.text,
            t!(language, "shell-request-id", id = id)
        ),
        None => failure.text,
    };
    view! {
        <div role="alert">
            <EmptyState icon=IconName::Alert title=t!(language, "shell-load-failed") text>
                <Button icon=IconName::Refresh on_press=on_retry>
                    {t!(language, "shell-retry")}
                </Button>
            </EmptyState>
        </div>
    }
    .into_any()
}
