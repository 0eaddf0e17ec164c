//! A mail as it was read.

use std::panic::catch_unwind;

use bytes::Bytes;
use guichet_db::inbound_mails::MailHead;
use mail_parser::{
    Addr, Address, HeaderName, HeaderValue, MessageParser, MessagePart, MimeHeaders as _, PartType,
};

use super::quote;
use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};

/// Message-IDs that an answer may name, and files that a mail may have, at most.
const PARENTS: usize = 50;
const FILES: usize = 100;
/// The longest address, name, subject and Message-ID kept, in characters.
const WORDS: usize = 500;

/// A file of a mail.
#[derive(Clone)]
pub(super) struct MessageFile {
    pub(super) name: String,
    pub(super) content: Bytes,
    /// By which the text may show it, without brackets.
    pub(super) content_id: Option<String>,
    /// Whether it belongs into the text.
    pub(super) inline: bool,
}

/// What kind of mail it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Nature {
    /// A person wrote it.
    Personal,
    /// An automatic answer.
    AutoReply,
    /// A report that mails with these Message-IDs could not be delivered.
    Bounce(Vec<String>),
    /// A mail of our own that came back.
    Loop,
    /// From a mailing list, or sent to many.
    Bulk,
}

/// A mail as it was read.
pub(super) struct Message {
    /// What it says of itself.
    pub(super) head: MailHead,
    /// The addresses that it went to.
    pub(super) recipients: Vec<String>,
    /// The Message-IDs that it answers, the nearest first.
    pub(super) parents: Vec<String>,
    /// What kind of mail it is.
    pub(super) nature: Nature,
    /// What mail servers on its way say of its sender, the last one first.
    pub(super) authentication: Vec<String>,
    /// The new text, without what it quotes and the signature.
    pub(super) html: String,
    /// The same as plain text.
    pub(super) text: String,
    /// All of the text.
    pub(super) whole_html: String,
    /// The same as plain text.
    pub(super) whole_text: String,
    /// Whether something was cut.
    pub(super) was_cut: bool,
    /// Its files.
    pub(super) files: Vec<MessageFile>,
}

impl std::fmt::Debug for Message {
    // Neither text nor address may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("nature", &self.nature)
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

impl Message {
    /// By which the same message is known when it comes again, by another way: sender and Message-ID.
    pub(super) fn once_key(&self) -> Option<String> {
        let sender = self.head.sender.as_deref()?;
        let id = self.head.message_id.as_deref()?;
        Some(sha256_hex(format!("{sender}\n{id}").as_bytes()))
    }

    /// Whether it says nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.whole_text.trim().is_empty()
    }

    /// Whether this mail server found the sender's address genuine. What other servers say counts
    /// for nothing: anybody can write that.
    pub(super) fn is_authenticated_by(&self, server: &str) -> bool {
        let domain = self
            .head
            .sender
            .as_deref()
            .and_then(|sender| sender.rsplit_once('@'));
        let Some((_, domain)) = domain else {
            return false;
        };
        let results = self.authentication.iter().find_map(|header| {
            let (id, results) = header.split_once(';')?;
            let id = id.split_whitespace().next()?;
            id.eq_ignore_ascii_case(server).then_some(results)
        });
        results.is_some_and(|results| is_genuine(results, domain))
    }
}

