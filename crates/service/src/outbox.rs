//! Mails to be sent: claimed here by the worker, with all that a template needs, and put into words.

mod letter;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ids::{PersonId, TicketNumber};
use guichet_common::vocabulary::{Impact, Language, MailAction, MailKind, Urgency};
use guichet_db::outbox::{self, ClaimedMail, NewMail, Thread};
use guichet_db::{comments, people, tickets};
use guichet_domain::{Scope, Ticket};
use guichet_mail::Brand;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::error::Result;
use crate::mail_actions::tokens_of_mail;
use crate::settings::brand::current_brand;
use crate::text::RichText;

pub use self::letter::{Unsendable, draft_letter, write_letter};

/// For how long a worker has a mail for itself. As long waits a mail whose worker died.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);

/// What a mail keeps of the moment that caused it; all else is read when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MailData {
    /// The solution as sanitised HTML.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub solution_html: String,
    /// The solution as plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub solution_text: String,
    /// When the ticket closes by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_close_at: Option<DateTime<Utc>>,
    /// When the customer is reminded next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<DateTime<Utc>>,
    /// When the ticket was to close by itself, when it closed much later: after a down time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was_due_at: Option<DateTime<Utc>>,
    /// Since when the customer's answer is expected, when the mail asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_since: Option<DateTime<Utc>>,
    /// The moment itself, when the mail says anew what was said before: a reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_again_at: Option<DateTime<Utc>>,
    /// When the mail was first written, if it is sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_written_at: Option<DateTime<Utc>>,
    /// The files that were left out, when it tells of some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_files: Option<RefusedFiles>,
}

/// Files of a mail that were left out, and the limits of that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFiles {
    /// Their names.
    pub names: Vec<String>,
    /// The largest file, in bytes.
    pub file_bytes: u64,
    /// The most files of one message.
    pub files: usize,
    /// The most of all files of a ticket, in bytes.
    pub ticket_bytes: u64,
}

impl MailData {
    /// Of the ticket at this moment.
    pub(crate) fn of(ticket: &Ticket, kind: MailKind) -> Self {
        let solution = ticket
            .status
            .resolved()
            .filter(|_| kind == MailKind::Resolved)
            .map(|resolved| resolved.resolution.clone());
        let (solution_html, solution_text) = solution.map_or_else(Default::default, |solution| {
            (solution.notes_html, solution.notes_text)
        });
        Self {
            solution_html,
            solution_text,
            auto_close_at: ticket.status.auto_close_at(),
            remind_at: ticket.status.wait().and_then(|wait| wait.remind_at),
            was_due_at: None,
            asked_since: ticket
                .status
                .awaits_customer_since()
                .filter(|_| matches!(kind, MailKind::OnHold | MailKind::Resolved)),
            said_again_at: None,
            first_written_at: None,
            refused_files: None,
        }
    }
}

/// A mail ready to be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueMail {
    /// The claim, handed back with the outcome.
    pub claim: ClaimedMail,
    /// Where it threads.
    pub thread: Thread,
    /// Where its receiver's answer goes: an address that tells ticket and person.
    pub reply_to: String,
    /// To whom.
    pub to: Recipient,
    /// About which ticket.
    pub ticket: MailTicket,
    /// What the mail keeps of the moment that caused it.
    pub data: MailData,
    /// The message it tells of.
    pub message: Option<MailMessage>,
    /// What it can be answered with by a link, and the token of each; the same at every try.
    pub actions: Vec<(MailAction, String)>,
}

/// The supplier in whose name mails are written now.
pub async fn brand(app: &App) -> Result<Arc<Brand>> {
    current_brand(app).await
}

/// To whom a mail goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person.
    pub id: PersonId,
    /// First name, for the greeting.
    pub first_name: String,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The language of their mails.
    pub language: Language,
    /// IANA time zone.
    pub time_zone: String,
    /// Whether they are of the supplier's support.
    pub is_agent: bool,
    /// Whether they may still sign in; else they get no mail.
    pub active: bool,
}

impl std::fmt::Debug for Recipient {
    // Neither name nor address may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipient")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What a mail says of its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailTicket {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// Who filed it.
    pub opened_by: String,
    /// The group that works it.
    pub assignment_group: Option<String>,
    /// The agent who works it.
    pub assigned_to: Option<String>,
    /// Free text set by agents.
    pub internal_reference: Option<String>,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Why it is closed.
    pub close_reason: Option<guichet_common::vocabulary::CloseReason>,
}

/// The message that a mail tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailMessage {
    /// Who wrote it.
    pub author: String,
    /// Whether they are of the supplier's support.
    pub is_agent: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// What it says.
    pub body: RichText,
}

