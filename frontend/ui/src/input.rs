use leptos::html;
use leptos::prelude::*;

use crate::field::FieldContext;
use crate::{Icon, IconName, derived, dynamic, effect, use_ui};

/// A line of text, bound to `value`.
#[component]
pub fn Input(
    /// What is typed.
    value: RwSignal<String>,
    /// The native type: `text`, `email`, `password`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// The native name, which password managers look at.
    #[prop(optional)]
    name: &'static str,
    /// The native autocomplete word.
    #[prop(optional)]
    autocomplete: &'static str,
    /// The greatest number of characters.
    #[prop(optional, into)]
    max_length: Option<usize>,
    /// An example; never instead of a label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Only to be read, and copied.
    #[prop(optional)]
    readonly: bool,
    /// Gets the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// Called when the person leaves it or presses Enter.
    #[prop(optional, into)]
    on_commit: Option<Callback<()>>,
    /// The element.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let field = FieldContext::current();
    if autofocus {
        effect(move || {
            if let Some(input) = node_ref.get() {
                let _ = input.focus();
            }
        });
    }
    view! {
        <input
            node_ref=node_ref
            class="input"
            id=field.id
            type=kind
            name=(!name.is_empty()).then_some(name)
            autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
            maxlength=max_length.map(|length| length.to_string())
            placeholder=placeholder
            disabled=disabled
            readonly=readonly
            aria-required=field.required.then_some("true")
            aria-invalid=field.invalid
            aria-describedby=field.described_by
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
            on:change=move |_| {
                if let Some(on_commit) = on_commit {
                    // A field that goes away with what was typed has nobody to tell.
                    on_commit.try_run(());
                }
            }
        />
    }
}

/// A password, with a button to show it.
#[component]
pub fn PasswordInput(
    /// What is typed.
    value: RwSignal<String>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let field = FieldContext::current();
    let shown = RwSignal::new(false);
    let texts = use_ui().texts;
    let label = derived(move || {
        if shown.get() {
            texts.hide_password.clone()
        } else {
            texts.show_password.clone()
        }
    });
    view! {
        <div class="password">
            <input
                class="input"
                id=field.id
                type=derived(move || if shown.get() { "text" } else { "password" })
                name="password"
                autocomplete=autocomplete
                spellcheck="false"
                autocapitalize="off"
                aria-required=field.required.then_some("true")
                aria-invalid=field.invalid
                aria-describedby=field.described_by
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <button
                type="button"
                class="password__toggle"
                aria-label=label
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {dynamic(move || {
                    let name = if shown.get() { IconName::EyeOff } else { IconName::Eye };
                    view! { <Icon name /> }
                })}
            </button>
        </div>
    }
}

/// A keyword search; put it into a `<form role="search">` of its own.
#[component]
pub fn SearchInput(
    /// What is typed.
    value: RwSignal<String>,
    /// Its name and its placeholder.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let field = FieldContext::current();
    view! {
        <div class="search">
            <Icon name=IconName::Search />
            <input
                class="input"
                id=field.id
                type="search"
                autocomplete="off"
                enterkeyhint="search"
                aria-label=label.clone()
                placeholder=label
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

/// Several lines of text, bound to `value`.
#[component]
pub fn Textarea(
    /// What is typed.
    value: RwSignal<String>,
    /// Lines shown at first.
    #[prop(default = 4)]
    rows: u8,
    /// The greatest number of characters.
    #[prop(optional, into)]
    max_length: Option<usize>,
) -> impl IntoView {
    let field = FieldContext::current();
    view! {
        <textarea
            class="input"
            id=field.id
            rows=rows
            maxlength=max_length.map(|length| length.to_string())
            aria-required=field.required.then_some("true")
            aria-invalid=field.invalid
            aria-describedby=field.described_by
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    }
}
