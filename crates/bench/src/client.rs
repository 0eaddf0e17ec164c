//! An HTTP/1.1 client with as little between the clock and the socket as possible.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection that is kept alive.
#[derive(Debug)]
pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; an error when the status is not one of success.
    pub fn json(&self) -> Result<serde_json::Value> {
        if !(200..300).contains(&self.status) {
            bail!(
                "status {}: {}",
                self.status,
                String::from_utf8_lossy(&self.body)
            );
        }
        serde_json::from_slice(&self.body).context("an answer that is not JSON")
    }
}

/// A request's bytes.
pub fn request(method: &str, path: &str, token: Option<&str>, body: Option<&str>) -> Vec<u8> {
    let authorization = token
        .map(|token| format!("authorization: Bearer {token}\r\n"))
        .unwrap_or_default();
    let body = body.map_or_else(|| "\r\n".to_owned(), with_length);
    format!("{method} {path} HTTP/1.1\r\nhost: bench\r\naccept: */*\r\n{authorization}{body}")
        .into_bytes()
}

/// A request that creates, with the `Idempotency-Key` that every such request should have.
pub fn create(path: &str, token: &str, key: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\naccept: */*\r\nauthorization: Bearer {token}\r\n\
         idempotency-key: {key}\r\n{}",
        with_length(body)
    )
    .into_bytes()
}

fn with_length(body: &str) -> String {
    let length = body.len();
    format!("content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            address,
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and waits for the whole answer.
    pub async fn call(&mut self, request: &[u8]) -> Result<Answer> {
        let mut body = Vec::new();
        let status = self
            .exchange(request, &mut |bytes| body.extend_from_slice(bytes))
            .await?;
        Ok(Answer { status, body })
    }

    /// Sends a request and drops the answer's body; returns its status and length.
    pub async fn call_and_drop(&mut self, request: &[u8]) -> Result<(u16, usize)> {
        let mut length = 0;
        let status = self
            .exchange(request, &mut |bytes| length += bytes.len())
            .await?;
        Ok((status, length))
    }

    async fn exchange(&mut self, request: &[u8], take: &mut impl FnMut(&[u8])) -> Result<u16> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break Head::read(self.buffer.get(..end).unwrap_or_default())?;
            }
            self.fill().await?;
        };
        let start = find(&self.buffer, b"\r\n\r\n").unwrap_or(0) + 4;
        self.buffer.drain(..start);
        match head.length {
            Some(length) => self.take_bytes(length, take).await?,
            None => self.take_chunks(take).await?,
        }
        if head.closes {
            *self = Self::open(self.address).await?;
        }
        Ok(head.status)
    }

    async fn fill(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection in the middle of an answer");
        }
        Ok(())
    }

    async fn take_bytes(&mut self, length: usize, take: &mut impl FnMut(&[u8])) -> Result<()> {
        let mut left = length;
        loop {
            let here = left.min(self.buffer.len());
            take(self.buffer.get(..here).unwrap_or_default());
            self.buffer.drain(..here);
            left -= here;
            if left == 0 {
                return Ok(());
            }
            self.fill().await?;
        }
    }

    async fn take_chunks(&mut self, take: &mut impl FnMut(&[u8])) -> Result<()> {
        loop {
            let end = loop {
                match find(&self.buffer, b"\r\n") {
                    Some(end) => break end,
                    None => self.fill().await?,
                }
            };
            let size = std::str::from_utf8(self.buffer.get(..end).unwrap_or_default())?;
            let size = usize::from_str_radix(size.trim(), 16).context("the size of a chunk")?;
            self.buffer.drain(..end + 2);
            self.take_bytes(size, take).await?;
            self.take_bytes(2, &mut |_| ()).await?;
            if size == 0 {
                return Ok(());
            }
        }
    }
}

/// What the head of an answer says.
struct Head {
    status: u16,
    /// Absent when the body comes in chunks.
    length: Option<usize>,
    closes: bool,
}

impl Head {
    fn read(head: &[u8]) -> Result<Self> {
        let head = std::str::from_utf8(head)?;
        let mut lines = head.split("\r\n");
        let status: u16 = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .context("no status")?
            .parse()?;
        let mut read = Self {
            status,
            length: None,
            closes: false,
        };
        let mut chunked = false;
        for line in lines {
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            match (name.to_ascii_lowercase().as_str(), value.trim()) {
                ("content-length", value) => read.length = Some(value.parse()?),
                ("transfer-encoding", value) => chunked = value.eq_ignore_ascii_case("chunked"),
                ("connection", value) => read.closes = value.eq_ignore_ascii_case("close"),
                _ => {}
            }
        }
        if !chunked && read.length.is_none() {
            read.length = Some(0);
        }
        Ok(read)
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// Answers one connection with these bytes, in two pieces.
    fn answering(answer: &'static [u8]) -> SocketAddr {
        use std::io::{Read as _, Write as _};
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            while stream.read(&mut request).is_ok_and(|read| read > 0) {
                let (first, second) = answer.split_at(answer.len() / 2);
                stream.write_all(first).unwrap();
                stream.flush().unwrap();
                thread::yield_now();
                stream.write_all(second).unwrap();
            }
        });
        address
    }

    #[tokio::test]
    async fn body_of_known_length_is_read_whole() {
        let address = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        let mut connection = Connection::open(address).await.unwrap();
        for _ in 0..2 {
            let answer = connection
                .call(&request("GET", "/", None, None))
                .await
                .unwrap();
            assert_eq!(
                (answer.status, answer.body.as_slice()),
                (200, b"hello".as_slice())
            );
        }
    }

    #[tokio::test]
    async fn body_in_chunks_is_put_together() {
        let address = answering(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        );
        let mut connection = Connection::open(address).await.unwrap();
        let answer = connection
            .call_and_drop(&request("GET", "/", None, None))
            .await
            .unwrap();
        assert_eq!(answer, (200, 5));
    }
}
