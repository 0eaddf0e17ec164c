//! Who wrote a mail, and where it belongs.

use chrono::TimeDelta;
use guichet_common::ids::TicketNumber;
use guichet_common::vocabulary::{InboundReason, InboundVerdict};
use guichet_db::inbound_mails::{self as rows, InboundMailRow};
use guichet_db::{Conn, outbox, people, tickets};
use guichet_domain::{Actor, policy};
use guichet_mail::incoming::Nature;

use super::message::Message;
use crate::app::App;
use crate::crypto::mail_tokens::TokenFault;
use crate::error::Result;

/// Numbers in a subject that are looked at.
const NUMBERS: usize = 5;

/// Where a mail belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On this ticket, which its sender sees.
    Ticket(TicketNumber),
    /// It is a new one.
    New,
    /// Nowhere, for this reason.
    Aside(InboundVerdict, InboundReason),
}

/// Who wrote a mail, and where it belongs.
#[derive(Debug)]
pub(super) struct Placement {
    /// The person, when they may write at all.
    pub(super) sender: Option<Actor>,
    /// The place.
    pub(super) place: Place,
}

impl Placement {
    const fn aside(reason: InboundReason) -> Self {
        let verdict = match reason {
            InboundReason::AutoReply
            | InboundReason::Bounce
            | InboundReason::Loop
            | InboundReason::Duplicate => InboundVerdict::Ignored,
            _ => InboundVerdict::Quarantined,
        };
        Self {
            sender: None,
            place: Place::Aside(verdict, reason),
        }
    }
}

/// Places a mail. First what no person wrote, then who did, then to which ticket it belongs: by the
/// signed reply address, by the mails that it answers, by a number in its subject; else it is new.
pub(super) async fn place(app: &App, row: &InboundMailRow, message: &Message) -> Result<Placement> {
    if let Some(reason) = no_person(app, message).await? {
        return Ok(Placement::aside(reason));
    }
    let Some(address) = &message.head.sender else {
        return Ok(Placement::aside(InboundReason::NoSender));
    };
    if !is_genuine(app, message) {
        return Ok(Placement::aside(InboundReason::SenderNotAuthenticated));
    }
    let read = app.db.read();
    let person = people::find_person_by_email(&read, address).await?;
    let sender = match person {
        Some(person) => people::find_actor(&read, person.id).await?,
        None => None,
    };
    let Some(sender) = sender else {
        return Ok(Placement::aside(InboundReason::UnknownSender));
    };
    if let Some(key) = message.once_key()
        && rows::is_written_once(&read, &key).await?
    {
        return Ok(Placement::aside(InboundReason::Duplicate));
    }
    if message.is_empty() {
        return Ok(Placement::aside(InboundReason::Empty));
    }
    // A robot that nobody marked as one, and that answers our mails, would never end.
    let hour_ago = app.now() - TimeDelta::hours(1);
    let limit = app.settings.inbound.sender_hourly_limit;
    if rows::has_written_since(&read, address, hour_ago, limit).await? {
        return Ok(Placement::aside(InboundReason::TooMany));
    }
    let place = find_place(app, &read, row, message, &sender).await?;
    Ok(match place {
        Place::Aside(_, reason) => Placement::aside(reason),
        // An old program's out-of-office note; should a person write so, an admin places it.
        _ if message.sounds_automatic => Placement {
            sender: None,
            place: Place::Aside(InboundVerdict::Quarantined, InboundReason::AutoReply),
        },
        Place::New if sender.role.is_agent() => Placement::aside(InboundReason::AgentWithoutTicket),
        place => Placement {
            sender: Some(sender),
            place,
        },
    })
}

/// Why a mail is not from a person, when it is not. A bounce is marked on the mail that it is about.
async fn no_person(app: &App, message: &Message) -> Result<Option<InboundReason>> {
    Ok(match &message.nature {
        Nature::Personal => {
            let own = message.head.sender.as_deref();
            let reply = app.settings.reply_address.to_lowercase();
            own.is_some_and(|own| own == reply)
                .then_some(InboundReason::Loop)
        }
        Nature::AutoReply => Some(InboundReason::AutoReply),
        Nature::Loop => Some(InboundReason::Loop),
        Nature::Bulk => Some(InboundReason::Bulk),
        Nature::Bounce(_) => {
            let tx = app.db.begin_write().await?;
            for id in message.returned_ids() {
                outbox::mark_mail_bounced(&tx, &id, "returned", app.now()).await?;
            }
            tx.commit().await?;
            Some(InboundReason::Bounce)
        }
    })
}

