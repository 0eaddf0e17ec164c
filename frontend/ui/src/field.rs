use leptos::prelude::*;

use crate::{Icon, IconName, derived, dynamic, next_id, use_ui};

/// What a control learns from the field around it.
#[derive(Clone)]
pub(crate) struct FieldContext {
    pub id: String,
    pub described_by: Signal<Option<String>>,
    /// The value of `aria-invalid`.
    pub invalid: Signal<Option<&'static str>>,
    pub required: bool,
}

impl FieldContext {
    /// The field around, or one without label and error for a control that stands alone.
    pub fn current() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: next_id("control"),
            described_by: Signal::stored(None),
            invalid: Signal::stored(None),
            required: false,
        })
    }
}

/// A control with its label, hint and error.
#[component]
pub fn Field(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// Said below the label, always.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Marks the label; the form checks it.
    #[prop(optional)]
    required: bool,
    /// The control's id, when something must lead to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// The label is for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// One control.
    children: Children,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| next_id("field"));
    let hint_id = hint.is_some().then(|| format!("{id}-hint"));
    let error_id = format!("{id}-error");
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        derived(move || {
            let error_id = error.with(Option::is_some).then(|| error_id.clone());
            match (hint_id.clone(), error_id) {
                (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
                (hint, error) => hint.or(error),
            }
        })
    };
    provide_context(FieldContext {
        id: id.clone(),
        described_by,
        invalid: derived(move || error.with(Option::is_some).then_some("true")),
        required,
    });
    let label_class = if hide_label {
        "visually-hidden"
    } else {
        "field__label"
    };
    view! {
        <div class="field">
            <label class=label_class for=id>
                {label}
                {required.then(|| view! { " " <RequiredMark /> })}
            </label>
            {hint
                .map(|hint| {
                    view! {
                        <p class="field__hint" id=hint_id>
                            {hint}
                        </p>
                    }
                })}
            {children()}
            {dynamic(move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field__error" id=error_id.clone()>
                                <Icon name=IconName::Alert />
                                <span>{error}</span>
                            </p>
                        }
                    })
            })}
        </div>
    }
}

/// The star; screen readers hear `aria-required` from the control instead.
#[component]
fn RequiredMark() -> impl IntoView {
    view! {
        <span class="field__required" aria-hidden="true">
            "*"
        </span>
    }
}

/// Above a form: "* Indique les éléments requis".
#[component]
pub fn RequiredNote() -> impl IntoView {
    view! {
        <p class="required-note">
            <RequiredMark />
            " "
            {use_ui().texts.required_note.clone()}
        </p>
    }
}
