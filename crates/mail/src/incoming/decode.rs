//! Transfer encodings and charsets, forgiving: what is broken is skipped, never refused.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How the bytes of a part are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    /// As they are.
    Plain,
    /// base64.
    Base64,
    /// quoted-printable.
    QuotedPrintable,
}

impl Transfer {
    /// Reads `Content-Transfer-Encoding`.
    pub(super) fn read(value: Option<&str>) -> Self {
        let value = value.unwrap_or_default().trim();
        if value.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if value.eq_ignore_ascii_case("quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::Plain
        }
    }

    /// Decodes, borrowing where nothing changes.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Plain => bytes.into(),
            Self::Base64 => base64(bytes).into(),
            Self::QuotedPrintable => quoted_printable(bytes).into(),
        }
    }

    /// At most so many bytes come out.
    pub(super) const fn most(self, encoded: usize) -> usize {
        match self {
            Self::Base64 => encoded / 4 * 3 + 3,
            Self::Plain | Self::QuotedPrintable => encoded,
        }
    }
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let mut bits: u32 = 0;
    let mut count = 0;
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // Padding ends a group; some programs glue several encoded texts together.
                bits = 0;
                count = 0;
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., low] = (bits >> count).to_be_bytes();
            out.push(low);
        }
    }
    out
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let content = line.trim_ascii_end();
        // White space before the end of a line was added on the way.
        let end = line.get(line_length(line)..).unwrap_or_default();
        let mut rest = content;
        let mut soft = false;
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            if *byte != b'=' {
                out.push(*byte);
            } else if after.is_empty() {
                soft = true;
            } else if let [high, low, tail @ ..] = after
                && let (Some(high), Some(low)) = (hex(*high), hex(*low))
            {
                out.push((high << 4) | low);
                rest = tail;
            } else {
                out.push(b'=');
            }
        }
        if !soft {
            out.extend_from_slice(end);
        }
    }
    out
}

fn line_length(line: &[u8]) -> usize {
    let line = line
        .strip_suffix(b"\n")
        .map_or(line, |l| l.strip_suffix(b"\r").unwrap_or(l));
    line.len()
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The bytes of a header: UTF-8, or the western charset that old programs write there.
pub(super) fn header_bytes(bytes: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_not_utf8) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// The text of a body in the charset that it says, or in the one that it plainly has.
pub(super) fn text(bytes: &[u8], charset: Option<&str>) -> String {
    let charset = charset.map(str::trim).filter(|name| !name.is_empty());
    let text = if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        decode_with(encoding, bytes.get(bom..).unwrap_or_default())
    } else if charset.is_some_and(|name| name.eq_ignore_ascii_case("utf-7")) {
        utf_7(bytes).into()
    } else if let Some(encoding) = charset.and_then(|name| Encoding::for_label(name.as_bytes())) {
        decode_with(encoding, bytes)
    } else if let Some(decoder) = charset
        .and_then(|name| mail_parser::decoders::charsets::map::charset_decoder(name.as_bytes()))
    {
        decoder(bytes).into()
    } else {
        decode_with(UTF_8, bytes)
    };
    clean(&text)
}

/// UTF-7 (RFC 2152): `+` begins base64 of UTF-16, the first other sign ends it.
fn utf_7(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut rest = bytes;
    while let Some(plus) = rest.iter().position(|byte| *byte == b'+') {
        let (plain, after) = rest.split_at(plus);
        out.push_str(&String::from_utf8_lossy(plain));
        let after = after.get(1..).unwrap_or_default();
        let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let end = after
            .iter()
            .position(|byte| !is_sign(byte))
            .unwrap_or(after.len());
        let (signs, tail) = after.split_at(end);
        if signs.is_empty() {
            out.push('+');
        } else {
            let units: Vec<u16> = base64(signs)
                .chunks_exact(2)
                .filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes))
                .collect();
            out.push_str(&String::from_utf16_lossy(&units));
        }
        rest = tail.strip_prefix(b"-").unwrap_or(tail);
    }
    out.push_str(&String::from_utf8_lossy(rest));
    out
}

/// UTF-8 that is called something western is UTF-8, and UTF-8 that is none is western.
fn decode_with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    let western = encoding == WINDOWS_1252 || encoding == UTF_8 || encoding.name() == "ISO-8859-15";
    if western && let Ok(text) = str::from_utf8(bytes) {
        return text.into();
    }
    let encoding = if encoding == UTF_8 && !is_nearly_utf8(bytes) {
        WINDOWS_1252
    } else {
        encoding
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// Cut or damaged UTF-8: few of its non-ASCII bytes are wrong.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let faults = bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .count();
    let good: usize = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count())
        .sum();
    good >= faults
}

/// Line ends as `\n`, no other control characters.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The beginning of a text, at most so many bytes.
pub(super) fn beginning(text: &mut String, most: usize) -> bool {
    if text.len() <= most {
        return false;
    }
    text.truncate(text.floor_char_boundary(most));
    true
}
