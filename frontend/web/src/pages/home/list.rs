use std::time::Duration;

use guichet_common::Page;
use guichet_common::me::Me;
use guichet_common::tickets::TicketSummary;
use guichet_i18n::t;
use guichet_ui::{
    Button, EmptyState, IconName, Pagination, Tab, TabPanel, Tabs, derived, dynamic, effect, memo,
    on_change, scroll_to_id,
};
use leptos::prelude::*;

use super::columns::{self, Column};
use super::model::{ListState, ListTab};
use super::table::{TableSkeleton, TicketTable};
use super::toolbar::Toolbar;
use crate::failure::Failure;
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::Route;
use crate::router::use_router;
use crate::session::use_session;
use crate::shell::FailureState;
use crate::{live, storage};

/// The tabs and their panel.
const TABS: &str = "tickets";

/// Live events come in bursts; the list is read again at most this often.
const QUIET_TIME: Duration = Duration::from_secs(1);

/// What the parts of the list share.
#[derive(Clone, Copy)]
pub struct List {
    /// Filters, order and page, as the address says.
    pub state: Memo<ListState>,
    /// Goes to another address.
    pub go: Callback<ListState>,
    /// The shown columns.
    pub columns: RwSignal<Vec<Column>>,
    /// Reads the page again, after a failure.
    pub reload: Callback<()>,
    /// The rows.
    pub page: Remote<Page<TicketSummary>>,
}

/// "Tickets": tabs, filters, table and paging.
#[component]
pub fn TicketList(
    /// Who looks at it.
    me: Me,
) -> impl IntoView {
    let language = use_language();
    let list = use_list(&me);
    let role = me.role;
    let tabs: Vec<_> = ListTab::of(role)
        .iter()
        .map(|tab| Tab {
            id: tab.name(),
            label: tab.label(language).to_owned(),
            count: None,
        })
        .collect();
    let selected = derived(move || list.state.with(|state| state.tab.name()));
    let select = move |name: &'static str| {
        let tab = ListTab::of(role)
            .iter()
            .copied()
            .find(|tab| tab.name() == name);
        let changed = list
            .state
            .with_untracked(|state| state.with(|s| s.tab = tab.unwrap_or_default()));
        list.go.run(changed);
    };
    view! {
        <section class="card tickets" aria-labelledby="tickets-title" id="tickets">
            <h2 class="visually-hidden" id="tickets-title">
                {t!(language, "home-tickets")}
            </h2>
            <Tabs name=TABS label=t!(language, "home-tabs") tabs selected on_select=select />
            <TabPanel name=TABS selected>
                <Toolbar list me />
                <Rows list />
            </TabPanel>
        </section>
    }
}

/// Ties the list to the address, the server, the live events and the browser's storage.
fn use_list(me: &Me) -> List {
    let language = use_language();
    let session = use_session();
    let router = use_router();
    let (id, role) = (me.id, me.role);
    let state = memo(move || ListState::from_address(role, &router.queries()));
    let go = Callback::new(move |next: ListState| {
        router.refine(&(Route::Home.path() + &query_string(&next.to_address())));
    });

    let key = format!("columns.{id}");
    let columns = RwSignal::new(columns::from_text(role, storage::get(&key).as_deref()));
    on_change(
        move || columns.track(),
        move || {
            storage::set(&key, &columns.with(|columns| columns::to_text(columns)));
        },
    );

    let page = Remote::<Page<TicketSummary>>::new();
    let request = move |state: ListState| async move {
        let query = state.to_query(id);
        session
            .client()
            .list_tickets(&query)
            .await
            .map_err(|error| Failure::new(language, &error))
    };
    effect(move || page.load(request(state.get())));
    let reload = Callback::new(move |()| page.load(request(state.get_untracked())));
    let waiting = StoredValue::new(false);
    live::on_event(move |_| {
        if waiting.try_get_value().unwrap_or(true) {
            return;
        }
        waiting.set_value(true);
        set_timeout(
            move || {
                waiting.try_set_value(false);
                if let Some(state) = state.try_get_untracked() {
                    page.load_quietly(request(state));
                }
            },
            QUIET_TIME,
        );
    });
    List {
        state,
        go,
        columns,
        reload,
        page,
    }
}

#[component]
fn Rows(list: List) -> impl IntoView {
    let language = use_language();
    // Which of these is shown; the rows themselves change without building the table anew.
    let shape = memo(move || {
        list.page.state.with(|state| match state {
            Load::Loading => Load::Loading,
            Load::Failed(failure) => Load::Failed(failure.clone()),
            Load::Ready(page) => Load::Ready(page.items.is_empty()),
        })
    });
    dynamic(move || match shape.get() {
        Load::Loading => view! { <TableSkeleton list /> }.into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=list.reload /> }.into_any(),
        Load::Ready(true) => view! { <NoTickets list /> }.into_any(),
        Load::Ready(false) => {
            let range = derived(move || {
                list.page.state.with(|page| {
                    page.ready().map_or_else(String::new, |page| {
                        list.state.with(|state| {
                            state.range(language, page.items.len(), page.total, page.total_is_exact)
                        })
                    })
                })
            });
            let next = move || {
                list.page
                    .state
                    .with(|page| page.ready().and_then(|page| page.next_cursor.clone()))
            };
            let on_next = move |()| {
                if let Some(cursor) = untrack(next) {
                    list.go
                        .run(list.state.with_untracked(|state| state.next_page(&cursor)));
                    scroll_to_id("tickets");
                }
            };
            let on_previous = move |()| {
                list.go
                    .run(list.state.with_untracked(ListState::previous_page));
                scroll_to_id("tickets");
            };
            view! {
                <TicketTable list />
                <div class="tickets__footer">
                    <Pagination
                        range
                        has_previous=derived(move || {
                            list.state.with(|state| !state.cursors.is_empty())
                        })
                        has_next=derived(move || next().is_some())
                        on_previous
                        on_next
                    />
                </div>
            }
            .into_any()
        }
    })
}

/// Nothing to show: because of the filters, or because there is nothing yet.
#[component]
fn NoTickets(list: List) -> impl IntoView {
    let language = use_language();
    let clear = move |()| list.go.run(list.state.with_untracked(ListState::cleared));
    dynamic(move || {
        let (is_filtered, tab) = list.state.with(|state| (state.is_filtered(), state.tab));
        if is_filtered {
            view! {
                <EmptyState
                    icon=IconName::Search
                    title=t!(language, "home-empty")
                    text=t!(language, "home-empty-hint")
                >
                    <Button icon=IconName::Cross on_press=clear>
                        {t!(language, "home-filter-clear")}
                    </Button>
                </EmptyState>
            }
            .into_any()
        } else if tab == ListTab::All {
            view! {
                <EmptyState
                    icon=IconName::Inbox
                    title=t!(language, "home-empty")
                    text=t!(language, "home-empty-hint-first")
                />
            }
            .into_any()
        } else {
            view! { <EmptyState icon=IconName::Inbox title=t!(language, "home-empty") /> }
                .into_any()
        }
    })
}
