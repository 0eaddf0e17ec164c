//! The parts of a message, found in one pass over its lines.

use std::ops::Range;

use mail_parser::ContentType;

use super::decode::Transfer;
use super::headers::{Headers, section_end};
use super::{ReadLimits, Unreadable};

/// One part that is no multipart.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Its header fields.
    pub(super) headers: Headers,
    /// `type/subtype` in lower case.
    pub(super) media_type: String,
    /// The parsed `Content-Type`.
    pub(super) content_type: Option<ContentType<'static>>,
    /// How its bytes are written.
    pub(super) transfer: Transfer,
    /// Where its bytes are.
    pub(super) range: Range<usize>,
    /// The outermost `multipart/alternative` that it is in.
    pub(super) alternative: Option<usize>,
    /// Whether it is in a `multipart/related` but not its root.
    pub(super) is_related: bool,
}

impl Part {
    /// A parameter of `Content-Type`.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.content_type.as_ref()?.attribute(name)
    }
}

/// A message taken apart.
#[derive(Debug)]
pub(super) struct Message {
    /// The header fields of the message.
    pub(super) head: Headers,
    /// `type/subtype` of the whole, in lower case.
    pub(super) media_type: String,
    /// `report-type` of a `multipart/report`, in lower case.
    pub(super) report_type: Option<String>,
    /// The parts in their order.
    pub(super) parts: Vec<Part>,
}

/// A multipart whose end has not been seen.
struct Open {
    boundary: Vec<u8>,
    id: usize,
    is_alternative: bool,
    is_related: bool,
    is_digest: bool,
    parts: usize,
    /// Its own headers and where its content starts, should no part be found.
    headers: Headers,
    start: usize,
}

struct Walk<'a> {
    raw: &'a [u8],
    limits: &'a ReadLimits,
    open: Vec<Open>,
    parts: Vec<Part>,
    seen: usize,
    /// The part whose content is being passed over, and where that starts.
    current: Option<(Headers, usize)>,
}

/// Takes a message apart.
pub(super) fn walk(raw: &[u8], limits: &ReadLimits) -> Result<Message, Unreadable> {
    let mut walk = Walk {
        raw,
        limits,
        open: Vec::new(),
        parts: Vec::new(),
        seen: 0,
        current: None,
    };
    let mut position = walk.enter(0)?;
    let (end, _) = section_end(raw);
    let head = Headers::read(raw.get(..end).unwrap_or_default());
    while position < raw.len() {
        let rest = raw.get(position..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |end| end + 1);
        let line = rest.get(..length).unwrap_or_default();
        match walk.boundary(line) {
            None => position += length,
            Some((level, is_last)) => {
                walk.leave(position, level, is_last);
                position += length;
                if !is_last {
                    position = walk.enter(position)?;
                }
            }
        }
    }
    walk.leave(raw.len(), 0, true);
    let content_type = head.structured("content-type");
    Ok(Message {
        media_type: media_type(content_type.as_ref(), false),
        report_type: content_type
            .as_ref()
            .and_then(|value| value.attribute("report-type"))
            .map(str::to_ascii_lowercase),
        head,
        parts: walk.parts,
    })
}

impl Walk<'_> {
    /// Which open multipart a line ends a part of, and whether it is the last.
    fn boundary(&self, line: &[u8]) -> Option<(usize, bool)> {
        let line = line.strip_prefix(b"--")?.trim_ascii_end();
        self.open
            .iter()
            .enumerate()
            .rev()
            .find_map(
                |(level, open)| match line.strip_prefix(open.boundary.as_slice())? {
                    [] => Some((level, false)),
                    [b'-', b'-'] => Some((level, true)),
                    _ => None,
                },
            )
    }

    /// Reads the headers of a part; answers where its content starts.
    fn enter(&mut self, position: usize) -> Result<usize, Unreadable> {
        self.seen += 1;
        if self.seen > self.limits.parts {
            return Err(Unreadable::TooManyParts);
        }
        let rest = self.raw.get(position..).unwrap_or_default();
        let window = rest.get(..=self.limits.header_bytes).unwrap_or(rest);
        let (end, start) = section_end(window);
        if end > self.limits.header_bytes {
            return Err(Unreadable::HeadersTooLarge);
        }
        let headers = Headers::read(rest.get(..end).unwrap_or_default());
        let content_type = headers.structured("content-type");
        let kind = media_type(content_type.as_ref(), false);
        let boundary = content_type
            .as_ref()
            .filter(|_| kind.starts_with("multipart/"))
            .and_then(|value| value.attribute("boundary"))
            .map(|boundary| boundary.trim_end().as_bytes().to_vec())
            .filter(|boundary| !boundary.is_empty());
        let start = position + start;
        let Some(boundary) = boundary else {
            self.current = Some((headers, start));
            return Ok(start);
        };
        if self.open.len() >= self.limits.depth {
            return Err(Unreadable::TooDeep);
        }
        self.open.push(Open {
            boundary,
            id: self.seen,
            is_alternative: kind == "multipart/alternative",
            is_related: kind == "multipart/related",
            is_digest: kind == "multipart/digest",
            parts: 0,
            headers,
            start,
        });
        Ok(start)
    }

    /// Ends the current part at a boundary of `level`, and the multiparts inside it.
    fn leave(&mut self, position: usize, level: usize, is_last: bool) {
        if let Some((headers, start)) = self.current.take() {
            self.add(headers, start, position);
        }
        let keep = if is_last { level } else { level + 1 };
        while self.open.len() > keep {
            let Some(open) = self.open.pop() else { break };
            if open.parts == 0 {
                self.add(open.headers, open.start, position);
            }
            if let Some(parent) = self.open.last_mut() {
                parent.parts += 1;
            }
        }
    }

    fn add(&mut self, headers: Headers, start: usize, position: usize) {
        // The line break before a boundary belongs to the boundary.
        let content = self.raw.get(start..position).unwrap_or_default();
        let content = if position < self.raw.len() {
            content
                .strip_suffix(b"\n")
                .map_or(content, |c| c.strip_suffix(b"\r").unwrap_or(c))
        } else {
            content
        };
        let parent = self.open.last_mut();
        let is_digest = parent.as_ref().is_some_and(|open| open.is_digest);
        let is_related = parent
            .as_ref()
            .is_some_and(|open| open.is_related && open.parts > 0);
        if let Some(parent) = parent {
            parent.parts += 1;
        }
        let content_type = headers.structured("content-type");
        self.parts.push(Part {
            // A multipart without parts is what the reader would have seen.
            media_type: Some(media_type(content_type.as_ref(), is_digest))
                .filter(|kind| !kind.starts_with("multipart/"))
                .unwrap_or_else(|| "text/plain".to_owned()),
            transfer: Transfer::read(headers.raw("content-transfer-encoding")),
            range: start..start + content.len(),
            alternative: self
                .open
                .iter()
                .find(|open| open.is_alternative)
                .map(|open| open.id),
            is_related,
            content_type,
            headers,
        });
    }
}

fn media_type(content_type: Option<&ContentType<'_>>, is_digest: bool) -> String {
    match content_type {
        None if is_digest => "message/rfc822".to_owned(),
        None => "text/plain".to_owned(),
        Some(value) => {
            let subtype = value.subtype().unwrap_or_default();
            let name = format!("{}/{subtype}", value.ctype()).to_ascii_lowercase();
            match name.as_str() {
                "text/" | "/" => "text/plain".to_owned(),
                _ => name,
            }
        }
    }
}
