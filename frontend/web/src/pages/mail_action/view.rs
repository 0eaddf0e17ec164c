use guichet_common::mail_actions::{LookUpMailAction, MailActionStatus};
use guichet_common::vocabulary::{Language, MailAction, MailActionState};
use guichet_common::{ErrorCode, TicketNumber};
use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, ButtonLink, ButtonSize, Field, Spinner, Textarea, derived, dynamic, effect,
    focus_first_invalid, focus_heading, use_toaster,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::model::{self, done, field_label, refusal, request, title, token_of};
use crate::failure::Failure;
use crate::language::use_language;
use crate::pages::ticket::Rating;
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
    Known(MailActionStatus),
    /// Used just now.
    Done(MailActionStatus),
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
    fn token() -> String {
        token_of(&window().location().hash().unwrap_or_default())
    }

    /// Asks what the link of the address bar would do.
    fn look(self) {
        self.shown.set(Shown::Loading);
        let body = LookUpMailAction {
            token: Self::token(),
        };
        self.tasks.spawn(async move {
            let answer = self.session.client().look_up_mail_action(&body).await;
            let shown = match answer {
                Ok(status) => {
                    // Builds the page anew when the mail was in another language.
                    if status.language != self.language {
                        self.session.speak(status.language);
                    }
                    Shown::Known(status)
                }
                Err(error) => Shown::Failed(Failure::new(self.language, &error)),
            };
            self.shown.try_set(shown);
        });
    }
}

/// "La solution convient", "Le problème persiste", "Ma demande est toujours d'actualité".
#[component]
pub fn MailActionPage() -> impl IntoView {
    let language = use_language();
    set_page_title(t!(language, "home-tab-action"));
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
            told(language, refusal(language, None), None)
        }
        Shown::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| link.look() /> }.into_any()
        }
        Shown::Known(status) if status.state == MailActionState::Ready => {
            view! { <Question link status /> }.into_any()
        }
        Shown::Known(status) => {
            let words = refusal(language, Some(status.state));
            told(language, words, Some(status.number))
        }
        Shown::Done(status) => told(language, done(language, status.action), Some(status.number)),
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
fn told(
    language: Language,
    [title, text]: [&'static str; 2],
    number: Option<TicketNumber>,
) -> AnyView {
    let (route, label) = number.map_or_else(
        || (Route::Home, t!(language, "not-found-home")),
        |number| (Route::Ticket(number), t!(language, "mail-button")),
    );
    let href = route.path();
    view! {
        <h1>{title}</h1>
        <p class="muted">{text}</p>
        <ButtonLink href>{label}</ButtonLink>
    }
    .into_any()
}

/// What confirming does, what else there is to say, and the button.
#[component]
fn Question(link: Link, status: MailActionStatus) -> impl IntoView {
    let language = link.language;
    let action = status.action;
    let typed = RwSignal::new(String::new());
    let rating = RwSignal::new(None::<u8>);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let toaster = use_toaster();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let words = typed.get_untracked();
        let body = request(action, Link::token(), &words, rating.get_untracked());
        let Some(body) = body else {
            wrong.set(Some(t!(language, "field-required").to_owned()));
            focus_first_invalid();
            return;
        };
        wrong.set(None);
        busy.set(true);
        link.tasks.spawn(async move {
            let answer = link.session.client().perform_mail_action(&body).await;
            busy.try_set(false);
            let failure = match answer {
                Ok(status) => {
                    link.shown.try_set(Shown::Done(status));
                    return focus_heading();
                }
                Err(error) => Failure::new(language, &error),
            };
            let field = failure.fields.first().map(|field| field.detail.clone());
            if matches!(
                failure.code,
                Some(ErrorCode::LinkExpired | ErrorCode::LinkNotPossible)
            ) {
                link.look();
            } else if field.is_some() {
                wrong.try_set(field);
                focus_first_invalid();
            } else {
                toaster.error(failure.text);
            }
        });
    };
    let about = format!("{} - {}", status.number, status.subject.unwrap_or_default());
    view! {
        <form class="mail-action" novalidate on:submit=on_submit>
            <h1>{title(language, action)}</h1>
            <p>{about}</p>
            <p class="muted">{model::effect(language, action)}</p>
            {(action == MailAction::Accept)
                .then(|| view! { <Rating value=rating error=Signal::stored(None) /> })}
            <Field
                label=field_label(language, action)
                required=action == MailAction::Reject
                error=derived(move || wrong.get())
            >
                <Textarea value=typed />
            </Field>
            <Button kind=ButtonKind::Primary size=ButtonSize::Block submit=true busy=busy>
                {t!(language, "mail-action-confirm")}
            </Button>
            <a href=Route::Ticket(status.number).path()>{t!(language, "mail-button")}</a>
        </form>
    }
}
