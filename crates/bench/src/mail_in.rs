//! Mails that come in: how many a minute by LMTP, and how much memory a large one takes at each door.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::api::{Client, SignIn, sign_ins};
use crate::report::Report;
use crate::server::{Process, Setup};

/// Conversations by which the messages come.
const CONVERSATIONS: usize = 2;
/// What the machine must take in.
const A_MINUTE: f64 = 200.0;
/// Bytes of a large message.
const LARGE: usize = 25 * 1024 * 1024;
/// Most memory while they come, in MB.
const MEMORY: u64 = 256;

/// Arguments of a measure by hand.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server's release build.
    #[arg(long)]
    server: PathBuf,
    /// An empty or missing folder for the database.
    #[arg(long)]
    work: PathBuf,
    /// How much comes.
    #[command(flatten)]
    much: Much,
}

/// How much comes.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Much {
    /// Tickets that are there before.
    #[arg(long, default_value_t = Self::WHOLE.tickets)]
    tickets: usize,
    /// Mails of ordinary size.
    #[arg(long, default_value_t = Self::WHOLE.messages)]
    messages: usize,
    /// Mails of 25 MB by each door.
    #[arg(long, default_value_t = Self::WHOLE.large)]
    large: usize,
}

impl Much {
    /// The whole measure.
    pub const WHOLE: Self = Self {
        tickets: 2_000,
        messages: 1_200,
        large: 3,
    };
}

/// Measures mails that come in, and nothing else.
pub fn run(args: &Args) -> Result<()> {
    fs::create_dir_all(&args.work)
        .with_context(|| format!("{} cannot be made", args.work.display()))?;
    let setup = Setup {
        program: args.server.clone(),
        data: args.work.join("mail-in"),
        database_url: None,
    };
    let mut report = Report::new(args.much.tickets);
    measure(&setup, args.much, &mut report)?;
    report.print();
    report.require()
}

/// Measures on an instance of its own.
pub fn measure(setup: &Setup, much: Much, report: &mut Report) -> Result<()> {
    // What an earlier run has left would be counted.
    if setup.data.exists() {
        fs::remove_dir_all(&setup.data)?;
    }
    let (demo, _) = setup.fill(much.tickets)?;
    let people = sign_ins(&demo)?;
    let senders: Vec<&SignIn> = people.iter().filter(|one| one.role == "contact").collect();
    let admin = people.iter().find(|one| one.role == "admin");
    let admin = admin.context("no admin")?;
    let lmtp = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut environment = setup.environment();
    environment.push(("GUICHET_LMTP_LISTEN", lmtp.to_string()));
    environment.push(("GUICHET_MAIL_SENDER_HOURLY_LIMIT", "100000".to_owned()));
    let server = Process::start(&setup.program, &["serve"], &environment, "/readyz")?;

    let took = bring(lmtp, &senders, much.messages)?;
    let a_minute = 60.0 * count(much.messages) / took.as_secs_f64();
    report.note(
        &format!("{} mails by LMTP, a third with a picture", much.messages),
        &format!("{a_minute:.0} a minute"),
    );
    report.at_least("mails in a minute", a_minute, A_MINUTE, 1.0, "200");
    let mut client = Client::open(server.address)?;
    let token = client.sign_in(admin)?;
    let path = "/api/v1/inbound-mails?verdict=ticket_created&limit=1";
    let written = client.get(path, &token)?;
    if written.get("total").and_then(serde_json::Value::as_u64) != u64::try_from(much.messages).ok()
    {
        bail!("not all of {} mails were written: {written}", much.messages);
    }
    large(
        &server,
        lmtp,
        senders.first().context("no contact")?,
        (&token, much.large),
        report,
    )
}

/// Large messages, one after the other at each door.
fn large(
    server: &Process,
    lmtp: SocketAddr,
    sender: &SignIn,
    (token, large): (&str, usize),
    report: &mut Report,
) -> Result<()> {
    server.forget_peak();
    for number in 0..large {
        Conversation::open(lmtp)?.send(&sender.username, &large_message(number, sender))?;
    }
    report.memory("memory: a mail of 25 MB by LMTP", server.peak(), MEMORY);
    server.forget_peak();
    let mut client = Client::open(server.address)?;
    for number in large..2 * large {
        let message = large_message(number, sender);
        let mut request = format!(
            "POST /api/v1/inbound-mail HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
             content-type: message/rfc822\r\ncontent-length: {}\r\n\r\n",
            message.len()
        )
        .into_bytes();
        request.extend_from_slice(&message);
        client.call(&request)?.json()?;
    }
    report.memory("memory: a mail of 25 MB by the API", server.peak(), MEMORY);
    Ok(())
}

