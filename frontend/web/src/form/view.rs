use guichet_ui::{
    Alert, Button, ButtonKind, Check, CheckOption, Checkbox, CheckboxGroup, Combobox, Field, Icon,
    IconName, Input, PasswordInput, RequiredNote, Select, SelectOption, Textarea, Tone, derived,
    dynamic,
};
use leptos::prelude::*;

use super::chooser::Chooser;
use super::person::PersonChooser;
use super::values::{check_word, join, split};
use super::{Control, FieldSpec, Form, Values};
use crate::language::use_language;

/// Longest e-mail address.
const EMAIL_MAX: usize = 254;

/// A form with its button.
#[component]
pub fn FormView(
    /// Its fields.
    fields: Vec<FieldSpec>,
    /// What is filled in.
    form: Form,
    /// What the button says.
    #[prop(into)]
    submit: String,
    /// Called with what is filled in, once nothing is missing.
    #[prop(into)]
    on_submit: Callback<Values>,
) -> impl IntoView {
    let language = use_language();
    let notice = dynamic(move || {
        let text = form.notice.get();
        text.map(|title| view! { <Alert tone=Tone::Danger title /> })
    });
    let has_required = fields.iter().any(|field| field.required);
    let controls = fields
        .iter()
        .cloned()
        .map(|spec| control(spec, form))
        .collect_view();
    let fields = StoredValue::new(fields);
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                let is_ready = !form.busy.get_untracked()
                    && fields.with_value(|fields| form.check(language, fields));
                if is_ready {
                    on_submit.run(form.values());
                }
            }
        >
            {notice}
            {has_required.then(|| view! { <RequiredNote /> })}
            <div class="form__fields">{controls}</div>
            <div class="form__actions">
                <Button kind=ButtonKind::Primary submit=true busy=form.busy>
                    {submit}
                </Button>
            </div>
        </form>
    }
}

fn control(spec: FieldSpec, form: Form) -> AnyView {
    let value = form.field(spec.name);
    let error = form.error(spec.name);
    let class = match spec.control {
        Control::Many(_)
        | Control::Check
        | Control::Checks(_)
        | Control::Lines(_)
        | Control::Person => "form__wide",
        _ => "form__field",
    };
    if let Control::Check = spec.control {
        return view! {
            <div class=class>
                <Checkbox
                    label=spec.label
                    checked=derived(move || value.with(|word| !word.is_empty()))
                    on_change=move |is_on| value.set(check_word(is_on))
                />
                {spec.hint.map(|hint| view! { <p class="field__hint form__check-hint">{hint}</p> })}
                <Wrong error />
            </div>
        }
        .into_any();
    }
    if let Control::Checks(options) = spec.control {
        return view! {
            <div class=class>
                <Group label=spec.label value options />
                {spec.hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
                <Wrong error />
            </div>
        }
        .into_any();
    }
    if let Control::Person = spec.control {
        return view! {
            <PersonChooser label=spec.label hint=spec.hint.unwrap_or_default() value error />
        }
        .into_any();
    }
    let name = spec.name;
    let inner = move || match spec.control {
        Control::Text(max) => {
            view! { <Input value name max_length=max autocomplete="off" /> }.into_any()
        }
        Control::Email => {
            view! { <Input value name kind="email" max_length=EMAIL_MAX autocomplete="off" /> }
                .into_any()
        }
        Control::Number | Control::Range(..) => {
            view! { <Input value name kind="number" /> }.into_any()
        }
        Control::Lines(rows) => view! { <Textarea value rows /> }.into_any(),
        Control::Secret(_) => {
            view! { <PasswordInput value autocomplete="new-password" /> }.into_any()
        }
        Control::Choice(options) => view! { <Select value name options /> }.into_any(),
        Control::One(options) => view! { <Combobox value options /> }.into_any(),
        Control::Many(options) => view! { <Chooser value options /> }.into_any(),
        Control::Fixed => view! { <Input value name disabled=Signal::stored(true) /> }.into_any(),
        Control::Check | Control::Checks(_) | Control::Person => ().into_any(),
    };
    let hint = spec.hint.unwrap_or_default();
    let field = if hint.is_empty() {
        view! {
            <Field label=spec.label error required=spec.required>{inner()}</Field>
        }
        .into_any()
    } else {
        view! {
            <Field label=spec.label hint error required=spec.required>{inner()}</Field>
        }
        .into_any()
    };
    view! { <div class=class>{field}</div> }.into_any()
}

/// What is wrong with what has no field around it. It takes the focus when the form is refused.
#[component]
fn Wrong(error: Signal<Option<String>>) -> impl IntoView {
    dynamic(move || {
        error.get().map(|error| {
            view! {
                <p class="field__error" role="alert" tabindex="-1" data-wrong="">
                    <Icon name=IconName::Alert />
                    <span>{error}</span>
                </p>
            }
        })
    })
}

/// Boxes of which any number may be ticked, kept as one text.
#[component]
fn Group(label: String, value: RwSignal<String>, options: Vec<SelectOption>) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|SelectOption { value, label }| CheckOption { value, label })
        .collect();
    let selected = derived(move || value.with(|text| split(text).map(str::to_owned).collect()));
    let on_change = move |check: Check| {
        value.update(|text| {
            let kept = split(text).filter(|other| *other != check.value);
            let added = check.checked.then(|| check.value.clone());
            *text = join(kept.map(str::to_owned).chain(added).collect::<Vec<_>>());
        });
    };
    view! { <CheckboxGroup legend=label options selected on_change /> }
}