/// Whether the sender's address is believed: without a mail server of the operator's to ask, always.
fn is_genuine(app: &App, message: &Message) -> bool {
    match &app.settings.inbound.authserv_id {
        Some(server) => message.is_authenticated_by(server),
        None => true,
    }
}

async fn find_place(
    app: &App,
    conn: &Conn,
    row: &InboundMailRow,
    message: &Message,
    sender: &Actor,
) -> Result<Place> {
    let not_visible = Place::Aside(InboundVerdict::Quarantined, InboundReason::TicketNotVisible);
    match by_reply_address(app, row, message, sender) {
        Some(Ok(number)) => {
            let visible = sees(conn, sender, number).await?;
            return Ok(if visible {
                Place::Ticket(number)
            } else {
                not_visible
            });
        }
        Some(Err(fault)) => {
            let reason = match fault {
                TokenFault::Forged => InboundReason::ReplyTokenForged,
                TokenFault::Expired => InboundReason::ReplyTokenExpired,
            };
            return Ok(Place::Aside(InboundVerdict::Quarantined, reason));
        }
        None => {}
    }
    let answered = answered_tickets(conn, &message.parents).await?;
    for number in &answered {
        if sees(conn, sender, *number).await? {
            return Ok(Place::Ticket(*number));
        }
    }
    if !answered.is_empty() {
        return Ok(not_visible);
    }
    for number in numbers(message.head.subject.as_deref().unwrap_or_default()) {
        if sees(conn, sender, number).await? {
            return Ok(Place::Ticket(number));
        }
    }
    Ok(Place::New)
}

/// Whether the ticket is in what the sender sees.
async fn sees(conn: &Conn, sender: &Actor, number: TicketNumber) -> Result<bool> {
    let scope = policy::ticket_scope(sender);
    let found = tickets::find_ticket_in(conn, &scope, number).await?;
    Ok(found.is_some())
}

/// What the signed reply address says, when the mail went to one: the first that is this sender's,
/// else what is wrong with the first.
fn by_reply_address(
    app: &App,
    row: &InboundMailRow,
    message: &Message,
    sender: &Actor,
) -> Option<std::result::Result<TicketNumber, TokenFault>> {
    let recipients = row.mail.envelope_to.iter().chain(&message.recipients);
    let mut outcome = None;
    for token in recipients.filter_map(|to| app.settings.reply_token_in(to)) {
        let found = app.mail_tokens.check_reply(token, sender.id, app.now());
        if found.is_ok() {
            return Some(found);
        }
        outcome = outcome.or(Some(found));
    }
    outcome
}

/// The tickets of the mails that a message answers, the nearest first.
async fn answered_tickets(conn: &Conn, parents: &[String]) -> Result<Vec<TicketNumber>> {
    let ours = outbox::find_ticket_by_message_id(conn, parents).await?;
    let mut found: Vec<TicketNumber> = ours.into_iter().collect();
    found.extend(rows::list_tickets_of_messages(conn, parents).await?);
    found.dedup();
    Ok(found)
}

/// The ticket numbers in a subject.
fn numbers(subject: &str) -> Vec<TicketNumber> {
    let words = subject.split(|c: char| !c.is_ascii_alphanumeric());
    let numbers = words.filter_map(|word| word.to_ascii_uppercase().parse().ok());
    numbers.take(NUMBERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_subject_are_found_in_any_dress() {
        let found = |subject| {
            numbers(subject)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("RE: [CS0047447] - panne"), ["CS0047447"]);
        assert_eq!(found("cs0047447: panne"), ["CS0047447"]);
        assert!(found("XCS0047447 CS47447 CS00000000047447 ACS").is_empty());
        assert_eq!(numbers(&"CS0000001 ".repeat(50)).len(), NUMBERS);
    }
}
