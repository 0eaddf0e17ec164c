//! The client's commands, as RFC 2033 and RFC 5321 write them.

/// The longest address, in bytes: 64 + 1 + 255 and room for what others allow themselves.
const ADDRESS_MAX: usize = 512;

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// `LHLO`
    Hello,
    /// `MAIL FROM`
    Mail(Sender),
    /// `RCPT TO`
    Recipient(String),
    /// `DATA`
    Data,
    /// `RSET`
    Reset,
    /// `NOOP`
    Nothing,
    /// `VRFY`, about which nothing is said.
    Verify,
    /// `QUIT`
    Quit,
}

/// What `MAIL FROM` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sender {
    /// The address; `None` is `<>`.
    pub(super) address: Option<String>,
    /// The announced size in bytes.
    pub(super) size: Option<u64>,
}

/// What is answered to a line that is no command.
pub(super) type Refusal = &'static str;

const SYNTAX: Refusal = "501 5.5.4 syntax error in the parameters";

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Result<Command, Refusal> {
    let line = std::str::from_utf8(line).or(Err("500 5.5.2 neither ASCII nor UTF-8"))?;
    if line.chars().any(char::is_control) {
        return Err("500 5.5.2 control character in a command");
    }
    let line = line.trim_end_matches(' ');
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    match verb.to_ascii_uppercase().as_str() {
        "LHLO" if rest.trim().is_empty() => Err("501 5.5.4 LHLO needs a name"),
        "LHLO" => Ok(Command::Hello),
        "HELO" | "EHLO" => Err("500 5.5.1 this is LMTP, say LHLO"),
        "MAIL" => mail(path_after(rest, "FROM:")?),
        "RCPT" => recipient(path_after(rest, "TO:")?),
        "DATA" => bare(rest, Command::Data),
        "RSET" => bare(rest, Command::Reset),
        "QUIT" => bare(rest, Command::Quit),
        "NOOP" => Ok(Command::Nothing),
        "VRFY" => Ok(Command::Verify),
        _ => Err("500 5.5.1 unknown command"),
    }
}

fn bare(rest: &str, command: Command) -> Result<Command, Refusal> {
    if rest.is_empty() {
        Ok(command)
    } else {
        Err(SYNTAX)
    }
}

/// The address and what follows it.
fn path_after<'a>(rest: &'a str, word: &str) -> Result<(&'a str, &'a str), Refusal> {
    let after = rest
        .get(..word.len())
        .filter(|start| start.eq_ignore_ascii_case(word))
        .and_then(|_| rest.get(word.len()..))
        .ok_or(SYNTAX)?;
    let after = after
        .trim_start_matches(' ')
        .strip_prefix('<')
        .ok_or(SYNTAX)?;
    let end = end_of_path(after).ok_or(SYNTAX)?;
    let (path, after) = after.split_at(end);
    let parameters = after.strip_prefix('>').ok_or(SYNTAX)?;
    if path.len() > ADDRESS_MAX {
        return Err("501 5.1.3 the address is too long");
    }
    if !parameters.is_empty() && !parameters.starts_with(' ') {
        return Err(SYNTAX);
    }
    Ok((path, parameters))
}

/// The place of the bracket that closes the path: one within quotes does not.
fn end_of_path(path: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, sign) in path.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn mail((path, parameters): (&str, &str)) -> Result<Command, Refusal> {
    let mut size = None;
    for parameter in parameters.split_ascii_whitespace() {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (name.to_ascii_uppercase().as_str(), value) {
            ("SIZE", value) => size = Some(value.parse().or(Err(SYNTAX))?),
            ("BODY", value)
                if ["7BIT", "8BITMIME"]
                    .iter()
                    .any(|known| value.eq_ignore_ascii_case(known)) => {}
            ("SMTPUTF8", "") => {}
            _ => return Err("555 5.5.4 unknown parameter"),
        }
    }
    Ok(Command::Mail(Sender {
        address: (!path.is_empty()).then(|| path.to_owned()),
        size,
    }))
}

fn recipient((path, parameters): (&str, &str)) -> Result<Command, Refusal> {
    if !parameters.trim().is_empty() {
        return Err("555 5.5.4 unknown parameter");
    }
    if path.is_empty() {
        return Err(SYNTAX);
    }
    Ok(Command::Recipient(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(address: &str, size: Option<u64>) -> Command {
        Command::Mail(Sender {
            address: (!address.is_empty()).then(|| address.to_owned()),
            size,
        })
    }

    #[test]
    fn sender_comes_with_its_parameters() {
        assert_eq!(
            parse(b"mail from:<a@b.example> SIZE=12 body=8bitmime SMTPUTF8"),
            Ok(sender("a@b.example", Some(12)))
        );
        assert_eq!(parse(b"MAIL FROM:<>"), Ok(sender("", None)));
        assert_eq!(
            parse("MAIL FROM: <zoé@é.example>".as_bytes()),
            Ok(sender("zoé@é.example", None))
        );
    }

    #[test]
    fn bracket_within_quotes_belongs_to_the_address() {
        assert_eq!(
            parse(br#"RCPT TO:<"a> \" b"@c.example>"#),
            Ok(Command::Recipient(r#""a> \" b"@c.example"#.to_owned()))
        );
    }

    #[test]
    fn what_is_no_command_is_refused() {
        for line in [
            &b"EHLO x"[..],
            b"LHLO",
            b"MAIL FROM:a@b",
            b"MAIL FROM:<a@b",
            b"MAIL FROM:<a@b>SIZE=1",
            b"MAIL FROM:<a@b> SIZE=-1",
            b"MAIL FROM:<a@b> AUTH=x",
            b"MAIL",
            b"RCPT TO:<>",
            b"RCPT TO:<a@b> NOTIFY=NEVER",
            b"DATA now",
            b"GET / HTTP/1.1",
            b"",
            b"NOOP \x00",
            b"NOOP \xff",
        ] {
            let answer = parse(line).unwrap_err();
            assert!(answer.starts_with('5'), "{line:?}: {answer}");
        }
    }
}
