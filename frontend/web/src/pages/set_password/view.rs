use guichet_common::ErrorCode;
use guichet_common::password_reset::{CompletePasswordReset, LookUpPasswordLink, PasswordLink};
use guichet_common::vocabulary::{Language, PasswordLinkKind, PasswordLinkState};
use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, ButtonLink, ButtonSize, Spinner, dynamic, effect, focus_first_invalid,
    focus_heading, use_toaster,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::model::{lead, refusal, submit, title};
use crate::failure::Failure;
use crate::language::use_language;
use crate::new_password::{NewPassword, NewPasswordFields};
use crate::pages::forgotten_password::StepBar;
use crate::route::Route;
use crate::router::use_router;
use crate::session::{Session, use_session};
use crate::shell::{Brand, FailureState, set_page_title};
use crate::tasks::Tasks;

/// Where the link stands on the page.
#[derive(Clone)]
enum Shown {
    Loading,
    Failed(Failure),
    Known(PasswordLink),
    Done,
}

/// What the page's parts share.
#[derive(Clone, Copy)]
struct Link {
    language: Language,
    session: Session,
    tasks: Tasks,
    shown: RwSignal<Shown>,
}

impl Link {
    /// What follows `#` in the address; spaces are slips of copying.
    fn token() -> String {
        let hash = window().location().hash().unwrap_or_default();
        hash.trim_start_matches('#').trim().to_owned()
    }

    fn look(self) {
        self.shown.set(Shown::Loading);
        let body = LookUpPasswordLink {
            token: Self::token(),
        };
        self.tasks.spawn(async move {
            let answer = self.session.client().look_up_password_link(&body).await;
            let shown = match answer {
                Ok(link) => {
                    // Builds the page anew when the mail was in another language.
                    if link.language != self.language {
                        self.session.speak(link.language);
                    }
                    Shown::Known(link)
                }
                Err(error) => Shown::Failed(Failure::new(self.language, &error)),
            };
            self.shown.try_set(shown);
        });
    }
}

/// "Réinitialiser le mot de passe", and the first one.
#[component]
pub fn SetPasswordPage() -> impl IntoView {
    let language = use_language();
    set_page_title(t!(language, "password-title-reset"));
    let router = use_router();
    let link = Link {
        language,
        session: use_session(),
        tasks: Tasks::new(),
        shown: RwSignal::new(Shown::Loading),
    };
    effect(move || {
        // Another link that is opened in the same tab changes nothing but the fragment.
        let _tracked = router.address();
        link.look();
    });
    let content = dynamic(move || match link.shown.get() {
        Shown::Loading => view! { <Spinner label=t!(language, "shell-loading") /> }.into_any(),
        Shown::Failed(failure) if failure.code == Some(ErrorCode::NotFound) => {
            told_off(language, refusal(language, None), true)
        }
        Shown::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| link.look() /> }.into_any()
        }
        Shown::Known(known) if known.state == PasswordLinkState::Ready => {
            view! { <NewPasswordForm link known /> }.into_any()
        }
        Shown::Known(known) => {
            let can_ask = known.kind == PasswordLinkKind::Reset;
            told_off(language, refusal(language, Some(&known)), can_ask)
        }
        Shown::Done => {
            let words = [
                t!(language, "password-done"),
                t!(language, "password-done-text"),
            ];
            told_off(language, words, false)
        }
    });
    view! {
        <div class="notice-page">
            <div class="card notice-page__card">
                <Brand />
                {content}
            </div>
        </div>
    }
}

/// A message, and the way on.
fn told_off(language: Language, [title, text]: [&'static str; 2], can_ask: bool) -> AnyView {
    let again = can_ask.then(|| {
        view! {
            <ButtonLink href=Route::ForgottenPassword.path() size=ButtonSize::Block>
                {t!(language, "forgotten-again")}
            </ButtonLink>
        }
    });
    view! {
        <h1>{title}</h1>
        <p class="muted">{text}</p>
        {again}
        <ButtonLink href=Route::Login.path() size=ButtonSize::Block>
            {t!(language, "login-submit")}
        </ButtonLink>
    }
    .into_any()
}

/// The form, with its rules.
#[component]
fn NewPasswordForm(link: Link, known: PasswordLink) -> impl IntoView {
    let language = link.language;
    let password = NewPassword::new(language, known.rules.clone());
    let busy = RwSignal::new(false);
    let toaster = use_toaster();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(new_password) = password.check() else {
            return focus_first_invalid();
        };
        busy.set(true);
        let body = CompletePasswordReset {
            token: Link::token(),
            new_password,
        };
        link.tasks.spawn(async move {
            let answer = link.session.client().complete_password_reset(&body).await;
            busy.try_set(false);
            let failure = match answer {
                Ok(()) => {
                    link.shown.try_set(Shown::Done);
                    return focus_heading();
                }
                Err(error) => Failure::new(language, &error),
            };
            if password.refuse(&failure) {
                return;
            }
            if failure.code.is_some() {
                // The link has been used or is over meanwhile.
                link.look();
            } else {
                toaster.error(failure.text);
            }
        });
    };
    let steps = (known.kind == PasswordLinkKind::Reset)
        .then(|| view! { <StepBar place=Signal::stored(2) /> });
    view! {
        <form class="set-password" novalidate on:submit=on_submit>
            <h1>{title(language, known.kind)}</h1>
            {steps}
            <p class="muted">{lead(language, &known)}</p>
            <NewPasswordFields password />
            <Button kind=ButtonKind::Primary size=ButtonSize::Block submit=true busy=busy>
                {submit(language, known.kind)}
            </Button>
        </form>
    }
}
