//! A mail becomes a message, a ticket, or a ticket that follows a frozen one.

use guichet_common::ErrorCode;
use guichet_common::ids::{CommentId, PersonId, TicketNumber};
use guichet_common::limits::{SUBJECT_MAX, TEXT_MAX};
use guichet_common::vocabulary::{Channel, Impact, InboundVerdict, Urgency};
use guichet_db::comments::OriginalText;
use guichet_db::inbound_mails::{self as rows, Decision, InboundMailRow};
use guichet_db::{Tx, UniqueConstraint, comments, people, tickets};
use guichet_domain::ticket::NewTicket;
use guichet_domain::{Actor, Ticket, policy};
use guichet_i18n::{Language, t};

use super::Reception;
use super::files::{StoredFiles, store_files};
use super::message::Message;
use crate::app::App;
use crate::comments::write_message;
use crate::error::{Error, Result};
use crate::text::{RichText, html_to_text, sanitise, text_to_html, without_images};
use crate::tickets::change::Change;
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

/// Writes a mail that stands where its row says; `None` when it was decided in the meantime.
pub(super) async fn write(app: &App, order: Order<'_>) -> Result<Option<Reception>> {
    // A new ticket has the whole text: what it quotes is known from nowhere else.
    let html = if order.number.is_some() {
        &order.message.html
    } else {
        &order.message.whole_html
    };
    let files = store_files(app, order.author, order.message, html).await?;
    for _ in 0..TRIES {
        match write_once(app, &order, files.clone()).await {
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
    let present = before.as_ref().map_or(0, |ticket| ticket.attachment_bytes);
    match before {
        Some(before) if !before.ticket.status.is_frozen() => {
            files.fit(app.settings.limits.ticket_bytes.saturating_sub(present));
            let number = before.ticket.number;
            comment(app, tx, order, number, &files).await.map(Some)
        }
        before => {
            files.fit(app.settings.limits.ticket_bytes);
            let before = before.map(|row| row.ticket);
            ticket(app, tx, order, before, files).await.map(Some)
        }
    }
}

async fn comment(
    app: &App,
    tx: Tx,
    order: &Order<'_>,
    number: TicketNumber,
    files: &StoredFiles,
) -> Result<Reception> {
    let author = order.author;
    let scope = policy::ticket_scope(author);
    let mut change = Change::load(app, tx, Some(author), &scope, number).await?;
    if !files.refused.is_empty() {
        change.record_refused_files(&files.refused)?;
    }
    let message = order.message;
    let language = people::get_person(&change.tx, change.ticket.contact_id)
        .await?
        .language;
    let (text, was_cut) = body(
        &message.html,
        &message.text,
        files,
        forwarder(order, language),
    );
    let id = write_message(&mut change, author, text, &files.ids()).await?;
    if message.was_cut || was_cut {
        let original = original(message);
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
    files: StoredFiles,
) -> Result<Reception> {
    let message = order.message;
    let contact_id = before
        .as_ref()
        .map_or(order.contact_id, |before| before.contact_id);
    let contact = people::get_person(&tx, contact_id).await?;
    let language = contact.language;
    let subject = subject(message.head.subject.as_deref(), language);
    // An answer to a frozen ticket quotes what is known.
    let (html, text) = if before.is_some() {
        (&message.html, &message.text)
    } else {
        (&message.whole_html, &message.whole_text)
    };
    let (mut description, _) = body(html, text, &files, forwarder(order, language));
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
        },
    };
    filing.ticket.channel = Channel::Email;
    filing.attachment_ids = files.ids();
    filing.refused_files = files.refused;
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

/// The line above a message that somebody passes on.
fn forwarder(order: &Order<'_>, language: Language) -> Option<String> {
    let head = &order.message.head;
    order.forwarded.then(|| {
        let name = head.sender_name.as_deref().or(head.sender.as_deref());
        let name = one_line(name.unwrap_or("?"));
        t!(language, "mail-in-forwarded", sender = &name)
    })
}

/// What a message says, sanitised, with its pictures in their places; and whether it had to be cut
/// because it is too long.
fn body(html: &str, text: &str, files: &StoredFiles, above: Option<String>) -> (RichText, bool) {
    let text = text.replace("\r\n", "\n").replace('\0', "");
    let mut rich = if html.trim().is_empty() {
        RichText {
            html: text_to_html(text.trim()),
            text: text.trim().to_owned(),
        }
    } else {
        let html = sanitise(&files.place_pictures(&html.replace('\0', "")));
        let text = html_to_text(&html);
        RichText { html, text }
    };
    let mut was_cut = false;
    if rich.text.len() > TEXT_MAX || rich.html.len() > 4 * TEXT_MAX {
        was_cut = true;
        let room = TEXT_MAX - '…'.len_utf8();
        let end = (0..=room.min(rich.text.len()))
            .rev()
            .find(|at| rich.text.is_char_boundary(*at))
            .unwrap_or(0);
        rich.text.truncate(end);
        rich.text.push('…');
        rich.html = text_to_html(&rich.text);
    }
    if let Some(above) = above {
        rich.html = format!("<p><em>{}</em></p>{}", escape(&above), rich.html);
        rich.text = format!("{above}\n\n{}", rich.text);
    }
    (rich, was_cut)
}

/// Plain text within an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The message as it came, for those who want to see all of it.
fn original(message: &Message) -> OriginalText {
    let text = message.whole_text.replace('\0', "");
    let html = if message.whole_html.trim().is_empty() {
        text_to_html(text.trim())
    } else {
        without_images(&message.whole_html.replace('\0', ""))
    };
    OriginalText { html, text }
}

/// A subject: on one line, not too long, never empty.
fn subject(subject: Option<&str>, language: Language) -> String {
    let line = one_line(subject.unwrap_or_default());
    if line.is_empty() {
        return t!(language, "mail-in-no-subject").to_owned();
    }
    if line.chars().count() <= SUBJECT_MAX {
        return line;
    }
    let mut cut: String = line.chars().take(SUBJECT_MAX - 1).collect();
    cut.push('…');
    cut
}

/// A text without line ends and control characters.
fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subject_is_one_line_of_bounded_length_and_never_empty() {
        assert_eq!(subject(Some("a\r\nBcc: b\u{7}"), Language::Fr), "a Bcc: b");
        assert!(!subject(None, Language::En).is_empty());
        assert!(!subject(Some(" \t"), Language::Fr).is_empty());
        let long = subject(Some(&"é".repeat(500)), Language::Fr);
        assert_eq!(long.chars().count(), SUBJECT_MAX);
    }

    #[test]
    fn text_beyond_the_limit_is_cut_between_characters() {
        let (rich, was_cut) = body("", &"é".repeat(TEXT_MAX), &StoredFiles::default(), None);
        assert!(was_cut && rich.text.len() <= TEXT_MAX && rich.text.ends_with('…'));
        let (rich, was_cut) = body("", "court", &StoredFiles::default(), None);
        assert!(!was_cut && rich.html == "<p>court</p>");
    }

    #[test]
    fn who_is_passed_on_cannot_write_markup() {
        let (rich, _) = body("", "x", &StoredFiles::default(), Some("<b>&".into()));
        assert_eq!(rich.html, "<p><em>&lt;b>&amp;</em></p><p>x</p>");
    }
}
