//! Reads a stream of Server-Sent Events (HTML standard, 9.2.6), however it is cut into chunks.

use std::time::Duration;

/// One event as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// The id that resumes after it; that of an earlier event when it has none of its own.
    pub(crate) id: Option<String>,
    /// Its kind; empty when it does not say.
    pub(crate) kind: String,
    /// Its data, lines joined by `\n`.
    pub(crate) data: String,
}

/// The state between two chunks.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    line: Vec<u8>,
    after_cr: bool,
    started: bool,
    kind: String,
    data: String,
    id: Option<String>,
    retry: Option<Duration>,
}

impl Parser {
    /// For a stream that is resumed after the event `id`.
    pub(crate) fn after(id: Option<String>) -> Self {
        Self {
            id,
            ..Self::default()
        }
    }

    /// How long the server wants us to wait before connecting again.
    pub(crate) const fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Takes the next bytes and gives the events that are complete now.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut messages = Vec::new();
        for &byte in bytes {
            let ends_crlf = std::mem::take(&mut self.after_cr) && byte == b'\n';
            match byte {
                b'\n' if ends_crlf => {}
                b'\n' | b'\r' => {
                    self.after_cr = byte == b'\r';
                    let line = std::mem::take(&mut self.line);
                    messages.extend(self.end_line(&line));
                }
                _ => self.line.push(byte),
            }
        }
        messages
    }

    fn end_line(&mut self, line: &[u8]) -> Option<Message> {
        // Only the very first line may begin with a byte order mark.
        let line = match line.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) if !self.started => rest,
            _ => line,
        };
        self.started = true;
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.kind),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" => self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry),
            // Comments, which keep the connection alive, and what the standard does not know.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Message> {
        let kind = std::mem::take(&mut self.kind);
        let mut data = std::mem::take(&mut self.data);
        data.pop()?;
        Some(Message {
            id: self.id.clone(),
            kind,
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: Option<&str>, kind: &str, data: &str) -> Message {
        Message {
            id: id.map(str::to_owned),
            kind: kind.to_owned(),
            data: data.to_owned(),
        }
    }

    const STREAM: &str = "\u{FEFF}: bonjour\nretry: 2500\n\nevent: ticket.updated\nid: 7\n\
                          data: {\"été\":1}\n\ndata: a\ndata:b\n\nid: 8\n\ndata\n\nevent: x\n\n";

    fn expected() -> Vec<Message> {
        vec![
            message(Some("7"), "ticket.updated", "{\"été\":1}"),
            message(Some("7"), "", "a\nb"),
            message(Some("8"), "", ""),
        ]
    }

    #[test]
    fn events_are_read_with_their_ids() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(STREAM.as_bytes()), expected());
        assert_eq!(parser.retry(), Some(Duration::from_millis(2500)));
    }

    #[test]
    fn chunks_may_be_cut_anywhere() {
        for size in 1..9 {
            let mut parser = Parser::default();
            let mut found = Vec::new();
            for chunk in STREAM.as_bytes().chunks(size) {
                found.extend(parser.feed(chunk));
            }
            assert_eq!(found, expected(), "chunks of {size}");
        }
    }

    #[test]
    fn every_kind_of_line_end_is_one() {
        for end in ["\n", "\r", "\r\n"] {
            let mut parser = Parser::default();
            let found = parser.feed(STREAM.replace('\n', end).as_bytes());
            assert_eq!(found, expected(), "{end:?}");
        }
    }

    #[test]
    fn an_unfinished_event_is_not_told() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(b"id: 1\ndata: x\n"), []);
        assert_eq!(parser.feed(b"\n"), [message(Some("1"), "", "x")]);
    }
}
