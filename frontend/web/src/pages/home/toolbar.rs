use std::time::Duration;

use guichet_common::directory::DirectoryQuery;
use guichet_common::me::Me;
use guichet_common::vocabulary::TicketState;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Button, ButtonKind, ButtonSize, Check, CheckOption, CheckboxGroup, ComboOption, Combobox,
    Field, IconName, Popover, SearchInput, derived, dynamic, effect, memo, on_change,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::columns::{self, Column};
use super::export::ExportButton;
use super::list::List;
use super::model::ListState;
use crate::language::use_language;
use crate::session::use_client;

/// How long typing must rest before the list follows.
const TYPING_PAUSE: Duration = Duration::from_millis(350);

/// Search, filters, columns and export.
#[component]
pub fn Toolbar(list: List, me: Me) -> impl IntoView {
    let language = use_language();
    let role = me.role;
    let id = me.id;
    let clear = dynamic(move || {
        list.state.with(ListState::is_filtered).then(|| {
            let clear = move |()| list.go.run(list.state.with_untracked(ListState::cleared));
            view! {
                <Button kind=ButtonKind::Ghost icon=IconName::Cross on_press=clear>
                    {t!(language, "home-filter-clear")}
                </Button>
            }
        })
    });
    view! {
        <div class="toolbar">
            <KeywordSearch list />
            {(role.is_agent() || me.sees_account_tickets).then(|| view! { <WhoFilter list me /> })}
            <StateFilter list />
            {clear}
            <div class="toolbar__end">
                <ColumnChooser list role />
                <ExportButton list me=id />
            </div>
        </div>
    }
}

#[component]
fn KeywordSearch(list: List) -> impl IntoView {
    let text = RwSignal::new(list.state.with_untracked(|state| state.q.clone()));
    // The address may change without typing: by the header's search, "back", or a cleared filter.
    let q = memo(move || list.state.with(|state| state.q.clone()));
    effect(move || {
        let q = q.get();
        if text.with_untracked(|text| text.trim() != q) {
            text.set(q);
        }
    });
    let search = move || {
        let Some(typed) = text.try_get_untracked() else {
            return;
        };
        let typed = typed.trim().to_owned();
        if q.try_get_untracked().is_some_and(|q| q != typed) {
            list.go.run(
                list.state
                    .with_untracked(|state| state.with(|list| list.q = typed)),
            );
        }
    };
    let pause = StoredValue::new(None::<TimeoutHandle>);
    on_change(
        move || text.track(),
        move || {
            if let Some(Some(earlier)) = pause.try_update_value(Option::take) {
                earlier.clear();
            }
            pause.set_value(set_timeout_with_handle(search, TYPING_PAUSE).ok());
        },
    );
    view! {
        <form
            class="toolbar__search"
            role="search"
            aria-label=t!(use_language(), "home-search")
            on:submit=move |event| {
                event.prevent_default();
                search();
            }
        >
            <SearchInput value=text label=t!(use_language(), "home-search") />
        </form>
    }
}

#[component]
fn StateFilter(list: List) -> impl IntoView {
    let language = use_language();
    let label = t!(language, "home-filter-state");
    let count = derived(move || list.state.with(|state| state.states.len()));
    let selected = derived(move || {
        list.state.with(|state| {
            state
                .states
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        })
    });
    let on_change = move |check: Check| {
        let changed = list.state.with_untracked(|state| {
            state.with(|list| {
                list.states = TicketState::ALL
                    .iter()
                    .copied()
                    .filter(|state| {
                        if state.as_str() == check.value {
                            check.checked
                        } else {
                            list.states.contains(state)
                        }
                    })
                    .collect();
            })
        });
        list.go.run(changed);
    };
    let options = || -> Vec<CheckOption> {
        TicketState::ALL
            .iter()
            .map(|state| CheckOption {
                value: state.to_string(),
                label: state.label(language).to_owned(),
            })
            .collect()
    };
    let options = options();
    view! {
        <Popover label icon=IconName::Filter count>
            <CheckboxGroup legend=label options=options.clone() selected on_change />
        </Popover>
    }
}

