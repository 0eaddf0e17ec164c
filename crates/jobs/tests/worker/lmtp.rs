//! Mails brought by LMTP, over a socket.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use guichet_common::vocabulary::MailDoor;
use guichet_jobs::MailSink;
use guichet_jobs::lmtp::{Lmtp, LmtpLimits, LmtpListener, ReplyAddress};
use guichet_service::inbound::ReceivedMail;
use guichet_service::{Error, Result};
use rstest::rstest;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Keeps what it takes; refuses what says so.
#[derive(Default)]
pub struct Basket(Mutex<Vec<ReceivedMail>>);

impl fmt::Debug for Basket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Basket")
    }
}

#[async_trait]
impl MailSink for Basket {
    async fn take(&self, mail: ReceivedMail) -> Result<()> {
        let says = |word: &[u8]| mail.raw.windows(word.len()).any(|part| part == word);
        assert!(!says(b"X-Panic"), "asked for");
        if says(b"X-Refuse") {
            return Err(Error::internal("the disk is full"));
        }
        self.0.lock().unwrap().push(mail);
        Ok(())
    }
}

impl Basket {
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.0.lock().unwrap().clone()
    }

    fn texts(&self) -> Vec<String> {
        let mails = self.mails();
        let text = |mail: &ReceivedMail| String::from_utf8(mail.raw.to_vec()).unwrap();
        mails.iter().map(text).collect()
    }
}

struct Door {
    basket: Arc<Basket>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

fn limits() -> LmtpLimits {
    LmtpLimits {
        message: 3_000_000,
        connections: 3,
        idle: Duration::from_secs(20),
        total: Duration::from_secs(30),
    }
}

impl Door {
    async fn open() -> Self {
        Self::with(limits()).await
    }

    async fn with(limits: LmtpLimits) -> Self {
        let basket = Arc::new(Basket::default());
        let lmtp = Lmtp {
            reply_address: ReplyAddress::parse("support@heliaq.example").unwrap(),
            limits,
        };
        let sink: Arc<dyn MailSink> = basket.clone();
        let listener = LmtpListener::bind("127.0.0.1:0", lmtp, sink).await.unwrap();
        let address = listener.local_address().unwrap().unwrap();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(listener.run(async { drop(stopped.await) }));
        Self {
            basket,
            address,
            stop: Some(stop),
            running,
        }
    }

    /// Greeted, and having said LHLO.
    async fn client(&self) -> Client {
        let mut client = self.stranger().await;
        assert!(client.line().await.starts_with("220 heliaq.example "));
        client.send("LHLO mail.example\r\n").await;
        while client.line().await.starts_with("250-") {}
        client
    }

    async fn stranger(&self) -> Client {
        Client(TcpStream::connect(self.address).await.unwrap())
    }
}

struct Client(TcpStream);

impl Client {
    async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// The next line; empty at the end.
    async fn line(&mut self) -> String {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            match self.0.read_u8().await {
                Ok(byte) => line.push(byte),
                Err(_) => break,
            }
        }
        String::from_utf8(line).unwrap().trim_end().to_owned()
    }

    /// Says it and hears the code.
    async fn say(&mut self, text: &str) -> String {
        self.send(&format!("{text}\r\n")).await;
        self.code().await
    }

    async fn code(&mut self) -> String {
        self.line().await.chars().take(3).collect()
    }

    async fn codes(&mut self, count: usize) -> Vec<String> {
        let mut codes = Vec::new();
        for _ in 0..count {
            codes.push(self.code().await);
        }
        codes
    }

    /// Up to and with the yes to DATA.
    async fn begin(&mut self) {
        assert_eq!(self.say("MAIL FROM:<zoe@dutrey.example>").await, "250");
        assert_eq!(self.say("RCPT TO:<support@heliaq.example>").await, "250");
        assert_eq!(self.say("DATA").await, "354");
    }
}

const MAIL: &str = "Subject: x\r\n\r\nBonjour\r\n.\r\n";

#[tokio::test]
async fn mail_is_taken_word_for_word_with_its_envelope() {
    let door = Door::open().await;
    let mut client = door.client().await;
    let from = "MAIL FROM:<zoe@dutrey.example> SIZE=100 BODY=8BITMIME SMTPUTF8";
    assert_eq!(client.say(from).await, "250");
    let to = "RCPT TO:<Support+ABC234@Heliaq.Example>";
    assert_eq!(client.say(to).await, "250");
    assert_eq!(client.say("DATA").await, "354");
    let text = "Subject: é\r\n\r\n..one dot\r\n...\r\nlone \n and \r stay\r\n.\r\n";
    client.send(text).await;
    assert_eq!(client.code().await, "250");
    assert_eq!(client.say("QUIT").await, "221");
    assert_eq!(client.line().await, "");
    let mail = door.basket.mails().remove(0);
    let raw = "Subject: é\r\n\r\n.one dot\r\n..\r\nlone \n and \r stay\r\n";
    assert_eq!(mail.raw, raw);
    assert_eq!(mail.door, MailDoor::Lmtp);
    assert_eq!(mail.envelope_from.as_deref(), Some("zoe@dutrey.example"));
    assert_eq!(mail.envelope_to, ["Support+ABC234@Heliaq.Example"]);
}

