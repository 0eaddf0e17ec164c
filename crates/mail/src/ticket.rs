//! What a mail about a ticket is made of.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use guichet_common::vocabulary::{CloseReason, Impact, Language, MailAction, MailKind, Urgency};

/// A rich text in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RichText {
    /// HTML, reduced to the portal's allow-list: it is put into the mail as it is.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}

/// Who wrote what, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailEvent {
    /// The name as the reader sees it: "Support Heliaq" for agents, to customers.
    pub author: String,
    /// When; for a reminder, when it is due.
    pub at: DateTime<Utc>,
    /// The description, comment, question or solution.
    pub body: RichText,
}

/// Files of a mail that were left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedFiles {
    /// Their names.
    pub names: Vec<String>,
    /// The largest file, in MB.
    pub file_mb: u64,
    /// The most files of one message.
    pub files: usize,
    /// The most of all files of a ticket, in MB.
    pub ticket_mb: u64,
}

/// A mail to one person about one ticket, before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketMail {
    /// What happened.
    pub kind: MailKind,
    /// The reader's language.
    pub language: Language,
    /// The reader's time zone.
    pub time_zone: Tz,
    /// The reader's first name; may be empty.
    pub first_name: String,
    /// `CS0057004`.
    pub number: String,
    /// The ticket's subject.
    pub subject: String,
    /// The reader's page of the ticket.
    pub ticket_url: String,
    /// What the reader can answer without signing in, and the link of each (on hold and resolved).
    pub answers: Vec<(MailAction, String)>,
    /// What was written: the description of a new ticket, the comment, the question or the
    /// solution. A closed ticket may have a last word.
    pub event: Option<MailEvent>,
    /// Who filed the ticket.
    pub opened_by: String,
    /// The group that works on it.
    pub assignment_group: Option<String>,
    /// The support's own reference.
    pub internal_reference: Option<String>,
    /// The ticket's impact.
    pub impact: Impact,
    /// The ticket's urgency.
    pub urgency: Urgency,
    /// When the ticket closes by itself, if it does (on hold and resolved).
    pub auto_close_at: Option<DateTime<Utc>>,
    /// When its customer is reminded next, if they are (on hold).
    pub remind_at: Option<DateTime<Utc>>,
    /// When it was to close by itself, if it closed much later (closed only).
    pub was_due_at: Option<DateTime<Utc>>,
    /// Why it is closed (closed only).
    pub close_reason: Option<CloseReason>,
    /// The files that were left out (files refused only).
    pub refused_files: Option<RefusedFiles>,
}
