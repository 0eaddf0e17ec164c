use guichet_common::ErrorCode;
use guichet_common::passkeys::{CreatePasskey, CreatePasskeyOptions, NAME_MAX};
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, Dialog, DialogActions, Field, IconName, Input, Tone, derived,
    dynamic, focus_first_invalid, use_toaster,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::proof::{Proof, ProofDialog, Proving};
use super::Keys;
use crate::failure::Failure;
use crate::webauthn::{self, Refusal};

/// A passkey that is being made.
#[derive(Clone, Copy)]
struct Making {
    keys: Keys,
    /// Whether its name is asked.
    open: RwSignal<bool>,
    name: RwSignal<String>,
    missing: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    proving: Proving,
}

impl Making {
    fn new(keys: Keys) -> Self {
        Self {
            keys,
            open: RwSignal::new(false),
            name: RwSignal::new(String::new()),
            missing: RwSignal::new(false),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            proving: Proving::new(),
        }
    }

    fn ask(self) {
        self.name
            .set(t!(self.keys.language, "access-passkey-name-default").to_owned());
        self.missing.set(false);
        self.failure.set(None);
        self.open.set(true);
    }

    /// Makes it; whether that went well.
    async fn make(self, proof: Proof) -> bool {
        match self.try_make(proof).await {
            Ok(()) => {
                self.open.try_set(false);
                self.keys.load();
                true
            }
            Err(text) => {
                self.failure.try_set(text);
                false
            }
        }
    }

    /// On failure what to say, unless it is said already.
    async fn try_make(self, proof: Proof) -> Result<(), Option<String>> {
        let language = self.keys.language;
        let client = self.keys.client.try_get_value().ok_or(None)?;
        let body = CreatePasskeyOptions {
            password: proof.password,
            code: proof.code,
        };
        let asked = client.create_passkey_options(&body).await;
        let asked = asked.map_err(|error| self.refused(Failure::new(language, &error)))?;
        self.proving.close();
        self.open.try_set(true);
        let made = webauthn::create(&asked).await;
        let made = made.map_err(|refusal| {
            let text = match refusal {
                Refusal::Cancelled => t!(language, "access-passkey-cancelled"),
                Refusal::Already => t!(language, "access-passkey-already"),
                Refusal::Failed => t!(language, "access-passkey-failed"),
            };
            Some(text.to_owned())
        })?;
        let body = CreatePasskey {
            name: self.name.get_untracked().trim().to_owned(),
            client_data: made.client_data,
            attestation_object: made.attestation_object,
        };
        let answer = client.create_passkey(&body).await;
        answer
            .map(drop)
            .map_err(|error| Some(Failure::new(language, &error).text))
    }

    /// The server wants to know who it is, or gives nothing at all.
    fn refused(self, failure: Failure) -> Option<String> {
        if failure.code == Some(ErrorCode::ReauthenticationRequired) {
            self.open.try_set(false);
            self.proving.ask();
        } else if self.proving.open.try_get_untracked() == Some(true) {
            self.proving.refuse(failure);
        } else {
            return Some(failure.text);
        }
        None
    }
}

/// "Ajouter une clé d'accès": its name, then the browser's own question.
#[component]
pub fn Add(keys: Keys) -> impl IntoView {
    let language = keys.language;
    let making = Making::new(keys);
    let toaster = use_toaster();
    let run = Callback::new(move |proof: Proof| {
        if making.busy.get_untracked() {
            return;
        }
        making.busy.set(true);
        making.proving.busy.set(true);
        making.failure.set(None);
        keys.tasks.spawn(async move {
            let is_made = making.make(proof).await;
            making.busy.try_set(false);
            making.proving.busy.try_set(false);
            if is_made {
                toaster.success(t!(language, "access-passkey-added"));
            }
        });
    });
    view! {
        <div class="form__actions">
            <Button icon=IconName::Plus on_press=move |()| making.ask()>
                {t!(language, "access-passkey-add")}
            </Button>
        </div>
        <NameDialog making run />
        <ProofDialog
            proving=making.proving
            title=t!(language, "access-proof")
            text=t!(language, "access-proof-text")
            submit=t!(language, "access-proof-submit")
            with_code=Signal::stored(true)
            on_proof=run
        />
    }
}

#[component]
fn NameDialog(making: Making, run: Callback<Proof>) -> impl IntoView {
    let language = making.keys.language;
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let is_missing = making.name.with_untracked(|name| name.trim().is_empty());
        making.missing.set(is_missing);
        if is_missing {
            focus_first_invalid();
        } else {
            run.run(Proof::default());
        }
    };
    let error = derived(move || {
        let required = || t!(language, "field-required").to_owned();
        making.missing.get().then(required)
    });
    let notice = move || {
        dynamic(move || {
            let failure = making.failure.get();
            failure.map(|title| view! { <Alert tone=Tone::Danger title /> })
        })
    };
    view! {
        <Dialog open=making.open title=t!(language, "access-passkey-add")>
            <p>{t!(language, "access-passkey-add-text")}</p>
            <form class="stack" novalidate on:submit=on_submit>
                {notice()}
                <Field
                    label=t!(language, "access-passkey-name")
                    hint=t!(language, "access-passkey-name-hint")
                    required=true
                    error
                >
                    <Input value=making.name max_length=NAME_MAX autocomplete="off" />
                </Field>
                <DialogActions>
                    <Button on_press=move |()| making.open.set(false)>
                        {t!(language, "form-cancel")}
                    </Button>
                    <Button kind=ButtonKind::Primary submit=true busy=making.busy>
                        {t!(language, "access-passkey-continue")}
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
}
