//! A mail becomes a message, a ticket, or a ticket that follows a frozen one.

use guichet_common::ErrorCode;
use guichet_common::ids::{CommentId, PersonId, TicketNumber};
use guichet_common::vocabulary::{Channel, Impact, InboundVerdict, Urgency};
use guichet_db::inbound_mails::{self as rows, Decision, InboundMailRow};
use guichet_db::{Tx, UniqueConstraint, comments, people, tickets};
use guichet_domain::ticket::NewTicket;
use guichet_domain::{Actor, Ticket, policy};
use guichet_i18n::Language;

use super::Reception;
use super::files::{StoredFiles, store_files};
use super::message::Message;
use super::shown::{Part, Shown, below, forwarder, original, show, subject};
use crate::app::App;
use crate::comments::write_message;
use crate::error::{Error, Result};
use crate::text::{RichText, text_to_html};
use crate::tickets::change::Change;
use crate::tickets::notify::Notice;
use crate::tickets::{Filing, follow_up, write_ticket};

/// How often a mail is written anew when somebody else changes its ticket at the same time.
const TRIES: u32 = 20;

/// What is to be written, and by whom.
#[derive(Debug)]
pub(super) struct Order<'a> {
    pub(super) row: &'a InboundMailRow,
    pub(super) message: &'a Message,
    /// In whose name it is written.
    pub(super) author: &'a Actor,
    /// For whom it becomes a ticket, when it does.
    pub(super) contact_id: PersonId,
    /// The ticket that it belongs to; `None` makes a new one.
    pub(super) number: Option<TicketNumber>,
    /// By which no second copy of the message is written.
    pub(super) once_key: Option<&'a str>,
    /// The admin who placed it.
    pub(super) decided_by: Option<PersonId>,
    /// Whether the author passes on what somebody else wrote.
    pub(super) forwarded: bool,
}

impl Order<'_> {
    /// A new ticket has the whole text; one that answers, also a frozen ticket, quotes what is known.
    const fn part(&self) -> Part {
        if self.number.is_some() {
            Part::New
        } else {
            Part::Whole
        }
    }

    fn passed_on(&self, text: RichText, language: Language) -> RichText {
        if self.forwarded {
            below(&forwarder(self.message, language), &text)
        } else {
            text
        }
    }
}

/// Writes a mail that stands where its row says; `None` when it was decided in the meantime.
pub(super) async fn write(app: &App, order: Order<'_>) -> Result<Option<Reception>> {
    let files = store_files(app, order.author, order.message, order.part()).await?;
    let shown = show(&order.message.body, order.part(), &files);
    for _ in 0..TRIES {
        match write_once(app, &order, files.clone(), shown.clone()).await {
            // Somebody else changed the ticket in the meantime.
            Err(Error::Refused(ErrorCode::VersionConflict)) => {}
            other => return other,
        }
    }
    Err(Error::Refused(ErrorCode::Unavailable))
}

async fn write_once(
    app: &App,
    order: &Order<'_>,
    mut files: StoredFiles,
    mut shown: Shown,
) -> Result<Option<Reception>> {
    let (id, from) = (order.row.mail.id, order.row.verdict);
    let tx = app.db.begin_write().await?;
    match rows::lock_inbound_mail(&tx, id, from, order.once_key).await {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(guichet_db::Error::Conflict(UniqueConstraint::InboundMessage)) => {
            return Err(Error::Refused(ErrorCode::MailAlreadyWritten));
        }
        Err(error) => return Err(error.into()),
    }
    rows::update_mail_head(&tx, id, &order.message.head).await?;
    let scope = policy::ticket_scope(order.author);
    let before = match order.number {
        Some(number) => Some(
            tickets::find_ticket_detail_in(&tx, &scope, number)
                .await?
                .ok_or(Error::NOT_FOUND)?,
        ),
        None => None,
    };
    let present = match &before {
        Some(row) if !row.ticket.status.is_frozen() => row.attachment_bytes,
        _ => 0,
    };
    if files.fit(app.settings.limits.ticket_bytes.saturating_sub(present)) {
        shown = show(&order.message.body, order.part(), &files);
    }
    match before.map(|row| row.ticket) {
        Some(before) if !before.status.is_frozen() => {
            comment(app, tx, order, &before, (files, shown)).await
        }
        before => ticket(app, tx, order, before, (files, shown)).await,
    }
    .map(Some)
}

