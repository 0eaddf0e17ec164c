#![cfg_attr(
    debug_assertions,
    expect(
        clippy::large_types_passed_by_value,
        reason = "handles of signals, which only debug builds make large: they note where each was made"
    )
)]

use guichet_common::ErrorCode;
use guichet_common::ids::PasskeyId;
use guichet_common::passkeys::{NAME_MAX, Passkey, RemovePasskey, UpdatePasskey};
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, ButtonSize, Dialog, DialogActions, Field, Icon, IconButton,
    IconName, Input, RelativeTime, Tone, dynamic, focus_id, use_toaster,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::proof::{Proof, ProofDialog, Proving};
use super::Keys;
use crate::failure::Failure;
use crate::words::millis;

/// The section's heading.
pub const HEADING: &str = "profile-passkeys";

/// What is asked about a passkey.
#[derive(Clone, Copy)]
struct Asked {
    keys: Keys,
    /// Which one.
    id: RwSignal<Option<PasskeyId>>,
    name: RwSignal<String>,
    renaming: RwSignal<bool>,
    removing: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    proving: Proving,
}

impl Asked {
    fn about(self, passkey: &Passkey, dialog: RwSignal<bool>) {
        self.id.set(Some(passkey.id));
        self.name.set(passkey.name.clone());
        self.failure.set(None);
        dialog.set(true);
    }

    /// Ends a dialog as its request went.
    fn settle(self, dialog: RwSignal<bool>, answer: Result<(), Failure>) {
        self.busy.try_set(false);
        self.proving.busy.try_set(false);
        match answer {
            Ok(()) => {
                self.proving.close();
                dialog.try_set(false);
                self.keys.load();
                focus_id(HEADING);
            }
            Err(failure) if failure.code == Some(ErrorCode::ReauthenticationRequired) => {
                dialog.try_set(false);
                self.proving.ask();
            }
            Err(failure) if self.proving.open.try_get_untracked() == Some(true) => {
                self.proving.refuse(failure);
            }
            Err(failure) => {
                let said = failure.field("/name").unwrap_or(failure.text);
                self.failure.try_set(Some(said));
            }
        }
    }
}

/// The passkeys, or that there are none.
#[component]
pub fn Rows(keys: Keys, passkeys: Vec<Passkey>) -> impl IntoView {
    let asked = Asked {
        keys,
        id: RwSignal::new(None),
        name: RwSignal::new(String::new()),
        renaming: RwSignal::new(false),
        removing: RwSignal::new(false),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        proving: Proving::new(),
    };
    let list = if passkeys.is_empty() {
        view! { <p class="muted">{t!(keys.language, "access-passkeys-none")}</p> }.into_any()
    } else {
        let rows = passkeys.into_iter().map(|passkey| row(asked, passkey));
        view! { <ul class="sessions">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        {list}
        <RenameDialog asked />
        <RemoveDialog asked />
    }
}

fn row(asked: Asked, passkey: Passkey) -> AnyView {
    let language = asked.keys.language;
    let rename = t!(language, "access-passkey-rename", name = &passkey.name);
    let removal = format!(" : {}", passkey.name);
    let used = match passkey.last_used_at {
        Some(at) => view! {
            {t!(language, "access-last-used")}
            " "
            <RelativeTime at=millis(at) />
        }
        .into_any(),
        None => t!(language, "access-passkey-unused").into_any(),
    };
    let (name, created_at) = (passkey.name.clone(), passkey.created_at);
    let (one, other) = (passkey.clone(), passkey);
    view! {
        <li class="sessions__item">
            <span class="sessions__icon">
                <Icon name=IconName::Key />
            </span>
            <span class="sessions__text">
                <strong>{name}</strong>
                <span class="muted">
                    {t!(language, "access-created")} " " <RelativeTime at=millis(created_at) /> " · "
                    {used}
                </span>
            </span>
            <IconButton
                label=rename
                icon=IconName::Pencil
                size=ButtonSize::Small
                on_press=move |()| asked.about(&one, asked.renaming)
            />
            <Button size=ButtonSize::Small on_press=move |()| asked.about(&other, asked.removing)>
                {t!(language, "access-remove")}
                <span class="visually-hidden">{removal}</span>
            </Button>
        </li>
    }
    .into_any()
}

#[component]
fn RenameDialog(asked: Asked) -> impl IntoView {
    let language = asked.keys.language;
    let toaster = use_toaster();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(id), false) = (asked.id.get_untracked(), asked.busy.get_untracked()) else {
            return;
        };
        asked.busy.set(true);
        let client = asked.keys.client.get_value();
        let body = UpdatePasskey {
            name: asked.name.get_untracked().trim().to_owned(),
        };
        asked.keys.tasks.spawn(async move {
            let answer = client.update_passkey(id, &body).await;
            if answer.is_ok() {
                toaster.success(t!(language, "profile-saved"));
            }
            let answer = answer.map(drop);
            asked.settle(
                asked.renaming,
                answer.map_err(|error| Failure::new(language, &error)),
            );
        });
    };
    view! {
        <Dialog open=asked.renaming title=t!(language, "access-passkey-rename-title")>
            <form class="stack" novalidate on:submit=on_submit>
                <Field label=t!(language, "access-passkey-name") required=true error=asked.failure>
                    <Input value=asked.name max_length=NAME_MAX autocomplete="off" />
                </Field>
                <DialogActions>
                    <Button on_press=move |()| asked.renaming.set(false)>
                        {t!(language, "form-cancel")}
                    </Button>
                    <Button kind=ButtonKind::Primary submit=true busy=asked.busy>
                        {t!(language, "form-save")}
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
}

#[component]
fn RemoveDialog(asked: Asked) -> impl IntoView {
    let language = asked.keys.language;
    let toaster = use_toaster();
    let remove = Callback::new(move |proof: Proof| {
        let (Some(id), false) = (asked.id.get_untracked(), asked.busy.get_untracked()) else {
            return;
        };
        asked.busy.set(true);
        asked.proving.busy.set(true);
        let client = asked.keys.client.get_value();
        let body = RemovePasskey {
            password: proof.password,
            code: proof.code,
        };
        asked.keys.tasks.spawn(async move {
            let answer = match client.remove_passkey(id, &body).await {
                // Another window was faster.
                Err(error) if error.status() == Some(404) => Ok(()),
                answer => answer,
            };
            if answer.is_ok() {
                toaster.success(t!(language, "access-passkey-removed"));
            }
            asked.settle(
                asked.removing,
                answer.map_err(|error| Failure::new(language, &error)),
            );
        });
    });
    let notice = move || {
        dynamic(move || {
            let failure = asked.failure.get();
            failure.map(|title| view! { <Alert tone=Tone::Danger title /> })
        })
    };
    let question = move || {
        t!(
            language,
            "access-passkey-remove-text",
            name = &asked.name.get_untracked()
        )
    };
    view! {
        <Dialog open=asked.removing title=t!(language, "access-passkey-remove-title")>
            {notice()}
            <p>{question()}</p>
            <DialogActions>
                <Button on_press=move |()| asked.removing.set(false)>
                    {t!(language, "form-cancel")}
                </Button>
                <Button kind=ButtonKind::Danger busy=asked.busy on_press=move |()| remove.run(Proof::default())>
                    {t!(language, "access-remove")}
                </Button>
            </DialogActions>
        </Dialog>
        <ProofDialog
            proving=asked.proving
            title=t!(language, "access-proof")
            text=t!(language, "access-proof-text")
            submit=t!(language, "access-remove")
            kind=ButtonKind::Danger
            with_code=Signal::stored(true)
            on_proof=remove
        />
    }
}
