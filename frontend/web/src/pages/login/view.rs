use guichet_common::auth::{IdentityProvider, IdentityProviderQuery};
use guichet_common::problem::ErrorCode;
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Alert, Button, ButtonKind, ButtonSize, Field, Icon, IconName, Input, PasswordInput, Select,
    SelectOption, Tone, derived, dynamic, effect, focus_first_invalid, focus_id,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::model::{Missing, check, wants_code, with_code};
use crate::failure::Failure;
use crate::language::use_language;
use crate::route::Route;
use crate::session::{LoginDraft, Session, use_client, use_session};
use crate::shell::{Brand, set_page_title};
use crate::webauthn::{self, Refusal};

const CODE_FIELD: &str = "login-code";
const LANGUAGE_FIELD: &str = "login-language";

/// "Connexion".
#[component]
pub fn LoginPage() -> impl IntoView {
    let language = use_language();
    set_page_title(t!(language, "login-title"));
    view! {
        <div class="login">
            <Pitch />
            <div class="login__side">
                <div class="login__box">
                    <div class="login__brand">
                        <Brand />
                    </div>
                    <div>
                        <h1>{t!(language, "login-heading")}</h1>
                        <p class="page__lead">{t!(language, "login-lead")}</p>
                    </div>
                    <LoginForm />
                    <Providers />
                </div>
                <p class="login__legal">{t!(language, "login-copyright")}</p>
            </div>
        </div>
    }
}

#[component]
fn LoginForm() -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let LoginDraft {
        username, password, ..
    } = session.login_draft;
    let missing = RwSignal::new(Missing::default());
    let failure = RwSignal::new(None::<String>);
    // The one-time code, once the server has asked for it.
    let code = RwSignal::new(String::new());
    let code_wanted = RwSignal::new(false);
    let busy = RwSignal::new(false);

    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        let typed = check(
            language,
            &username.get_untracked(),
            &password.get_untracked(),
        );
        let login = match typed {
            Ok(login) => with_code(login, &code.get_untracked()),
            Err(found) => {
                missing.set(found);
                focus_first_invalid();
                return;
            }
        };
        missing.set(Missing::default());
        busy.set(true);
        spawn_local(async move {
            let answer = session.sign_in(&login).await;
            busy.try_set(false);
            if let Err(error) = answer {
                let refusal = Failure::new(language, &error);
                let wanted = wants_code(refusal.code);
                code.try_set(String::new());
                code_wanted.try_set(wanted);
                // The field itself says what is asked for.
                let asked = refusal.code == Some(ErrorCode::OtpRequired);
                failure.try_set((!asked).then_some(refusal.text));
                focus_id(if wanted { CODE_FIELD } else { "login-password" });
            }
        });
    };
    let notice = dynamic(move || {
        if let Some(text) = failure.get() {
            view! { <Alert tone=Tone::Danger title=text /> }.into_any()
        } else if session.ended.get() {
            view! { <Alert tone=Tone::Info title=t!(language, "login-session-ended") /> }.into_any()
        } else {
            ().into_any()
        }
    });
    let code_field = dynamic(move || {
        if !code_wanted.get() {
            return ().into_any();
        }
        view! {
            <Field
                id=CODE_FIELD
                label=t!(language, "login-code")
                hint=t!(language, "login-code-hint")
            >
                <Input value=code name="otp" autocomplete="one-time-code" />
            </Field>
        }
        .into_any()
    });
    view! {
        <form class="login__form" novalidate on:submit=on_submit>
            {notice}
            <Field
                id="login-username"
                label=t!(language, "login-username")
                error=derived(move || missing.get().username)
            >
                <Input
                    value=username
                    name="username"
                    autocomplete="username"
                    autofocus=true
                    on_commit=Callback::new(move |()| session.login_draft.ask())
                />
            </Field>
            <Field
                id="login-password"
                label=t!(language, "login-password")
                error=derived(move || missing.get().password)
            >
                <PasswordInput value=password autocomplete="current-password" />
            </Field>
            {code_field}
            <LanguageField />
            <Button kind=ButtonKind::Primary size=ButtonSize::Block submit=true busy=busy>
                {t!(language, "login-submit")}
            </Button>
            <PasskeyButton failure busy />
            <a class="login__forgotten" href=Route::ForgottenPassword.path()>
                {t!(language, "login-forgotten")}
            </a>
        </form>
    }
}

