//! A mail as it was read by `guichet-mail`, and what is asked of it here.

use bytes::Bytes;
use guichet_db::inbound_mails::MailHead;
use guichet_mail::incoming::{
    AuthenticationResult, Body, IncomingFile, IncomingMail, MethodResult, Nature, ReadLimits,
    read_mail,
};

use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};

/// Message-IDs that an answer may name, and addresses that it may go to, at most.
const PARENTS: usize = 50;
/// The longest address, name, subject and Message-ID kept, in characters.
const WORDS: usize = 500;

/// A file of a mail, still within its bytes.
#[derive(Debug, Clone)]
pub(super) struct MessageFile {
    pub(super) file: IncomingFile,
    /// How many bytes it has.
    pub(super) size: u64,
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
    /// Whether its subject is that of an out-of-office note, though no header says so.
    pub(super) sounds_automatic: bool,
    /// What it says.
    pub(super) body: Body,
    /// Its files.
    pub(super) files: Vec<MessageFile>,
    /// Its bytes.
    pub(super) raw: Bytes,
    /// What mail servers on its way say of its sender, the last one first.
    authentication: Vec<AuthenticationResult>,
}

impl std::fmt::Debug for Message {
    // Neither text nor address may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("nature", &self.nature.as_str())
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

impl Message {
    fn of(mail: IncomingMail, raw: Bytes) -> Self {
        let mut parents = mail.in_reply_to;
        parents.extend(mail.references.into_iter().rev());
        parents.dedup();
        parents.truncate(PARENTS);
        let (sender, sender_name) = mail
            .from
            .map_or((None, None), |from| (Some(from.address), from.name));
        let named = mail.to.into_iter().chain(mail.cc);
        let files = mail.attachments.into_iter().map(|file| MessageFile {
            size: size(&file, &raw),
            file,
        });
        Self {
            head: MailHead {
                sender: sender
                    .as_deref()
                    .and_then(short)
                    .map(|address| address.to_lowercase()),
                sender_name: sender_name.as_deref().and_then(short),
                subject: short(&mail.subject),
                message_id: mail.message_id.as_deref().and_then(short),
            },
            recipients: named
                .map(|mailbox| mailbox.address)
                .chain(mail.delivered_to)
                .take(PARENTS)
                .collect(),
            parents,
            nature: mail.nature,
            sounds_automatic: mail.sounds_automatic,
            body: mail.body,
            files: files.collect(),
            raw,
            authentication: mail.authentication,
        }
    }

    /// By which the same message is known when it comes again, by another way: sender and Message-ID.
    pub(super) fn once_key(&self) -> Option<String> {
        let sender = self.head.sender.as_deref()?;
        let id = self.head.message_id.as_deref()?;
        Some(sha256_hex(format!("{sender}\n{id}").as_bytes()))
    }

    /// Whether it says nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.body.whole_text.trim().is_empty()
    }

    /// The Message-IDs of the mails that a bounce says were given up, at most once each.
    pub(super) fn returned_ids(&self) -> Vec<String> {
        let Nature::Bounce(recipients) = &self.nature else {
            return Vec::new();
        };
        // Late is not lost.
        let failed = |action: &str| action == "failed";
        let mut ids: Vec<String> = recipients
            .iter()
            .filter(|recipient| failed(&recipient.action))
            .filter_map(|recipient| recipient.original_message_id.clone())
            .collect();
        let names_nothing = recipients
            .iter()
            .all(|recipient| failed(&recipient.action) && recipient.original_message_id.is_none());
        if names_nothing {
            ids.extend(self.parents.iter().cloned());
        }
        ids.sort();
        ids.dedup();
        ids
    }

    /// Whether this mail server found the sender's address genuine. What other servers say counts
    /// for nothing: anybody can write that.
    pub(super) fn is_authenticated_by(&self, server: &str) -> bool {
        let sender = self.head.sender.as_deref();
        let Some((_, domain)) = sender.and_then(|sender| sender.rsplit_once('@')) else {
            return false;
        };
        self.authentication
            .iter()
            .find(|result| result.authserv_id.eq_ignore_ascii_case(server))
            .is_some_and(|result| is_genuine(result, domain))
    }
}

