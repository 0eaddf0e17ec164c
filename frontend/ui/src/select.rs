use leptos::prelude::*;

use crate::field::FieldContext;
use crate::{Icon, IconName, derived, dynamic};

/// One choice of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// What it stands for.
    pub value: String,
    /// What it says.
    pub label: String,
}

impl SelectOption {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// The native select, bound to `value`.
#[component]
pub fn Select(
    /// The value chosen.
    value: RwSignal<String>,
    /// The choices.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// The native name.
    #[prop(optional)]
    name: &'static str,
    /// Shown first for "nothing chosen", with an empty value.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called after a choice, with the new value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let field = FieldContext::current();
    let choice = move |option: SelectOption| {
        let own = option.value.clone();
        view! {
            <option value=option.value prop:selected=derived(move || value.with(|value| *value == own))>
                {option.label}
            </option>
        }
    };
    view! {
        <span class="select">
            <select
                class="input"
                id=field.id
                name=(!name.is_empty()).then_some(name)
                disabled=disabled
                aria-required=field.required.then_some("true")
                aria-invalid=field.invalid
                aria-describedby=field.described_by
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    value.set(chosen.clone());
                    if let Some(on_change) = on_change {
                        on_change.run(chosen);
                    }
                }
            >
                {placeholder.map(|label| choice(SelectOption::new("", label)))}
                {dynamic(move || options.get().into_iter().map(choice).collect_view())}
            </select>
            <Icon name=IconName::ChevronDown />
        </span>
    }
}