#[tokio::test]
async fn mail_to_several_is_taken_once_and_answered_for_each() {
    let door = Door::open().await;
    let mut client = door.client().await;
    client
        .send(
            "MAIL FROM:<>\r\nRCPT TO:<support+a@heliaq.example>\r\n\
             RCPT TO:<stranger@heliaq.example>\r\nRCPT TO:<support+b@heliaq.example>\r\nDATA\r\n",
        )
        .await;
    let codes = ["250", "250", "550", "250", "354"];
    assert_eq!(client.codes(5).await, codes);
    client.send(&format!("{MAIL}NOOP\r\n")).await;
    assert_eq!(client.codes(3).await, ["250", "250", "250"]);
    let mails = door.basket.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].envelope_from, None);
    assert_eq!(mails[0].envelope_to.len(), 2);
}

#[tokio::test]
async fn several_mails_in_one_breath_are_all_taken() {
    let door = Door::open().await;
    let mut client = door.client().await;
    let one = format!(
        "MAIL FROM:<a@b.example>\r\nRCPT TO:<support@heliaq.example>\r\nDATA\r\n{MAIL}RSET\r\n"
    );
    client.send(&one.repeat(5)).await;
    let codes = ["250", "250", "354", "250", "250"].repeat(5);
    assert_eq!(client.codes(25).await, codes);
    assert_eq!(door.basket.mails().len(), 5);
}

#[tokio::test]
async fn mail_that_cannot_be_kept_is_to_be_brought_again() {
    let door = Door::open().await;
    let mut client = door.client().await;
    for poison in ["X-Refuse: y", "X-Panic: y"] {
        client.begin().await;
        client.send(&format!("{poison}\r\n\r\nx\r\n.\r\n")).await;
        assert_eq!(client.code().await, "451");
    }
    client.begin().await;
    client.send(MAIL).await;
    assert_eq!(client.code().await, "250", "and stops no other");
    assert_eq!(door.basket.mails().len(), 1);
}

#[rstest]
#[case("a\n.\r\nMAIL FROM:<evil@x.example>\r\nb\r\n")]
#[case("a\n.\nMAIL FROM:<evil@x.example>\r\nb\r\n")]
#[case("a\r\n.\nMAIL FROM:<evil@x.example>\nb\r\n")]
#[case("a\r.\r\nMAIL FROM:<evil@x.example>\r\nb\r\n")]
#[case("a\r\n.\rRSET\r\nb\r\n")]
#[tokio::test]
async fn nothing_but_a_line_of_one_dot_ends_a_mail(#[case] smuggling: &str) {
    let door = Door::open().await;
    let mut client = door.client().await;
    client.begin().await;
    client.send(&format!("{smuggling}.\r\nNOOP\r\n")).await;
    assert_eq!(client.codes(2).await, ["250", "250"]);
    assert_eq!(client.say("QUIT").await, "221", "nothing else was answered");
    let texts = door.basket.texts();
    assert_eq!(texts.len(), 1);
    assert!(texts[0].ends_with("b\r\n"), "{texts:?}");
}

#[rstest]
#[case::never_ending("A".repeat(20_000))]
#[case::bare_feed("NOOP\nNOOP\r\n".to_owned())]
#[tokio::test]
async fn line_that_is_none_ends_the_conversation(#[case] line: String) {
    let door = Door::open().await;
    let mut client = door.client().await;
    // The other side may be gone before all of it is sent.
    drop(client.0.write_all(line.as_bytes()).await);
    let answer = client.line().await;
    assert!(answer.is_empty() || answer.starts_with("500"), "{answer}");
    assert_eq!(client.line().await, "");
}

#[tokio::test]
async fn commands_out_of_turn_are_refused() {
    let door = Door::open().await;
    let mut client = door.stranger().await;
    client.line().await;
    assert_eq!(client.say("MAIL FROM:<a@b.example>").await, "503");
    assert_eq!(client.say("EHLO x").await, "500");
    client.send("LHLO x\r\n").await;
    while client.line().await.starts_with("250-") {}
    assert_eq!(client.say("RCPT TO:<support@heliaq.example>").await, "503");
    assert_eq!(client.say("DATA").await, "503");
    assert_eq!(client.say("MAIL FROM:<a@b.example>").await, "250");
    assert_eq!(client.say("MAIL FROM:<a@b.example>").await, "503");
    assert_eq!(client.say("RCPT TO:<x@heliaq.example>").await, "550");
    assert_eq!(client.say("DATA").await, "503", "nobody to take it");
    assert_eq!(client.say("RSET").await, "250");
    assert_eq!(client.say("RCPT TO:<support@heliaq.example>").await, "503");
    assert!(door.basket.mails().is_empty());
}

