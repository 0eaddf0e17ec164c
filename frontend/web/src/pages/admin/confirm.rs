use guichet_i18n::t;
use guichet_ui::{Button, ButtonKind, Dialog, DialogActions, Field, IconName, Input, derived};
use leptos::prelude::*;

use crate::language::use_language;

/// A button that asks before it does what cannot be undone, or ends something.
#[component]
pub fn ConfirmButton(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// Before the label.
    icon: IconName,
    /// The question.
    #[prop(into)]
    title: String,
    /// What will happen.
    #[prop(into)]
    text: String,
    /// What has to be typed first, where a press is too easily done.
    #[prop(optional, into)]
    typed: Option<String>,
    /// At work.
    busy: RwSignal<bool>,
    /// Whether the question is asked now.
    asked: RwSignal<bool>,
    /// Called for a yes.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let language = use_language();
    let word = RwSignal::new(String::new());
    let wanted = typed.clone();
    let is_locked = derived(move || {
        let wanted = wanted.as_deref();
        wanted.is_some_and(|wanted| word.with(|word| word.trim() != wanted))
    });
    let submit = StoredValue::new(label.clone());
    let open = move |()| {
        word.set(String::new());
        asked.set(true);
    };
    view! {
        <Button icon on_press=open>
            {label}
        </Button>
        <Dialog open=asked title=title>
            <p>{text.clone()}</p>
            {typed
                .clone()
                .map(|name| {
                    let label = t!(language, "confirm-type", name = &name);
                    view! {
                        <Field label>
                            <Input value=word autocomplete="off" />
                        </Field>
                    }
                })}
            <DialogActions>
                <Button on_press=move |()| asked.set(false)>{t!(language, "form-cancel")}</Button>
                <Button kind=ButtonKind::Danger busy disabled=is_locked on_press=on_confirm>
                    {submit.get_value()}
                </Button>
            </DialogActions>
        </Dialog>
    }
}
