use guichet_common::api_tokens::{CreateApiToken, TOKEN_NAME_MAX};
use guichet_common::scopes::ApiScope;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Alert, Button, ButtonKind, Check, CheckOption, CheckboxGroup, Dialog, DialogActions, Field,
    IconName, Input, Select, SelectOption, Tone, derived, dynamic, focus_first_invalid, focus_id,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Tokens;
use crate::copy::CopyField;
use crate::failure::Failure;

/// Where the focus goes once the token is there.
const MADE: &str = "token-made";
/// For how many days tokens are offered; the first is proposed.
const DAYS: [u16; 4] = [90, 30, 180, 365];

/// A token that is being made.
#[derive(Clone, Copy)]
struct Making {
    tokens: Tokens,
    open: RwSignal<bool>,
    name: RwSignal<String>,
    days: RwSignal<String>,
    scopes: RwSignal<Vec<String>>,
    missing: RwSignal<bool>,
    no_scope: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// The token, once it is made.
    made: RwSignal<Option<String>>,
}

impl Making {
    fn new(tokens: Tokens) -> Self {
        Self {
            tokens,
            open: RwSignal::new(false),
            name: RwSignal::new(String::new()),
            days: RwSignal::new(String::new()),
            scopes: RwSignal::new(Vec::new()),
            missing: RwSignal::new(false),
            no_scope: RwSignal::new(false),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            made: RwSignal::new(None),
        }
    }

    fn ask(self) {
        self.name.set(String::new());
        self.days.set(DAYS[0].to_string());
        self.scopes.set(Vec::new());
        self.missing.set(false);
        self.no_scope.set(false);
        self.failure.set(None);
        self.made.set(None);
        self.open.set(true);
    }

    /// What is to be made, when nothing is missing.
    fn typed(self) -> Option<CreateApiToken> {
        let name = self.name.get_untracked().trim().to_owned();
        let scopes = self.scopes.get_untracked();
        let scopes: Vec<ApiScope> = scopes.iter().filter_map(|word| word.parse().ok()).collect();
        self.missing.set(name.is_empty());
        self.no_scope.set(scopes.is_empty());
        let expires_in_days = self.days.get_untracked().parse().ok()?;
        (!name.is_empty() && !scopes.is_empty()).then_some(CreateApiToken {
            name,
            scopes,
            expires_in_days,
        })
    }
}

/// "Créer un jeton": its name, what for, for how long; then the token, once.
#[component]
pub fn Create(tokens: Tokens) -> impl IntoView {
    let language = tokens.language;
    let making = Making::new(tokens);
    let content = move || {
        dynamic(move || match making.made.get() {
            None => view! { <CreateForm making /> }.into_any(),
            Some(token) => view! { <Made making token /> }.into_any(),
        })
    };
    view! {
        <div class="form__actions">
            <Button icon=IconName::Plus on_press=move |()| making.ask()>
                {t!(language, "access-token-create")}
            </Button>
        </div>
        <Dialog open=making.open title=t!(language, "access-token-create")>
            {content()}
        </Dialog>
    }
}

fn submit(making: Making) {
    let language = making.tokens.language;
    if making.busy.get_untracked() {
        return;
    }
    making.failure.set(None);
    let Some(body) = making.typed() else {
        return focus_first_invalid();
    };
    making.busy.set(true);
    let client = making.tokens.client.get_value();
    making.tokens.tasks.spawn(async move {
        let answer = client.create_api_token(&body).await;
        making.busy.try_set(false);
        match answer {
            Ok(new) => {
                making.made.try_set(Some(new.token));
                making.tokens.load();
                focus_id(MADE);
            }
            Err(error) => {
                making.failure.try_set(Some(Failure::new(language, &error)));
                focus_first_invalid();
            }
        }
    });
}

#[component]
fn CreateForm(making: Making) -> impl IntoView {
    let language = making.tokens.language;
    let name_error = derived(move || {
        let required = || t!(language, "field-required").to_owned();
        let refused = || {
            making
                .failure
                .with(|failure| failure.as_ref()?.field("/name"))
        };
        making.missing.get().then(required).or_else(refused)
    });
    // What has no field of its own here.
    let notice = dynamic(move || {
        let failure = making.failure.get();
        let failure = failure.filter(|failure| failure.field("/name").is_none());
        failure.map(|failure| view! { <Alert tone=Tone::Danger title=failure.text /> })
    });
    let scope_error = dynamic(move || {
        let text = t!(language, "access-token-no-scope");
        making
            .no_scope
            .get()
            .then(|| view! { <Alert tone=Tone::Danger title=text /> })
    });
    let days = DAYS.map(|days| {
        let label = t!(language, "access-token-days", count = u32::from(days));
        SelectOption::new(days.to_string(), label)
    });
    let scopes = making.tokens.known.state.with_untracked(|known| {
        let known = known.ready().map(|known| known.scopes.clone());
        known.unwrap_or_default()
    });
    let options = scopes.into_iter().map(|scope| CheckOption {
        value: scope.to_string(),
        label: scope.label(language).to_owned(),
    });
    let on_change = move |change: Check| {
        making.no_scope.set(false);
        making.scopes.update(|scopes| {
            scopes.retain(|other| *other != change.value);
            if change.checked {
                scopes.push(change.value);
            }
        });
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                submit(making);
            }
        >
            {notice}
            <Field
                label=t!(language, "access-token-name")
                hint=t!(language, "access-token-name-hint")
                required=true
                error=name_error
            >
                <Input value=making.name max_length=TOKEN_NAME_MAX autocomplete="off" />
            </Field>
            <Field label=t!(language, "access-token-lives")>
                <Select value=making.days options=days.to_vec() />
            </Field>
            <CheckboxGroup
                legend=t!(language, "access-token-scopes")
                options=options.collect()
                selected=making.scopes
                on_change=on_change
            />
            {scope_error}
            <DialogActions>
                <Button on_press=move |()| making.open.set(false)>
                    {t!(language, "form-cancel")}
                </Button>
                <Button kind=ButtonKind::Primary submit=true busy=making.busy>
                    {t!(language, "access-token-submit")}
                </Button>
            </DialogActions>
        </form>
    }
}

#[component]
fn Made(making: Making, token: String) -> impl IntoView {
    let language = making.tokens.language;
    view! {
        <h3 id=MADE tabindex="-1">
            {t!(language, "access-token-made")}
        </h3>
        <Alert tone=Tone::Warning title=t!(language, "access-token-once") />
        <CopyField
            label=t!(language, "access-token-secret")
            hint=t!(language, "access-token-secret-hint")
            value=token
        />
        <DialogActions>
            <Button
                kind=ButtonKind::Primary
                on_press=move |()| {
                    making.open.set(false);
                    making.made.set(None);
                }
            >
                {t!(language, "access-token-kept")}
            </Button>
        </DialogActions>
    }
}
