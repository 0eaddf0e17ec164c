use guichet_common::publications::{Publication, PublicationFeedback, PublicationKind};
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Badge, Button, ButtonKind, ButtonSize, Icon, IconName, RelativeTime, Skeleton, SkeletonShape,
    Tone, derived, dynamic, effect, focus_id, use_toaster,
};
use leptos::prelude::*;

use super::model::{Heading, with_anchors};
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::rich_text::RichText;
use crate::route::Route;
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title, set_page_title_below};
use crate::tasks::Tasks;
use crate::words::millis;

/// One publication.
#[component]
pub fn PublicationPage(
    /// Its short name.
    slug: String,
) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let publication = Remote::<Publication>::new();
    let load = move || {
        let (client, slug) = (client.clone(), slug.clone());
        publication.load(async move {
            client
                .get_publication(&slug)
                .await
                .map_err(|error| Failure::new(language, &error))
        });
    };
    load();
    set_page_title(t!(language, "home-publications"));
    effect(move || {
        let title = publication
            .state
            .with(|state| state.ready().map(|found| found.title.clone()));
        if let Some(title) = title {
            let all = Route::Publications.path();
            set_page_title_below(t!(language, "home-publications"), all, &title);
        }
    });
    let retry = Callback::new(move |()| load());
    dynamic(move || match publication.state.get() {
        Load::Loading => view! {
            <div class="page" aria-busy="true">
                <Skeleton shape=SkeletonShape::Title />
                <Skeleton shape=SkeletonShape::Block />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=retry /> }.into_any(),
        Load::Ready(publication) => view! { <Article publication /> }.into_any(),
    })
}

#[component]
fn Article(publication: Publication) -> impl IntoView {
    let language = use_language();
    let (html, headings) = with_anchors(&publication.body_html);
    let summary = publication.summary.clone();
    let updated = publication.updated_at > publication.published_at;
    view! {
        <div class="page publication">
            <article lang=publication.language.as_str()>
                <header class="publication__head">
                    <div class="publication__facts">
                        <KindBadge kind=publication.kind />
                        {publication.category.clone().map(|name| view! { <CategoryLink name /> })}
                    </div>
                    <h1>{publication.title.clone()}</h1>
                    {(!summary.is_empty()).then(|| view! { <p class="page__lead">{summary}</p> })}
                    <div class="publication__meta">
                        <p class="muted">
                            {t!(language, "publication-published")} " "
                            <RelativeTime at=millis(publication.published_at) />
                            {updated
                                .then(|| {
                                    view! {
                                        " · "
                                        {t!(language, "publication-updated")}
                                        " "
                                        <RelativeTime at=millis(publication.updated_at) />
                                    }
                                })}
                        </p>
                        <Button
                            kind=ButtonKind::Ghost
                            size=ButtonSize::Small
                            icon=IconName::Printer
                            on_press=move |()| {
                                // Refused by a browser that cannot print.
                                let _ = window().print();
                            }
                        >
                            {t!(language, "publication-print")}
                        </Button>
                    </div>
                </header>
                <div class="publication__body">
                    <Contents headings />
                    <div class="card card__body publication__text">
                        <RichText html=derived(move || html.clone()) />
                    </div>
                </div>
            </article>
            <Helpful publication />
        </div>
    }
}

/// "Article" or "Annonce".
#[component]
pub fn KindBadge(kind: PublicationKind) -> impl IntoView {
    let tone = match kind {
        PublicationKind::Article => Tone::Neutral,
        PublicationKind::Announcement => Tone::Info,
    };
    view! { <Badge label=kind.label(use_language()) tone /> }
}

#[component]
fn CategoryLink(name: String) -> impl IntoView {
    let href =
        Route::Publications.path() + &crate::query::query_string(&[("category", name.clone())]);
    view! {
        <a class="publication__category" href=href>
            {name}
        </a>
    }
}

/// "Sommaire", when there is more than one section.
#[component]
fn Contents(headings: Vec<Heading>) -> impl IntoView {
    let language = use_language();
    (headings.len() > 1).then(|| {
        let link = |heading: Heading| {
            let id = heading.id.clone();
            view! {
                <li class:contents__nested=heading.is_nested>
                    <a
                        href=format!("#{}", heading.id)
                        on:click=move |event| {
                            // The address stays that of the page: "back" leaves it at once.
                            event.prevent_default();
                            focus_id(&id);
                        }
                    >
                        {heading.text}
                    </a>
                </li>
            }
        };
        view! {
            <nav class="contents" aria-labelledby="contents-title">
                <h2 class="contents__title" id="contents-title">
                    {t!(language, "publication-contents")}
                </h2>
                <ol>{headings.into_iter().map(link).collect_view()}</ol>
            </nav>
        }
    })
}

/// "Cet article vous a-t-il aidé ?", and the way on when it has not.
#[component]
fn Helpful(publication: Publication) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let (slug, tasks, toaster) = (publication.slug, Tasks::new(), use_toaster());
    let said = RwSignal::new(publication.helpful);
    let say = move |helpful: bool| {
        let (Some(client), slug) = (client.try_get_value(), slug.clone()) else {
            return;
        };
        let before = said.get_untracked();
        said.set(Some(helpful));
        tasks.spawn(async move {
            let body = PublicationFeedback { helpful };
            if let Err(error) = client.put_publication_feedback(&slug, &body).await {
                said.try_set(before);
                toaster.error(Failure::new(language, &error).text);
            }
        });
    };
    let choice = move |helpful: bool, label: &'static str| {
        let say = say.clone();
        view! {
            <button
                type="button"
                class="button button--secondary button--small"
                aria-pressed=derived(move || {
                    if said.get() == Some(helpful) { "true" } else { "false" }
                })
                on:click=move |_| say(helpful)
            >
                {label}
            </button>
        }
    };
    view! {
        <section class="card card__body helpful" aria-labelledby="helpful-title">
            <h2 class="helpful__title" id="helpful-title">
                {t!(language, "publication-helpful")}
            </h2>
            <div class="cluster">
                {choice.clone()(true, t!(language, "publication-helpful-yes"))}
                {choice(false, t!(language, "publication-helpful-no"))}
            </div>
            <div class="helpful__answer" aria-live="polite">
                {dynamic(move || match said.get() {
                    Some(true) => {
                        view! { <p class="muted">{t!(language, "publication-helpful-thanks")}</p> }
                            .into_any()
                    }
                    Some(false) => {
                        view! {
                            <p class="muted">
                                {t!(language, "publication-helpful-sorry")} " "
                                <a href=Route::CreateTicket.path()>
                                    <Icon name=IconName::Plus />
                                    {t!(language, "home-create")}
                                </a>
                            </p>
                        }
                            .into_any()
                    }
                    None => ().into_any(),
                })}
            </div>
        </section>
    }
}
