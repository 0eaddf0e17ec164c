//! A mail server that keeps what it gets and says what it is told to say.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A mail as it came in.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// The reverse path.
    pub from: String,
    /// The receivers.
    pub to: Vec<String>,
    /// The message, without the dots of the protocol.
    pub data: Vec<u8>,
}

type Mails = Arc<Mutex<Vec<Received>>>;

/// The server; it ends with the test.
pub struct Sink {
    port: u16,
    mails: Mails,
    task: JoinHandle<()>,
}

impl Sink {
    /// Listens on a free port of this machine. `replies` are those that differ from success, by
    /// command; `.` is the end of the data.
    pub async fn start(replies: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let mails = Mails::default();
        let replies: Arc<Vec<_>> = Arc::new(
            replies
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect(),
        );
        let kept = Arc::clone(&mails);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, replies) = (Arc::clone(&kept), Arc::clone(&replies));
                tokio::spawn(async move { serve(stream, &kept, &replies).await });
            }
        });
        Self { port, mails, task }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port())
    }

    /// Its address, after it stopped listening.
    pub async fn closed_url(self) -> String {
        let url = self.url();
        self.task.abort();
        let _ = self.task.await;
        url
    }

    /// What came in so far.
    pub fn received(&self) -> Vec<Received> {
        self.mails.lock().expect("no panic").clone()
    }
}

async fn serve(
    stream: TcpStream,
    mails: &Mails,
    replies: &[(String, String)],
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink\r\n").await?;
    let reply = |command: &str, success: &'static str| {
        let other = replies.iter().find(|(name, _)| name == command);
        format!("{}\r\n", other.map_or(success, |(_, reply)| reply))
    };
    let mut mail = Received::default();
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let path = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match command.as_str() {
            "EHLO" => "250-sink\r\n250 8BITMIME\r\n".to_owned(),
            "MAIL" => {
                mail = Received {
                    from: path,
                    ..Received::default()
                };
                reply("MAIL", "250 OK")
            }
            "RCPT" => {
                mail.to.push(path);
                reply("RCPT", "250 OK")
            }
            "DATA" => reply("DATA", "354 Go on"),
            "QUIT" => "221 Bye\r\n".to_owned(),
            _ => "250 OK\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await?;
        if command == "DATA" && answer.starts_with("354") {
            read_data(&mut stream, &mut mail.data).await?;
            let answer = reply(".", "250 Kept");
            if answer.starts_with("250") {
                mails.lock().expect("no panic").push(mail.clone());
            }
            stream.write_all(answer.as_bytes()).await?;
        }
    }
}

async fn read_data(stream: &mut BufReader<TcpStream>, data: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
            return Ok(());
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