#[tokio::test]
async fn too_large_is_refused_before_and_after_it_came() {
    let door = Door::open().await;
    let mut client = door.client().await;
    let size = "MAIL FROM:<a@b.example> SIZE=3000001";
    assert_eq!(client.say(size).await, "552");
    client.begin().await;
    let line = format!("{}\r\n", "x".repeat(998));
    client.send(&line.repeat(3_001)).await;
    client.send(".\r\n").await;
    assert_eq!(client.code().await, "552");
    // As large as allowed, of lines that are too long, goes through the file.
    client.begin().await;
    client.send(&"y".repeat(2_999_998)).await;
    client.send("\r\n.\r\n").await;
    assert_eq!(client.code().await, "250");
    assert_eq!(door.basket.mails()[0].raw.len(), 3_000_000);
}

#[tokio::test]
async fn half_a_mail_is_none() {
    let door = Door::open().await;
    let mut client = door.client().await;
    client.begin().await;
    client.send("Subject: x\r\n\r\nBonj").await;
    drop(client);
    let mut next = door.client().await;
    assert_eq!(next.say("NOOP").await, "250");
    assert!(door.basket.mails().is_empty());
}

#[tokio::test]
async fn those_who_err_again_and_again_are_sent_away() {
    let door = Door::open().await;
    let mut client = door.client().await;
    for _ in 0..20 {
        assert_eq!(client.say("XYZZY").await, "500");
    }
    assert_eq!(client.say("XYZZY").await, "421");
    assert_eq!(client.line().await, "");
}

#[tokio::test]
async fn one_connection_too_many_is_sent_away_until_another_leaves() {
    let door = Door::open().await;
    let mut clients = vec![door.client().await, door.client().await];
    clients.push(door.client().await);
    let mut turned_away = door.stranger().await;
    assert_eq!(turned_away.code().await, "421");
    let mut leaving = clients.remove(0);
    assert_eq!(leaving.say("QUIT").await, "221");
    assert_eq!(leaving.line().await, "");
    // The door hears of the end a moment after the client does.
    let mut code = String::new();
    for _ in 0..100 {
        code = door.stranger().await.code().await;
        if code == "220" {
            break;
        }
    }
    assert_eq!(code, "220");
}

#[tokio::test]
async fn silent_and_slow_clients_are_sent_away() {
    let hasty = LmtpLimits {
        idle: Duration::from_millis(150),
        total: Duration::from_millis(400),
        ..limits()
    };
    let door = Door::with(hasty).await;
    let mut silent = door.client().await;
    assert_eq!(silent.code().await, "421");
    let mut slow = door.client().await;
    slow.begin().await;
    // A byte now and then is not silence, but it takes too long in all.
    let mut ended = String::new();
    for _ in 0..100 {
        if slow.0.write_all(b"x").await.is_err() {
            break;
        }
        let heard = tokio::time::timeout(Duration::from_millis(50), slow.code()).await;
        if let Ok(code) = heard {
            ended = code;
            break;
        }
    }
    assert_eq!(ended, "421");
    assert!(door.basket.mails().is_empty());
}

#[tokio::test]
async fn stop_waits_for_the_mail_that_is_on_its_way() {
    let mut door = Door::open().await;
    let mut idle = door.client().await;
    let mut busy = door.client().await;
    busy.begin().await;
    busy.send("Subject: x\r\n").await;
    door.stop.take().unwrap().send(()).unwrap();
    assert_eq!(idle.code().await, "421");
    busy.send("\r\nBonjour\r\n.\r\n").await;
    assert_eq!(busy.code().await, "250");
    assert_eq!(busy.code().await, "421");
    door.running.await.unwrap();
    assert_eq!(door.basket.mails().len(), 1);
    assert!(TcpStream::connect(door.address).await.is_err());
}

#[tokio::test]
async fn socket_of_a_dead_process_gives_way_and_a_living_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let listen = format!("unix:{}", path.display());
    let bind = || async {
        let lmtp = Lmtp {
            reply_address: ReplyAddress::parse("support@heliaq.example").unwrap(),
            limits: limits(),
        };
        LmtpListener::bind(&listen, lmtp, Arc::new(Basket::default())).await
    };
    let listener = bind().await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(listener.run(async { drop(stopped.await) }));
    assert!(bind().await.is_err(), "somebody listens there");
    let mut stream = tokio::net::UnixStream::connect(&path).await.unwrap();
    let mut greeting = [0; 4];
    stream.read_exact(&mut greeting).await.unwrap();
    assert_eq!(&greeting, b"220 ");
    stop.send(()).unwrap();
    running.await.unwrap();
    assert!(!path.exists());
}
