use chrono::{NaiveDate, NaiveTime, TimeDelta};
use guichet_common::audit::AuditEntry;
use guichet_common::{Instant, Page};
use guichet_i18n::t;
use guichet_ui::{
    Button, EmptyState, IconName, Pagination, Skeleton, Ui, derived, dynamic, effect, memo,
    scroll_to_id, use_ui,
};
use leptos::prelude::*;

use super::filters::Filters;
use super::model::Search;
use super::rows::Rows;
use crate::failure::Failure;
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::{AdminPage, Route};
use crate::router::use_router;
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::when::local_time;
use crate::words::millis;

/// The list's own place, to scroll back to.
const LIST: &str = "audit-list";

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Trail {
    /// What is searched for, as the address says.
    pub search: Memo<Search>,
    /// Goes to another address.
    pub go: Callback<Search>,
    /// The entries.
    pub page: Remote<Page<AuditEntry>>,
}

/// Who did what to whom, when, from where.
#[component]
pub fn AuditPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "audit-title");
    set_page_title(title);
    let router = use_router();
    let client = StoredValue::new(use_client());
    let ui = StoredValue::new(use_ui());
    let search = memo(move || Search::from_address(&router.queries()));
    let go = Callback::new(move |next: Search| {
        router.refine(&(Route::Admin(AdminPage::Audit).path() + &query_string(&next.to_address())));
    });
    let page = Remote::<Page<AuditEntry>>::new();
    let load = move |search: &Search| {
        let query = ui.with_value(|ui| search.to_query(|day| begin(ui, day)));
        let client = client.get_value();
        page.load(async move {
            let answer = client.list_audit_entries(&query).await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    };
    effect(move || search.with(load));
    let reload = Callback::new(move |()| search.with_untracked(load));
    let trail = Trail { search, go, page };
    view! {
        <header>
            <h1>{title}</h1>
            <p class="page__lead">{t!(language, "audit-lead")}</p>
        </header>
        <section class="card admin__list" aria-label=title id=LIST>
            <Filters trail />
            <Content trail reload />
        </section>
    }
}

/// When a day begins where the person is.
fn begin(ui: &Ui, day: NaiveDate) -> Instant {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    // How far their clocks are ahead, asked again where the first answer leads: clocks may change.
    let ahead = |at: Instant| {
        let there = local_time(ui, millis(at)).map(|there| there.and_utc());
        there.map_or_else(TimeDelta::zero, |there| there - at)
    };
    midnight - ahead(midnight - ahead(midnight))
}

#[component]
fn Content(trail: Trail, reload: Callback<()>) -> impl IntoView {
    let shape = memo(move || {
        trail.page.state.with(|state| match state {
            Load::Loading => Load::Loading,
            Load::Failed(failure) => Load::Failed(failure.clone()),
            Load::Ready(page) => Load::Ready(page.items.is_empty()),
        })
    });
    dynamic(move || match shape.get() {
        Load::Loading => view! {
            <div class="admin__loading" aria-busy="true">
                <Skeleton />
                <Skeleton />
                <Skeleton />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=reload /> }.into_any(),
        Load::Ready(true) => view! { <Nothing trail /> }.into_any(),
        Load::Ready(false) => view! {
            <Rows trail />
            <Pages trail />
        }
        .into_any(),
    })
}

#[component]
fn Nothing(trail: Trail) -> impl IntoView {
    let language = use_language();
    let clear = move |()| trail.go.run(Search::default());
    view! {
        <EmptyState icon=IconName::Search title=t!(language, "audit-nothing")>
            <Button icon=IconName::Cross on_press=clear>
                {t!(language, "home-filter-clear")}
            </Button>
        </EmptyState>
    }
}

#[component]
fn Pages(trail: Trail) -> impl IntoView {
    let language = use_language();
    let range = derived(move || {
        let (rows, total) = trail.page.state.with(|page| {
            page.ready()
                .map(|page| (page.items.len(), page.total))
                .unwrap_or_default()
        });
        trail
            .search
            .with(|search| search.range(language, rows, total))
    });
    let next = move || {
        trail
            .page
            .state
            .with(|page| page.ready().and_then(|page| page.next_cursor.clone()))
    };
    let turn = move |search: Search| {
        trail.go.run(search);
        scroll_to_id(LIST);
    };
    view! {
        <div class="tickets__footer">
            <Pagination
                range
                has_previous=derived(move || {
                    trail.search.with(|search| !search.cursors.is_empty())
                })
                has_next=derived(move || next().is_some())
                on_previous=move |()| turn(trail.search.with_untracked(Search::previous_page))
                on_next=move |()| {
                    if let Some(cursor) = untrack(next) {
                        turn(trail.search.with_untracked(|search| search.next_page(&cursor)));
                    }
                }
            />
        </div>
    }
}
