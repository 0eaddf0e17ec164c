//! The files of a message, left in the raw bytes until they are wanted.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use super::decode::Transfer;
use super::headers::one_line;
use super::mime::Part;

/// What stands before the index of a file in the `src` of a picture.
pub const FILE_SCHEME: &str = "guichet-file:";

/// Encoded bytes that are decoded at once; a multiple of what base64 groups.
const CHUNK: usize = 64 * 1024;

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingFile {
    /// Its name, one line, without folders; made up if it has none.
    pub file_name: String,
    /// `type/subtype` as the sender says.
    pub content_type: String,
    /// `Content-ID` without brackets.
    pub content_id: Option<String>,
    /// Whether it is shown within the text.
    pub inline: bool,
    range: Range<usize>,
    transfer: Transfer,
}

impl IncomingFile {
    pub(super) fn of(part: &Part, index: usize, inline: bool) -> Self {
        Self {
            file_name: file_name(part, index),
            content_type: part.media_type.clone(),
            content_id: content_id(part),
            inline,
            range: part.range.clone(),
            transfer: part.transfer,
        }
    }

    /// Its bytes, from the raw message that it was read from; borrowed if they are not encoded.
    #[must_use]
    pub fn content<'a>(&self, raw: &'a [u8]) -> Cow<'a, [u8]> {
        self.transfer
            .decode(raw.get(self.range.clone()).unwrap_or_default())
    }

    /// Its bytes piece by piece, so that a large file is never in memory as a whole.
    pub fn chunks<'a>(&self, raw: &'a [u8]) -> impl Iterator<Item = Cow<'a, [u8]>> + use<'a> {
        let transfer = self.transfer;
        let mut rest = raw.get(self.range.clone()).unwrap_or_default();
        std::iter::from_fn(move || {
            let (chunk, after) = split(rest, transfer)?;
            rest = after;
            Some(transfer.decode(chunk))
        })
    }

    /// Not more bytes than this.
    #[must_use]
    pub fn size_at_most(&self) -> usize {
        self.transfer.most(self.range.len())
    }
}

/// The next piece that can be decoded by itself.
fn split(bytes: &[u8], transfer: Transfer) -> Option<(&[u8], &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let end = match transfer {
        Transfer::Plain => CHUNK.min(bytes.len()),
        Transfer::QuotedPrintable => line_end(bytes),
        Transfer::Base64 => group_end(bytes),
    };
    bytes.split_at_checked(end)
}

fn line_end(bytes: &[u8]) -> usize {
    let after = bytes.get(CHUNK..).unwrap_or_default();
    after
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |end| CHUNK + end + 1)
}

/// After a whole number of groups of four signs, or of padding.
fn group_end(bytes: &[u8]) -> usize {
    let mut signs = 0_usize;
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'-' | b'_' => signs += 1,
            b'=' => signs = 0,
            _ => continue,
        }
        if index >= CHUNK && signs.is_multiple_of(4) {
            return index + 1;
        }
    }
    bytes.len()
}

/// `Content-ID` without brackets.
pub(super) fn content_id(part: &Part) -> Option<String> {
    let id = part.headers.raw("content-id")?;
    let id = one_line(id.trim_matches(|c: char| "<> \t".contains(c)));
    (!id.is_empty()).then_some(id)
}

/// The name that the sender gives.
pub(super) fn given_name(part: &Part) -> Option<String> {
    let disposition = part.headers.structured("content-disposition");
    let name = disposition
        .as_ref()
        .and_then(|value| value.attribute("filename"))
        .or_else(|| part.parameter("name"))?;
    let name = safe_name(&decode_words(name));
    (!name.is_empty()).then_some(name)
}

/// Names in encoded words, which the standard forbids within quotes and Outlook writes there.
fn decode_words(name: &str) -> String {
    if !name.contains("=?") {
        return name.to_owned();
    }
    let line = format!("{name}\r\n");
    let mut stream = mail_parser::parsers::MessageStream::new(line.as_bytes());
    match stream.parse_unstructured() {
        mail_parser::HeaderValue::Text(text) => text.into_owned(),
        _ => name.to_owned(),
    }
}

fn safe_name(name: &str) -> String {
    let name = one_line(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let last = last.trim_start_matches('.');
    let mut short: String = last.chars().take(180).collect();
    if short.len() < last.len()
        && let Some((_, extension)) = last.rsplit_once('.')
        && extension.chars().count() <= 10
    {
        short.push('.');
        short.push_str(extension);
    }
    short
}

fn file_name(part: &Part, index: usize) -> String {
    if part.media_type == "application/ms-tnef" {
        return given_name(part).unwrap_or_else(|| "winmail.dat".to_owned());
    }
    if part.media_type == "message/rfc822" || part.media_type == "message/global" {
        let name = given_name(part).unwrap_or_else(|| format!("message-{}", index + 1));
        return if ends_with(&name, ".eml") {
            name
        } else {
            format!("{name}.eml")
        };
    }
    given_name(part).unwrap_or_else(|| {
        let (kind, extension) = made_up(&part.media_type);
        let mut name = kind.to_owned();
        let _ = write!(name, "-{}.{extension}", index + 1);
        name
    })
}

fn ends_with(name: &str, extension: &str) -> bool {
    name.to_ascii_lowercase().ends_with(extension)
}

fn made_up(media_type: &str) -> (&'static str, &'static str) {
    match media_type {
        "text/calendar" => ("invitation", "ics"),
        "text/html" => ("text", "html"),
        "text/plain" => ("text", "txt"),
        "text/vcard" | "text/x-vcard" => ("contact", "vcf"),
        "image/png" => ("image", "png"),
        "image/jpeg" | "image/jpg" => ("image", "jpg"),
        "image/gif" => ("image", "gif"),
        "image/webp" => ("image", "webp"),
        "image/heic" => ("image", "heic"),
        "application/pdf" => ("document", "pdf"),
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => ("smime", "p7s"),
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => ("smime", "p7m"),
        "application/pgp-signature" => ("signature", "asc"),
        "message/delivery-status" | "text/rfc822-headers" => ("report", "txt"),
        _ => ("file", "bin"),
    }
}

/// Puts addresses in the place of the pictures of a body: `address` is given the index of the file
/// in `attachments`; a picture without address is left out when the HTML is sanitised.
pub fn place_files(html: &str, mut address: impl FnMut(usize) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mark = format!("src=\"{FILE_SCHEME}");
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(&mark) {
        out.push_str(before);
        let (index, tail) = after.split_once('"').unwrap_or((after, ""));
        let place = index
            .parse()
            .ok()
            .and_then(&mut address)
            .unwrap_or_default();
        let _ = write!(
            out,
            "src=\"{}\"",
            place.replace('&', "&amp;").replace('"', "&quot;")
        );
        rest = tail;
    }
    out.push_str(rest);
    out
}
