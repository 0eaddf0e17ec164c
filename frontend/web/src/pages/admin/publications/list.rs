use guichet_common::Page;
use guichet_common::publications::{PublicationQuery, PublicationState, PublicationSummary};
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Badge, Button, ButtonKind, ButtonLink, EmptyState, Field, IconName, Pagination, RelativeTime,
    SearchInput, Select, SelectOption, Skeleton, Table, Tone, derived, dynamic, effect, memo,
};
use leptos::prelude::*;

use crate::failure::Failure;
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::{Place, Route};
use crate::router::use_router;
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::words::millis;

/// Rows a page.
const PAGE_SIZE: u32 = 25;

/// Filters and page, as the address says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct ListState {
    q: String,
    /// One state; all when `None`.
    state: Option<PublicationState>,
    cursors: Vec<String>,
}

impl ListState {
    fn from_address(pairs: &[(String, String)]) -> Self {
        let all = |name: &str| -> Vec<String> {
            let found = pairs.iter().filter(|(other, _)| other == name);
            found.map(|(_, value)| value.trim().to_owned()).collect()
        };
        let one = |name: &str| all(name).pop().unwrap_or_default();
        Self {
            q: one("q"),
            state: one("state").parse().ok(),
            cursors: all("cursor"),
        }
    }

    fn address(&self) -> String {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(self.state.map(|state| ("state", state.to_string())));
        pairs.extend(self.cursors.iter().map(|cursor| ("cursor", cursor.clone())));
        Route::AdminPublications(Place::List).path() + &query_string(&pairs)
    }

    fn to_query(&self) -> PublicationQuery {
        PublicationQuery {
            q: Some(self.q.clone()).filter(|q| !q.is_empty()),
            state: self
                .state
                .map_or_else(|| PublicationState::ALL.to_vec(), |state| vec![state]),
            limit: Some(PAGE_SIZE),
            cursor: self.cursors.last().cloned(),
            ..PublicationQuery::default()
        }
    }

    fn range(&self, language: Language, rows: usize, total: u64) -> String {
        let before = u64::from(PAGE_SIZE) * u64::try_from(self.cursors.len()).unwrap_or_default();
        let rows = u64::try_from(rows).unwrap_or_default();
        let from = if rows == 0 { 0 } else { before + 1 };
        let (to, total) = (before + rows, total.max(before + rows));
        t!(language, "home-rows", from = from, to = to, total = total)
    }
}

/// The colour of a state.
pub const fn tone(state: PublicationState) -> Tone {
    match state {
        PublicationState::Draft => Tone::Neutral,
        PublicationState::Scheduled => Tone::Info,
        PublicationState::Published => Tone::Success,
        PublicationState::Withdrawn => Tone::Warning,
    }
}

/// All publications, whatever their state.
#[component]
pub fn ListPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "home-publications");
    set_page_title(title);
    let router = use_router();
    let client = StoredValue::new(use_client());
    let state = memo(move || ListState::from_address(&router.queries()));
    let go = Callback::new(move |next: ListState| router.refine(&next.address()));
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
    let new = Route::AdminPublications(Place::New).path();
    let rows = dynamic(move || match page.state.get() {
        Load::Loading => view! {
            <div class="admin__loading" aria-busy="true">
                <Skeleton />
                <Skeleton />
                <Skeleton />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=reload /> }.into_any(),
        Load::Ready(page) if page.items.is_empty() => view! {
            <EmptyState icon=IconName::Book title=t!(language, "publications-none") />
        }
        .into_any(),
        Load::Ready(page) => view! { <Rows page state go /> }.into_any(),
    });
    view! {
        <header class="page__header">
            <div>
                <h1>{title}</h1>
                <p class="page__lead">{t!(language, "publications-admin-lead")}</p>
            </div>
            <ButtonLink href=new kind=ButtonKind::Primary icon=IconName::Plus>
                {t!(language, "publications-new")}
            </ButtonLink>
        </header>
        <section class="card admin__list" aria-label=title>
            <Toolbar state go />
            {rows}
        </section>
    }
}

#[component]
fn Toolbar(state: Memo<ListState>, go: Callback<ListState>) -> impl IntoView {
    let language = use_language();
    let text = RwSignal::new(String::new());
    let chosen = RwSignal::new(String::new());
    effect(move || {
        state.with(|state| {
            text.set(state.q.clone());
            chosen.set(
                state
                    .state
                    .map(|state| state.to_string())
                    .unwrap_or_default(),
            );
        });
    });
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut next = state.get_untracked();
        next.q = text.with_untracked(|text| text.trim().to_owned());
        next.cursors.clear();
        go.run(next);
    };
    let mut options = vec![SelectOption::new(
        "",
        t!(language, "publications-all-states"),
    )];
    options.extend(
        PublicationState::ALL
            .iter()
            .map(|state| SelectOption::new(state.as_str(), state.label(language))),
    );
    let on_choice = move |name: String| {
        let mut next = state.get_untracked();
        next.state = name.parse().ok();
        next.cursors.clear();
        go.run(next);
    };
    let clear = dynamic(move || {
        let is_filtered = state.with(|state| !state.q.is_empty() || state.state.is_some());
        is_filtered.then(|| {
            view! {
                <Button
                    kind=ButtonKind::Ghost
                    icon=IconName::Cross
                    on_press=move |()| go.run(ListState::default())
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
            <Field label=t!(language, "home-filter-state") hide_label=true>
                <Select value=chosen options on_change=on_choice />
            </Field>
            {clear}
        </div>
    }
}

#[component]
fn Rows(
    page: Page<PublicationSummary>,
    state: Memo<ListState>,
    go: Callback<ListState>,
) -> impl IntoView {
    let language = use_language();
    let (count, total, next) = (page.items.len(), page.total, page.next_cursor);
    let has_next = next.is_some();
    let row = move |publication: PublicationSummary| {
        let place = Place::Entry(publication.slug);
        let href = Route::AdminPublications(place).path();
        let category = publication.category.unwrap_or_default();
        view! {
            <tr>
                <th scope="row">
                    <a class="row-link" href=href>
                        {publication.title}
                    </a>
                </th>
                <td data-label=t!(language, "home-filter-state")>
                    <Badge
                        label=publication.state.label(language)
                        tone=tone(publication.state)
                        dot=true
                    />
                </td>
                <td data-label=t!(language, "publications-kind")>
                    {publication.kind.label(language)}
                </td>
                <td
                    class:col--empty=category.is_empty()
                    data-label=t!(language, "publications-category")
                >
                    {category.clone()}
                </td>
                <td data-label=t!(language, "ticket-field-updated-at")>
                    <RelativeTime at=millis(publication.updated_at) />
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=t!(language, "home-publications")>
            <thead>
                <tr>
                    <th scope="col">{t!(language, "publications-field-title")}</th>
                    <th scope="col">{t!(language, "home-filter-state")}</th>
                    <th scope="col">{t!(language, "publications-kind")}</th>
                    <th scope="col">{t!(language, "publications-category")}</th>
                    <th scope="col">{t!(language, "ticket-field-updated-at")}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <div class="tickets__footer">
            <Pagination
                range=derived(move || state.with(|state| state.range(language, count, total)))
                has_previous=derived(move || state.with(|state| !state.cursors.is_empty()))
                has_next=derived(move || has_next)
                on_previous=move |()| {
                    let mut previous = state.get_untracked();
                    previous.cursors.pop();
                    go.run(previous);
                }
                on_next=move |()| {
                    let mut after = state.get_untracked();
                    after.cursors.extend(next.clone());
                    go.run(after);
                }
            />
        </div>
    }
}
