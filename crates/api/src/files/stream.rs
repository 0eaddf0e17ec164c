//! Bodies that are read while they are sent.

use std::fs::File;
use std::io;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use tokio::io::AsyncReadExt as _;

use crate::error::chain;

/// Read at once.
const CHUNK: usize = 64 * 1024;

/// The contents of a file on this machine.
pub fn of_file(file: File) -> impl Stream<Item = io::Result<Bytes>> {
    let file = tokio::fs::File::from_std(file);
    futures_util::stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let mut chunk = BytesMut::with_capacity(CHUNK);
        match file.read_buf(&mut chunk).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(chunk.freeze()), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    })
}

/// The same stream, saying in the log why it broke: its status is sent already, so all that the
/// client learns is that the connection ends too soon.
pub fn logged<S, E>(stream: S) -> impl Stream<Item = Result<Bytes, E>>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: std::error::Error + 'static,
{
    stream.inspect(|chunk| {
        if let Err(error) = chunk {
            tracing::error!(error = chain(error), "a body broke off while it was sent");
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use futures_util::TryStreamExt as _;

    use super::*;

    #[tokio::test]
    async fn file_arrives_whole_and_in_chunks() {
        let path = std::env::temp_dir().join(format!("guichet-stream-{}", std::process::id()));
        let content = vec![7_u8; CHUNK * 2 + 1];
        let mut file = File::options()
            .create(true)
            .truncate(true)
            .read(true)
            .write(true)
            .open(&path)
            .expect("opens");
        file.write_all(&content).expect("writes");
        file.rewind().expect("rewinds");
        std::fs::remove_file(&path).expect("unlinks");
        let chunks: Vec<Bytes> = of_file(file).try_collect().await.expect("reads");
        assert!(chunks.len() >= 3);
        assert_eq!(chunks.concat(), content);
    }
}