/// Brings all messages, and returns how long it took.
fn bring(lmtp: SocketAddr, senders: &[&SignIn], messages: usize) -> Result<Duration> {
    let begun = Instant::now();
    thread::scope(|scope| {
        let conversations: Vec<_> = (0..CONVERSATIONS)
            .map(|first| {
                scope.spawn(move || -> Result<()> {
                    let mut conversation = Conversation::open(lmtp)?;
                    for number in (first..messages).step_by(CONVERSATIONS) {
                        let sender = senders.get(number % senders.len().max(1));
                        let sender = sender.context("no contact")?;
                        conversation.send(&sender.username, &answer(number, sender))?;
                    }
                    Ok(())
                })
            })
            .collect();
        for conversation in conversations {
            conversation
                .join()
                .map_err(|_panic| anyhow::anyhow!("a conversation broke down"))??;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    Ok(begun.elapsed())
}

/// A mail as Gmail writes it: both forms, a long quote, now and then a picture.
fn answer(number: usize, sender: &SignIn) -> Vec<u8> {
    let quoted = "<table><tr><td style=\"color:#14212d\">Texte cité</td></tr></table>".repeat(200);
    let mut mail = format!(
        "From: Contact <{}>\r\nTo: support@heliaq.example\r\nSubject: Panne {number}\r\n\
         Message-ID: <{number}@bench.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\n\
         Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nToujours la panne {number}\r\n--a\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n<div dir=\"ltr\">Toujours la panne \
         {number}<br>Merci</div><div class=\"gmail_quote\"><blockquote class=\"gmail_quote\">\
         {quoted}</blockquote></div>\r\n--a--\r\n",
        sender.username
    );
    if number.is_multiple_of(3) {
        mail.push_str("--r\r\nContent-Type: image/png; name=ecran.png\r\nContent-ID: <e@x>\r\n");
        mail.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
        lines(&mut mail, 80 * 1024, number);
    }
    mail.push_str("--r--\r\n");
    mail.into_bytes()
}

fn large_message(number: usize, sender: &SignIn) -> Vec<u8> {
    let mut mail = format!(
        "From: {}\r\nTo: support@heliaq.example\r\nSubject: Gros {number}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         Voici\r\n--b\r\nContent-Type: application/zip; name=gros.zip\r\n\
         Content-Disposition: attachment; filename=gros.zip\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n",
        sender.username
    );
    lines(&mut mail, LARGE, number);
    mail.push_str("--b--\r\n");
    mail.into_bytes()
}

/// Lines of base64 until the mail has so many bytes; other ones for each number.
fn lines(mail: &mut String, bytes: usize, number: usize) {
    while mail.len() < bytes {
        // Writing to memory does not fail.
        let _ = write!(mail, "{:0>76}\r\n", number * 1_000_000 + mail.len());
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(0.0, f64::from)
}

/// A conversation by LMTP.
struct Conversation {
    stream: TcpStream,
    answers: BufReader<TcpStream>,
}

impl Conversation {
    fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).context("connecting by LMTP")?;
        let answers = BufReader::new(stream.try_clone()?);
        let mut conversation = Self { stream, answers };
        conversation.expect("220")?;
        conversation.say("LHLO bench", "250")?;
        Ok(conversation)
    }

    fn send(&mut self, sender: &str, message: &[u8]) -> Result<()> {
        self.say(&format!("MAIL FROM:<{sender}>"), "250")?;
        self.say("RCPT TO:<support@heliaq.example>", "250")?;
        self.say("DATA", "354")?;
        self.stream.write_all(message)?;
        self.say(".", "250")
    }

    fn say(&mut self, line: &str, code: &str) -> Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes())?;
        self.expect(code)
    }

    /// Reads an answer to its last line.
    fn expect(&mut self, code: &str) -> Result<()> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.answers.read_line(&mut line)? == 0 {
                bail!("the conversation ended");
            }
            if !line.starts_with(code) {
                bail!("{code} was expected, not {}", line.trim_end());
            }
            if line.get(3..4) != Some("-") {
                return Ok(());
            }
        }
    }
}
