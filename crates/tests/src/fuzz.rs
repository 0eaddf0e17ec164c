//! Damaged and spliced mails, made of the reader's samples: for the fuzz target
//! (`examples/fuzz_mail_in.rs`) and its short version in the tests. Needs no other toolchain.

use std::collections::HashSet;
use std::path::Path;

use chrono::TimeDelta;
use guichet_common::vocabulary::{InboundReason, InboundVerdict, MailDoor};
use guichet_mail::incoming::{IncomingMail, Nature, ReadLimits, Unreadable, read_mail};
use guichet_service::inbound::{ReceivedMail, Reception, receive_mail};

use crate::app::{AUTHSERV_ID, TestApp};

/// Messages that are kept to be changed further.
const KEPT: usize = 4000;
/// The longest message made, in bytes.
const LONGEST: usize = 256 * 1024;
/// Mails of one sender within an hour that are written.
const AN_HOUR: usize = 50;

/// Pieces that mean something to the reader.
const WORDS: [&str; 36] = [
    "\n\n",
    "\r\n",
    "--",
    "--b\n",
    "--b--\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: multipart/alternative; boundary=\"b\"\n",
    "Content-Type: text/html\n",
    "Content-Type: message/rfc822\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "=?utf-8?Q?=C3=A9?=",
    "=?utf-8?B?w6k=?=",
    "filename*0*=utf-8''%C3",
    "; charset=utf-7",
    "; charset=gb18030",
    "From: ",
    "\"",
    "<",
    ">",
    "(",
    ")",
    "<div class=gmail_quote>",
    "<blockquote type=cite>",
    "</div>",
    "<table>",
    "<template>",
    "<svg>",
    "cid:",
    "> ",
    "Le 1 a écrit :\n",
    "-- \n",
    "De : x\nEnvoyé : y\nÀ : z\n",
    "@",
    "format=flowed",
    "\u{fffc}",
];

/// A small generator: the same seed, the same messages.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let sides = u64::try_from(sides.max(1)).unwrap_or(1);
        usize::try_from(self.0 % sides).unwrap_or_default()
    }
}

/// The reader's samples, by name.
#[must_use]
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mail/tests/incoming");
    let files = std::fs::read_dir(folder).expect("the folder of samples");
    let mut samples: Vec<(String, Vec<u8>)> = files
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (name.into_owned(), std::fs::read(&path).expect("a sample"))
        })
        .collect();
    samples.sort();
    samples
}

/// The message with all of `from` replaced.
#[must_use]
pub fn replaced(raw: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest
        .windows(from.len())
        .position(|window| window == from.as_bytes())
    {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before);
        out.extend_from_slice(to.as_bytes());
        rest = after.split_at(from.len()).1;
    }
    out.extend_from_slice(rest);
    out
}

/// The sample as a mail of Claire's about this ticket, for which the own mail server vouches.
#[must_use]
pub fn of_claire(name: &str, raw: &[u8], number: &str) -> Vec<u8> {
    let raw = replaced(raw, "elodie.martin@client.example", CLAIRE);
    let raw = replaced(&raw, "CS0057004", number);
    let raw = replaced(&raw, "support+k3q7token@", "support@");
    let mut raw = replaced(
        &raw,
        "<a1@client.example>",
        &format!("<{name}@dupont.example>"),
    );
    let line =
        format!("Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from=dupont.example\n");
    let mbox = raw.starts_with(b"From ");
    let end = raw.iter().position(|byte| *byte == b'\n');
    let at = end.filter(|_| mbox).map_or(0, |end| end + 1);
    raw.splice(at..at, line.into_bytes());
    raw
}

const CLAIRE: &str = "claire@dupont.example";

/// Whether a contact's mail is to be written.
#[must_use]
pub fn is_to_be_written(mail: &IncomingMail) -> bool {
    let says_something = !mail.attachments.is_empty() || !mail.body.whole_text.trim().is_empty();
    let from = mail.from.as_ref().map(|from| from.address.as_str());
    from.is_some_and(|from| from.eq_ignore_ascii_case(CLAIRE))
        && mail.nature == Nature::Personal
        && !mail.sounds_automatic
        && says_something
}

/// What holds for any mail that was taken in: it is decided, and says why when it was not written.
pub fn check_reception(name: &str, reception: &Reception) {
    let is_written = matches!(
        reception.verdict,
        InboundVerdict::Commented | InboundVerdict::TicketCreated
    );
    assert_eq!(
        reception.number.is_some(),
        is_written,
        "{name}: {reception:?}"
    );
    assert_eq!(
        reception.reason.is_none(),
        is_written,
        "{name}: {reception:?}"
    );
    assert_ne!(reception.verdict, InboundVerdict::Pending, "{name}");
    assert_ne!(
        reception.reason,
        Some(InboundReason::InternalError),
        "{name}"
    );
}

/// Makes one damaged message after the other; those of a new shape are changed further.
#[derive(Debug)]
pub struct Fuzz {
    corpus: Vec<Vec<u8>>,
    shapes: HashSet<(String, [usize; 6])>,
    dice: Dice,
    written: usize,
}

