use guichet_common::publications::{PublicationQuery, PublicationSummary};
use guichet_i18n::t;
use guichet_ui::{Icon, IconName, dynamic};
use leptos::prelude::*;

use crate::language::use_language;
use crate::route::Route;
use crate::session::use_client;
use crate::tasks::Tasks;

/// How many are shown; more would push the page's own content away.
const SHOWN: u32 = 3;

/// What is pinned now, above everything else of the home page.
#[component]
pub fn Announcements() -> impl IntoView {
    let language = use_language();
    let pinned = RwSignal::new(Vec::<PublicationSummary>::new());
    let client = use_client();
    Tasks::new().spawn(async move {
        let query = PublicationQuery {
            pinned: Some(true),
            limit: Some(SHOWN),
            ..PublicationQuery::default()
        };
        // Without them the page works as well.
        if let Ok(page) = client.list_publications(&query).await {
            pinned.try_set(page.items);
        }
    });
    let item = |publication: PublicationSummary| {
        let summary = publication.summary;
        view! {
            <li class="announcement">
                <Icon name=IconName::Info />
                <div class="announcement__text">
                    <a href=Route::Publication(publication.slug).path()>{publication.title}</a>
                    {(!summary.is_empty()).then(|| view! { <p>{summary}</p> })}
                </div>
            </li>
        }
    };
    dynamic(move || {
        let pinned = pinned.get();
        (!pinned.is_empty()).then(|| {
            view! {
                <section aria-label=t!(language, "home-announcements")>
                    <ul class="announcements">{pinned.into_iter().map(item).collect_view()}</ul>
                </section>
            }
        })
    })
}
