//! A message while it arrives: small ones in memory, larger ones in a file without a name. So a slow
//! sender holds no memory, and the whole is put together once, without growing step by step.

use std::io::{self, SeekFrom};

use bytes::Bytes;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};

/// The most that is kept in memory, in bytes.
const MEMORY: usize = 1024 * 1024;

/// A message as far as it is there.
#[derive(Debug, Default)]
pub struct Spool {
    memory: Vec<u8>,
    file: Option<File>,
    written: usize,
}

impl Spool {
    /// So many bytes are there.
    #[must_use]
    pub fn len(&self) -> usize {
        self.written + self.memory.len()
    }

    /// Whether nothing is there yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// To append to; [`Spool::settle`] afterwards.
    pub fn end(&mut self) -> &mut Vec<u8> {
        &mut self.memory
    }

    /// Moves what is too much for the memory into the file. An error is that of the file.
    pub async fn settle(&mut self) -> io::Result<()> {
        if self.memory.len() < MEMORY {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(File::from_std(tempfile::tempfile()?)),
        };
        file.write_all(&self.memory).await?;
        self.written += self.memory.len();
        self.memory.clear();
        Ok(())
    }

    /// The whole of it. An error is that of the file.
    pub async fn into_bytes(self) -> io::Result<Bytes> {
        let Some(mut file) = self.file else {
            return Ok(self.memory.into());
        };
        let mut whole = Vec::with_capacity(self.written + self.memory.len());
        file.flush().await?;
        file.seek(SeekFrom::Start(0)).await?;
        file.read_to_end(&mut whole).await?;
        whole.extend_from_slice(&self.memory);
        Ok(whole.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn large_message_comes_back_as_it_went_in() {
        let mut spool = Spool::default();
        let mut expected = Vec::new();
        for part in 0..40_u8 {
            let piece = vec![part; 70_001];
            expected.extend_from_slice(&piece);
            spool.end().extend_from_slice(&piece);
            spool.settle().await.unwrap();
            assert!(spool.memory.len() < MEMORY);
        }
        assert_eq!(spool.len(), expected.len());
        assert_eq!(spool.into_bytes().await.unwrap(), expected);
    }
}
