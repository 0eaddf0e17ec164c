use guichet_i18n::t;
use guichet_ui::{
    ButtonSize, ComboOption, Combobox, IconButton, IconName, Row, derived, keyed, on_change,
};
use leptos::prelude::*;

use super::values::{join, split};
use crate::language::use_language;

/// Any number of many: what is chosen as a list, and below it a combobox that adds to it.
#[component]
pub fn Chooser(
    /// The values, as one text.
    value: RwSignal<String>,
    /// The choices.
    options: Signal<Vec<ComboOption>>,
) -> impl IntoView {
    let language = use_language();
    let adding = RwSignal::new(String::new());
    on_change(
        move || adding.track(),
        move || {
            let added = adding.get();
            if !added.is_empty() {
                value.update(|text| {
                    let is_there = split(text).any(|other| other == added);
                    if !is_there {
                        *text = join(split(text).map(str::to_owned).chain([added]));
                    }
                });
                adding.set(String::new());
            }
        },
    );
    let others = derived(move || {
        let chosen = value.get();
        let is_other = |option: &ComboOption| !split(&chosen).any(|id| id == option.value);
        options.with(|options| {
            options
                .iter()
                .filter(|option| is_other(option))
                .cloned()
                .collect()
        })
    });
    let row = move |id: &str| {
        let id = id.to_owned();
        let name = options.with(|options| {
            let found = options.iter().find(|option| option.value == id);
            found.map(|option| option.label.clone())
        });
        Row::new(format!("{id} {}", name.is_some()), move || {
            let name = name.unwrap_or_else(|| "…".to_owned());
            let remove = move |()| {
                value.update(|text| {
                    *text = join(split(text).filter(|other| *other != id).map(str::to_owned));
                });
            };
            view! {
                <li class="chosen__item">
                    <span>{name.clone()}</span>
                    <IconButton
                        label=t!(language, "form-remove", name = &name)
                        icon=IconName::Cross
                        size=ButtonSize::Small
                        on_press=remove
                    />
                </li>
            }
            .into_any()
        })
    };
    let rows = keyed(move || value.with(|text| split(text).map(row).collect()));
    view! {
        <div class="chosen">
            <ul class="chosen__list">{rows}</ul>
            <Combobox value=adding options=others placeholder=t!(language, "form-add") />
        </div>
    }
}
