//! Lines from and to the client, within bounds of time and memory.

use std::io;
use std::time::Duration;

use bytes::{Buf as _, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// The longest line that is a command, in bytes.
const LINE_MAX: usize = 4096;
/// Read from the client at once.
const CHUNK: usize = 64 * 1024;

/// A connection of any kind.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// What came instead of a command.
#[derive(Debug)]
pub(super) enum Line {
    /// A line, without its end.
    Whole(BytesMut),
    /// More than a command can be, or ended otherwise than by CR LF.
    Broken(&'static str),
    /// The client is gone.
    End,
}

/// A connection with what was read ahead.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    ahead: BytesMut,
    idle: Duration,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>, idle: Duration) -> Self {
        Self {
            stream,
            ahead: BytesMut::new(),
            idle,
        }
    }

    /// The next line. May be dropped at any time and asked again: nothing read is lost.
    pub(super) async fn line(&mut self) -> io::Result<Line> {
        let mut seen = 0;
        loop {
            let new = self.ahead.get(seen..).unwrap_or_default();
            if let Some(at) = new.iter().position(|byte| *byte == b'\n') {
                let mut line = self.ahead.split_to(seen + at + 1);
                line.truncate(line.len() - 1);
                if line.last() != Some(&b'\r') {
                    return Ok(Line::Broken("500 5.5.2 lines end with CR LF"));
                }
                line.truncate(line.len() - 1);
                return Ok(Line::Whole(line));
            }
            seen = self.ahead.len();
            if seen > LINE_MAX {
                return Ok(Line::Broken("500 5.5.2 line too long"));
            }
            if self.fill().await? == 0 {
                return Ok(Line::End);
            }
        }
    }

    /// What is there of the client's bytes, reading when nothing is; empty at the end.
    pub(super) async fn chunk(&mut self) -> io::Result<&[u8]> {
        if self.ahead.is_empty() {
            self.fill().await?;
        }
        Ok(&self.ahead)
    }

    /// Done with so many bytes of the chunk.
    pub(super) fn consume(&mut self, bytes: usize) {
        self.ahead.advance(bytes.min(self.ahead.len()));
    }

    async fn fill(&mut self) -> io::Result<usize> {
        self.ahead.reserve(CHUNK.min(LINE_MAX));
        let mut limited = (&mut self.stream).take(CHUNK.try_into().unwrap_or(u64::MAX));
        timed(self.idle, limited.read_buf(&mut self.ahead)).await
    }

    /// Sends lines that end with CR LF.
    pub(super) async fn say(&mut self, lines: &str) -> io::Result<()> {
        timed(self.idle, async {
            self.stream.write_all(lines.as_bytes()).await?;
            self.stream.flush().await
        })
        .await
    }
}

async fn timed<T>(limit: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done,
        Err(_elapsed) => Err(io::ErrorKind::TimedOut.into()),
    }
}
