//! DKIM signatures (RFC 6376 and 8463): by them a receiver's server knows that a mail is the
//! domain's, and as it was sent.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject as _;
use sha2::{Digest as _, Sha256};

/// What is signed of the head. Those of [`ONLY_ONCE`] once more than they are there, so that nobody
/// can add another one.
const SIGNED: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "reply-to",
    "message-id",
    "in-reply-to",
    "references",
    "list-id",
    "auto-submitted",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
];

/// What a reader sees: a second one would be shown in the place of ours.
const ONLY_ONCE: &[&str] = &["from", "to", "cc", "subject", "date", "reply-to"];

/// Longest line of a signature.
const LINE: usize = 72;

/// A key, or what goes with it, cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDkim {
    /// The file is none.
    #[error("the key must be a PEM file with a private key that has no password")]
    NotPem,
    /// Neither of the two kinds that DKIM knows.
    #[error("the key must be RSA of 2048 to 4096 bits or Ed25519")]
    NotUsable,
    /// The domain is none.
    #[error("the domain must be one, such as example.com")]
    Domain,
    /// The selector is none.
    #[error("the selector must be letters, digits, dots and dashes")]
    Selector,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

/// Signs mails for a domain with a key whose public half is in the DNS under
/// `<selector>._domainkey.<domain>`.
pub struct DkimSigner {
    domain: String,
    selector: String,
    key: Key,
    random: SystemRandom,
}

impl fmt::Debug for DkimSigner {
    /// Says nothing of the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DkimSigner")
            .field("domain", &self.domain)
            .field("selector", &self.selector)
            .finish_non_exhaustive()
    }
}

impl DkimSigner {
    /// From a private key in PEM: PKCS #8, or PKCS #1 for RSA.
    ///
    /// # Errors
    /// See [`InvalidDkim`]; it says nothing of the key.
    pub fn new(domain: &str, selector: &str, pem: &[u8]) -> Result<Self, InvalidDkim> {
        if !(is_name(domain) && domain.contains('.')) {
            return Err(InvalidDkim::Domain);
        }
        if !is_name(selector) {
            return Err(InvalidDkim::Selector);
        }
        Ok(Self {
            domain: domain.to_owned(),
            selector: selector.to_owned(),
            key: Key::read(pem)?,
            random: SystemRandom::new(),
        })
    }

    /// The message with a signature above its head. The same message at the same instant gets the
    /// same signature.
    #[must_use]
    pub fn sign(&self, message: &[u8], at: DateTime<Utc>) -> Vec<u8> {
        let (head, body) = split(message);
        let fields = fields(&head);
        let names = signed_names(&fields);
        let body_hash = STANDARD.encode(Sha256::digest(relaxed_body(body)));
        let unsigned = format!(
            "DKIM-Signature: v=1; a={}-sha256; c=relaxed/relaxed; d={};\r\n s={}; t={};\r\n \
             h={};\r\n bh={body_hash};\r\n b=",
            self.key.name(),
            self.domain,
            self.selector,
            at.timestamp(),
            names_in_lines(&names),
        );
        let mut signed = relaxed_fields(&fields, &names);
        // The signature covers its own field without what it is about to add, and without the line's
        // end.
        signed.push_str(relaxed_field(&unsigned).trim_end());
        let Some(signature) = self.key.sign(signed.as_bytes(), &self.random) else {
            // Only on a machine without random numbers: the mail goes unsigned rather than not at all.
            return message.to_vec();
        };
        let signature = STANDARD.encode(signature);
        let mut out = unsigned.into_bytes();
        out.extend(folded(&signature).into_bytes());
        out.extend(b"\r\n");
        out.extend(message);
        out
    }
}

