//! From a due mail to the letter that a transport carries.

use chrono_tz::{Europe, Tz};
use guichet_common::vocabulary::MailKind;
use guichet_db::outbox::Thread;
use guichet_mail::{Brand, MailEvent, OutgoingMail, RefusedFiles, Renderer, RichText, TicketMail};

use super::DueMail;
use crate::app::App;

/// Limits are set in megabytes.
const MEGABYTE: u64 = 1024 * 1024;

/// Why a mail will never be sent, in a word for logs and for the list of mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsendable {
    /// Its receiver has been deactivated.
    ReceiverInactive,
    /// What it tells of is not there.
    MessageMissing,
    /// Its template cannot be filled in.
    NotRenderable,
}

impl Unsendable {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReceiverInactive => "receiver_inactive",
            Self::MessageMissing => "message_missing",
            Self::NotRenderable => "not_renderable",
        }
    }
}

/// Puts a mail into words, in its reader's language and time zone. The same mail makes the same
/// letter at every try, as long as ticket and brand stay as they are.
pub fn write_letter(app: &App, brand: &Brand, due: &DueMail) -> Result<OutgoingMail, Unsendable> {
    write_to_active(&app.renderer, brand, due)
}

fn write_to_active(
    renderer: &Renderer,
    brand: &Brand,
    due: &DueMail,
) -> Result<OutgoingMail, Unsendable> {
    if !due.to.active {
        return Err(Unsendable::ReceiverInactive);
    }
    compose(renderer, brand, due)
}

/// The same for somebody who only looks at it, whether its receiver is active or not.
pub fn draft_letter(app: &App, brand: &Brand, due: &DueMail) -> Result<OutgoingMail, Unsendable> {
    compose(&app.renderer, brand, due)
}

fn compose(renderer: &Renderer, brand: &Brand, due: &DueMail) -> Result<OutgoingMail, Unsendable> {
    let mail = ticket_mail(brand, due)?;
    let words = renderer.ticket(brand, &mail).map_err(|error| {
        tracing::error!(mail = %due.claim.mail.id, error = ?error, "a mail cannot be rendered");
        Unsendable::NotRenderable
    })?;
    let stored = &due.claim.mail;
    let (in_reply_to, references) = thread(&due.thread);
    let letter = OutgoingMail::new(brand, words, stored.message_id.clone(), stored.created_at);
    Ok(OutgoingMail {
        kind: stored.kind.as_str().to_owned(),
        to_name: due.to.name.clone(),
        to_address: due.to.email.clone(),
        reply_to: Some(due.reply_to.clone()),
        in_reply_to,
        references,
        ticket_number: Some(mail.number),
        ..letter
    })
}

/// Everything hangs under the first mail about the ticket, so that a mail that was deleted in
/// between does not break the thread.
fn thread(thread: &Thread) -> (Option<String>, Vec<String>) {
    let mut references: Vec<String> = thread.first.iter().cloned().collect();
    references.extend(
        thread
            .previous
            .iter()
            .filter(|id| Some(*id) != thread.first.as_ref())
            .cloned(),
    );
    (references.first().cloned(), references)
}

fn ticket_mail(brand: &Brand, due: &DueMail) -> Result<TicketMail, Unsendable> {
    let (ticket, kind) = (&due.ticket, due.claim.mail.kind);
    let event = event(brand, due);
    let tells_of_a_message = match kind {
        MailKind::Created
        | MailKind::Comment
        | MailKind::OnHold
        | MailKind::Resolved
        | MailKind::InGroup
        | MailKind::Assigned => true,
        MailKind::Closed | MailKind::FilesRefused => false,
    };
    if tells_of_a_message && event.is_none() {
        return Err(Unsendable::MessageMissing);
    }
    let number = ticket.number.to_string();
    Ok(TicketMail {
        kind,
        language: due.to.language,
        time_zone: time_zone(&due.to.time_zone),
        first_name: due.to.first_name.clone(),
        subject: ticket.subject.clone(),
        ticket_url: format!("{}/tickets/{number}", brand.public_url),
        answers: due
            .actions
            .iter()
            // After `#`: browsers send it to nobody, so that no log has it.
            .map(|(action, token)| {
                let url = format!("{}/mail-action#{token}", brand.public_url);
                (*action, url)
            })
            .collect(),
        number,
        event,
        opened_by: ticket.opened_by.clone(),
        assignment_group: ticket.assignment_group.clone(),
        internal_reference: ticket.internal_reference.clone(),
        impact: ticket.impact,
        urgency: ticket.urgency,
        auto_close_at: due.data.auto_close_at,
        remind_at: due.data.remind_at,
        was_due_at: due.data.was_due_at,
        close_reason: ticket.close_reason.filter(|_| kind == MailKind::Closed),
        refused_files: due.data.refused_files.as_ref().map(refused_files),
    })
}

