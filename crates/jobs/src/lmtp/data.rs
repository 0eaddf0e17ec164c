//! A message on the wire: ended by a line with one dot, and every dot that begins a line doubled.

/// Takes the message out of what follows `DATA`. Only CR LF ends a line: another end, such as a
/// bare LF, is content. So nobody can hide the end of a message in one, with commands after it.
#[derive(Debug, Default)]
pub(super) struct Unstuffer {
    place: Place,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After CR LF, or at the beginning.
    #[default]
    LineStart,
    /// Within a line.
    Line,
    /// After a CR.
    Return,
    /// After a dot that begins a line; it is not content.
    Dot,
    /// After such a dot and a CR.
    DotReturn,
}

impl Unstuffer {
    /// Appends to `message` what of `wire` belongs to it. When the message ends within, returns
    /// how many bytes of `wire` it took.
    pub(super) fn feed(&mut self, wire: &[u8], message: &mut Vec<u8>) -> Option<usize> {
        for (at, byte) in wire.iter().copied().enumerate() {
            self.place = match (self.place, byte) {
                (Place::DotReturn, b'\n') => return Some(at + 1),
                (Place::LineStart, b'.') => Place::Dot,
                (Place::Dot, b'\r') => Place::DotReturn,
                (before, byte) => {
                    if before == Place::DotReturn {
                        message.push(b'\r');
                    }
                    message.push(byte);
                    match (before, byte) {
                        (_, b'\r') => Place::Return,
                        (Place::Return, b'\n') => Place::LineStart,
                        _ => Place::Line,
                    }
                }
            };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The message, and what is left on the wire after it.
    fn read(wire: &str) -> Option<(String, &str)> {
        let (mut unstuffer, mut message) = (Unstuffer::default(), Vec::new());
        // Byte by byte and at once must be the same.
        let mut steps = (Unstuffer::default(), Vec::new());
        let end = unstuffer.feed(wire.as_bytes(), &mut message);
        let stepped = wire
            .bytes()
            .position(|byte| steps.0.feed(&[byte], &mut steps.1).is_some());
        assert_eq!(end, stepped.map(|at| at + 1));
        assert_eq!(message, steps.1);
        Some((String::from_utf8(message).unwrap(), wire.get(end?..)?))
    }

    #[test]
    fn dots_at_the_beginning_of_lines_are_single_again() {
        let (message, rest) = read("..a\r\n.b\r\nc.\r\n...\r\n.\r\nQUIT\r\n").unwrap();
        assert_eq!(message, ".a\r\nb\r\nc.\r\n..\r\n");
        assert_eq!(rest, "QUIT\r\n");
    }

    #[test]
    fn empty_message_is_one() {
        assert_eq!(read(".\r\n"), Some((String::new(), "")));
    }

    #[test]
    fn only_the_full_sequence_ends_a_message() {
        for smuggled in [
            "a\n.\r\nMAIL FROM:<x@y>\r\n",
            "a\n.\nMAIL FROM:<x@y>\r\n",
            "a\r.\r\nMAIL\r\n",
            "a\r\n.\nMAIL\r\n",
            "a\r\n.\rMAIL\r\n",
            "a\r\n.\r\rMAIL\r\n",
            "a\r\n. \r\nMAIL\r\n",
        ] {
            assert_eq!(read(smuggled), None, "{smuggled:?}");
            let whole = format!("{smuggled}.\r\n");
            let (message, rest) = read(&whole).unwrap();
            assert!(message.contains("MAIL"), "{message:?}");
            assert_eq!(rest, "");
        }
    }

    #[test]
    fn dot_before_a_lone_return_is_dropped_and_the_return_kept() {
        assert_eq!(read(".\r\r\n.\r\n").unwrap().0, "\r\r\n");
        assert_eq!(read(".\ra\r\n.\r\n").unwrap().0, "\ra\r\n");
    }
}
