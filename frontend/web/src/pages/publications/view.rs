use guichet_common::Page;
use guichet_common::publications::{PublicationCategory, PublicationSummary};
use guichet_i18n::t;
use guichet_ui::{
    Button, EmptyState, Field, IconName, Pagination, RelativeTime, SearchInput, Select,
    SelectOption, Skeleton, SkeletonShape, derived, dynamic, effect, memo, scroll_to_id,
};
use leptos::prelude::*;

use super::model::ListState;
use crate::failure::Failure;
use crate::language::use_language;
use crate::pages::publication::KindBadge;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::Route;
use crate::router::use_router;
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::tasks::Tasks;
use crate::words::millis;

/// The list's own place, to scroll back to.
const LIST: &str = "publications";

/// What the parts of the list share.
#[derive(Clone, Copy)]
struct List {
    state: Memo<ListState>,
    go: Callback<ListState>,
    page: Remote<Page<PublicationSummary>>,
    reload: Callback<()>,
}

/// "Publications": all of them, by keyword and category.
#[component]
pub fn PublicationsPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "home-publications");
    set_page_title(title);
    let list = use_list();
    view! {
        <div class="page publications-page">
            <header>
                <h1>{title}</h1>
                <p class="page__lead">{t!(language, "publications-lead")}</p>
            </header>
            <section class="card" aria-label=title id=LIST>
                <Toolbar list />
                <Rows list />
            </section>
        </div>
    }
}

fn use_list() -> List {
    let language = use_language();
    let router = use_router();
    let client = StoredValue::new(use_client());
    let state = memo(move || ListState::from_address(&router.queries()));
    let go = Callback::new(move |next: ListState| {
        router.refine(&(Route::Publications.path() + &query_string(&next.to_address())));
    });
    let page = Remote::<Page<PublicationSummary>>::new();
    let load = move |state: &ListState| {
        let (client, query) = (client.get_value(), state.to_query());
        page.load(async move {
            client
                .list_publications(&query)
                .await
                .map_err(|error| Failure::new(language, &error))
        });
    };
    effect(move || state.with(load));
    let reload = Callback::new(move |()| state.with_untracked(load));
    List {
        state,
        go,
        page,
        reload,
    }
}

/// Keyword and category.
#[component]
fn Toolbar(list: List) -> impl IntoView {
    let language = use_language();
    let text = RwSignal::new(String::new());
    let chosen = RwSignal::new(String::new());
    effect(move || {
        list.state.with(|state| {
            text.set(state.q.clone());
            chosen.set(state.category.clone());
        });
    });
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = text.with_untracked(|text| text.trim().to_owned());
        let changed = list
            .state
            .with_untracked(|state| state.with(|s| s.q = typed));
        list.go.run(changed);
    };
    let clear = dynamic(move || {
        list.state.with(ListState::is_filtered).then(|| {
            view! {
                <Button
                    kind=guichet_ui::ButtonKind::Ghost
                    icon=IconName::Cross
                    on_press=move |()| list.go.run(ListState::default())
                >
                    {t!(language, "home-filter-clear")}
                </Button>
            }
        })
    });
    view! {
        <div class="toolbar">
            <form
                class="toolbar__search"
                role="search"
                aria-label=t!(language, "home-search")
                on:submit=search
            >
                <SearchInput value=text label=t!(language, "home-search") />
            </form>
            <Categories list chosen />
            {clear}
        </div>
    }
}

#[component]
fn Categories(list: List, chosen: RwSignal<String>) -> impl IntoView {
    let language = use_language();
    let categories = RwSignal::new(Vec::<PublicationCategory>::new());
    let client = use_client();
    Tasks::new().spawn(async move {
        // Without them the list works as well.
        if let Ok(found) = client.list_publication_categories().await {
            categories.try_set(found.items);
        }
    });
    dynamic(move || {
        let mut options = vec![SelectOption::new(
            "",
            t!(language, "publications-all-categories"),
        )];
        options.extend(categories.get().into_iter().map(|category| {
            let label = format!("{} ({})", category.name, category.publication_count);
            SelectOption::new(category.name, label)
        }));
        let on_choice = move |name: String| {
            let state = list.state.get_untracked();
            list.go.run(state.with(|list| list.category = name));
        };
        view! {
            <Field label=t!(language, "publications-category") hide_label=true>
                <Select value=chosen options on_change=on_choice />
            </Field>
        }
    })
}

#[component]
fn Rows(list: List) -> impl IntoView {
    let language = use_language();
    dynamic(move || match list.page.state.get() {
        Load::Loading => view! {
            <div class="publications__loading publications-page__rows" aria-busy="true">
                <Skeleton shape=SkeletonShape::Medium />
                <Skeleton />
                <Skeleton shape=SkeletonShape::Short />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=list.reload /> }.into_any(),
        Load::Ready(page) if page.items.is_empty() => view! {
            <EmptyState icon=IconName::Book title=t!(language, "home-publications-empty") />
        }
        .into_any(),
        Load::Ready(page) => {
            let items = page.items.iter().cloned().map(item).collect_view();
            view! {
                <ul class="publications-page__rows">{items}</ul>
                <Pages list page />
            }
            .into_any()
        }
    })
}

fn item(publication: PublicationSummary) -> impl IntoView {
    let summary = publication.summary;
    view! {
        <li class="publication-row">
            <div class="publication-row__head">
                <a class="publication-row__title" href=Route::Publication(publication.slug).path()>
                    {publication.title}
                </a>
                <KindBadge kind=publication.kind />
            </div>
            {(!summary.is_empty()).then(|| view! { <p class="muted">{summary}</p> })}
            <p class="publication-row__facts muted">
                {publication.category.map(|name| view! { <span>{name} " · "</span> })}
                {publication
                    .published_at
                    .map(|at| view! { <RelativeTime at=millis(at) /> })}
            </p>
        </li>
    }
}

#[component]
fn Pages(list: List, page: Page<PublicationSummary>) -> impl IntoView {
    let language = use_language();
    let (rows, total, next) = (page.items.len(), page.total, page.next_cursor);
    let has_next = next.is_some();
    let turn = move |state: ListState| {
        list.go.run(state);
        scroll_to_id(LIST);
    };
    view! {
        <div class="tickets__footer">
            <Pagination
                range=derived(move || list.state.with(|state| state.range(language, rows, total)))
                has_previous=derived(move || list.state.with(|state| !state.cursors.is_empty()))
                has_next=derived(move || has_next)
                on_previous=move |()| turn(list.state.with_untracked(ListState::previous_page))
                on_next=move |()| {
                    if let Some(cursor) = &next {
                        turn(list.state.with_untracked(|state| state.next_page(cursor)));
                    }
                }
            />
        </div>
    }
}
