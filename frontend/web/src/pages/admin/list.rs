use guichet_common::Page;
use guichet_i18n::t;
use guichet_ui::{
    Badge, Button, ButtonKind, ButtonLink, EmptyState, IconName, Pagination, Row, Skeleton, Table,
    Tone, derived, dynamic, effect, keyed, memo, scroll_to_id,
};
use leptos::prelude::*;

use super::export::Files;
use super::model::ListState;
use super::sources::{Line, Source};
use super::toolbar::Toolbar;
use crate::failure::Failure;
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::{Place, Route};
use crate::router::use_router;
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};

/// The list's own place, to scroll back to.
const LIST: &str = "admin-list";

/// What the parts of the list share.
#[derive(Clone, Copy)]
pub struct List {
    /// What is listed.
    pub source: Source,
    /// Filters and page, as the address says.
    pub state: Memo<ListState>,
    /// Goes to another address.
    pub go: Callback<ListState>,
    page: Remote<Page<Line>>,
    reload: Callback<()>,
}

/// A list: heading, filters, table, paging.
#[component]
pub fn ListPage(
    /// What is listed.
    source: Source,
) -> impl IntoView {
    set_page_title(source.title);
    let list = use_list(source);
    let new = Route::Directory(source.resource, Place::New).path();
    view! {
        <header class="page__header">
            <div>
                <h1>{source.title}</h1>
                <p class="page__lead">{source.lead}</p>
            </div>
            <div class="cluster">
                {source.resource.has_files().then(|| view! { <Files list /> })}
                <ButtonLink href=new kind=ButtonKind::Primary icon=IconName::Plus>
                    {source.new}
                </ButtonLink>
            </div>
        </header>
        <section class="card admin__list" aria-label=source.title id=LIST>
            {source.filters.then(|| view! { <Toolbar list /> })}
            <Rows list />
        </section>
    }
}

fn use_list(source: Source) -> List {
    let language = use_language();
    let router = use_router();
    let client = StoredValue::new(use_client());
    let state = memo(move || ListState::from_address(&router.queries()));
    let base = Route::Directory(source.resource, Place::List).path();
    let go = Callback::new(move |next: ListState| {
        router.refine(&(base.clone() + &query_string(&next.to_address())));
    });
    let page = Remote::<Page<Line>>::new();
    let load = move |state: &ListState| {
        let answer = (source.list)(client.get_value(), language, state.to_query());
        page.load(async move { answer.await.map_err(|error| Failure::new(language, &error)) });
    };
    effect(move || state.with(load));
    let reload = Callback::new(move |()| state.with_untracked(load));
    List {
        source,
        state,
        go,
        page,
        reload,
    }
}

#[component]
fn Rows(list: List) -> impl IntoView {
    let shape = memo(move || {
        list.page.state.with(|state| match state {
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
        Load::Failed(failure) => view! { <FailureState failure on_retry=list.reload /> }.into_any(),
        Load::Ready(true) => view! { <Nothing list /> }.into_any(),
        Load::Ready(false) => view! {
            <Lines list />
            <Pages list />
        }
        .into_any(),
    })
}

#[component]
fn Lines(list: List) -> impl IntoView {
    let source = list.source;
    let heads = (source.columns)(use_language())
        .into_iter()
        .map(|label| view! { <th scope="col">{label}</th> })
        .collect_view();
    let rows = keyed(move || {
        list.page.state.with(|page| {
            let lines = page.ready().map(|page| page.items.as_slice());
            let row = |line: &Line| {
                let line = line.clone();
                Row::new(line.key(), move || cells(source, line))
            };
            lines.unwrap_or_default().iter().map(row).collect()
        })
    });
    view! {
        <Table caption=source.title busy=list.page.refreshing>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn cells(source: Source, line: Line) -> AnyView {
    let language = use_language();
    let href = Route::Directory(source.resource, Place::Entry(line.id)).path();
    let badge = if !line.active {
        Some((t!(language, "admin-inactive"), Tone::Neutral))
    } else if line.pending {
        Some((t!(language, "admin-pending"), Tone::Info))
    } else {
        None
    };
    let badge = badge.map(|(label, tone)| view! { <Badge label tone /> });
    let labels = (source.columns)(language).into_iter().skip(1);
    let cells = line.cells.into_iter().zip(labels);
    let cell = |(text, label): (String, &'static str)| {
        let is_empty = text.is_empty();
        view! {
            <td class:col--empty=is_empty data-label=label>
                {text}
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">
                <span class="admin__name">
                    <a class="row-link" href=href>
                        {line.name}
                    </a>
                    {badge}
                </span>
            </th>
            {cells.map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

#[component]
fn Pages(list: List) -> impl IntoView {
    let language = use_language();
    let range = derived(move || {
        let count = list.page.state.with(|page| {
            page.ready()
                .map(|page| (page.items.len(), page.total))
                .unwrap_or_default()
        });
        list.state
            .with(|state| state.range(language, count.0, count.1))
    });
    let next = move || {
        list.page
            .state
            .with(|page| page.ready().and_then(|page| page.next_cursor.clone()))
    };
    let turn = move |state: ListState| {
        list.go.run(state);
        scroll_to_id(LIST);
    };
    view! {
        <div class="tickets__footer">
            <Pagination
                range
                has_previous=derived(move || list.state.with(|state| !state.cursors.is_empty()))
                has_next=derived(move || next().is_some())
                on_previous=move |()| turn(list.state.with_untracked(ListState::previous_page))
                on_next=move |()| {
                    if let Some(cursor) = untrack(next) {
                        turn(list.state.with_untracked(|state| state.next_page(&cursor)));
                    }
                }
            />
        </div>
    }
}

/// Nothing to show: because of the filters, or because there is nothing yet.
#[component]
fn Nothing(list: List) -> impl IntoView {
    let language = use_language();
    let source = list.source;
    dynamic(move || {
        if list.state.with(ListState::is_filtered) {
            let clear = move |()| list.go.run(ListState::default());
            return view! {
                <EmptyState icon=IconName::Search title=t!(language, "admin-no-match")>
                    <Button icon=IconName::Cross on_press=clear>
                        {t!(language, "home-filter-clear")}
                    </Button>
                </EmptyState>
            }
            .into_any();
        }
        let new = Route::Directory(source.resource, Place::New).path();
        view! {
            <EmptyState icon=IconName::Inbox title=source.empty text=source.lead>
                <ButtonLink href=new icon=IconName::Plus>
                    {source.new}
                </ButtonLink>
            </EmptyState>
        }
        .into_any()
    })
}
