use guichet_common::Page;
use guichet_common::publications::{PublicationQuery, PublicationSummary};
use guichet_i18n::t;
use guichet_ui::{
    EmptyState, IconName, RelativeTime, Skeleton, SkeletonShape, dynamic, effect, memo,
};
use leptos::prelude::*;

use crate::failure::Failure;
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::Route;
use crate::router::use_router;
use crate::session::use_session;
use crate::shell::FailureState;
use crate::words::millis;

/// How many are shown.
const SHOWN: u32 = 3;

/// "Publications": the latest, or those that the keyword finds.
#[component]
pub fn PublicationsCard() -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let page = Remote::<Page<PublicationSummary>>::new();
    let router = use_router();
    let keyword = memo(move || router.query("q"));
    let load = move || {
        let client = session.client();
        let query = PublicationQuery {
            q: keyword.get().filter(|keyword| !keyword.trim().is_empty()),
            limit: Some(SHOWN),
            ..PublicationQuery::default()
        };
        page.load(async move {
            client
                .list_publications(&query)
                .await
                .map_err(|error| Failure::new(language, &error))
        });
    };
    effect(load);
    let content = dynamic(move || match page.state.get() {
        Load::Loading => view! {
            <div class="publications__loading" aria-busy="true">
                <Skeleton shape=SkeletonShape::Medium />
                <Skeleton />
                <Skeleton shape=SkeletonShape::Short />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| untrack(load) /> }.into_any()
        }
        Load::Ready(page) if page.items.is_empty() => view! {
            <EmptyState
                icon=IconName::Book
                title=t!(language, "home-publications-empty")
                compact=true
            />
        }
        .into_any(),
        Load::Ready(page) => {
            let items = page.items.into_iter().map(item).collect_view();
            view! { <ul class="publications__list">{items}</ul> }.into_any()
        }
    });
    // The keyword of the header's search goes on finding there.
    let all = move || {
        let keyword = keyword.get().filter(|keyword| !keyword.trim().is_empty());
        let pairs: Vec<_> = keyword.map(|keyword| ("q", keyword)).into_iter().collect();
        Route::Publications.path() + &query_string(&pairs)
    };
    view! {
        <section class="card publications" aria-labelledby="publications-title">
            <div class="publications__head">
                <h2 id="publications-title">{t!(language, "home-publications")}</h2>
                <a href=all>{t!(language, "home-publications-all")}</a>
            </div>
            {content}
        </section>
    }
}

fn item(publication: PublicationSummary) -> impl IntoView {
    view! {
        <li class="publications__item">
            <a href=Route::Publication(publication.slug).path()>{publication.title}</a>
            <p class="publications__summary">{publication.summary}</p>
            <p class="publications__date">
                {publication
                    .published_at
                    .map(|at| view! { <RelativeTime at=millis(at) /> })}
            </p>
        </li>
    }
}
