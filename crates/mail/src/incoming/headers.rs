//! Header fields: unfolded, decoded, harmless.

use std::borrow::Cow;

use chrono::{DateTime, TimeZone, Utc};
use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};

use super::Mailbox;
use super::decode;

/// Bytes of one field that are read.
const FIELD_BYTES: usize = 64 * 1024;
/// Addresses of one field that are read.
const MAILBOXES: usize = 500;
/// Message-IDs of one field that are kept.
const IDS: usize = 100;

/// The fields of one part.
#[derive(Debug, Clone, Default)]
pub(super) struct Headers {
    fields: Vec<(String, String)>,
}

/// Where the header section that starts at the beginning of `raw` ends, and where the body starts.
pub(super) fn section_end(raw: &[u8]) -> (usize, usize) {
    let mut start = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii_end();
        if text.is_empty() {
            return (start, start + line.len());
        }
        let folded = line
            .first()
            .is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        let mbox = start == 0 && line.starts_with(b"From ");
        if !folded && !mbox && !is_field(text) {
            return (start, start); // the blank line is missing
        }
        start += line.len();
    }
    (raw.len(), raw.len())
}

fn is_field(line: &[u8]) -> bool {
    line.iter()
        .position(|byte| *byte == b':')
        .and_then(|colon| line.get(..colon))
        .is_some_and(|name| {
            let name = name.trim_ascii_end();
            !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
        })
}

impl Headers {
    /// Reads a header section.
    pub(super) fn read(section: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in section.split_inclusive(|byte| *byte == b'\n') {
            let folded = line
                .first()
                .is_some_and(|byte| matches!(byte, b' ' | b'\t'));
            if folded {
                if let Some((_, value)) = fields.last_mut()
                    && value.len() < FIELD_BYTES
                {
                    value.push_str(&decode::header_bytes(line.trim_ascii_end()));
                }
                continue;
            }
            let Some(colon) = line.iter().position(|byte| *byte == b':') else {
                continue;
            };
            let (name, value) = line.split_at(colon);
            let value = value.get(1..).unwrap_or_default();
            let value = value.get(..FIELD_BYTES).unwrap_or(value);
            fields.push((
                String::from_utf8_lossy(name.trim_ascii()).to_ascii_lowercase(),
                decode::header_bytes(value.trim_ascii_end()).into_owned(),
            ));
        }
        Self { fields }
    }

    /// All values of a field as written, the topmost first; names in lower case.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.trim())
    }

    /// The first value as written.
    pub(super) fn raw(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.trim())
    }

    /// Whether there is none at all.
    pub(super) const fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Whether a field is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Whether a field whose name starts so is there.
    pub(super) fn has_prefix(&self, prefix: &str) -> bool {
        self.fields.iter().any(|(name, _)| name.starts_with(prefix))
    }

    /// The decoded text of a field, as one line.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let line = terminated(self.raw(name)?);
        match MessageStream::new(line.as_bytes()).parse_unstructured() {
            HeaderValue::Text(text) => Some(one_line(&text)),
            HeaderValue::TextList(list) => Some(one_line(&list.join(" "))),
            _ => None,
        }
    }

    /// The mailboxes of all fields of a name.
    pub(super) fn mailboxes(&self, name: &str) -> Vec<Mailbox> {
        let mut found = Vec::new();
        for value in self.all(name) {
            let line = terminated(value);
            if let HeaderValue::Address(addresses) =
                MessageStream::new(line.as_bytes()).parse_address()
            {
                found.extend(addresses.iter().filter_map(mailbox).take(MAILBOXES));
            }
        }
        found.truncate(MAILBOXES);
        found
    }

    /// The one author. A message with two is a known way to show one and be checked for the other;
    /// so what looks like a second address counts, even one that nothing could be sent to.
    pub(super) fn author(&self) -> Option<Mailbox> {
        let mut values = self.all("from");
        let line = terminated(values.next().filter(|_| values.next().is_none())?);
        let HeaderValue::Address(found) = MessageStream::new(line.as_bytes()).parse_address()
        else {
            return None;
        };
        let is_address = |one: &&mail_parser::Addr<'_>| {
            let address = one.address.as_deref();
            address.is_some_and(|text| text.contains('@'))
        };
        let mut authors = found.iter().filter(is_address);
        let author = authors.next().filter(|_| authors.next().is_none())?;
        mailbox(author)
    }

    /// The Message-IDs of a field, without brackets. Of very many the first and the last are kept.
    pub(super) fn ids(&self, name: &str) -> Vec<String> {
        let Some(value) = self.raw(name) else {
            return Vec::new();
        };
        let mut ids: Vec<String> = if value.contains('<') {
            value
                .split('<')
                .skip(1)
                .filter_map(|rest| rest.split('>').next())
                .filter_map(id)
                .collect()
        } else {
            value.split_whitespace().filter_map(id).collect()
        };
        if ids.len() > IDS {
            ids.drain(1..=ids.len() - IDS);
        }
        ids
    }

    /// A date, if it can be one.
    pub(super) fn date(&self, name: &str) -> Option<DateTime<Utc>> {
        let line = terminated(self.raw(name)?);
        match MessageStream::new(line.as_bytes()).parse_date() {
            HeaderValue::DateTime(date) if date.is_valid() => {
                Utc.timestamp_opt(date.to_timestamp(), 0).single()
            }
            _ => None,
        }
    }

    /// A structured field like `Content-Type`.
    pub(super) fn structured(&self, name: &str) -> Option<ContentType<'static>> {
        let line = terminated(self.raw(name)?);
        match MessageStream::new(line.as_bytes()).parse_content_type() {
            value @ HeaderValue::ContentType(_) => value.into_owned().into_content_type(),
            _ => None,
        }
    }
}

/// The parsers of fields stop at the end of a line.
fn terminated(value: &str) -> String {
    format!("{value}\r\n")
}

fn id(text: &str) -> Option<String> {
    let id: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let good = (3..=998).contains(&id.len()) && !id.chars().any(char::is_control);
    good.then_some(id)
}

fn mailbox(address: &mail_parser::Addr<'_>) -> Option<Mailbox> {
    let text = address.address.as_deref()?.trim();
    let name = address
        .name
        .as_deref()
        .map(one_line)
        .filter(|name| !name.is_empty());
    // `"a b"@c.example` without angle brackets: what is quoted was taken for the name.
    let (name, address) = match name {
        Some(local) if text.starts_with('@') => (None, format!("\"{local}\"{text}")),
        name => (name, text.to_owned()),
    };
    is_address(&address).then_some(Mailbox { name, address })
}

/// Whether this could be the address of one mailbox.
pub(super) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    text.len() <= 254
        && !local.is_empty()
        && !domain.is_empty()
        && !text.chars().any(char::is_control)
        && (quoted || !local.contains(|c: char| c.is_whitespace() || "<>(),;:\\\"@".contains(c)))
        && !domain.contains(|c: char| c.is_whitespace() || "<>(),;\\\"".contains(c))
}

/// A text as one line without control characters: it can go into a header or a list.
pub(super) fn one_line(text: &str) -> String {
    let spaced: Cow<'_, str> = if text.contains(char::is_control) {
        text.replace(char::is_control, " ").into()
    } else {
        text.into()
    };
    let mut line = String::with_capacity(spaced.len());
    for word in spaced
        .split([' ', '\u{2028}', '\u{2029}'])
        .filter(|w| !w.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !is_bidi_control(*c)));
    }
    line
}

/// Marks that make a name read otherwise than it is (`exe.gnp`).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