/// "Se connecter avec une clé d'accès", where the browser knows passkeys.
#[component]
fn PasskeyButton(failure: RwSignal<Option<String>>, busy: RwSignal<bool>) -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let at_work = RwSignal::new(false);
    if !webauthn::is_supported() {
        return ().into_any();
    }
    let on_press = move |()| {
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        at_work.set(true);
        busy.set(true);
        spawn_local(async move {
            let answer = sign_in_with_passkey(session, language).await;
            busy.try_set(false);
            at_work.try_set(false);
            if let Err(text) = answer {
                failure.try_set(Some(text));
            }
        });
    };
    view! {
        <Button size=ButtonSize::Block icon=IconName::Key busy=at_work on_press=on_press>
            {t!(language, "login-passkey")}
        </Button>
    }
    .into_any()
}

/// On failure what to say.
async fn sign_in_with_passkey(session: Session, language: Language) -> Result<(), String> {
    let said = |error: &guichet_client::Error| Failure::new(language, error).text;
    let asked = session.client().create_passkey_login_options().await;
    let asked = asked.map_err(|error| said(&error))?;
    let signed = webauthn::get(&asked).await.map_err(|refusal| {
        let text = match refusal {
            Refusal::Cancelled => t!(language, "login-passkey-cancelled"),
            Refusal::Already | Refusal::Failed => t!(language, "login-passkey-failed"),
        };
        text.to_owned()
    })?;
    let answer = session.sign_in_with_passkey(&signed).await;
    answer.map_err(|error| said(&error))
}

/// Chooses the language of the whole application, which is then built anew: what was typed stays
/// in the session's draft, and the focus comes back here.
#[component]
fn LanguageField() -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let chosen = RwSignal::new(language.to_string());
    let options: Vec<_> = Language::ALL
        .iter()
        .map(|choice| SelectOption::new(choice.as_str(), choice.label(language)))
        .collect();
    if session.login_draft.language_changed.get_untracked() {
        session.login_draft.language_changed.set(false);
        focus_id(LANGUAGE_FIELD);
    }
    view! {
        <Field id=LANGUAGE_FIELD label=t!(language, "login-language")>
            <Select
                value=chosen
                options=options
                name="language"
                on_change=move |word: String| {
                    if let Ok(language) = word.parse() {
                        session.login_draft.language_changed.set(true);
                        session.change_language(language);
                    }
                }
            />
        </Field>
    }
}

/// Ways to sign in besides the password, when there are any.
#[component]
fn Providers() -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let asked_for = use_session().login_draft.asked_for;
    let providers = RwSignal::new(Vec::<IdentityProvider>::new());
    effect(move || {
        // The domain of an address may have a provider of its own.
        let query = IdentityProviderQuery {
            username: Some(asked_for.get()).filter(|name| name.contains('@')),
        };
        let client = client.clone();
        spawn_local(async move {
            // Without an answer the password form is still there.
            if let Ok(found) = client.list_identity_providers(&query).await {
                providers.try_set(found.items);
            }
        });
    });
    let link = move |count: usize, provider: IdentityProvider| {
        let label = if count == 1 {
            t!(language, "login-sso").to_owned()
        } else {
            t!(language, "login-sso-with", provider = &provider.name)
        };
        let href = format!("/api/v1/auth/sso/{}/start", provider.slug);
        view! {
            <a class="login__sso" href=href rel="external">
                <Icon name=IconName::Lock />
                {label}
            </a>
        }
    };
    dynamic(move || {
        let found = providers.get();
        let count = found.len();
        found
            .into_iter()
            .map(|provider| link(count, provider))
            .collect_view()
    })
}

/// What the portal is for, beside the form on large screens.
#[component]
fn Pitch() -> impl IntoView {
    let language = use_language();
    let point = |icon: IconName, text: &'static str| {
        view! {
            <li>
                <span class="pitch__icon">
                    <Icon name=icon />
                </span>
                {text}
            </li>
        }
    };
    view! {
        <aside class="pitch">
            <Brand />
            <div class="pitch__body">
                <p class="pitch__title">{t!(language, "login-pitch")}</p>
                <ul class="pitch__points">
                    {point(IconName::Ticket, t!(language, "login-pitch-create"))}
                    {point(IconName::Clock, t!(language, "login-pitch-follow"))}
                    {point(IconName::Chat, t!(language, "login-pitch-talk"))}
                </ul>
            </div>
            <span class="pitch__glow" aria-hidden="true"></span>
        </aside>
    }
}
