//! Reports of mail that could not be delivered: RFC 3464, and what older servers write.

use super::decode;
use super::headers::{Headers, is_address};
use super::mime::{Message, Part};
use super::{nature, words};

/// Bytes of a report or of a returned message that are read.
const REPORT_BYTES: usize = 256 * 1024;
/// Recipients that are kept.
const RECIPIENTS: usize = 100;

/// A recipient that a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BouncedRecipient {
    /// The address that the mail was for.
    pub address: String,
    /// `failed`, `delayed`, `delivered`, `relayed`, `expanded`.
    pub action: String,
    /// The enhanced status code, like `5.1.1`.
    pub status: Option<String>,
    /// What the server said.
    pub diagnostic: Option<String>,
    /// `Message-ID` of the mail that was returned, without brackets.
    pub original_message_id: Option<String>,
}

/// The recipients, if this is a report; empty if it does not name them.
pub(super) fn of(
    raw: &[u8],
    message: &Message,
    from: &str,
    subject: &str,
) -> Option<Vec<BouncedRecipient>> {
    let status = message
        .parts
        .iter()
        .find(|part| part.media_type.ends_with("/delivery-status"));
    let is_report = message.media_type == "multipart/report"
        && message
            .report_type
            .as_deref()
            .is_none_or(|kind| kind == "delivery-status");
    let original = original_id(raw, message);
    if let Some(status) = status.filter(|_| is_report) {
        let mut found = delivery_status(&text_of(raw, status));
        if found.is_empty() {
            found = from_text(raw, message);
        }
        for recipient in &mut found {
            recipient.original_message_id.clone_from(&original);
        }
        return Some(found);
    }
    if !is_report && !is_old_report(&message.head, from, subject) {
        return None;
    }
    let mut found = failed_recipients(&message.head);
    if found.is_empty() {
        found = from_text(raw, message);
    }
    for recipient in &mut found {
        recipient.original_message_id.clone_from(&original);
    }
    Some(found)
}

/// From the mail system, and it says that something could not be delivered.
fn is_old_report(head: &Headers, from: &str, subject: &str) -> bool {
    if head.has("x-failed-recipients") {
        return true;
    }
    let local = from
        .split('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let by_server = ["mailer-daemon", "mail-daemon", "postmaster"].contains(&local.as_str())
        || local.starts_with("microsoftexchange");
    let subject = words::fold(subject);
    let says_so = [
        "undeliver",
        "non remis",
        "failure notice",
        "delivery failure",
        "delivery status",
        "mail delivery failed",
        "returned mail",
        "non distribu",
        "échec de la remise",
        "delivery has failed",
        "unzustellbar",
        "mail delivery system",
        "warning: message",
        "message delayed",
        "could not be delivered",
    ]
    .iter()
    .any(|words| subject.contains(words));
    by_server && (says_so || nature::has_null_sender(head))
}

/// Exim names them in a field.
fn failed_recipients(head: &Headers) -> Vec<BouncedRecipient> {
    head.all("x-failed-recipients")
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|address| is_address(address))
        .take(RECIPIENTS)
        .map(|address| failed(address, None))
        .collect()
}

fn failed(address: &str, diagnostic: Option<String>) -> BouncedRecipient {
    BouncedRecipient {
        address: address.to_owned(),
        action: "failed".to_owned(),
        status: diagnostic.as_deref().and_then(status_in),
        diagnostic,
        original_message_id: None,
    }
}

/// Reads `message/delivery-status`: one group of fields for the message, one for each recipient.
fn delivery_status(report: &str) -> Vec<BouncedRecipient> {
    report
        .split("\n\n")
        .filter_map(|group| {
            let fields = Headers::read(group.trim_start().as_bytes());
            let address = ["original-recipient", "final-recipient"]
                .iter()
                .find_map(|name| typed(fields.raw(name)?))?;
            Some(BouncedRecipient {
                address,
                action: fields
                    .raw("action")
                    .unwrap_or("failed")
                    .to_ascii_lowercase(),
                status: fields.raw("status").and_then(status_in),
                diagnostic: fields
                    .raw("diagnostic-code")
                    .map(|value| super::headers::one_line(value).chars().take(500).collect()),
                original_message_id: None,
            })
        })
        .take(RECIPIENTS)
        .collect()
}