/// Whose tickets: a contact of the own account, or, for agents, an account.
#[component]
fn WhoFilter(list: List, me: Me) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let is_agent = me.role.is_agent();
    let options = RwSignal::new(Vec::<ComboOption>::new());
    spawn_local(async move {
        let query = DirectoryQuery {
            limit: Some(100),
            ..DirectoryQuery::default()
        };
        let option = |value: String, label: String, detail: Option<String>| ComboOption {
            value,
            label,
            detail,
        };
        // Without an answer there is nothing to choose from; the list itself tells what is wrong.
        let found: Vec<ComboOption> = if is_agent {
            let page = client
                .list_accounts(&query)
                .await
                .map(|page| page.items)
                .unwrap_or_default();
            page.into_iter()
                .map(|account| option(account.id.to_string(), account.name, None))
                .collect()
        } else {
            let page = client
                .list_contacts(&query.into())
                .await
                .map(|page| page.items)
                .unwrap_or_default();
            page.into_iter()
                .map(|contact| option(contact.id.to_string(), contact.name, Some(contact.email)))
                .collect()
        };
        options.try_set(found);
    });
    let current = memo(move || {
        list.state.with(|state| {
            let id = if is_agent {
                state.account.map(|id| id.0)
            } else {
                state.contact.map(|id| id.0)
            };
            id.map(|id| id.to_string()).unwrap_or_default()
        })
    });
    let value = RwSignal::new(current.get_untracked());
    effect(move || value.set(current.get()));
    effect(move || {
        let chosen = value.get();
        if chosen != current.get_untracked() {
            let changed = list.state.with_untracked(|state| {
                state.with(|list| {
                    if is_agent {
                        list.account = chosen.parse().ok();
                    } else {
                        list.contact = chosen.parse().ok();
                    }
                })
            });
            list.go.run(changed);
        }
    });
    let (label, everyone) = if is_agent {
        (
            t!(language, "home-filter-account"),
            t!(language, "home-filter-account-all"),
        )
    } else {
        (
            t!(language, "home-filter-contact"),
            t!(language, "home-filter-contact-all"),
        )
    };
    view! {
        <div class="toolbar__who">
            <Field label hide_label=true>
                <Combobox value options placeholder=everyone />
            </Field>
        </div>
    }
}

#[component]
fn ColumnChooser(list: List, role: guichet_common::vocabulary::Role) -> impl IntoView {
    let language = use_language();
    let label = t!(language, "home-columns");
    let selected = derived(move || {
        list.columns.with(|columns| {
            columns
                .iter()
                .map(|column| column.name().to_owned())
                .collect::<Vec<_>>()
        })
    });
    let options: Vec<_> = columns::available(role)
        .into_iter()
        .filter(|column| *column != Column::Number)
        .map(|column| CheckOption {
            value: column.name().to_owned(),
            label: column.label(language).to_owned(),
        })
        .collect();
    let on_change = move |check: Check| {
        list.columns.update(|shown| {
            let mut names: Vec<_> = shown.iter().map(|column| column.name()).collect();
            names.retain(|name| *name != check.value);
            if check.checked {
                names.push(&check.value);
            }
            *shown = columns::from_text(role, Some(&names.join(",")));
        });
    };
    let reset = move |()| list.columns.set(columns::defaults(role));
    view! {
        <Popover label icon=IconName::Columns align_end=true>
            <CheckboxGroup legend=label options=options.clone() selected on_change />
            <div class="toolbar__reset">
                <Button kind=ButtonKind::Ghost size=ButtonSize::Small on_press=reset>
                    {t!(language, "home-columns-reset")}
                </Button>
            </div>
        </Popover>
    }
}
