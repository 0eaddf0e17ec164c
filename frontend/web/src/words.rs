//! How the vocabulary of tickets looks: tones and labels that several pages share.

use guichet_common::Instant;
use guichet_common::vocabulary::{Language, Priority, TicketState};
use guichet_i18n::{Label as _, code_key, text};
use guichet_ui::{Badge, Tone};
use leptos::prelude::*;

/// The colour of a state.
#[must_use]
pub const fn state_tone(state: TicketState) -> Tone {
    match state {
        TicketState::New => Tone::Info,
        TicketState::Open => Tone::Accent,
        TicketState::OnHold => Tone::Warning,
        TicketState::Resolved => Tone::Success,
        TicketState::Closed | TicketState::Cancelled => Tone::Neutral,
    }
}

/// "3 - Modérée".
#[must_use]
pub fn priority_label(language: Language, priority: Priority) -> &'static str {
    code_key("priority-numbered", &priority.to_string()).map_or("", |key| text(language, key))
}

/// A state as a coloured word.
#[component]
pub fn StateBadge(
    /// The state.
    state: TicketState,
) -> impl IntoView {
    let label = state.label(crate::language::use_language());
    view! { <Badge label tone=state_tone(state) dot=true /> }
}

/// A priority; only what is urgent is coloured.
#[component]
pub fn PriorityBadge(
    /// The priority.
    priority: Priority,
) -> impl IntoView {
    let label = priority_label(crate::language::use_language(), priority);
    match priority {
        Priority::Critical => view! { <Badge label tone=Tone::Danger /> }.into_any(),
        Priority::High => view! { <Badge label tone=Tone::Warning /> }.into_any(),
        Priority::Moderate | Priority::Low | Priority::Planning => {
            view! { <span class="nowrap">{label}</span> }.into_any()
        }
    }
}

/// An instant as JavaScript counts: milliseconds since the epoch, for [`guichet_ui::RelativeTime`].
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "exact until the year 287396"
)]
pub fn millis(at: Instant) -> f64 {
    at.timestamp_millis() as f64
}