/// Claims up to `limit` mails that are due. Any number of workers may do so at once.
pub async fn claim_due_mails(app: &App, limit: u32) -> Result<Vec<ClaimedMail>> {
    let now = app.now();
    let tx = app.db.begin_write().await?;
    let claims = outbox::claim_due_mails(&tx, now, now + LEASE, limit).await?;
    tx.commit().await?;
    Ok(claims)
}

/// Reads what the template of a claimed mail needs. Apart from the claim, so that a mail that
/// cannot be read stops no other.
pub async fn load_mail(app: &App, claim: ClaimedMail) -> Result<DueMail> {
    let read = app.db.read();
    let mail = &claim.mail;
    let person = people::get_person(&read, mail.person_id).await?;
    let row = tickets::find_ticket_detail_in(&read, &Scope::All, mail.number)
        .await?
        .ok_or(crate::Error::NOT_FOUND)?;
    let message = match mail.comment_id {
        Some(id) => comments::find_comment_in(&read, &Scope::All, mail.number, id)
            .await?
            .map(|comment| MailMessage {
                author: comment.author.name,
                is_agent: comment.author.is_agent,
                at: comment.created_at,
                body: RichText {
                    html: comment.body_html,
                    text: comment.body_text,
                },
            }),
        // A ticket that is new to its reader tells of its description.
        None if is_news_of_a_ticket(mail.kind) => {
            let opened_by = people::get_person(&read, row.opened_by.id).await?;
            Some(MailMessage {
                author: opened_by.name(),
                is_agent: opened_by.role.is_agent(),
                at: row.ticket.created_at,
                body: RichText {
                    html: row.description_html,
                    text: row.description_text,
                },
            })
        }
        None => None,
    };
    let close_reason = match &row.ticket.status {
        guichet_domain::ticket::Status::Closed(closed) => Some(closed.reason),
        _ => None,
    };
    let data: MailData =
        serde_json::from_value(mail.data.clone()).map_err(crate::Error::internal)?;
    Ok(DueMail {
        thread: outbox::find_thread(&read, mail).await?,
        reply_to: reply_to(app, mail),
        actions: tokens_of_mail(app, mail, &data, row.ticket.contact_id),
        data,
        to: Recipient {
            id: person.id,
            name: person.name(),
            is_agent: person.role.is_agent(),
            active: person.active,
            first_name: person.first_name,
            email: person.email,
            language: person.language,
            time_zone: person.time_zone,
        },
        ticket: MailTicket {
            number: row.ticket.number,
            subject: row.ticket.subject,
            opened_by: row.opened_by.name,
            assignment_group: row.assignment_group.map(|group| group.name),
            assigned_to: row.assigned_to.map(|agent| agent.name),
            internal_reference: row.ticket.internal_reference,
            impact: row.ticket.impact,
            urgency: row.ticket.urgency,
            close_reason,
        },
        message,
        claim,
    })
}

const fn is_news_of_a_ticket(kind: MailKind) -> bool {
    matches!(
        kind,
        MailKind::Created | MailKind::InGroup | MailKind::Assigned
    )
}

/// Where answers to this mail go; the same at every try.
fn reply_to(app: &App, mail: &NewMail) -> String {
    let token = app
        .mail_tokens
        .reply_token(mail.number, mail.person_id, mail.created_at);
    app.settings.reply_to(&token)
}

/// How a try to send a mail ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The transport took it.
    Sent {
        /// The address that it went to.
        to: String,
    },
    /// It may work later.
    Retry {
        /// When to try again.
        at: DateTime<Utc>,
        /// Why it failed, without address or text.
        error: String,
    },
    /// It never will.
    Failed {
        /// Why, without address or text.
        error: String,
    },
}

/// Records outcomes, all or none of them; returns those mails that another worker has by now.
pub async fn finish_mails(app: &App, finished: &[(ClaimedMail, Outcome)]) -> Result<Vec<Uuid>> {
    let tx = app.db.begin_write().await?;
    let mut lost = Vec::new();
    for (claim, outcome) in finished {
        let (id, fence) = (claim.mail.id, claim.fence);
        let held = match outcome {
            Outcome::Sent { to } => {
                outbox::mark_mail_sent(&tx, id, fence, app.now(), Some(to)).await?
            }
            Outcome::Retry { at, error } => {
                outbox::mark_mail_for_retry(&tx, id, fence, *at, error).await?
            }
            Outcome::Failed { error } => {
                outbox::mark_mail_failed(&tx, id, fence, app.now(), error).await?
            }
        };
        if !held {
            lost.push(id);
        }
    }
    tx.commit().await?;
    Ok(lost)
}
