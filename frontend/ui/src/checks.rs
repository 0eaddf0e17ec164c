use leptos::prelude::*;

use crate::derived;

/// One box of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckOption {
    /// What it stands for.
    pub value: String,
    /// What it says.
    pub label: String,
}

/// What became of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The option's value.
    pub value: String,
    /// Whether it is ticked now.
    pub checked: bool,
}

/// One box with its label.
#[component]
pub fn Checkbox(
    /// What it says.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with what it is now.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=checked
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

/// Several boxes under one legend; any number may be ticked.
#[component]
pub fn CheckboxGroup(
    /// What they are about.
    #[prop(into)]
    legend: String,
    /// The boxes.
    options: Vec<CheckOption>,
    /// The values of the ticked ones.
    #[prop(into)]
    selected: Signal<Vec<String>>,
    /// Called for each change.
    #[prop(into)]
    on_change: Callback<Check>,
) -> impl IntoView {
    view! {
        <fieldset class="checks">
            <legend class="checks__legend">{legend}</legend>
            {options
                .into_iter()
                .map(|option| {
                    let value = option.value.clone();
                    let checked = derived(move || {
                        selected.with(|selected| selected.contains(&value))
                    });
                    let value = option.value;
                    view! {
                        <Checkbox
                            label=option.label
                            checked
                            on_change=move |checked| {
                                on_change.run(Check { value: value.clone(), checked });
                            }
                        />
                    }
                })
                .collect_view()}
        </fieldset>
    }
}
