//! Who changes how they sign in shows again who they are.

use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, Dialog, DialogActions, Field, Input, PasswordInput, Tone, derived,
    dynamic, focus_first_invalid,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::failure::Failure;
use crate::language::use_language;

/// By what somebody shows who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// Their password.
    pub password: Option<String>,
    /// A one-time code or a recovery code.
    pub code: Option<String>,
}

/// Where the question stands.
#[derive(Debug, Clone, Copy)]
pub struct Proving {
    /// Whether it is asked.
    pub open: RwSignal<bool>,
    /// Being checked.
    pub busy: RwSignal<bool>,
    password: RwSignal<String>,
    code: RwSignal<String>,
    failure: RwSignal<Option<Failure>>,
}

impl Proving {
    /// Not asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            busy: RwSignal::new(false),
            password: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            failure: RwSignal::new(None),
        }
    }

    /// Asks.
    pub fn ask(self) {
        self.password.try_set(String::new());
        self.code.try_set(String::new());
        self.failure.try_set(None);
        self.open.try_set(true);
    }

    /// Believes it.
    pub fn close(self) {
        self.open.try_set(false);
        self.password.try_set(String::new());
        self.code.try_set(String::new());
    }

    /// Says what the server has against it.
    pub fn refuse(self, failure: Failure) {
        self.failure.try_set(Some(failure));
        focus_first_invalid();
    }

    fn typed(self) -> Proof {
        let filled = |signal: RwSignal<String>| Some(signal.get_untracked());
        Proof {
            password: filled(self.password).filter(|text| !text.is_empty()),
            code: filled(self.code).filter(|text| !text.trim().is_empty()),
        }
    }

    fn error(self, pointer: &'static str) -> Signal<Option<String>> {
        derived(move || {
            self.failure
                .with(|failure| failure.as_ref()?.field(pointer))
        })
    }
}

/// The question.
#[component]
pub fn ProofDialog(
    /// Where it stands.
    proving: Proving,
    /// What is about to be done.
    title: &'static str,
    /// What follows from it.
    text: &'static str,
    /// What the button says.
    submit: &'static str,
    /// How the button looks.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
    /// Whether a one-time code is as good as the password.
    #[prop(into)]
    with_code: Signal<bool>,
    /// Called with what was typed.
    #[prop(into)]
    on_proof: Callback<Proof>,
) -> impl IntoView {
    let language = use_language();
    let missing = RwSignal::new(false);
    let wrong = {
        let refused = proving.error("/password");
        derived(move || {
            let required = || t!(language, "field-required").to_owned();
            missing.get().then(required).or_else(|| refused.get())
        })
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if proving.busy.get_untracked() {
            return;
        }
        let proof = proving.typed();
        proving.failure.set(None);
        missing.set(proof == Proof::default());
        if missing.get_untracked() {
            return focus_first_invalid();
        }
        on_proof.run(proof);
    };
    let notice = move || {
        dynamic(move || {
            let failure = proving.failure.get();
            let failure = failure.filter(|failure| failure.fields.is_empty());
            failure.map(|failure| view! { <Alert tone=Tone::Danger title=failure.text /> })
        })
    };
    let code_field = move || {
        dynamic(move || {
            with_code.get().then(|| {
                view! {
                    <Field
                        label=t!(language, "access-proof-code")
                        hint=t!(language, "access-proof-code-hint")
                        error=proving.error("/code")
                    >
                        <Input value=proving.code autocomplete="one-time-code" />
                    </Field>
                }
            })
        })
    };
    view! {
        <Dialog open=proving.open title=title>
            <p>{text}</p>
            <form class="stack" novalidate on:submit=on_submit>
                {notice()}
                <Field label=t!(language, "access-proof-password") error=wrong>
                    <PasswordInput value=proving.password autocomplete="current-password" />
                </Field>
                {code_field()}
                <DialogActions>
                    <Button on_press=move |()| proving.close()>{t!(language, "form-cancel")}</Button>
                    <Button kind submit=true busy=proving.busy>
                        {submit}
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
}
