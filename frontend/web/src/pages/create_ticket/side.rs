use std::time::Duration;

use guichet_common::publications::{PublicationSummary, SuggestionQuery};
use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, ButtonSize, Icon, IconName, RequiredNote, derived, dynamic, effect,
    focus_id, memo,
};
use leptos::prelude::*;

use super::form::FormState;
use super::model::question;
use super::submit::Submission;
use crate::language::use_language;
use crate::route::Route;
use crate::session::use_client;
use crate::tasks::Tasks;

/// How long typing must rest before publications are looked for.
const PAUSE: Duration = Duration::from_millis(600);
/// Publications shown at most.
const SUGGESTED: u32 = 3;

/// Beside the form: what is still missing, "Soumettre", and what may answer the question.
#[component]
pub fn Side(form: FormState, submission: Submission) -> impl IntoView {
    let language = use_language();
    view! {
        <aside class="create__side">
            <div class="card card__body create__send">
                <RequiredNote />
                <Missing form />
                <Button
                    kind=ButtonKind::Primary
                    size=ButtonSize::Block
                    icon=IconName::Send
                    submit=true
                    busy=submission.busy
                >
                    {t!(language, "create-submit")}
                </Button>
            </div>
            <Suggestions form />
            <a class="create__guide" href=Route::Guide.path()>
                <Icon name=IconName::Book />
                {t!(language, "guide-title")}
            </a>
        </aside>
    }
}

/// "Informations obligatoires": the required fields that are still empty, with links to them.
#[component]
fn Missing(form: FormState) -> impl IntoView {
    let language = use_language();
    let missing = memo(move || form.snapshot().missing(form.by_agent));
    view! {
        <section class="missing" class:missing--done=derived(move || missing.with(Vec::is_empty))>
            <h2 class="missing__title">{t!(language, "create-required")}</h2>
            <div aria-live="polite">
                {dynamic(move || {
                    let missing = missing.get();
                    if missing.is_empty() {
                        return view! {
                            <p class="missing__done">
                                <Icon name=IconName::CheckCircle />
                                {t!(language, "create-required-done")}
                            </p>
                        }
                            .into_any();
                    }
                    let link = |field: super::model::FieldName| {
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="missing__field"
                                    on:click=move |_| focus_id(field.id())
                                >
                                    {field.label(language)}
                                </button>
                            </li>
                        }
                    };
                    view! { <ul class="missing__list">{missing.into_iter().map(link).collect_view()}</ul> }
                        .into_any()
                })}
            </div>
        </section>
    }
}

/// Publications that match the subject, looked for while typing.
#[component]
fn Suggestions(form: FormState) -> impl IntoView {
    let language = use_language();
    let found = RwSignal::new(Vec::<PublicationSummary>::new());
    let client = StoredValue::new(use_client());
    let tasks = Tasks::new();
    let search = move |subject: String| {
        let Some(client) = client.try_get_value() else {
            return;
        };
        tasks.spawn(async move {
            let query = SuggestionQuery {
                q: Some(subject),
                limit: Some(SUGGESTED),
            };
            // No suggestion is worth an error message.
            if let Ok(suggested) = client.suggest_publications(&query).await {
                found.try_set(suggested.items);
            }
        });
    };
    let question = memo(move || form.subject.with(|subject| question(subject)));
    let pause = StoredValue::new(None::<TimeoutHandle>);
    effect(move || {
        if let Some(Some(earlier)) = pause.try_update_value(Option::take) {
            earlier.clear();
        }
        match question.get() {
            Some(question) => {
                let timer = set_timeout_with_handle(move || search(question), PAUSE);
                pause.set_value(timer.ok());
            }
            None => found.set(Vec::new()),
        }
    });
    let item = |publication: PublicationSummary| {
        let href = Route::Publication(publication.slug).path();
        view! {
            <li>
                // In a window of its own: the form stays as it is.
                <a href=href target="_blank" rel="noopener">
                    {publication.title}
                </a>
                <p class="muted">{publication.summary}</p>
            </li>
        }
    };
    view! {
        <section class="suggestions" aria-live="polite">
            {dynamic(move || {
                let found = found.get();
                (!found.is_empty())
                    .then(|| {
                        view! {
                            <h2 class="suggestions__title">{t!(language, "create-suggestions")}</h2>
                            <ul>{found.into_iter().map(item).collect_view()}</ul>
                        }
                    })
            })}
        </section>
    }
}
