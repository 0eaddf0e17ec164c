//! A mail server with moods: it takes mails, and now and then refuses one, is slow with one, or
//! hangs up in the middle of one.

use std::io::{BufRead as _, BufReader, Result, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::random::Random;

/// How long the slow answers take.
const STALL: Duration = Duration::from_secs(3);

/// A mail that was taken: the client heard the yes, or was no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its Message-ID.
    pub message_id: String,
    /// Its recipient.
    pub recipient: String,
}

/// The mail server.
#[derive(Debug, Clone)]
pub struct Sink {
    /// Where it listens.
    pub address: SocketAddr,
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    taken: Mutex<Vec<Taken>>,
    random: Mutex<Random>,
    moody: AtomicBool,
    connections: AtomicUsize,
    pace: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Good,
    Refuse,
    Stall,
    HangUp,
}

impl Sink {
    /// Starts one on a free port; its threads live as long as the process.
    pub fn start(seed: u64) -> Result<Self> {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), Duration::ZERO, seed)
    }

    /// Starts one at this address that takes so long for a mail.
    pub fn start_at(address: SocketAddr, pace: Duration, seed: u64) -> Result<Self> {
        let listener = TcpListener::bind(address)?;
        let sink = Self {
            address: listener.local_addr()?,
            inner: Arc::new(Inner {
                taken: Mutex::default(),
                random: Mutex::new(Random::seeded(seed)),
                moody: AtomicBool::new(false),
                connections: AtomicUsize::new(0),
                pace,
            }),
        };
        let serving = sink.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sink = serving.clone();
                sink.inner.connections.fetch_add(1, Ordering::Relaxed);
                // A client that is killed ends its conversation in the middle.
                thread::spawn(move || sink.converse(&stream).unwrap_or_default());
            }
        });
        Ok(sink)
    }

    /// Whether it has moods.
    pub fn set_moody(&self, moody: bool) {
        self.inner.moody.store(moody, Ordering::Relaxed);
    }

    /// The mails taken so far, in their order.
    pub fn taken(&self) -> Vec<Taken> {
        let taken = self.inner.taken.lock();
        taken.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many mails were taken so far.
    pub fn count(&self) -> usize {
        let taken = self.inner.taken.lock();
        taken.unwrap_or_else(PoisonError::into_inner).len()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.inner.connections.load(Ordering::Relaxed)
    }

    fn mood(&self) -> Mood {
        if !self.inner.moody.load(Ordering::Relaxed) {
            return Mood::Good;
        }
        let random = self.inner.random.lock();
        match random.unwrap_or_else(PoisonError::into_inner).below(100) {
            0..4 => Mood::Refuse,
            4 => Mood::Stall,
            5..7 => Mood::HangUp,
            _ => Mood::Good,
        }
    }

    fn converse(&self, stream: &TcpStream) -> Result<()> {
        let mut say = stream;
        stream.set_nodelay(true)?;
        let mut lines = BufReader::new(stream);
        say.write_all(b"220 sink ESMTP\r\n")?;
        let (mut line, mut recipient) = (String::new(), String::new());
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => say.write_all(b"250-sink\r\n250 8BITMIME\r\n")?,
                "RCPT" if self.mood() == Mood::Refuse => {
                    say.write_all(b"450 4.2.1 not now\r\n")?;
                }
                "RCPT" => {
                    recipient = line.trim_end().to_owned();
                    say.write_all(b"250 ok\r\n")?;
                }
                "DATA" => {
                    say.write_all(b"354 go\r\n")?;
                    if !self.take(&mut lines, &recipient)? {
                        return Ok(());
                    }
                    say.write_all(b"250 taken\r\n")?;
                }
                "QUIT" => return say.write_all(b"221 bye\r\n"),
                _ => say.write_all(b"250 ok\r\n")?,
            }
        }
    }

    /// Reads a mail to its end and keeps it; `false` when it hangs up on it instead.
    fn take(&self, lines: &mut BufReader<&TcpStream>, recipient: &str) -> Result<bool> {
        let mood = self.mood();
        let (mut line, mut message_id) = (Vec::new(), String::new());
        loop {
            line.clear();
            if lines.read_until(b'\n', &mut line)? == 0 {
                return Ok(false);
            }
            if mood == Mood::HangUp {
                return Ok(false);
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text == "." {
                break;
            }
            if message_id.is_empty()
                && let Some(id) = text.strip_prefix("Message-ID: ")
            {
                id.clone_into(&mut message_id);
            }
        }
        if mood == Mood::Stall {
            thread::sleep(STALL);
        }
        thread::sleep(self.inner.pace);
        let taken = self.inner.taken.lock();
        taken.unwrap_or_else(PoisonError::into_inner).push(Taken {
            message_id,
            recipient: recipient.to_owned(),
        });
        Ok(true)
    }
}
