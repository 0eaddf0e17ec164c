use guichet_client::{ETag, IdempotencyKey};
use guichet_common::ErrorCode;
use guichet_common::publications::PublicationSource;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Alert, Badge, Button, ButtonKind, Icon, IconName, RelativeTime, RequiredNote, Skeleton,
    SkeletonShape, Tone, dynamic, effect, focus_first_invalid, memo, scroll_to_id, use_toaster,
    use_ui,
};
use leptos::prelude::*;

use super::fields::{Fields, FormState};
use super::life::Life;
use super::list::tone;
use super::model::PublicationForm;
use super::versions::Versions;
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::route::{Place, Route};
use crate::router::use_router;
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::tasks::Tasks;
use crate::when::{instant_of, local_time};
use crate::words::millis;

/// Where the notice above the form is.
const NOTICE: &str = "publication-notice";

/// The form of one publication, or of a new one.
#[component]
pub fn EditorPage(
    /// Its short name; a new one without.
    slug: Option<String>,
) -> impl IntoView {
    let back = Route::AdminPublications(Place::List).path();
    let content = match slug {
        None => view! { <NewPublication /> }.into_any(),
        Some(slug) => view! { <Existing slug /> }.into_any(),
    };
    view! {
        <a class="admin__back" href=back>
            <Icon name=IconName::ArrowLeft />
            {t!(use_language(), "home-publications")}
        </a>
        {content}
    }
}

#[component]
fn NewPublication() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "publications-new");
    set_page_title(title);
    view! {
        <header>
            <h1>{title}</h1>
            <p class="page__lead">{t!(language, "publications-new-lead")}</p>
        </header>
        <Editor source=None shown=Remote::new() />
    }
}

#[component]
fn Existing(slug: String) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let slug = StoredValue::new(slug);
    set_page_title(t!(language, "home-publications"));
    let shown = Remote::<PublicationSource>::new();
    let load = Callback::new(move |()| {
        let (client, slug) = (client.get_value(), slug.get_value());
        shown.load(async move {
            client
                .get_publication_source(&slug)
                .await
                .map_err(|error| Failure::new(language, &error))
        });
    });
    load.run(());
    // The form is built once: what is done with the publication meanwhile takes nothing typed away.
    let standing = memo(move || {
        shown.state.with(|state| match state {
            Load::Loading => Load::Loading,
            Load::Failed(failure) => Load::Failed(failure.clone()),
            Load::Ready(_) => Load::Ready(()),
        })
    });
    let above = move || {
        let source = shown.state.with(|state| state.ready().cloned());
        source.map(|source| {
            view! {
                <Head source=source.clone() />
                <Life source shown />
            }
        })
    };
    dynamic(move || match standing.get() {
        Load::Loading => view! {
            <div class="page-awaited" aria-busy="true">
                <Skeleton shape=SkeletonShape::Title />
                <Skeleton shape=SkeletonShape::Block />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=load /> }.into_any(),
        Load::Ready(()) => view! {
            {dynamic(above)}
            <Editor source=untrack(|| shown.state.with(|state| state.ready().cloned())) shown />
        }
        .into_any(),
    })
}

/// Title, state, and who changed it last.
#[component]
fn Head(source: PublicationSource) -> impl IntoView {
    let language = use_language();
    let title = source
        .texts
        .first()
        .map(|text| text.title.clone())
        .unwrap_or_default();
    set_page_title(&title);
    let by = source.updated_by.map(|person| person.name);
    let said = source.helpful_count + source.unhelpful_count;
    let helped = t!(
        language,
        "publications-helped",
        helpful = source.helpful_count,
        total = said
    );
    view! {
        <header>
            <div class="cluster">
                <h1 tabindex="-1">{title}</h1>
                <Badge label=source.state.label(language) tone=tone(source.state) dot=true />
            </div>
            <p class="page__lead">
                {t!(language, "publications-changed")} " "
                <RelativeTime at=millis(source.updated_at) />
                {by.map(|name| format!(" · {name}"))}
                {(said > 0).then(|| format!(" · {helped}"))}
            </p>
        </header>
    }
}

/// The form with its button.
#[component]
fn Editor(
    /// What is there; `None` for a new one.
    source: Option<PublicationSource>,
    /// Where it is shown.
    shown: Remote<PublicationSource>,
) -> impl IntoView {
    let language = use_language();
    let form = FormState::new(&source.as_ref().map_or_else(
        || PublicationForm::blank(language),
        |source| {
            let ui = use_ui();
            PublicationForm::of(source, |at| local_time(&ui, millis(at)))
        },
    ));
    let (client, ui) = (StoredValue::new(use_client()), StoredValue::new(use_ui()));
    let (router, toaster, tasks) = (use_router(), use_toaster(), Tasks::new());
    let notice = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    // One key for one form: a retry after a lost answer makes no second publication.
    let key = StoredValue::new(IdempotencyKey::random().ok());
    let known = source.map(|source| (source.slug, source.version));
    let versions = known.as_ref().map(|(slug, _)| slug.clone());
    let known = StoredValue::new(known);
    // Publishing and the like make versions too.
    effect(move || {
        let now = shown.state.with(|state| {
            let source = state.ready()?;
            Some((source.slug.clone(), source.version))
        });
        if now.is_some() {
            known.set_value(now);
        }
    });
    let send = move || async move {
        form.settle().await;
        let filled = untrack(move || form.snapshot());
        let request = filled.to_request(|local| ui.with_value(|ui| instant_of(ui, local)));
        let (client, known) = (client.try_get_value()?, known.try_get_value()?);
        let answer = if let Some((slug, version)) = &known {
            let etag = ETag::new(format!("\"{version}\""));
            client.update_publication(slug, &request, Some(&etag)).await
        } else {
            let key = key.try_get_value()??;
            client.create_publication(&request, &key).await
        };
        match answer {
            Ok(source) => {
                toaster.success(t!(language, "publications-saved"));
                let place = Place::Entry(source.slug.clone());
                let path = Route::AdminPublications(place).path();
                if known.is_some_and(|(slug, _)| slug == source.slug) {
                    shown.state.try_set(Load::Ready(source));
                } else {
                    router.replace(&path);
                }
            }
            Err(error) => {
                if error.problem().is_some() {
                    key.try_set_value(IdempotencyKey::random().ok());
                }
                let failure = Failure::new(language, &error);
                let all_said = form.refuse(&filled, &failure.fields);
                let text = if failure.code == Some(ErrorCode::VersionConflict) {
                    t!(language, "publications-conflict").to_owned()
                } else {
                    failure.text
                };
                notice.try_set((!all_said).then_some(text));
                if all_said {
                    focus_first_invalid();
                } else {
                    scroll_to_id(NOTICE);
                }
            }
        }
        Some(())
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        notice.set(None);
        tasks.spawn(async move {
            send().await;
            busy.try_set(false);
        });
    };
    view! {
        <form class="form publication-form" novalidate on:submit=on_submit>
            <div id=NOTICE>
                {dynamic(move || {
                    notice.get().map(|title| view! { <Alert tone=Tone::Danger title /> })
                })}
            </div>
            <RequiredNote />
            <Fields form />
            <div class="form__actions">
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    {t!(language, "form-save")}
                </Button>
                {versions.map(|slug| view! { <Versions slug form /> })}
            </div>
        </form>
    }
}
