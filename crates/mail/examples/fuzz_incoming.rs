//! Feeds damaged and spliced messages to the reader of incoming mail until the time is over:
//! `cargo run -p guichet-mail --example fuzz_incoming -- 10` (minutes). Needs no other toolchain.
//! What fails or takes long is written beside, to become a sample.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use guichet_mail::incoming::{IncomingMail, Nature, ReadLimits, Unreadable, read_mail};

/// Longer than any message of this size should take, without optimisation.
const SLOW: Duration = Duration::from_secs(5);
/// Messages that are kept to be changed further.
const KEPT: usize = 4000;

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

fn main() -> io::Result<()> {
    let minutes = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let seed = std::env::args()
        .nth(2)
        .and_then(|text| text.parse().ok())
        .unwrap_or(0x9e37_79b9);
    std::panic::set_hook(Box::new(|_| {})); // the reader answers with a code
    let mut corpus = samples()?;
    let mut dice = Dice(seed);
    let mut shapes = HashSet::new();
    let start = Instant::now();
    let mut executions = 0_u64;
    let mut findings = 0_u32;
    while start.elapsed() < Duration::from_secs(minutes * 60) {
        let raw = message(&corpus, &mut dice);
        let begun = Instant::now();
        let mail = std::panic::catch_unwind(|| {
            let mail = read_mail(&raw, &ReadLimits::default());
            check(&raw, &mail);
            mail
        });
        executions += 1;
        let is_slow = begun.elapsed() > SLOW;
        match mail {
            Ok(mail) if !is_slow => {
                if corpus.len() < KEPT && shapes.insert(shape(&mail)) {
                    corpus.push(raw);
                }
            }
            _ => {
                findings += 1;
                fs::write(format!("finding-{findings}.eml"), &raw)?;
            }
        }
    }
    writeln!(
        io::stdout(),
        "{executions} executions, {} shapes, {findings} findings",
        shapes.len()
    )
}

fn samples() -> io::Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/incoming");
    let mut samples = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            samples.push(fs::read(path)?);
        }
    }
    Ok(samples)
}

/// A message like the others, and yet not.
fn message(corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
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
    raw.truncate(256 * 1024);
    raw
}

/// What holds for any message.
fn check(raw: &[u8], mail: &Result<IncomingMail, Unreadable>) {
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
