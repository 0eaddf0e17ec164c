//! What is to be copied elsewhere: addresses, ids, and secrets that are shown once.

use guichet_i18n::t;
use guichet_ui::{Button, Field, IconName, Input, use_toaster};
use js_sys::{Function, Reflect};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::language::use_language;

/// A text with a button that copies it.
#[component]
pub fn CopyField(
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to do with it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The text.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let language = use_language();
    let toaster = use_toaster();
    let input = NodeRef::<html::Input>::new();
    let shown = RwSignal::new(value.clone());
    let name = format!(" : {label}");
    let copy = move |()| {
        if let Some(input) = input.get_untracked() {
            // Where the browser lets no page copy, the text is at least selected.
            input.select();
        }
        if write(&value) {
            toaster.success(t!(language, "copy-done"));
        }
    };
    let content = move || {
        view! {
            <div class="copy">
                <Input value=shown readonly=true node_ref=input />
                <Button icon=IconName::Copy on_press=copy>
                    {t!(language, "copy")}
                    <span class="visually-hidden">{name}</span>
                </Button>
            </div>
        }
    };
    match hint {
        Some(hint) => view! { <Field label hint>{content()}</Field> }.into_any(),
        None => view! { <Field label>{content()}</Field> }.into_any(),
    }
}

/// Copies a text; whether that was possible: pages that came without encryption have no clipboard.
pub fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).unwrap_or_default();
    if clipboard.is_undefined() || clipboard.is_null() {
        return false;
    }
    let method = Reflect::get(&clipboard, &JsValue::from_str("writeText"));
    let method = method.and_then(wasm_bindgen::JsCast::dyn_into::<Function>);
    method.is_ok_and(|method| method.call1(&clipboard, &JsValue::from_str(text)).is_ok())
}