/// DMARC decides where it was looked at, else SPF or DKIM of the sender's own domain (RFC 8601).
fn is_genuine(results: &str, domain: &str) -> bool {
    let results: Vec<Vec<&str>> = results
        .split(';')
        .map(|result| result.split_whitespace().collect())
        .collect();
    let says = |method: &str, verdict: &str| {
        let wanted = format!("{method}={verdict}");
        results
            .iter()
            .filter(move |words| {
                words
                    .first()
                    .is_some_and(|word| word.eq_ignore_ascii_case(&wanted))
            })
            .collect::<Vec<_>>()
    };
    if !says("dmarc", "pass").is_empty() {
        return true;
    }
    if !says("dmarc", "fail").is_empty() {
        return false;
    }
    let aligned = |words: &[&str], names: &[&str]| {
        words.iter().any(|word| {
            let Some((name, value)) = word.split_once('=') else {
                return false;
            };
            let value = value.rsplit_once('@').map_or(value, |(_, domain)| domain);
            names.contains(&name) && value.trim_matches('"').eq_ignore_ascii_case(domain)
        })
    };
    says("spf", "pass")
        .iter()
        .any(|words| aligned(words, &["smtp.mailfrom"]))
        || says("dkim", "pass")
            .iter()
            .any(|words| aligned(words, &["header.d", "header.i"]))
}

/// Reads a message on a thread of its own; `None` when it is none, also when the reader breaks down.
pub(super) async fn read(raw: Bytes) -> Result<Option<Message>> {
    tokio::task::spawn_blocking(move || catch_unwind(|| parse(&raw)).unwrap_or_default())
        .await
        .map_err(Error::internal)
}

fn parse(raw: &[u8]) -> Option<Message> {
    let parsed = MessageParser::default().parse(raw)?;
    // Anything at all can be taken for a text without headers.
    let is_mail =
        parsed.from().is_some() || parsed.message_id().is_some() || parsed.date().is_some();
    if !is_mail && parsed.subject().is_none() {
        return None;
    }
    let head = head(&parsed);
    let whole_html = match parsed.html_part(0).map(|part| &part.body) {
        Some(PartType::Html(html)) => html.to_string(),
        _ => String::new(),
    };
    let whole_text = parsed.body_text(0).unwrap_or_default().into_owned();
    let html = quote::new_html(&whole_html).to_owned();
    let text = quote::new_text(&whole_text).to_owned();
    // Whoever quotes only, or writes between the lines, is shown whole.
    let says_nothing = text.trim().is_empty() && parsed.attachment_count() == 0;
    let (html, text) = if says_nothing {
        (whole_html.clone(), whole_text.clone())
    } else {
        (html, text)
    };
    let to = [parsed.to(), parsed.cc()].into_iter().flatten();
    let delivered = parsed
        .header_values("Delivered-To")
        .filter_map(HeaderValue::as_text);
    let recipients = to
        .flat_map(|list| list.iter().filter_map(Addr::address))
        .chain(delivered)
        .take(PARENTS)
        .map(str::to_owned)
        .collect();
    let mut parents = ids(parsed.in_reply_to());
    parents.extend(ids(parsed.references()).into_iter().rev());
    parents.dedup();
    parents.truncate(PARENTS);
    Some(Message {
        nature: nature(&parsed, &head),
        authentication: parsed
            .headers_raw()
            .filter(|(name, _)| name.eq_ignore_ascii_case("Authentication-Results"))
            .map(|(_, value)| value.replace(['\r', '\n'], " "))
            .collect(),
        was_cut: html != whole_html || text != whole_text,
        files: parsed.attachments().take(FILES).map(file).collect(),
        head,
        recipients,
        parents,
        html,
        text,
        whole_html,
        whole_text,
    })
}

