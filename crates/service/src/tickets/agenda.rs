//! What happens next to a ticket by itself, for people's calendars (RFC 5545).

use guichet_common::ids::TicketNumber;
use guichet_common::tickets::TicketDetail;
use guichet_common::vocabulary::{Language, NextActionKind};
use guichet_domain::Actor;
use guichet_i18n::t;
use icalendar::{Calendar, Component as _, Event, EventLike as _};

use super::read::get_ticket;
use crate::app::App;
use crate::error::Result;

/// The reminder and the closing that stand before a ticket, as an iCalendar file. It is empty when
/// nothing happens by itself. Each event keeps its id while it moves, so a calendar that reads the
/// file again moves it too.
pub async fn get_agenda(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    language: Language,
) -> Result<String> {
    let ticket = get_ticket(app, actor, number).await?;
    let settings = app.settings();
    Ok(write(
        &ticket,
        settings.host(),
        &settings.public_url,
        language,
    ))
}

fn write(ticket: &TicketDetail, host: &str, public_url: &str, language: Language) -> String {
    let number = ticket.number.to_string();
    let mut calendar = Calendar::new();
    calendar.name(&number);
    for next in &ticket.next_actions {
        let (kind, summary) = match next.action {
            NextActionKind::Reminder => (
                "reminder",
                t!(language, "ticket-agenda-reminder", number = &number),
            ),
            NextActionKind::AutoClose => (
                "auto_close",
                t!(language, "ticket-agenda-close", number = &number),
            ),
        };
        let event = Event::new()
            .uid(&format!("{number}.{kind}@{host}"))
            .sequence(u32::try_from(ticket.version).unwrap_or(u32::MAX))
            .timestamp(ticket.updated_at)
            .starts(next.at)
            .summary(&summary)
            .description(&ticket.subject)
            .url(&format!("{public_url}/tickets/{number}"))
            // Nobody is busy because of it.
            .add_property("TRANSP", "TRANSPARENT")
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}
