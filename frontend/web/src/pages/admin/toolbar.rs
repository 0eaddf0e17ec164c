use std::time::Duration;

use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, Combobox, Field, IconName, SearchInput, Select, SelectOption, dynamic,
    effect, on_change,
};
use leptos::prelude::*;

use super::list::List;
use super::model::{ListState, Shown};
use crate::choices::account_options;
use crate::language::use_language;

/// How long typing must rest before the list follows.
const TYPING_PAUSE: Duration = Duration::from_millis(350);

/// Keyword, account, and which entries.
#[component]
pub fn Toolbar(list: List) -> impl IntoView {
    let language = use_language();
    let clear = dynamic(move || {
        list.state.with(ListState::is_filtered).then(|| {
            view! {
                <Button
                    kind=ButtonKind::Ghost
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
            <Keyword list />
            {list.source.by_account.then(|| view! { <AccountFilter list /> })}
            <ShownFilter list />
            {clear}
        </div>
    }
}

#[component]
fn Keyword(list: List) -> impl IntoView {
    let language = use_language();
    let text = RwSignal::new(list.state.with_untracked(|state| state.q.clone()));
    // The address may change without typing: by "back", or a cleared filter.
    effect(move || {
        let q = list.state.with(|state| state.q.clone());
        if text.with_untracked(|text| text.trim() != q) {
            text.set(q);
        }
    });
    let search = move || {
        let Some(typed) = text.try_get_untracked() else {
            return;
        };
        let changed = list.state.try_with_untracked(|state| {
            let typed = typed.trim();
            (state.q != typed).then(|| state.with(|list| typed.clone_into(&mut list.q)))
        });
        if let Some(Some(changed)) = changed {
            list.go.run(changed);
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
            aria-label=t!(language, "home-search")
            on:submit=move |event| {
                event.prevent_default();
                search();
            }
        >
            <SearchInput value=text label=t!(language, "home-search") />
        </form>
    }
}

#[component]
fn AccountFilter(list: List) -> impl IntoView {
    let label = t!(use_language(), "person-account");
    let present = move || {
        list.state
            .with(|state| state.account.map(|id| id.to_string()))
    };
    let chosen = RwSignal::new(untrack(present).unwrap_or_default());
    effect(move || {
        let present = present().unwrap_or_default();
        if chosen.with_untracked(|chosen| *chosen != present) {
            chosen.set(present);
        }
    });
    on_change(
        move || chosen.track(),
        move || {
            let account = chosen.get().parse().ok();
            let state = list.state.get();
            if state.account != account {
                list.go.run(state.with(|list| list.account = account));
            }
        },
    );
    view! {
        <div class="toolbar__who">
            <Field label hide_label=true>
                <Combobox value=chosen options=account_options() placeholder=label />
            </Field>
        </div>
    }
}

#[component]
fn ShownFilter(list: List) -> impl IntoView {
    let language = use_language();
    let chosen = RwSignal::new(String::new());
    effect(move || chosen.set(list.state.with(|state| state.shown.name().to_owned())));
    let options: Vec<_> = Shown::ALL
        .into_iter()
        .map(|shown| SelectOption::new(shown.name(), shown.label(language)))
        .collect();
    let on_choice = move |name: String| {
        let state = list.state.get_untracked();
        list.go
            .run(state.with(|list| list.shown = Shown::of(&name)));
    };
    view! {
        <Field label=t!(language, "admin-shown") hide_label=true>
            <Select value=chosen options on_change=on_choice />
        </Field>
    }
}
