//! What a mail asks, answered by the link in it, without signing in.
//!
//! A link is looked at before it is used: programs that follow every link of a mail change
//! nothing. It acts as the person that it was sent to, by the same use cases as their own clicks,
//! once: the ticket leaves the state that the link answers.

use chrono::TimeDelta;
use guichet_common::ErrorCode;
use guichet_common::comments::CreateComment;
use guichet_common::ids::PersonId;
use guichet_common::mail_actions::{LookUpMailAction, MailActionStatus, PerformMailAction};
use guichet_common::problem::FieldError;
use guichet_common::tickets::{AcceptTicket, RejectTicket};
use guichet_common::vocabulary::{
    ActivityVia, MailAction, MailActionState, MailKind, TicketAction, TicketState,
};
use guichet_db::outbox::NewMail;
use guichet_db::people::PersonRow;
use guichet_db::{Conn, activities, people, tickets};
use guichet_domain::{Actor, Scope, Ticket, policy};
use guichet_i18n::t;

use crate::actions::{accept_ticket, reject_ticket};
use crate::activity::ActivityData;
use crate::app::App;
use crate::comments::create_comment_on;
use crate::crypto::mail_links::MailLink;
use crate::error::{Error, Result};
use crate::outbox::MailData;
use crate::tickets::Terms;

/// What a link would do, and whether it still can. Changes nothing.
pub async fn look_up_mail_action(app: &App, body: LookUpMailAction) -> Result<MailActionStatus> {
    let known = read_link(app, &app.db.read(), &body.token).await?;
    Ok(known.status())
}

/// How often an answer is tried that meets another change of the ticket at the same moment.
const TRIES: usize = 3;

/// Does what a link says. Done already, it says so and does nothing.
pub async fn perform_mail_action(app: &App, body: PerformMailAction) -> Result<MailActionStatus> {
    let mut known = read_link(app, &app.db.read(), &body.token).await?;
    for _ in 0..TRIES {
        let (MailActionState::Ready, Some(actor)) = (known.state, &known.actor) else {
            break;
        };
        check_fields(known.link.action, &body)?;
        known = match act(app, actor, &known.link, &body).await {
            Ok(()) => read_link(app, &app.db.read(), &body.token).await?,
            Err(Error::Refused(
                ErrorCode::InvalidStateTransition
                | ErrorCode::TicketFrozen
                | ErrorCode::VersionConflict
                | ErrorCode::NotFound
                | ErrorCode::Forbidden,
            )) => read_after_others(app, &body.token).await?,
            Err(error) => return Err(error),
        };
    }
    Err(Error::Refused(match known.state {
        MailActionState::Done => return Ok(known.status()),
        MailActionState::Expired => ErrorCode::LinkExpired,
        MailActionState::NotPossible => ErrorCode::LinkNotPossible,
        MailActionState::Ready => ErrorCode::Unavailable,
    }))
}

/// Somebody was quicker: reads what has become of the ticket, perhaps by this same link. Writers
/// see each other's changes before these are durable, so this takes its turn among them.
async fn read_after_others(app: &App, token: &str) -> Result<Known> {
    let tx = app.db.begin_write().await?;
    let known = read_link(app, &tx, token).await?;
    tx.commit().await?;
    Ok(known)
}