/// `rfc822; a@b.example`
fn typed(value: &str) -> Option<String> {
    let value = value.split_once(';').map_or(value, |(_, address)| address);
    let address = value.trim().trim_matches(['<', '>']);
    is_address(address).then(|| address.to_owned())
}

/// The first `5.1.1` or `#4.4.7`.
fn status_in(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || "(),;#<>[]-:".contains(c))
        .map(|word| word.trim_end_matches('.'))
        .find(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            matches!(parts.as_slice(), [class, subject, detail]
            if ["2", "4", "5"].contains(class)
                && [subject, detail].iter().all(|part| {
                    (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
                }))
        })
        .map(str::to_owned)
}

/// The addresses of the text above the returned message: `<a@b.example>:`, or alone in a line.
fn from_text(raw: &[u8], message: &Message) -> Vec<BouncedRecipient> {
    let Some(text) = first_text(raw, message) else {
        return Vec::new();
    };
    let lines: Vec<&str> = above_copy(&text).lines().collect();
    let mut found: Vec<BouncedRecipient> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let word = line.split_whitespace().next().unwrap_or_default();
        let address = word.trim_matches(|c: char| "<>:;,\"'()".contains(c));
        let alone = line.trim().len() <= word.len() || word.starts_with('<');
        if !alone || !is_address(address) || found.iter().any(|known| known.address == address) {
            continue;
        }
        let reason: Vec<&str> = lines
            .iter()
            .skip(index)
            .take(6)
            .take_while(|line| !line.trim().is_empty())
            .map(|line| line.trim())
            .collect();
        let reason: String = reason.join(" ").chars().take(500).collect();
        found.push(failed(address, Some(reason)));
        if found.len() >= RECIPIENTS {
            break;
        }
    }
    found
}

/// What stands above the copy of the message, as Exim, qmail and Exchange announce it.
fn above_copy(text: &str) -> &str {
    let ends = [
        "------ This is a copy of",
        "--- Below this line is a copy",
        "Original message headers",
        "En-têtes de message d'origine",
        "----- Original message -----",
        "--- The header of the original",
        "------ The body of the message",
        "Ursprüngliche Nachrichtenkopfzeilen",
    ];
    let end = ends.iter().filter_map(|mark| text.find(mark)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn first_text(raw: &[u8], message: &Message) -> Option<String> {
    message
        .parts
        .iter()
        .find(|part| part.media_type == "text/plain")
        .or_else(|| {
            message
                .parts
                .iter()
                .find(|part| part.media_type == "text/html")
        })
        .map(|part| text_of(raw, part))
}

fn text_of(raw: &[u8], part: &Part) -> String {
    let bytes = raw.get(part.range.clone()).unwrap_or_default();
    let bytes = bytes.get(..REPORT_BYTES).unwrap_or(bytes);
    decode::text(&part.transfer.decode(bytes), part.parameter("charset"))
}

/// `Message-ID` of the returned message: from its headers, or from the copy in the text.
fn original_id(raw: &[u8], message: &Message) -> Option<String> {
    let returned = message.parts.iter().find(|part| {
        matches!(
            part.media_type.as_str(),
            "message/rfc822" | "text/rfc822-headers" | "message/global"
        ) || part.media_type == "message/global-headers"
    });
    if let Some(part) = returned {
        let text = text_of(raw, part);
        return Headers::read(text.as_bytes())
            .ids("message-id")
            .into_iter()
            .next();
    }
    let text = first_text(raw, message)?;
    text.lines().find_map(|line| {
        let name = line.trim_start().get(..11)?;
        let value = name
            .eq_ignore_ascii_case("message-id:")
            .then(|| line.trim_start().get(11..))??;
        Headers::read(format!("message-id:{value}").as_bytes())
            .ids("message-id")
            .into_iter()
            .next()
    })
}
