//! One conversation with a mail server.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use guichet_common::vocabulary::MailDoor;
use guichet_service::inbound::ReceivedMail;
use guichet_service::spool::Spool;
use tokio::sync::{Semaphore, watch};

use super::command::{Command, Sender, parse};
use super::data::Unstuffer;
use super::wire::{Line, Wire};
use super::{Lmtp, RECIPIENTS_MAX};
use crate::door::MailSink;
use crate::guard::guarded;

/// Commands of one connection that made no sense, until it is closed.
const MISTAKES_MAX: u32 = 20;
/// Commands of one connection; a mail takes three or four.
const COMMANDS_MAX: u32 = 10_000;
const STOPPING: &str = "421 4.3.2 the service stops\r\n";
const LATER: &str = "451 4.3.0 not taken, try again later";
const TOO_LARGE: &str = "552 5.3.4 the message is too large";

/// Whether the conversation goes on.
enum Next {
    Go,
    Bye,
}

/// What is known of the mail that comes next.
#[derive(Default)]
struct Envelope {
    sender: Option<Sender>,
    recipients: Vec<String>,
}

/// One conversation.
pub(super) struct Session {
    pub(super) wire: Wire,
    pub(super) lmtp: Arc<Lmtp>,
    pub(super) sink: Arc<dyn MailSink>,
    /// Bytes of messages that may be in memory whole, over all conversations.
    pub(super) room: Arc<Semaphore>,
    pub(super) stopped: watch::Receiver<bool>,
    greeted: bool,
    envelope: Envelope,
    mistakes: u32,
}

impl Session {
    pub(super) fn new(
        wire: Wire,
        lmtp: Arc<Lmtp>,
        sink: Arc<dyn MailSink>,
        room: Arc<Semaphore>,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        Self {
            wire,
            lmtp,
            sink,
            room,
            stopped,
            greeted: false,
            envelope: Envelope::default(),
            mistakes: 0,
        }
    }

    /// Answers until the client leaves, errs too often, or the service stops between two mails.
    pub(super) async fn run(&mut self) -> io::Result<()> {
        let host = self.lmtp.reply_address.host().to_owned();
        self.reply(&format!("220 {host} LMTP")).await?;
        for _ in 0..COMMANDS_MAX {
            let line = tokio::select! {
                biased;
                line = self.wire.line() => line?,
                () = told_to_stop(&mut self.stopped) => return self.wire.say(STOPPING).await,
            };
            let parsed = match line {
                Line::End => return Ok(()),
                // What follows cannot be told from it, so that is not looked at.
                Line::Broken(answer) => return self.reply(answer).await,
                Line::Whole(line) => parse(&line),
            };
            let next = match parsed {
                Ok(command) => self.obey(command).await?,
                Err(refusal) => self.refuse(refusal).await?,
            };
            if matches!(next, Next::Bye) {
                return Ok(());
            }
        }
        self.reply("421 4.7.0 too many commands").await
    }

    async fn reply(&mut self, line: &str) -> io::Result<()> {
        self.wire.say(&format!("{line}\r\n")).await
    }

    async fn refuse(&mut self, refusal: &str) -> io::Result<Next> {
        self.mistakes += 1;
        if self.mistakes > MISTAKES_MAX {
            self.reply("421 4.7.0 too many mistakes").await?;
            return Ok(Next::Bye);
        }
        self.reply(refusal).await?;
        Ok(Next::Go)
    }

    async fn obey(&mut self, command: Command) -> io::Result<Next> {
        let answer = match command {
            Command::Hello => return self.greet().await,
            Command::Mail(sender) => self.begin(sender),
            Command::Recipient(address) => self.add_recipient(address),
            Command::Data => return self.data().await,
            Command::Reset => {
                self.envelope = Envelope::default();
                Ok("250 2.0.0 forgotten")
            }
            Command::Nothing => Ok("250 2.0.0 nothing done"),
            Command::Verify => Ok("252 2.5.2 try to send"),
            Command::Quit => {
                self.reply("221 2.0.0 bye").await?;
                return Ok(Next::Bye);
            }
        };
        match answer {
            Ok(answer) => {
                self.reply(answer).await?;
                Ok(Next::Go)
            }
            Err(refusal) => self.refuse(refusal).await,
        }
    }