/// A field that another action has must not pass for one of this.
fn check_fields(action: MailAction, body: &PerformMailAction) -> Result<()> {
    let mut errors = Vec::new();
    let mut check = |name: &str, is_there: bool, belongs: bool| {
        if is_there && !belongs {
            errors.push(FieldError::at(format!("/{name}"), "not_allowed"));
        }
    };
    let is_reject = action == MailAction::Reject;
    check("reason", body.reason.is_some(), is_reject);
    check("comment_text", body.comment_text.is_some(), !is_reject);
    check(
        "rating",
        body.rating.is_some(),
        action == MailAction::Accept,
    );
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

async fn act(app: &App, actor: &Actor, link: &MailLink, body: &PerformMailAction) -> Result<()> {
    let (number, terms) = (link.number, Terms::MailLink(link.since));
    match link.action {
        MailAction::Accept => {
            let body = AcceptTicket {
                comment_text: body.comment_text.clone(),
                rating: body.rating,
            };
            accept_ticket(app, actor, number, body, terms).await?;
        }
        MailAction::Reject => {
            let reason = body.reason.clone().unwrap_or_default();
            reject_ticket(app, actor, number, RejectTicket { reason }, terms).await?;
        }
        MailAction::StillNeeded => {
            let mut text = t!(actor.language, "mail-action-still-needed-message").to_owned();
            if let Some(more) = body.comment_text.as_deref().map(str::trim)
                && !more.is_empty()
            {
                text.push_str("\n\n");
                text.push_str(more);
            }
            let comment = CreateComment {
                body_html: None,
                body_text: Some(text),
                attachment_ids: Vec::new(),
            };
            create_comment_on(app, actor, number, comment, None, terms)
                .await
                .map_err(as_typed)?;
        }
    }
    Ok(())
}

/// The message's text is what was typed, under the name that it has here.
fn as_typed(error: Error) -> Error {
    let Error::Invalid(errors) = error else {
        return error;
    };
    let here = |error| FieldError {
        pointer: Some("/comment_text".into()),
        ..error
    };
    Error::Invalid(errors.into_iter().map(here).collect())
}

/// A link, and where it stands.
struct Known {
    link: MailLink,
    person: PersonRow,
    /// The person, when they may still do what it says.
    actor: Option<Actor>,
    subject: String,
    state: MailActionState,
}

impl Known {
    /// Whoever holds a link that is not the person's any more, or too old, learns nothing by it.
    fn status(self) -> MailActionStatus {
        let tells = self.actor.is_some() && self.state != MailActionState::Expired;
        MailActionStatus {
            action: self.link.action,
            state: self.state,
            number: self.link.number,
            subject: tells.then_some(self.subject),
            first_name: tells.then_some(self.person.first_name),
            language: self.person.language,
        }
    }
}

/// Reads a link. A forged one is not found, like one of a ticket that there is not.
async fn read_link(app: &App, conn: &Conn, token: &str) -> Result<Known> {
    let links = &app.mail_links;
    let number = links.number(token).ok_or(Error::NOT_FOUND)?;
    let ticket = tickets::find_ticket_in(conn, &Scope::All, number)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let link = links
        .read(token, ticket.contact_id)
        .ok_or(Error::NOT_FOUND)?;
    let person = people::get_person(conn, link.person_id).await?;
    let actor = people::find_actor(conn, link.person_id)
        .await?
        .filter(|actor| may_act(actor, &ticket, link.action));
    let state = if actor.is_none() {
        MailActionState::NotPossible
    } else if ticket.status.awaits_customer_since() == Some(link.since) {
        if link.expires_at <= app.now() {
            MailActionState::Expired
        } else {
            MailActionState::Ready
        }
    } else if was_used(conn, &link).await? {
        MailActionState::Done
    } else {
        MailActionState::NotPossible
    };
    Ok(Known {
        link,
        person,
        actor,
        subject: ticket.subject,
        state,
    })
}

/// Whether the person still sees the ticket, and does such things at all.
fn may_act(actor: &Actor, ticket: &Ticket, action: MailAction) -> bool {
    let action = match action {
        MailAction::Accept => TicketAction::Accept,
        MailAction::Reject => TicketAction::Reject,
        MailAction::StillNeeded => TicketAction::Comment,
    };
    policy::may(actor.role, action)
        && !actor.role.is_agent()
        && policy::ticket_scope(actor).contains(ticket.account_id, ticket.contact_id)
}

/// Whether it was this link by which the ticket left the state that it answers.
async fn was_used(conn: &Conn, link: &MailLink) -> Result<bool> {
    let (from, by) = match link.action {
        MailAction::Accept => (TicketState::Resolved, Some(TicketAction::Accept)),
        MailAction::Reject => (TicketState::Resolved, Some(TicketAction::Reject)),
        // A message has no action of its own.
        MailAction::StillNeeded => (TicketState::OnHold, None),
    };
    for data in activities::list_state_changes_since(conn, link.number, link.since).await? {
        let left: ActivityData = serde_json::from_value(data).map_err(Error::internal)?;
        if left.from_state == Some(from) {
            return Ok(left.via == Some(ActivityVia::MailLink) && left.action == by);
        }
    }
    Ok(false)
}

/// The tokens of the links in a mail: for the contact alone, and only where something is asked.
pub(crate) fn tokens_of_mail(
    app: &App,
    mail: &NewMail,
    data: &MailData,
    contact: PersonId,
) -> Vec<(MailAction, String)> {
    let actions: &[MailAction] = match mail.kind {
        MailKind::Resolved => &[MailAction::Accept, MailAction::Reject],
        MailKind::OnHold => &[MailAction::StillNeeded],
        _ => &[],
    };
    let Some(since) = data.asked_since.filter(|_| mail.person_id == contact) else {
        return Vec::new();
    };
    let expires_at = mail.created_at + TimeDelta::days(app.settings.mail_link_days.into());
    let token = |action| {
        app.mail_links.write(&MailLink {
            person_id: contact,
            number: mail.number,
            action,
            since,
            expires_at,
        })
    };
    actions
        .iter()
        .map(|action| (*action, token(*action)))
        .collect()
}