async fn comment(
    app: &App,
    tx: Tx,
    order: &Order<'_>,
    before: &Ticket,
    (files, shown): (StoredFiles, Shown),
) -> Result<Reception> {
    let (author, number) = (order.author, before.number);
    let scope = policy::ticket_scope(author);
    let mut change = Change::load(app, tx, Some(author), &scope, number).await?;
    let refused = files.refused();
    if !refused.is_empty() {
        change.record_refused_files(&refused)?;
        if !order.forwarded {
            change.notify(Notice::FilesRefused(refused)).await?;
        }
    }
    let contact = people::get_person(&change.tx, before.contact_id).await?;
    let text = order.passed_on(shown.text, contact.language);
    let id = write_message(&mut change, author, text, &files.ids()).await?;
    if shown.was_cut {
        let original = original(&order.message.body);
        comments::insert_original(&change.tx, number, id, &original).await?;
    }
    let (written, _) = change.write().await?;
    let decision = decision(app, order, InboundVerdict::Commented, number, Some(id));
    let reception = finish(&written.tx, order, &decision).await?;
    written.commit().await?;
    Ok(reception)
}

async fn ticket(
    app: &App,
    tx: Tx,
    order: &Order<'_>,
    before: Option<Ticket>,
    (files, shown): (StoredFiles, Shown),
) -> Result<Reception> {
    let message = order.message;
    let contact_id = before
        .as_ref()
        .map_or(order.contact_id, |before| before.contact_id);
    let contact = people::get_person(&tx, contact_id).await?;
    let language = contact.language;
    let subject = subject(message.head.subject.as_deref(), language);
    let mut description = order.passed_on(shown.text, language);
    if description.text.trim().is_empty() && description.html.trim().is_empty() {
        description = RichText {
            html: text_to_html(&subject),
            text: subject.clone(),
        };
    }
    let mut filing = match before {
        Some(before) => {
            follow_up(app, &tx, order.author, before, (Some(subject), description)).await?
        }
        None => Filing {
            ticket: NewTicket {
                account_id: contact
                    .account_id
                    .ok_or(Error::Refused(ErrorCode::NotFound))?,
                contact_id: contact.id,
                opened_by_id: order.author.id,
                subject,
                description_html: description.html,
                description_text: description.text,
                impact: Impact::FewerThanFive,
                urgency: Urgency::Low,
                configuration_item_id: None,
                assignment_group_id: None,
                channel: Channel::Email,
                follow_up_of: None,
                created_at: app.now(),
            },
            contact_is_active: contact.active,
            attachment_ids: Vec::new(),
            refused_files: Vec::new(),
            tells_of_refused: false,
        },
    };
    filing.ticket.channel = Channel::Email;
    filing.attachment_ids = files.ids();
    filing.refused_files = files.refused();
    filing.tells_of_refused = !order.forwarded;
    let detail = write_ticket(app, &tx, order.author, filing).await?;
    let decision = decision(
        app,
        order,
        InboundVerdict::TicketCreated,
        detail.number,
        None,
    );
    let reception = finish(&tx, order, &decision).await?;
    tx.commit().await?;
    app.feed.wake();
    app.mail_waits.notify_one();
    Ok(reception)
}

fn decision(
    app: &App,
    order: &Order<'_>,
    verdict: InboundVerdict,
    number: TicketNumber,
    comment_id: Option<CommentId>,
) -> Decision {
    Decision {
        verdict,
        reason: None,
        number: Some(number),
        comment_id,
        decided_at: app.now(),
        decided_by_id: order.decided_by,
    }
}

async fn finish(tx: &Tx, order: &Order<'_>, decision: &Decision) -> Result<Reception> {
    let id = order.row.mail.id;
    rows::decide_inbound_mail(tx, id, order.row.verdict, decision).await?;
    Ok(Reception {
        id,
        verdict: decision.verdict,
        reason: None,
        number: decision.number,
    })
}
