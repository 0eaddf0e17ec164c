//! The API tokens of all people, which an admin may revoke.

use guichet_common::api_tokens::{ApiTokenQuery, OwnedApiToken};
use guichet_common::{ApiTokenId, Page};
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Button, ButtonKind, ButtonSize, Dialog, DialogActions, EmptyState, IconName, Pagination,
    RelativeTime, Row, Skeleton, Table, derived, dynamic, keyed, use_toaster, use_ui,
};
use leptos::prelude::*;

use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::tasks::Tasks;
use crate::when::date_time;
use crate::words::millis;

/// Rows a page.
const PAGE_SIZE: u32 = 25;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct List {
    page: Remote<Page<OwnedApiToken>>,
    /// The cursors that led to this page; empty on the first.
    cursors: RwSignal<Vec<String>>,
    reload: Callback<()>,
    /// Which is to be revoked, and what it is called.
    wanted: RwSignal<Option<(ApiTokenId, String)>>,
    asked: RwSignal<bool>,
}

/// The API tokens of all people.
#[component]
pub fn TokensPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "tokens-title");
    set_page_title(title);
    let client = StoredValue::new(use_client());
    let page = Remote::<Page<OwnedApiToken>>::new();
    let cursors = RwSignal::new(Vec::<String>::new());
    let reload = Callback::new(move |()| {
        let query = ApiTokenQuery {
            limit: Some(PAGE_SIZE),
            cursor: cursors.with_untracked(|cursors| cursors.last().cloned()),
        };
        let client = client.get_value();
        page.load(async move {
            let answer = client.list_all_api_tokens(&query).await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    });
    reload.run(());
    let list = List {
        page,
        cursors,
        reload,
        wanted: RwSignal::new(None),
        asked: RwSignal::new(false),
    };
    let content = dynamic(move || {
        let shape = page.state.with(|state| match state {
            Load::Loading => Load::Loading,
            Load::Failed(failure) => Load::Failed(failure.clone()),
            Load::Ready(page) => Load::Ready(page.items.is_empty()),
        });
        match shape {
            Load::Loading => view! {
                <div class="admin__loading" aria-busy="true">
                    <Skeleton />
                    <Skeleton />
                </div>
            }
            .into_any(),
            Load::Failed(failure) => view! { <FailureState failure on_retry=reload /> }.into_any(),
            Load::Ready(true) => view! {
                <EmptyState icon=IconName::Lock title=t!(language, "tokens-empty") />
            }
            .into_any(),
            Load::Ready(false) => view! {
                <Rows list />
                <Pages list />
            }
            .into_any(),
        }
    });
    view! {
        <header>
            <h1>{title}</h1>
            <p class="page__lead">{t!(language, "tokens-lead")}</p>
        </header>
        <section class="card admin__list" aria-label=title>
            {content}
        </section>
        <Question list />
    }
}

#[component]
fn Rows(list: List) -> impl IntoView {
    let language = use_language();
    let heads = [
        t!(language, "directory-name"),
        t!(language, "tokens-person"),
        t!(language, "clients-scopes"),
        t!(language, "tokens-expires"),
        t!(language, "tokens-used"),
    ];
    let heads = heads.map(|label| view! { <th scope="col">{label}</th> });
    let rows = keyed(move || {
        list.page.state.with(|page| {
            let tokens = page.ready().map(|page| page.items.as_slice());
            let row = |token: &OwnedApiToken| {
                let token = token.clone();
                Row::new(token.api_token.id.to_string(), move || row(list, token))
            };
            tokens.unwrap_or_default().iter().map(row).collect()
        })
    });
    view! {
        <Table caption=t!(language, "tokens-title") busy=list.page.refreshing>
            <thead>
                <tr>
                    {heads.collect_view()}
                    <th scope="col">
                        <span class="visually-hidden">{t!(language, "tokens-revoke")}</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(list: List, OwnedApiToken { api_token, person }: OwnedApiToken) -> AnyView {
    let language = use_language();
    let scopes = api_token.scopes.iter().map(|scope| scope.label(language));
    let scopes = scopes.collect::<Vec<_>>().join(", ");
    let expires = date_time(&use_ui(), language, api_token.expires_at);
    let used = match api_token.last_used_at {
        Some(at) => view! { <RelativeTime at=millis(at) /> }.into_any(),
        None => view! { <span class="muted">{t!(language, "tokens-never")}</span> }.into_any(),
    };
    let (id, name) = (api_token.id, api_token.name.clone());
    let ask = move |()| {
        list.wanted.set(Some((id, name.clone())));
        list.asked.set(true);
    };
    view! {
        <tr>
            <th scope="row">
                {api_token.name.clone()} " "
                <span class="muted">{format!("…{}", api_token.hint)}</span>
            </th>
            <td data-label=t!(language, "tokens-person")>{person.name}</td>
            <td data-label=t!(language, "clients-scopes")>{scopes}</td>
            <td data-label=t!(language, "tokens-expires")>
                <span class="nowrap">{expires}</span>
            </td>
            <td data-label=t!(language, "tokens-used")>{used}</td>
            <td>
                <Button size=ButtonSize::Small on_press=ask>
                    {t!(language, "tokens-revoke")}
                    <span class="visually-hidden">{format!(" : {}", api_token.name)}</span>
                </Button>
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn Question(list: List) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let busy = RwSignal::new(false);
    let revoke = move |()| {
        let Some((id, _)) = list.wanted.get_untracked() else {
            return;
        };
        busy.set(true);
        let client = client.get_value();
        tasks.spawn(async move {
            let answer = client.revoke_api_token(id).await;
            busy.try_set(false);
            list.asked.try_set(false);
            match answer {
                Ok(()) => toaster.success(t!(language, "tokens-revoked")),
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
            list.reload.try_run(());
        });
    };
    let name = move || {
        let wanted = list.wanted.get();
        wanted.map(|(_, name)| name).unwrap_or_default()
    };
    view! {
        <Dialog open=list.asked title=t!(language, "tokens-revoke-title")>
            <p>
                <strong>{name()}</strong>
            </p>
            <p>{t!(language, "tokens-revoke-text")}</p>
            <DialogActions>
                <Button on_press=move |()| {
                    list.asked.set(false);
                }>{t!(language, "form-cancel")}</Button>
                <Button kind=ButtonKind::Danger busy on_press=revoke>
                    {t!(language, "tokens-revoke")}
                </Button>
            </DialogActions>
        </Dialog>
    }
}

#[component]
fn Pages(list: List) -> impl IntoView {
    let language = use_language();
    let range = derived(move || {
        let (rows, total) = list.page.state.with(|page| {
            page.ready()
                .map(|page| (page.items.len(), page.total))
                .unwrap_or_default()
        });
        let pages = list.cursors.with(Vec::len);
        let before = u64::from(PAGE_SIZE) * u64::try_from(pages).unwrap_or_default();
        let to = before + u64::try_from(rows).unwrap_or_default();
        let (from, total) = (before + 1, total.max(to));
        t!(language, "home-rows", from = from, to = to, total = total)
    });
    let next = move || {
        list.page
            .state
            .with(|page| page.ready().and_then(|page| page.next_cursor.clone()))
    };
    view! {
        <div class="tickets__footer">
            <Pagination
                range
                has_previous=derived(move || list.cursors.with(|cursors| !cursors.is_empty()))
                has_next=derived(move || next().is_some())
                on_previous=move |()| {
                    list.cursors
                        .update(|cursors| {
                            cursors.pop();
                        });
                    list.reload.run(());
                }
                on_next=move |()| {
                    if let Some(cursor) = untrack(next) {
                        list.cursors.update(|cursors| cursors.push(cursor));
                        list.reload.run(());
                    }
                }
            />
        </div>
    }
}
