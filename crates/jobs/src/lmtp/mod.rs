//! A door for a mail server on the same machine or network: LMTP, RFC 2033.
//!
//! `250` is said when the mail is kept for good, and not before. A mail to several of our
//! addresses is taken once.

mod address;
mod command;
mod data;
mod session;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::door::MailSink;
use session::Session;
use wire::{Stream, Wire};

pub use address::{InvalidReplyAddress, ReplyAddress};

/// Most recipients of one mail.
const RECIPIENTS_MAX: usize = 100;
/// How long a conversation may go on after the signal to stop, to end the mail that it is in.
const GRACE: Duration = Duration::from_secs(20);
/// The pause after a connection could not be accepted, as when there are no more file handles.
const PAUSE: Duration = Duration::from_millis(200);

/// What a client may take of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LmtpLimits {
    /// The largest message, in bytes.
    pub message: usize,
    /// Conversations at once; one more is sent away until later.
    pub connections: usize,
    /// How long a client may be silent.
    pub idle: Duration,
    /// How long a conversation may take in all.
    pub total: Duration,
}

impl Default for LmtpLimits {
    fn default() -> Self {
        Self {
            message: 40 * 1024 * 1024,
            connections: 32,
            idle: Duration::from_mins(5),
            total: Duration::from_mins(30),
        }
    }
}

/// How mails come in by LMTP.
#[derive(Debug, Clone)]
pub struct Lmtp {
    /// The address that mails have to be for.
    pub reply_address: ReplyAddress,
    /// What a client may take of us.
    pub limits: LmtpLimits,
}

/// An open door.
#[derive(Debug)]
pub struct LmtpListener {
    socket: Socket,
    lmtp: Arc<Lmtp>,
    sink: Arc<dyn MailSink>,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener, PathBuf),
}

impl Socket {
    async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match self {
            Self::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Box::new(stream)
            }
            Self::Unix(listener, _) => Box::new(listener.accept().await?.0),
        })
    }
}

impl LmtpListener {
    /// Opens the door: at `address:port`, or at `unix:<path>`.
    ///
    /// # Errors
    /// When it cannot be listened there.
    pub async fn bind(listen: &str, lmtp: Lmtp, sink: Arc<dyn MailSink>) -> io::Result<Self> {
        let socket = match listen.strip_prefix("unix:") {
            Some(path) => {
                let path = PathBuf::from(path);
                Socket::Unix(listen_at(&path).await?, path)
            }
            None => Socket::Tcp(TcpListener::bind(listen).await?),
        };
        Ok(Self {
            socket,
            lmtp: Arc::new(lmtp),
            sink,
        })
    }

    /// Where it listens, when that is a port.
    ///
    /// # Errors
    /// When the system does not know.
    pub fn local_address(&self) -> io::Result<Option<SocketAddr>> {
        match &self.socket {
            Socket::Tcp(listener) => listener.local_addr().map(Some),
            Socket::Unix(..) => Ok(None),
        }
    }

    /// Takes mails in until `shutdown` resolves; then ends what has begun, within 20 s.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let (stop, stopped) = watch::channel(false);
        // One message of the largest size, or many that together are as large.
        let room = self.lmtp.limits.message.min(Semaphore::MAX_PERMITS);
        let room = Arc::new(Semaphore::new(room));
        let mut sessions = JoinSet::new();
        tokio::pin!(shutdown);
        loop {
            let stream = tokio::select! {
                () = &mut shutdown => break,
                Some(_) = sessions.join_next() => continue,
                stream = self.socket.accept() => stream,
            };
            match stream {
                Ok(stream) => {
                    let wire = Wire::new(stream, self.lmtp.limits.idle);
                    let crowded = sessions.len() >= self.lmtp.limits.connections;
                    let session = Session::new(
                        wire,
                        Arc::clone(&self.lmtp),
                        Arc::clone(&self.sink),
                        Arc::clone(&room),
                        stopped.clone(),
                    );
                    if crowded {
                        // Not awaited: the client may be slow to hear it.
                        tokio::spawn(send_away(session));
                    } else {
                        sessions.spawn(converse(session));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        stop.send_replace(true);
        let ended = async { while sessions.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, ended).await.is_err() {
            tracing::warn!("conversations with the mail server were broken off");
        }
        if let Socket::Unix(listener, path) = self.socket {
            drop(listener);
            if let Err(error) = tokio::fs::remove_file(&path).await {
                tracing::warn!(%error, "the socket could not be removed");
            }
        }
    }
}

/// Listens at a path; a socket that a dead process left there gives way.
async fn listen_at(path: &Path) -> io::Result<UnixListener> {
    match UnixListener::bind(path) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            if tokio::net::UnixStream::connect(path).await.is_ok() {
                return Err(error);
            }
            tokio::fs::remove_file(path).await?;
            UnixListener::bind(path)
        }
        bound => bound,
    }
}

async fn converse(mut session: Session) {
    let total = session.lmtp.limits.total;
    let ended = tokio::time::timeout(total, session.run()).await;
    let late = match ended {
        Ok(Ok(())) => return,
        Ok(Err(error)) => {
            tracing::debug!(%error, "a conversation with the mail server ended early");
            error.kind() == io::ErrorKind::TimedOut
        }
        Err(_elapsed) => true,
    };
    if late {
        farewell(&mut session, "421 4.4.2 too slow\r\n").await;
    }
}

async fn send_away(mut session: Session) {
    farewell(&mut session, "421 4.3.2 too many connections\r\n").await;
}

/// Says it to whoever still listens.
async fn farewell(session: &mut Session, line: &str) {
    let said = tokio::time::timeout(PAUSE, session.wire.say(line)).await;
    if !matches!(said, Ok(Ok(()))) {
        tracing::debug!("the mail server was gone");
    }
}
