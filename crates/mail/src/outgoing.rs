//! From a rendered mail to the bytes on the wire.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Attachment, Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use sha2::{Digest as _, Sha256};

use crate::{brand::Brand, clean::one_line, logo::Logo, render::Rendered};

/// A mail to one person, complete: what the outbox stores and a transport sends.
///
/// The same value gives the same bytes, so a second try is the same mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Without angle brackets; the same at every try. See [`message_id`].
    pub message_id: String,
    /// A word for file names and logs, such as `comment`.
    pub kind: String,
    /// Name of the sender; may be empty.
    pub from_name: String,
    /// Address of the sender.
    pub from_address: String,
    /// Name of the receiver; may be empty.
    pub to_name: String,
    /// Address of the receiver.
    pub to_address: String,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
    /// The subject; line breaks in it become spaces.
    pub subject: String,
    /// The HTML alternative.
    pub html: String,
    /// The plain text alternative.
    pub text: String,
    /// The picture that the HTML shows as [`Logo::CONTENT_ID`].
    pub logo: Option<Arc<Logo>>,
    /// The mail that this one follows, without angle brackets.
    pub in_reply_to: Option<String>,
    /// The thread so far, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// By what filters of the receiver know all mails of this instance (RFC 2919), without angle
    /// brackets.
    pub list_id: String,
    /// When the mail was caused (not when it is tried).
    pub date: DateTime<Utc>,
    /// The ticket that it is about, for filters of the receiver.
    pub ticket_number: Option<String>,
}

/// The mail cannot be put on the wire, now or ever.
#[derive(Debug, thiserror::Error)]
pub enum InvalidMail {
    /// An address is none.
    #[error("the {field} address is not valid")]
    Address {
        /// Which one.
        field: &'static str,
        /// Why.
        source: lettre::address::AddressError,
    },
    /// A Message-ID has characters that would break its header.
    #[error("a Message-ID is not of the form local@domain")]
    MessageId,
    /// A picture's type is none.
    #[error("the type of a picture is not valid")]
    MediaType(#[source] lettre::message::header::ContentTypeErr),
    /// The parts do not make a message.
    #[error("the message cannot be built")]
    Message(#[source] lettre::error::Error),
}

/// A mail as a transport needs it.
#[derive(Debug, Clone)]
pub struct Composed {
    /// Sender and receiver for SMTP.
    pub envelope: Envelope,
    /// The whole message, with CRLF line ends.
    pub bytes: Vec<u8>,
}

impl OutgoingMail {
    /// A rendered mail from the brand's sender; the rest can be filled in by struct update.
    #[must_use]
    pub fn new(brand: &Brand, rendered: Rendered, message_id: String, date: DateTime<Utc>) -> Self {
        let Rendered {
            subject,
            html,
            text,
        } = rendered;
        Self {
            message_id,
            kind: String::new(),
            from_name: brand.sender_name.clone(),
            from_address: brand.sender_address.clone(),
            to_name: String::new(),
            to_address: String::new(),
            reply_to: None,
            subject,
            html,
            text,
            logo: brand.logo.clone(),
            in_reply_to: None,
            references: Vec::new(),
            list_id: brand.list_id(),
            date,
            ticket_number: None,
        }
    }

    /// The MIME message: HTML and plain text as alternatives, both UTF-8; with the HTML its logo.
    ///
    /// # Errors
    /// See [`InvalidMail`]; trying again would not help.
    pub fn compose(&self) -> Result<Composed, InvalidMail> {
        let id = bracketed(&self.message_id)?;
        let mut builder = Message::builder()
            .message_id(Some(id))
            .date(self.system_time())
            .from(mailbox("sender", &self.from_name, &self.from_address)?)
            .to(mailbox("receiver", &self.to_name, &self.to_address)?)
            .subject(one_line(&self.subject))
            .raw_header(header("List-Id", &bracketed_list(&self.list_id)))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            // Outlook's out-of-office notes do not look at Auto-Submitted.
            .raw_header(header("X-Auto-Response-Suppress", "All"));
        if let Some(address) = &self.reply_to {
            builder = builder.reply_to(mailbox("reply", "", address)?);
        }
        if let Some(id) = &self.in_reply_to {
            builder = builder.in_reply_to(bracketed(id)?);
        }
        if !self.references.is_empty() {
            let ids: Result<Vec<_>, _> = self.references.iter().map(|id| bracketed(id)).collect();
            builder = builder.references(ids?.join(" "));
        }
        if let Some(number) = &self.ticket_number {
            builder = builder.raw_header(header("X-Guichet-Ticket", number));
        }
        let parts = MultiPart::alternative()
            .boundary(self.boundary("boundary"))
            .singlepart(SinglePart::plain(self.text.clone()));
        let html = SinglePart::html(self.html.clone());
        let parts = match &self.logo {
            Some(logo) => {
                let related = MultiPart::related()
                    .boundary(self.boundary("related"))
                    .singlepart(html)
                    .singlepart(picture(logo)?);
                parts.multipart(related)
            }
            None => parts.singlepart(html),
        };
        let message = builder.multipart(parts).map_err(InvalidMail::Message)?;
        Ok(Composed {
            envelope: message.envelope().clone(),
            bytes: message.formatted(),
        })
    }

    fn system_time(&self) -> SystemTime {
        let seconds = u64::try_from(self.date.timestamp()).unwrap_or_default();
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// From the Message-ID, so that a second try gives the same bytes. A digest: nobody can write
    /// a text that contains it.
    fn boundary(&self, what: &str) -> String {
        let digest = Sha256::digest(format!("{what}\0{}\0{}", self.message_id, self.text));
        URL_SAFE_NO_PAD.encode(digest)
    }
}

/// The logo as a part of the mail.
fn picture(logo: &Logo) -> Result<SinglePart, InvalidMail> {
    let media_type = ContentType::parse(logo.media_type()).map_err(InvalidMail::MediaType)?;
    // Said, so that its bytes are not looked at for each mail.
    let encoding = ContentTransferEncoding::Base64;
    let body = Body::new_with_encoding(logo.bytes().to_vec(), encoding).unwrap_or_else(Body::new);
    Ok(Attachment::new_inline(Logo::CONTENT_ID.to_owned()).body(body, media_type))
}

/// Whether this can be the address of a sender.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.is_ascii() && text.parse::<Address>().is_ok()
}

/// A Message-ID that is the same whenever the same parts are given, such as the id of the outbox
/// row: `<digest>@<domain>`, without angle brackets.
#[must_use]
pub fn message_id(domain: &str, parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let local: String = URL_SAFE_NO_PAD
        .encode(digest.finalize())
        .chars()
        .take(32)
        .collect();
    format!("{local}@{domain}")
}

fn bracketed(id: &str) -> Result<String, InvalidMail> {
    let id = id.trim_start_matches('<').trim_end_matches('>');
    let allowed = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '(' | ')' | ',');
    match id.split_once('@') {
        Some((local, domain))
            if !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && id.chars().all(allowed) =>
        {
            Ok(format!("<{id}>"))
        }
        _ => Err(InvalidMail::MessageId),
    }
}

/// A list's name between angle brackets, of letters, digits, dots and dashes only.
fn bracketed_list(id: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    format!("<{}>", id.chars().filter(plain).collect::<String>())
}

fn mailbox(field: &'static str, name: &str, address: &str) -> Result<Mailbox, InvalidMail> {
    let address: Address = address
        .parse()
        .map_err(|source| InvalidMail::Address { field, source })?;
    let name = Some(one_line(name)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), one_line(value))
}