fn refused_files(stored: &super::RefusedFiles) -> RefusedFiles {
    RefusedFiles {
        names: stored.names.clone(),
        file_mb: stored.file_bytes / MEGABYTE,
        files: stored.files,
        ticket_mb: stored.ticket_bytes / MEGABYTE,
    }
}

/// What was said, and by whom as the reader sees it.
fn event(brand: &Brand, due: &DueMail) -> Option<MailEvent> {
    let stored = &due.claim.mail;
    if stored.kind == MailKind::Resolved {
        let (html, text) = (
            due.data.solution_html.clone(),
            due.data.solution_text.clone(),
        );
        return (!text.is_empty() || !html.is_empty()).then(|| MailEvent {
            author: brand.sender_name.clone(),
            at: due.data.first_written_at.unwrap_or(stored.created_at),
            body: RichText { html, text },
        });
    }
    let message = due.message.as_ref()?;
    // To customers the support speaks with one voice; colleagues know each other.
    let by_the_support = message.is_agent && !due.to.is_agent;
    Some(MailEvent {
        author: if by_the_support {
            &brand.sender_name
        } else {
            &message.author
        }
        .clone(),
        at: due.data.said_again_at.unwrap_or(message.at),
        body: RichText {
            html: message.body.html.clone(),
            text: message.body.text.clone(),
        },
    })
}

