//! Mail that comes in: raw bytes become an [`IncomingMail`], without any I/O.
//!
//! Time grows with the size of the message and memory with its text: files stay where they are in
//! the raw bytes until somebody asks for them.

mod authentication;
mod body;
mod bounce;
mod cut_html;
mod cut_text;
mod decode;
mod dom;
mod files;
mod headers;
mod html_text;
mod mime;
mod nature;
mod places;
mod sink;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};

pub use authentication::{AuthenticationResult, MethodResult};
pub use body::Body;
pub use bounce::BouncedRecipient;
pub use files::{FILE_SCHEME, IncomingFile, place_files};
pub use nature::Nature;

/// How much of a message is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Bytes of the whole message.
    pub message_bytes: usize,
    /// Bytes of the headers of one part.
    pub header_bytes: usize,
    /// Multiparts inside one another.
    pub depth: usize,
    /// Parts of the message, multiparts included.
    pub parts: usize,
    /// Bytes of text or HTML that are read; what is longer is cut off.
    pub text_bytes: usize,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            message_bytes: 50 * 1024 * 1024,
            header_bytes: 256 * 1024,
            depth: 20,
            parts: 500,
            text_bytes: 1024 * 1024,
        }
    }
}

/// Why a message cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("the message is empty")]
    Empty,
    /// It is larger than the limit.
    #[error("the message is too large")]
    TooLarge,
    /// The headers of a part are larger than the limit.
    #[error("the headers are too large")]
    HeadersTooLarge,
    /// More multiparts inside one another than the limit.
    #[error("the message is nested too deeply")]
    TooDeep,
    /// More parts than the limit.
    #[error("the message has too many parts")]
    TooManyParts,
    /// No header fields: it is not a message.
    #[error("the message has no headers")]
    NoHeaders,
    /// A fault of this program.
    #[error("reading the message failed")]
    Panic,
}

impl Unreadable {
    /// A stable code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::HeadersTooLarge => "headers_too_large",
            Self::TooDeep => "too_deep",
            Self::TooManyParts => "too_many_parts",
            Self::NoHeaders => "no_headers",
            Self::Panic => "panic",
        }
    }
}

/// An address and the name beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mailbox {
    /// The name, one line.
    pub name: Option<String>,
    /// The address as written; compare without regard to case.
    pub address: String,
}

/// A message that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingMail {
    /// `Message-ID` without angle brackets.
    pub message_id: Option<String>,
    /// `In-Reply-To`, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// `References`, oldest first.
    pub references: Vec<String>,
    /// Who wrote it, or so it says: the one address in `From`. None when there is none, or several:
    /// nobody can say which of them was checked.
    pub from: Option<Mailbox>,
    /// `Sender`, if it is another address.
    pub sender: Option<Mailbox>,
    /// `Reply-To`, if it is another address.
    pub reply_to: Option<Mailbox>,
    /// `To`.
    pub to: Vec<Mailbox>,
    /// `Cc`.
    pub cc: Vec<Mailbox>,
    /// `Delivered-To`, `X-Original-To` and the like.
    pub delivered_to: Vec<String>,
    /// The subject, one line; empty if there is none.
    pub subject: String,
    /// `Date`, as the sender's clock had it: it may lie in the future.
    pub date: Option<DateTime<Utc>>,
    /// Whether a person wrote it.
    pub nature: Nature,
    /// The subject sounds like an out-of-office note, though no header says so.
    pub sounds_automatic: bool,
    /// `Authentication-Results`, the field added last first. Anyone can write such a field: only
    /// the first with the `authserv_id` of the own server may be trusted.
    pub authentication: Vec<AuthenticationResult>,
    /// What it says.
    pub body: Body,
    /// The files, in the order of the message.
    pub attachments: Vec<IncomingFile>,
}

/// Reads a message. Never panics.
pub fn read_mail(raw: &[u8], limits: &ReadLimits) -> Result<IncomingMail, Unreadable> {
    match catch_unwind(AssertUnwindSafe(|| read(raw, limits))) {
        Ok(read) => read,
        Err(_panic) => Err(Unreadable::Panic),
    }
}

fn read(raw: &[u8], limits: &ReadLimits) -> Result<IncomingMail, Unreadable> {
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if raw.len() > limits.message_bytes {
        return Err(Unreadable::TooLarge);
    }
    let message = mime::walk(raw, limits)?;
    let head = &message.head;
    if head.is_empty() {
        return Err(Unreadable::NoHeaders);
    }
    let from = head.author();
    let address = from.as_ref().map_or("", |from| from.address.as_str());
    let subject = head.text("subject").unwrap_or_default();
    let nature = nature::of(raw, &message, address, &subject);
    let (body, attachments) = body::read(raw, &message, &subject, limits);
    let other = |name: &str| {
        head.mailboxes(name)
            .into_iter()
            .next()
            .filter(|mailbox| !mailbox.address.eq_ignore_ascii_case(address))
    };
    Ok(IncomingMail {
        message_id: head.ids("message-id").into_iter().next(),
        in_reply_to: head.ids("in-reply-to"),
        references: head.ids("references"),
        sender: other("sender"),
        reply_to: other("reply-to"),
        to: head.mailboxes("to"),
        cc: head.mailboxes("cc"),
        delivered_to: delivered_to(head),
        date: head.date("date"),
        sounds_automatic: words::sounds_automatic(&subject),
        authentication: authentication::of(head),
        subject,
        nature,
        body,
        attachments,
        from,
    })
}

fn delivered_to(head: &headers::Headers) -> Vec<String> {
    [
        "delivered-to",
        "x-original-to",
        "x-envelope-to",
        "envelope-to",
    ]
    .into_iter()
    .flat_map(|name| head.mailboxes(name))
    .map(|mailbox| mailbox.address)
    .collect()
}
