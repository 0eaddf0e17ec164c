//! An article or announcement of the supplier.

use guichet_common::publications::Publication;
use guichet_i18n::t;
use guichet_ui::{RelativeTime, Skeleton, SkeletonShape, dynamic, effect};
use leptos::prelude::*;

use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
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
            set_page_title(&title);
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
    view! {
        <article class="page publication">
            <header>
                <h1>{publication.title}</h1>
                <p class="page__lead">
                    {t!(use_language(), "publication-published")} " "
                    <RelativeTime at=millis(publication.published_at) />
                </p>
            </header>
            // Sanitised by the server to the allow-list of rich text.
            <div class="card card__body prose" inner_html=publication.body_html></div>
        </article>
    }
}