    async fn greet(&mut self) -> io::Result<Next> {
        self.greeted = true;
        self.envelope = Envelope::default();
        let (host, size) = (self.lmtp.reply_address.host(), self.lmtp.limits.message);
        let lines = format!(
            "250-{host}\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n\
             250-SMTPUTF8\r\n250 SIZE {size}\r\n"
        );
        self.wire.say(&lines).await?;
        Ok(Next::Go)
    }

    fn begin(&mut self, sender: Sender) -> Result<&'static str, &'static str> {
        if !self.greeted {
            return Err("503 5.5.1 say LHLO first");
        }
        if self.envelope.sender.is_some() {
            return Err("503 5.5.1 a mail has begun already");
        }
        let limit = u64::try_from(self.lmtp.limits.message).unwrap_or(u64::MAX);
        if sender.size.is_some_and(|size| size > limit) {
            return Err(TOO_LARGE);
        }
        self.envelope.sender = Some(sender);
        Ok("250 2.1.0 go on")
    }

    fn add_recipient(&mut self, address: String) -> Result<&'static str, &'static str> {
        if self.envelope.sender.is_none() {
            return Err("503 5.5.1 MAIL comes first");
        }
        if !self.lmtp.reply_address.takes(&address) {
            return Err("550 5.1.1 no such address here");
        }
        if self.envelope.recipients.len() >= RECIPIENTS_MAX {
            return Err("452 4.5.3 too many recipients");
        }
        self.envelope.recipients.push(address);
        Ok("250 2.1.5 go on")
    }

    async fn data(&mut self) -> io::Result<Next> {
        if self.envelope.sender.is_none() {
            return self.refuse("503 5.5.1 MAIL comes first").await;
        }
        if self.envelope.recipients.is_empty() {
            return self.refuse("503 5.5.1 no recipient was accepted").await;
        }
        self.reply("354 end with a line of one dot").await?;
        let message = self.read_message().await?;
        let Envelope { sender, recipients } = std::mem::take(&mut self.envelope);
        let count = recipients.len();
        let answer = match message {
            Some(spool) => self.hand_over(spool, sender, recipients).await,
            None => TOO_LARGE,
        };
        let mut lines = String::new();
        for _ in 0..count {
            // Writing into a string cannot fail.
            writeln!(lines, "{answer}\r").map_err(io::Error::other)?;
        }
        self.wire.say(&lines).await?;
        Ok(Next::Go)
    }

    /// Reads to the end of the message. One that is too large is read and dropped: `None`.
    async fn read_message(&mut self) -> io::Result<Option<Spool>> {
        let limit = self.lmtp.limits.message;
        let (mut spool, mut unstuffer) = (Spool::default(), Unstuffer::default());
        let mut too_large = false;
        loop {
            let chunk = self.wire.chunk().await?;
            if chunk.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let length = chunk.len();
            let end = unstuffer.feed(chunk, spool.end());
            self.wire.consume(end.unwrap_or(length));
            too_large |= spool.len() > limit;
            if too_large {
                spool = Spool::default();
            }
            spool.settle().await?;
            if end.is_some() {
                return Ok((!too_large).then_some(spool));
            }
        }
    }

    async fn hand_over(
        &mut self,
        spool: Spool,
        sender: Option<Sender>,
        recipients: Vec<String>,
    ) -> &'static str {
        let permits = u32::try_from(spool.len()).unwrap_or(u32::MAX);
        let Ok(_room) = self.room.acquire_many(permits).await else {
            return LATER;
        };
        let bytes = spool.len();
        let raw = match spool.into_bytes().await {
            Ok(raw) => raw,
            Err(error) => {
                tracing::error!(%error, "an arriving mail could not be kept");
                return LATER;
            }
        };
        let mail = ReceivedMail {
            raw,
            door: MailDoor::Lmtp,
            envelope_from: sender.and_then(|sender| sender.address),
            envelope_to: recipients,
        };
        match guarded(self.sink.take(mail)).await {
            Ok(()) => {
                metrics::counter!("mails_taken_total", "door" => "lmtp").increment(1);
                "250 2.0.0 taken"
            }
            Err(failure) => {
                metrics::counter!("mails_not_taken_total", "door" => "lmtp").increment(1);
                tracing::error!(bytes, error = ?failure, "a mail was not taken");
                LATER
            }
        }
    }
}

/// Resolves when the service stops.
async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    drop(stopped.wait_for(|stop| *stop).await);
}
