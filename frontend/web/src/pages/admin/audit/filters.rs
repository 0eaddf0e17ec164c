use std::time::Duration;

use guichet_common::audit::AuditAction;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Button, ButtonKind, ComboOption, Combobox, Field, IconName, Input, derived, dynamic, effect,
    on_change,
};
use leptos::prelude::*;

use super::model::Search;
use super::view::Trail;
use crate::choices::agent_list;
use crate::language::use_language;

/// How long typing must rest before the list follows.
const TYPING_PAUSE: Duration = Duration::from_millis(350);

/// When, who, what, to whom, from where.
#[component]
pub fn Filters(trail: Trail) -> impl IntoView {
    let language = use_language();
    let actions = AuditAction::ALL
        .iter()
        .map(|action| ComboOption {
            value: action.to_string(),
            label: action.label(language).to_owned(),
            detail: None,
        })
        .collect::<Vec<_>>();
    let action = bind(
        trail,
        |search| {
            search
                .action
                .map(|action| action.to_string())
                .unwrap_or_default()
        },
        |search, text| search.action = text.parse().ok(),
    );
    let actor = bind(
        trail,
        |search| {
            search
                .actor
                .map(|actor| actor.to_string())
                .unwrap_or_default()
        },
        |search, text| search.actor = text.parse().ok(),
    );
    let target = bind(
        trail,
        |search| search.target.clone(),
        |search, text| text.trim().clone_into(&mut search.target),
    );
    let address = bind(
        trail,
        |search| search.address.clone(),
        |search, text| text.trim().clone_into(&mut search.address),
    );
    let from = bind(
        trail,
        |search| search.from.map(|day| day.to_string()).unwrap_or_default(),
        |search, text| search.from = text.parse().ok(),
    );
    let to = bind(
        trail,
        |search| search.to.map(|day| day.to_string()).unwrap_or_default(),
        |search, text| search.to = text.parse().ok(),
    );
    let clear = dynamic(move || {
        trail.search.with(Search::is_narrow).then(|| {
            view! {
                <Button
                    kind=ButtonKind::Ghost
                    icon=IconName::Cross
                    on_press=move |()| trail.go.run(Search::default())
                >
                    {t!(language, "home-filter-clear")}
                </Button>
            }
        })
    });
    view! {
        <form class="audit__filters" role="search" on:submit=|event| event.prevent_default()>
            <Field label=t!(language, "audit-what")>
                <Combobox
                    value=action
                    options=Signal::stored(actions)
                    placeholder=t!(language, "audit-any-action")
                />
            </Field>
            <Field label=t!(language, "audit-who")>
                <Combobox
                    value=actor
                    options=actors(trail)
                    placeholder=t!(language, "audit-anyone")
                />
            </Field>
            <Field label=t!(language, "audit-from")>
                <Input value=from kind="date" />
            </Field>
            <Field label=t!(language, "audit-to")>
                <Input value=to kind="date" />
            </Field>
            <Field label=t!(language, "audit-from-where")>
                <Input value=address autocomplete="off" />
            </Field>
            <Field label=t!(language, "audit-target-id")>
                <Input value=target autocomplete="off" />
            </Field>
            {clear}
        </form>
    }
}

/// The agents, and everybody who is in the rows shown.
fn actors(trail: Trail) -> Signal<Vec<ComboOption>> {
    let language = use_language();
    let agents = agent_list();
    derived(move || {
        let mut options: Vec<ComboOption> = agents.with(|agents| {
            let option = |agent: &guichet_common::directory::Agent| ComboOption {
                value: agent.id.to_string(),
                label: agent.name.clone(),
                detail: Some(agent.email.clone()),
            };
            agents.iter().map(option).collect()
        });
        let mut add = |id: String, name: Option<String>| {
            if !options.iter().any(|option| option.value == id) {
                options.push(ComboOption {
                    label: name.unwrap_or_else(|| id.clone()),
                    value: id,
                    detail: None,
                });
            }
        };
        trail.page.state.with(|page| {
            let entries = page.ready().map(|page| page.items.as_slice());
            for entry in entries.unwrap_or_default() {
                if let Some(id) = entry.actor.id {
                    let nobody = || t!(language, "audit-person").to_owned();
                    let name = entry.actor.name.clone().unwrap_or_else(nobody);
                    add(id.to_string(), Some(name));
                }
            }
        });
        // Whoever is searched for has a name, if only their id.
        if let Some(actor) = trail.search.with(|search| search.actor) {
            add(actor.to_string(), None);
        }
        options
    })
}

/// A field that follows the address, and that the address follows once typing rests.
fn bind(
    trail: Trail,
    read: fn(&Search) -> String,
    write: fn(&mut Search, &str),
) -> RwSignal<String> {
    let value = RwSignal::new(trail.search.with_untracked(read));
    effect(move || {
        let present = trail.search.with(read);
        if value.with_untracked(|value| value.trim() != present) {
            value.set(present);
        }
    });
    let follow = move || {
        let Some(typed) = value.try_get_untracked() else {
            return;
        };
        let Some(search) = trail.search.try_get_untracked() else {
            return;
        };
        let wanted = search.with(|search| write(search, &typed));
        if read(&wanted) != read(&search) {
            trail.go.run(wanted);
        }
    };
    let pause = StoredValue::new(None::<TimeoutHandle>);
    on_change(
        move || value.track(),
        move || {
            if let Some(Some(earlier)) = pause.try_update_value(Option::take) {
                earlier.clear();
            }
            pause.set_value(set_timeout_with_handle(follow, TYPING_PAUSE).ok());
        },
    );
    value
}