impl Fuzz {
    /// Begins with the samples, half of them as mails of Claire's about this ticket.
    #[must_use]
    pub fn new(seed: u64, number: &str) -> Self {
        let samples = samples();
        let claires = samples
            .iter()
            .map(|(name, raw)| of_claire(name, raw, number));
        let corpus = claires.chain(samples.iter().map(|(_, raw)| raw.clone()));
        Self {
            corpus: corpus.collect(),
            shapes: HashSet::new(),
            dice: Dice(seed.max(1)),
            written: 0,
        }
    }

    /// The next message.
    pub fn message(&mut self) -> Vec<u8> {
        damaged(&self.corpus, &mut self.dice)
    }

    /// How many shapes of readings were seen.
    #[must_use]
    pub fn shapes(&self) -> usize {
        self.shapes.len()
    }

    /// How many mails were written into tickets.
    #[must_use]
    pub fn written(&self) -> usize {
        self.written
    }

    /// Reads the message and asserts what holds for any reading.
    pub fn read(&mut self, raw: &[u8]) -> Result<IncomingMail, Unreadable> {
        let mail = read_mail(raw, &ReadLimits::default());
        check_reading(raw, &mail);
        if self.corpus.len() < KEPT && self.shapes.insert(shape(&mail)) {
            self.corpus.push(raw.to_vec());
        }
        mail
    }

    /// Takes the message in, and asserts what holds for any: only what is Claire's is written, and
    /// nobody but the people of the directory gets a mail.
    pub async fn receive(&mut self, app: &TestApp, raw: Vec<u8>) {
        let mail = self.read(&raw);
        let may_be_written = mail.is_ok_and(|mail| is_to_be_written(&mail));
        let mail = ReceivedMail {
            raw: raw.into(),
            door: MailDoor::Lmtp,
            envelope_from: None,
            envelope_to: Vec::new(),
        };
        let reception = receive_mail(&app.app, mail).await.expect("it is taken");
        check_reception("damaged", &reception);
        if reception.number.is_none() {
            return;
        }
        assert!(may_be_written, "{reception:?}");
        self.written += 1;
        if self.written.is_multiple_of(AN_HOUR) {
            app.clock.advance(TimeDelta::minutes(61)); // or she would have written too often
            for mail in app.take_mails().await {
                let known = ["dupont.example", "heliaq.example"];
                let domain = mail.to_address.rsplit_once('@').map(|(_, domain)| domain);
                assert!(domain.is_some_and(|domain| known.contains(&domain)));
            }
        }
    }
}

/// A message like the others, and yet not.
fn damaged(corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let pick = |dice: &mut Dice| {
        corpus
            .get(dice.roll(corpus.len()))
            .cloned()
            .unwrap_or_default()
    };
    let mut raw = pick(dice);
    for _ in 0..=dice.roll(8) {
        let at = dice.roll(raw.len() + 1);
        let end = (at + dice.roll(64)).min(raw.len());
        match dice.roll(7) {
            0 => drop(raw.drain(at..end)),
            1 => {
                if let Some(byte) = raw.get_mut(at) {
                    *byte = u8::try_from(dice.roll(256)).unwrap_or_default();
                }
            }
            2 | 3 => {
                let word = WORDS
                    .get(dice.roll(WORDS.len()))
                    .copied()
                    .unwrap_or_default();
                drop(raw.splice(at..at, word.bytes()));
            }
            4 => {
                let piece = raw
                    .get(at..end)
                    .unwrap_or_default()
                    .repeat(1 + dice.roll(200));
                drop(raw.splice(at..end, piece));
            }
            5 => {
                let other = pick(dice);
                let from = dice.roll(other.len() + 1);
                let piece = other.get(from..).unwrap_or_default().to_vec();
                drop(raw.splice(at.., piece));
            }
            _ => raw.truncate(at.max(40)),
        }
    }
    raw.truncate(LONGEST);
    raw
}

/// What holds for any reading.
fn check_reading(raw: &[u8], mail: &Result<IncomingMail, Unreadable>) {
    match mail {
        Err(error) => assert_ne!(*error, Unreadable::Panic),
        Ok(mail) => {
            let body = &mail.body;
            assert!(body.was_cut || body.text == body.whole_text);
            let is_kept = !body.text.trim().is_empty() || body.html.contains("<img");
            assert!(is_kept || body.whole_text.trim().is_empty());
            assert!(!mail.subject.contains(char::is_control));
            for file in &mail.attachments {
                let whole = file.content(raw);
                let pieces: usize = file.chunks(raw).map(|piece| piece.len()).sum();
                assert!(pieces == whole.len() && whole.len() <= file.size_at_most());
                assert!(!file.file_name.contains(['/', '\\']));
            }
        }
    }
}

/// What is told apart of a reading: a message of a new shape is worth changing further.
fn shape(mail: &Result<IncomingMail, Unreadable>) -> (String, [usize; 6]) {
    match mail {
        Err(error) => (error.as_str().to_owned(), [0; 6]),
        Ok(mail) => {
            let bounced = match &mail.nature {
                Nature::Bounce(recipients) => recipients.len(),
                _ => 0,
            };
            let size = |text: &str| text.len().checked_ilog2().unwrap_or_default();
            let log = |text: &str| usize::try_from(size(text)).unwrap_or_default();
            (
                mail.nature.as_str().to_owned(),
                [
                    bounced,
                    usize::from(mail.body.was_cut),
                    log(&mail.body.text),
                    log(&mail.body.whole_html),
                    mail.attachments.len().min(8),
                    mail.to.len().min(4),
                ],
            )
        }
    }
}