impl Key {
    fn read(pem: &[u8]) -> Result<Self, InvalidDkim> {
        let der = PrivateKeyDer::from_pem_slice(pem).map_err(|_unreadable| InvalidDkim::NotPem)?;
        let rsa = |key| Self::Rsa(Box::new(key));
        let key = match &der {
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).map(rsa),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
                    .map(Self::Ed25519)
                    .or_else(|_other| RsaKeyPair::from_pkcs8(der).map(rsa))
            }
            _ => return Err(InvalidDkim::NotUsable),
        };
        key.map_err(|_rejected| InvalidDkim::NotUsable)
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa",
            Self::Ed25519(_) => "ed25519",
        }
    }

    fn sign(&self, text: &[u8], random: &SystemRandom) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, random, text, &mut signature)
                    .ok()
                    .map(|()| signature)
            }
            Self::Ed25519(key) => Some(key.sign(&Sha256::digest(text)).as_ref().to_vec()),
        }
    }
}

fn is_name(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// Head and body of a message, without the empty line between them.
fn split(message: &[u8]) -> (String, &[u8]) {
    let end = message
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map_or(message.len(), |at| at + 2);
    let (head, rest) = message.split_at(end);
    let body = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    (String::from_utf8_lossy(head).into_owned(), body)
}

/// The fields of a head, each with its folded lines.
fn fields(head: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in head.split_inclusive("\r\n") {
        match fields.last_mut() {
            Some(field) if line.starts_with([' ', '\t']) => field.push_str(line),
            _ => fields.push(line.to_owned()),
        }
    }
    fields
}

fn has_name(field: &str, name: &str) -> bool {
    field
        .split_once(':')
        .is_some_and(|(own, _)| own.trim_end().eq_ignore_ascii_case(name))
}

fn signed_names(fields: &[String]) -> Vec<&'static str> {
    let present = |name: &&&str| fields.iter().any(|field| has_name(field, name));
    SIGNED
        .iter()
        .filter(present)
        .chain(ONLY_ONCE)
        .copied()
        .collect()
}

/// The fields that are signed, in the order of their names; a name whose field is used up, or never
/// was there, stands for nothing.
fn relaxed_fields(fields: &[String], names: &[&str]) -> String {
    let mut left: Vec<&String> = fields.iter().collect();
    let mut out = String::new();
    for name in names {
        // Of several the last one first (RFC 6376, 5.4.2).
        if let Some(at) = left.iter().rposition(|field| has_name(field, name)) {
            out.push_str(&relaxed_field(left.remove(at)));
        }
    }
    out
}

/// A field in one line, its name in lower case, its white space reduced (RFC 6376, 3.4.2).
fn relaxed_field(field: &str) -> String {
    let (name, value) = field.split_once(':').unwrap_or((field, ""));
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    format!(
        "{}:{}\r\n",
        name.trim().to_ascii_lowercase(),
        words.join(" ")
    )
}

/// A body with its white space reduced and no empty lines at its end (RFC 6376, 3.4.4).
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut blank = false;
        for byte in line {
            if matches!(byte, b' ' | b'\t') {
                blank = true;
                continue;
            }
            if std::mem::take(&mut blank) {
                out.push(b' ');
            }
            out.push(*byte);
        }
        out.extend(b"\r\n");
    }
    while out.ends_with(b"\r\n\r\n") {
        out.truncate(out.len() - 2);
    }
    if out == b"\r\n" {
        out.clear();
    }
    out
}

/// Names between colons, in lines.
fn names_in_lines(names: &[&str]) -> String {
    let mut out = String::new();
    let mut line = 0;
    for name in names {
        if !out.is_empty() {
            out.push(':');
        }
        if line + name.len() >= LINE {
            out.push_str("\r\n ");
            line = 0;
        }
        out.push_str(name);
        line += name.len() + 1;
    }
    out
}

/// A signature in lines.
fn folded(value: &str) -> String {
    let characters: Vec<char> = value.chars().collect();
    let lines: Vec<String> = characters
        .chunks(LINE)
        .map(|line| line.iter().collect())
        .collect();
    lines.join("\r\n ")
}