/// DMARC decides where it was looked at, else SPF or DKIM of the sender's own domain (RFC 8601).
fn is_genuine(results: &AuthenticationResult, domain: &str) -> bool {
    let says = |method: &'static str, verdict: &'static str| {
        let methods = results.methods.iter();
        methods.filter(move |found| found.method == method && found.result == verdict)
    };
    let is_of_domain = |found: &MethodResult, names: &[&str]| {
        found.properties.iter().any(|(name, value)| {
            let value = value
                .rsplit_once('@')
                .map_or(&**value, |(_, domain)| domain);
            names.contains(&name.as_str()) && value.eq_ignore_ascii_case(domain)
        })
    };
    if says("dmarc", "fail").next().is_some() {
        return false;
    }
    says("dmarc", "pass").next().is_some()
        || says("spf", "pass").any(|found| is_of_domain(found, &["smtp.mailfrom"]))
        || says("dkim", "pass").any(|found| is_of_domain(found, &["header.d", "header.i"]))
}

/// A text of bounded length, none when it is empty.
fn short(text: &str) -> Option<String> {
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(WORDS)
        .collect();
    let clean = clean.trim().to_owned();
    (!clean.is_empty()).then_some(clean)
}

fn size(file: &IncomingFile, raw: &[u8]) -> u64 {
    let size: usize = file.chunks(raw).map(|chunk| chunk.len()).sum();
    u64::try_from(size).unwrap_or(u64::MAX)
}

/// Reads a message on a thread of its own; `None` when it cannot be read.
pub(super) async fn read(raw: Bytes) -> Result<Option<Message>> {
    tokio::task::spawn_blocking(move || parse(raw))
        .await
        .map_err(Error::internal)
}

fn parse(raw: Bytes) -> Option<Message> {
    // The doors have a limit of their own.
    let limits = ReadLimits {
        message_bytes: usize::MAX,
        ..ReadLimits::default()
    };
    match read_mail(&raw, &limits) {
        Ok(mail) => Some(Message::of(mail, raw)),
        Err(error) => {
            tracing::info!(why = error.as_str(), "a mail cannot be read");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(headers: &str) -> Message {
        let raw = format!("{headers}\r\n\r\nBonjour\r\n");
        parse(Bytes::from(raw)).unwrap()
    }

    #[test]
    fn only_what_the_own_server_says_of_the_senders_domain_counts() {
        for (results, genuine) in [
            ("dmarc=pass header.from=dupont.example", true),
            ("spf=pass smtp.mailfrom=claire@dupont.example", true),
            ("dmarc=none; dkim=pass header.d=dupont.example", true),
            ("dmarc=fail; spf=pass smtp.mailfrom=x@dupont.example", false),
            ("spf=pass smtp.mailfrom=x@evil.example", false),
            ("spf=pass smtp.helo=dupont.example", false),
            ("dkim=fail header.d=dupont.example", false),
            ("none", false),
        ] {
            let from = "From: claire@dupont.example";
            let mail = message(&format!(
                "{from}\r\nAuthentication-Results: MX.heliaq.example; {results}"
            ));
            assert_eq!(
                mail.is_authenticated_by("mx.heliaq.example"),
                genuine,
                "{results}"
            );
            assert!(!mail.is_authenticated_by("mx.evil.example"));
        }
    }

    #[test]
    fn late_mails_are_not_returned_ones() {
        let report = |action: &str, original: &str| {
            message(&format!(
                "From: MAILER-DAEMON@mx.example\r\nIn-Reply-To: <b@heliaq.example>\r\n\
                 Content-Type: multipart/report; report-type=delivery-status; boundary=d\r\n\r\n\
                 --d\r\nContent-Type: message/delivery-status\r\n\r\n\
                 Final-Recipient: rfc822; x@y.example\r\nAction: {action}\r\n\
                 --d\r\nContent-Type: text/rfc822-headers\r\n\r\n{original}\r\n--d--"
            ))
        };
        let original = "Message-ID: <a@heliaq.example>";
        assert_eq!(
            report("failed", original).returned_ids(),
            ["a@heliaq.example"]
        );
        assert_eq!(
            report("failed", "X: y").returned_ids(),
            ["b@heliaq.example"]
        );
        assert!(report("delayed", original).returned_ids().is_empty());
        assert!(report("delayed", "X: y").returned_ids().is_empty());
        assert!(message("From: a@b.example").returned_ids().is_empty());
    }
}
