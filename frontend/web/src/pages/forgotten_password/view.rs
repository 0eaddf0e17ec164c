use guichet_common::ErrorCode;
use guichet_common::password_reset::{RequestPasswordReset, VerifyPasswordReset};
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, ButtonLink, ButtonSize, Field, Icon, IconName, Input, Tone, derived,
    dynamic, focus_first_invalid, focus_heading, on_change,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;

use super::captcha_field::{CaptchaField, Check};
use super::model::Step;
use super::steps::StepBar;
use crate::failure::Failure;
use crate::language::use_language;
use crate::route::Route;
use crate::session::{Session, use_session};
use crate::shell::{Brand, set_page_title};
use crate::tasks::Tasks;

/// What the steps share.
#[derive(Clone, Copy)]
struct Wizard {
    language: Language,
    session: Session,
    tasks: Tasks,
    step: RwSignal<Step>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Wizard {
    fn go(self, step: Step) {
        self.failure.try_set(None);
        self.step.try_set(step);
        focus_heading();
    }

    /// What is wrong with a field: it is missing, or the server says so.
    fn error(
        self,
        missing: RwSignal<Option<&'static str>>,
        pointer: &'static str,
    ) -> Signal<Option<String>> {
        derived(move || {
            let refused = || {
                self.failure
                    .with(|failure| failure.as_ref()?.field(pointer))
            };
            missing.get().map(ToOwned::to_owned).or_else(refused)
        })
    }

    fn fail(self, failure: Failure) {
        self.failure.try_set(Some(failure));
        focus_first_invalid();
    }

    /// What went wrong beside the fields.
    fn notice(self) -> AnyView {
        dynamic(move || {
            let failure = self.failure.get();
            failure
                .filter(|failure| failure.fields.is_empty())
                .map(|failure| view! { <Alert tone=Tone::Danger title=failure.text /> })
        })
        .into_any()
    }

    fn next(self) -> AnyView {
        let label = t!(self.language, "forgotten-next");
        view! {
            <Button kind=ButtonKind::Primary size=ButtonSize::Block submit=true busy=self.busy>
                {label}
            </Button>
        }
        .into_any()
    }
}

/// "Mot de passe oublié".
#[component]
pub fn ForgottenPasswordPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "forgotten-title");
    set_page_title(title);
    let wizard = Wizard {
        language,
        session: use_session(),
        tasks: Tasks::new(),
        step: RwSignal::new(Step::Identify),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let content = dynamic(move || match wizard.step.get() {
        Step::Identify => view! { <Identify wizard /> }.into_any(),
        Step::Verify(id) => view! { <Verify wizard id /> }.into_any(),
        Step::Sent => view! { <Sent language /> }.into_any(),
    });
    view! {
        <div class="notice-page">
            <div class="card notice-page__card">
                <Brand />
                <h1>{title}</h1>
                <StepBar place=derived(move || wizard.step.get().place()) />
                {content}
                <a class="notice-page__back" href=Route::Login.path()>
                    <Icon name=IconName::ArrowLeft />
                    {t!(language, "forgotten-back")}
                </a>
            </div>
        </div>
    }
}

#[component]
fn Identify(wizard: Wizard) -> impl IntoView {
    let language = wizard.language;
    let username = RwSignal::new(String::new());
    // Hidden from people: a program that fills in every field gives itself away.
    let website = RwSignal::new(String::new());
    let check = RwSignal::new(Check::Open);
    let (no_name, no_captcha) = (RwSignal::new(None), RwSignal::new(None));
    // Whoever types has read what was wrong.
    on_change(move || username.track(), move || no_name.set(None));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if wizard.busy.get_untracked() {
            return;
        }
        let name = username.get_untracked().trim().to_owned();
        no_name.set(name.is_empty().then(|| t!(language, "field-required")));
        let Check::Done(captcha) = check.get_untracked() else {
            no_captcha.set(Some(t!(language, "forgotten-captcha-first")));
            return focus_first_invalid();
        };
        no_captcha.set(None);
        if name.is_empty() {
            return focus_first_invalid();
        }
        wizard.busy.set(true);
        wizard.failure.set(None);
        let website = Some(website.get_untracked()).filter(|text| !text.is_empty());
        wizard.tasks.spawn(async move {
            let body = RequestPasswordReset {
                username: name,
                captcha,
                website,
            };
            let answer = wizard.session.client().request_password_reset(&body).await;
            wizard.busy.try_set(false);
            match answer {
                Ok(started) => wizard.go(Step::Verify(started.reset_id)),
                Err(error) => {
                    // It is good for one request.
                    check.try_set(Check::Open);
                    wizard.fail(Failure::new(language, &error));
                }
            }
        });
    };
    // Whoever works on the captcha has read what was wrong with it.
    let captcha_error = {
        let wrong = wizard.error(no_captcha, "/captcha");
        derived(move || {
            wrong
                .get()
                .filter(|_| check.with(|check| *check == Check::Open))
        })
    };
    view! {
        <form class="wizard" novalidate on:submit=on_submit>
            {wizard.notice()}
            <Field
                label=t!(language, "login-username")
                hint=t!(language, "login-username-hint")
                required=true
                error=wizard.error(no_name, "/username")
            >
                <Input value=username name="username" autocomplete="username" autofocus=true />
            </Field>
            <Trap value=website />
            <CaptchaField check error=captcha_error />
            {wizard.next()}
        </form>
    }
}

/// A field that no person sees, hears or reaches.
#[component]
fn Trap(value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="wizard__trap" aria-hidden="true">
            <input
                type="text"
                name="website"
                tabindex="-1"
                autocomplete="off"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

#[component]
fn Verify(wizard: Wizard, id: Uuid) -> impl IntoView {
    let language = wizard.language;
    let email = RwSignal::new(String::new());
    let missing = RwSignal::new(None);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if wizard.busy.get_untracked() {
            return;
        }
        let typed = email.get_untracked().trim().to_owned();
        missing.set(typed.is_empty().then(|| t!(language, "field-required")));
        if typed.is_empty() {
            return focus_first_invalid();
        }
        wizard.busy.set(true);
        wizard.failure.set(None);
        wizard.tasks.spawn(async move {
            let body = VerifyPasswordReset { email: typed };
            let client = wizard.session.client();
            let answer = client.verify_password_reset(id, &body).await;
            wizard.busy.try_set(false);
            let failure = match answer {
                Ok(()) => return wizard.go(Step::Sent),
                Err(error) => Failure::new(language, &error),
            };
            if failure.code == Some(ErrorCode::NotFound) {
                wizard.go(Step::Identify);
                let late = t!(language, "forgotten-late");
                wizard.failure.try_set(Some(Failure::of_browser(late)));
            } else {
                wizard.fail(failure);
            }
        });
    };
    view! {
        <form class="wizard" novalidate on:submit=on_submit>
            {wizard.notice()}
            <h2 class="wizard__title">{t!(language, "forgotten-verify")}</h2>
            <Field
                label=t!(language, "forgotten-email")
                required=true
                error=wizard.error(missing, "/email")
            >
                <Input value=email kind="email" name="email" autocomplete="email" />
            </Field>
            {wizard.next()}
        </form>
    }
}

#[component]
fn Sent(language: Language) -> impl IntoView {
    view! {
        <div class="wizard">
            <Alert tone=Tone::Success title=t!(language, "forgotten-sent") />
            <p class="muted">{t!(language, "forgotten-sent-hint")}</p>
            <ButtonLink href=Route::Login.path() size=ButtonSize::Block>
                {t!(language, "forgotten-close")}
            </ButtonLink>
        </div>
    }
}
