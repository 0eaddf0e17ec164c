use guichet_common::vocabulary::{OnHoldReason, TicketAction, TicketState as State};
use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, Icon, IconName, derived, dynamic, focus_id, memo, scroll_to_id,
};
use leptos::prelude::*;

use super::composer::COMPOSER_ID;
use super::dialogs::Actions;
use super::state::TicketState;
use crate::language::use_language;
use crate::rich_text::RichText;

/// What is asked of the customer just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nothing,
    Answer,
    Verdict,
}

/// Asks the customer for their answer, or for their word about the solution; shows agents and
/// everybody after the end the solution that was given.
#[component]
pub fn Banner(state: TicketState, actions: Actions) -> impl IntoView {
    let asked = memo(move || {
        state
            .read(|ticket| {
                let waits = ticket.on_hold_reason == Some(OnHoldReason::AwaitingCustomer);
                let may = |action| ticket.allowed_actions.contains(&action);
                if ticket.state == State::Resolved && may(TicketAction::Accept) {
                    Some(Asked::Verdict)
                } else if waits && !state.by_agent && may(TicketAction::Comment) {
                    Some(Asked::Answer)
                } else {
                    None
                }
            })
            .unwrap_or(Asked::Nothing)
    });
    let has_solution = memo(move || state.read(|ticket| ticket.resolution.is_some()));
    dynamic(move || match asked.get() {
        Asked::Answer => view! { <AnswerAsked /> }.into_any(),
        Asked::Verdict => view! { <VerdictAsked state actions /> }.into_any(),
        Asked::Nothing if has_solution.get() => view! { <Solution state /> }.into_any(),
        Asked::Nothing => ().into_any(),
    })
}

#[component]
fn AnswerAsked() -> impl IntoView {
    let language = use_language();
    let answer = move |()| {
        scroll_to_id(COMPOSER_ID);
        focus_id(COMPOSER_ID);
    };
    view! {
        <section class="banner banner--waits" aria-label=t!(language, "ticket-waits-title")>
            <span class="banner__icon">
                <Icon name=IconName::Reply large=true />
            </span>
            <div class="banner__text">
                <h2>{t!(language, "ticket-waits-title")}</h2>
                <p>{t!(language, "ticket-waits-text")}</p>
            </div>
            <div class="banner__actions">
                <Button kind=ButtonKind::Primary on_press=answer>
                    {t!(language, "ticket-waits-answer")}
                </Button>
            </div>
        </section>
    }
}

#[component]
fn VerdictAsked(state: TicketState, actions: Actions) -> impl IntoView {
    let language = use_language();
    view! {
        <section class="banner banner--resolved" aria-label=t!(language, "ticket-resolved-title")>
            <span class="banner__icon">
                <Icon name=IconName::CheckCircle large=true />
            </span>
            <div class="banner__text">
                <h2>{t!(language, "ticket-resolved-title")}</h2>
                <p>{t!(language, "ticket-resolved-text")}</p>
                <SolutionText state />
            </div>
            <div class="banner__actions">
                <Button
                    kind=ButtonKind::Primary
                    icon=IconName::Check
                    on_press=move |()| actions.choose(TicketAction::Accept)
                >
                    {t!(language, "action-accept")}
                </Button>
                <Button
                    icon=IconName::Reply
                    on_press=move |()| actions.choose(TicketAction::Reject)
                >
                    {t!(language, "action-reject")}
                </Button>
            </div>
        </section>
    }
}

#[component]
fn Solution(state: TicketState) -> impl IntoView {
    let language = use_language();
    view! {
        <section class="banner banner--quiet" aria-label=t!(language, "ticket-solution")>
            <span class="banner__icon">
                <Icon name=IconName::CheckCircle large=true />
            </span>
            <div class="banner__text">
                <h2>{t!(language, "ticket-solution")}</h2>
                <SolutionText state />
            </div>
        </section>
    }
}

#[component]
fn SolutionText(state: TicketState) -> impl IntoView {
    let html = memo(move || {
        state.read(|ticket| {
            let resolution = ticket.resolution.as_ref();
            resolution.map(|resolution| resolution.notes_html.clone())
        })
    });
    let html = derived(move || html.get().unwrap_or_default());
    view! {
        <div class="banner__solution">
            <RichText html />
        </div>
    }
}