fn head(parsed: &mail_parser::Message<'_>) -> MailHead {
    let short = |text: &str| {
        let clean: String = text
            .chars()
            .filter(|c| !c.is_control())
            .take(WORDS)
            .collect();
        let clean = clean.trim().to_owned();
        (!clean.is_empty()).then_some(clean)
    };
    // Several authors, or several headers, are nobody in particular.
    let mut authors = parsed
        .header_values(HeaderName::From)
        .filter_map(HeaderValue::as_address)
        .flat_map(Address::iter);
    let author = authors.next().filter(|_| authors.next().is_none());
    MailHead {
        sender: author
            .and_then(Addr::address)
            .and_then(short)
            .map(|address| address.to_lowercase())
            .filter(|address| address.contains('@')),
        sender_name: author.and_then(Addr::name).and_then(short),
        subject: parsed.subject().and_then(short),
        message_id: parsed.message_id().and_then(short),
    }
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![id.to_string()],
        HeaderValue::TextList(ids) => ids.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

fn nature(parsed: &mail_parser::Message<'_>, head: &MailHead) -> Nature {
    let text = |name: &'static str| {
        let value = parsed
            .headers_raw()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        value.map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let is_report = parsed.is_content_type("multipart", "report");
    let sender = head.sender.as_deref().unwrap_or_default();
    let by_daemon = ["mailer-daemon@", "postmaster@"]
        .iter()
        .any(|name| sender.starts_with(name));
    if is_report && (by_daemon || text("return-path").is_some_and(|path| path == "<>")) {
        return Nature::Bounce(reported_ids(parsed));
    }
    let automatic = text("auto-submitted").is_some_and(|value| !value.starts_with("no"));
    if automatic && parsed.message_id().is_some_and(|id| id.starts_with("CS")) {
        return Nature::Loop;
    }
    let precedence = text("precedence").unwrap_or_default();
    let answers = ["x-autoreply", "x-autorespond", "x-auto-reply-from"];
    if automatic
        || by_daemon
        || precedence == "auto_reply"
        || answers.iter().any(|name| text(name).is_some())
        || text("return-path").is_some_and(|path| path == "<>")
    {
        return Nature::AutoReply;
    }
    let to_many = ["bulk", "list", "junk"].contains(&precedence.as_str());
    if to_many || text("list-id").is_some() || text("list-unsubscribe").is_some() {
        return Nature::Bulk;
    }
    Nature::Personal
}

/// The Message-IDs of the mails that a report is about.
fn reported_ids(parsed: &mail_parser::Message<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for part in parsed.parts.iter().take(FILES) {
        let text = match &part.body {
            PartType::Message(inner) => {
                found.extend(inner.message_id().map(str::to_owned));
                continue;
            }
            PartType::Text(text) => text.to_string(),
            PartType::Binary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            _ => continue,
        };
        found.extend(text.lines().filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            let id = value.trim().trim_matches(['<', '>']);
            name.eq_ignore_ascii_case("message-id")
                .then(|| id.to_owned())
        }));
    }
    found.extend(ids(parsed.in_reply_to()));
    found.truncate(PARENTS);
    found
}

fn file(part: &MessagePart<'_>) -> MessageFile {
    let disposition = part.content_disposition();
    let content_id = part.content_id().map(str::to_owned);
    MessageFile {
        name: part
            .attachment_name()
            .map_or_else(|| default_name(part), str::to_owned),
        content: Bytes::copy_from_slice(part.contents()),
        inline: content_id.is_some() && disposition.is_none_or(mail_parser::ContentType::is_inline),
        content_id,
    }
}

fn default_name(part: &MessagePart<'_>) -> String {
    let ending = match part
        .content_type()
        .map(|kind| (kind.ctype(), kind.subtype()))
    {
        Some(("image", Some(subtype))) => subtype.to_ascii_lowercase(),
        Some(("message", _)) => "eml".to_owned(),
        _ => "bin".to_owned(),
    };
    format!("message.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_own_server_says_of_the_senders_domain_counts() {
        let from = "dupont.example";
        assert!(is_genuine(" dmarc=pass header.from=dupont.example", from));
        assert!(is_genuine(
            " spf=pass smtp.mailfrom=claire@dupont.example",
            from
        ));
        assert!(is_genuine(
            " dmarc=none; dkim=pass header.d=dupont.example",
            from
        ));
        assert!(!is_genuine(
            " dmarc=fail; spf=pass smtp.mailfrom=x@dupont.example",
            from
        ));
        assert!(!is_genuine(" spf=pass smtp.mailfrom=x@evil.example", from));
        assert!(!is_genuine(" dkim=fail header.d=dupont.example", from));
        assert!(!is_genuine(" none", from));
    }
}
