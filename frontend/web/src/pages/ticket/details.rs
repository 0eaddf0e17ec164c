use guichet_common::tickets::TicketDetail;
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, t};
use guichet_ui::{Icon, IconName, RelativeTime, dynamic};
use leptos::prelude::*;

use super::state::TicketState;
use crate::language::use_language;
use crate::route::Route;
use crate::words::millis;

/// Where there is room for a second column, the details are open from the start.
const WIDE: &str = "(min-width: 64rem)";

/// A label and what is known.
struct Fact {
    label: &'static str,
    value: AnyView,
}

/// All else that the caller may see of the ticket.
#[component]
pub fn Details(state: TicketState) -> impl IntoView {
    let language = use_language();
    let is_wide = window()
        .match_media(WIDE)
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    let facts = dynamic(move || {
        state.read(|ticket| {
            facts(ticket, language)
                .into_iter()
                .map(|fact| {
                    view! {
                        <div>
                            <dt>{fact.label}</dt>
                            <dd>{fact.value}</dd>
                        </div>
                    }
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <aside class="ticket__aside">
            <details class="card details" open=is_wide>
                <summary class="details__summary">
                    <h2>{t!(language, "ticket-details")}</h2>
                    <Icon name=IconName::ChevronDown />
                </summary>
                <dl class="details__list">{facts}</dl>
            </details>
        </aside>
    }
}

fn facts(ticket: &TicketDetail, language: Language) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |label: &'static str, value: AnyView| facts.push(Fact { label, value });
    let text = |text: &str| text.to_owned().into_any();
    let known = |value: Option<&str>| {
        let none = || {
            let none = t!(language, "ticket-none");
            view! { <span class="muted">{none}</span> }.into_any()
        };
        value.map_or_else(none, text)
    };
    let nobody = || {
        let nobody = t!(language, "ticket-nobody");
        view! { <span class="muted">{nobody}</span> }.into_any()
    };
    add(
        t!(language, "ticket-field-account"),
        text(&ticket.account.name),
    );
    add(
        t!(language, "ticket-field-opened-by"),
        text(&ticket.opened_by.name),
    );
    add(
        t!(language, "ticket-field-impact"),
        text(ticket.impact.label(language)),
    );
    add(
        t!(language, "ticket-field-urgency"),
        text(ticket.urgency.label(language)),
    );
    if let Some(reason) = ticket.on_hold_reason {
        add(
            t!(language, "ticket-field-on-hold-reason"),
            text(reason.label(language)),
        );
    }
    let group = ticket
        .assignment_group
        .as_ref()
        .map(|group| text(&group.name));
    add(
        t!(language, "ticket-field-assignment-group"),
        group.unwrap_or_else(nobody),
    );
    let agent = ticket.assigned_to.as_ref().map(|agent| text(&agent.name));
    add(
        t!(language, "ticket-field-assigned-to"),
        agent.unwrap_or_else(nobody),
    );
    let item = ticket.configuration_item.as_ref();
    add(
        t!(language, "ticket-field-configuration-item"),
        known(item.map(|item| item.name.as_str())),
    );
    add(
        t!(language, "ticket-field-internal-reference"),
        known(ticket.internal_reference.as_deref()),
    );
    add(
        t!(language, "ticket-field-channel"),
        text(ticket.channel.label(language)),
    );
    if let Some(number) = ticket.follow_up_of {
        let href = Route::Ticket(number).path();
        let link = view! { <a class="tabular" href=href>{number.to_string()}</a> }.into_any();
        add(t!(language, "ticket-follow-up-of"), link);
    }
    facts.extend(ending(ticket, language));
    facts
}

/// How and when the ticket came to its end.
fn ending(ticket: &TicketDetail, language: Language) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |label: &'static str, value: AnyView| facts.push(Fact { label, value });
    let text = |text: &str| text.to_owned().into_any();
    if let Some(resolution) = &ticket.resolution {
        add(
            t!(language, "ticket-field-resolution-code"),
            text(resolution.code.label(language)),
        );
    }
    let time = |at| view! { <RelativeTime at=millis(at) /> }.into_any();
    if let Some(at) = ticket.resolved_at {
        add(t!(language, "ticket-field-resolved-at"), time(at));
    }
    if let Some(at) = ticket.closed_at {
        add(t!(language, "ticket-field-closed-at"), time(at));
    }
    if let Some(reason) = ticket.close_reason {
        add(
            t!(language, "ticket-field-close-reason"),
            text(reason.label(language)),
        );
    }
    if let Some(rating) = ticket.rating {
        let label = t!(language, "ticket-rating-of", rating = rating);
        let stars = (1..=5_u8)
            .map(|star| {
                view! {
                    <span class="star" class:star--full=star <= rating>
                        <Icon name=IconName::Star />
                    </span>
                }
            })
            .collect_view();
        let value = view! {
            <span class="stars" role="img" aria-label=label>
                {stars}
            </span>
        };
        add(t!(language, "ticket-rating"), value.into_any());
    }
    facts
}