/// The reader's zone; that of the default when theirs is not known any more.
fn time_zone(name: &str) -> Tz {
    name.parse().unwrap_or(Europe::Paris)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use guichet_common::ids::TicketNumber;
    use guichet_common::vocabulary::{CloseReason, Impact, Language, MailAction, Urgency};
    use guichet_db::outbox::{ClaimedMail, NewMail};
    use rstest::rstest;
    use uuid::Uuid;

    use super::super::{MailData, MailMessage, MailTicket, Recipient};
    use super::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_742_212_800, 0).unwrap()
    }

    fn write(due: &DueMail) -> Result<OutgoingMail, Unsendable> {
        let public_url = "https://support.heliaq.example".to_owned();
        let brand = Brand {
            public_url,
            ..Brand::default()
        };
        write_to_active(&Renderer::new().unwrap(), &brand, due)
    }

    fn id<T: From<Uuid>>(number: u128) -> T {
        T::from(Uuid::from_u128(number))
    }

    /// A mail to a customer in Martinique about what an agent said.
    fn due(kind: MailKind) -> DueMail {
        DueMail {
            claim: ClaimedMail {
                mail: NewMail {
                    id: id(1),
                    kind,
                    number: TicketNumber(57_004),
                    person_id: id(2),
                    comment_id: None,
                    activity_id: id(3),
                    data: serde_json::Value::Null,
                    message_id: "CS0057004.1@support.heliaq.example".to_owned(),
                    created_at: noon(),
                },
                attempts: 1,
                fence: 1,
            },
            thread: Thread::default(),
            reply_to: "support+abc234@heliaq.example".to_owned(),
            to: Recipient {
                id: id(2),
                first_name: "Zoé".to_owned(),
                name: "Zoé Client".to_owned(),
                email: "zoe@client.example".to_owned(),
                language: Language::Fr,
                time_zone: "America/Martinique".to_owned(),
                is_agent: false,
                active: true,
            },
            ticket: MailTicket {
                number: TicketNumber(57_004),
                subject: "J'ai une demande".to_owned(),
                opened_by: "Zoé Client".to_owned(),
                assignment_group: Some("CDS - Supervision".to_owned()),
                assigned_to: Some("Paul Agent".to_owned()),
                internal_reference: None,
                impact: Impact::FewerThanFive,
                urgency: Urgency::Low,
                close_reason: None,
            },
            actions: Vec::new(),
            data: MailData {
                asked_since: None,
                said_again_at: None,
                first_written_at: None,
                refused_files: None,
                solution_html: "<p>Redémarré.</p>".to_owned(),
                solution_text: "Redémarré.".to_owned(),
                auto_close_at: Some(noon() + TimeDelta::hours(72)),
                remind_at: None,
                was_due_at: None,
            },
            message: Some(MailMessage {
                author: "Paul Agent".to_owned(),
                is_agent: true,
                at: noon(),
                body: crate::text::RichText {
                    html: "<p>Depuis quand ?</p>".to_owned(),
                    text: "Depuis quand ?".to_owned(),
                },
            }),
        }
    }

    #[rstest]
    fn every_kind_makes_a_letter_in_both_languages(
        #[values(
            MailKind::Created,
            MailKind::Comment,
            MailKind::OnHold,
            MailKind::Resolved,
            MailKind::Closed,
            MailKind::FilesRefused
        )]
        kind: MailKind,
        #[values(Language::Fr, Language::En)] language: Language,
    ) {
        let mut due = due(kind);
        due.to.language = language;
        let letter = write(&due).unwrap();
        assert!(letter.compose().is_ok());
        assert_eq!(letter.kind, kind.as_str());
        assert!(
            letter
                .text
                .contains("https://support.heliaq.example/tickets/CS0057004")
        );
    }

    #[test]
    fn same_mail_makes_the_same_bytes_at_every_try() {
        let mut again = due(MailKind::Comment);
        again.claim.attempts = 9;
        again.claim.fence = 9;
        let bytes = |due: &DueMail| write(due).unwrap().compose().unwrap().bytes;
        let first = bytes(&due(MailKind::Comment));
        assert_eq!(first, bytes(&again));
        let first = String::from_utf8(first).unwrap();
        assert!(first.contains("Message-ID: <CS0057004.1@support.heliaq.example>\r\n"));
        assert!(first.contains("Auto-Submitted: auto-generated\r\n"));
    }

    #[test]
    fn customer_reads_the_supports_name_and_their_own_time() {
        let text = write(&due(MailKind::Comment)).unwrap().text;
        assert!(
            text.contains("2025-03-17 08:00:00 AST - Support Heliaq"),
            "{text}"
        );
        assert!(!text.contains("Paul"), "{text}");
    }

    #[test]
    fn agent_reads_the_customers_name() {
        let mut due = due(MailKind::Comment);
        due.to.is_agent = true;
        let message = due.message.as_mut().unwrap();
        (message.author, message.is_agent) = ("Zoé Client".to_owned(), false);
        let text = write(&due).unwrap().text;
        assert!(text.contains(" - Zoé Client"), "{text}");
    }

    #[test]
    fn resolved_mail_tells_the_solution_of_that_moment() {
        let text = write(&due(MailKind::Resolved)).unwrap().text;
        assert!(text.contains("Redémarré."), "{text}");
        assert!(!text.contains("Depuis quand"), "{text}");
    }

    #[test]
    fn answers_are_links_whose_token_stays_in_the_browser() {
        let mut due = due(MailKind::Resolved);
        due.actions = vec![(MailAction::Reject, "AgAA_-9".to_owned())];
        let letter = write(&due).unwrap();
        let link = "https://support.heliaq.example/mail-action#AgAA_-9";
        assert!(
            letter
                .text
                .contains(&format!("Le problème persiste : {link}\n")),
            "{}",
            letter.text
        );
        assert!(letter.html.contains(&format!("href=\"{link}\"")));
    }

    #[test]
    fn close_reason_is_told_in_the_closing_mail_only() {
        let mut due = due(MailKind::Comment);
        due.ticket.close_reason = Some(CloseReason::AutoClosed);
        let brand = Brand::default();
        assert_eq!(ticket_mail(&brand, &due).unwrap().close_reason, None);
        due.claim.mail.kind = MailKind::Closed;
        assert_eq!(
            ticket_mail(&brand, &due).unwrap().close_reason,
            Some(CloseReason::AutoClosed)
        );
    }

    #[test]
    fn mails_hang_under_the_first_one() {
        let ids = |first: Option<&str>, previous: Option<&str>| {
            thread(&Thread {
                first: first.map(Into::into),
                previous: previous.map(Into::into),
            })
        };
        assert_eq!(ids(None, None), (None, vec![]));
        assert_eq!(
            ids(Some("a@x"), Some("a@x")),
            (Some("a@x".into()), vec!["a@x".into()])
        );
        assert_eq!(
            ids(Some("a@x"), Some("b@x")),
            (Some("a@x".into()), vec!["a@x".into(), "b@x".into()])
        );
    }

    #[test]
    fn mail_without_its_message_or_its_reader_is_given_up() {
        let mut due = due(MailKind::Comment);
        due.message = None;
        assert_eq!(write(&due), Err(Unsendable::MessageMissing));
        due.to.active = false;
        assert_eq!(write(&due), Err(Unsendable::ReceiverInactive));
    }

    #[test]
    fn unknown_time_zone_is_read_as_the_default() {
        assert_eq!(time_zone("Europe/Nulle_Part"), Europe::Paris);
        assert_eq!(time_zone("Indian/Reunion").name(), "Indian/Reunion");
    }
}
