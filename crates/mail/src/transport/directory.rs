//! Into a folder, one file a mail: for development, demos and tests in the browser.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use async_trait::async_trait;

use super::{SendError, Transport};
use crate::outgoing::OutgoingMail;

/// Longest part of a file name that comes from a Message-ID.
const MAX_ID: usize = 80;

/// Writes `<folder>/<time>-<kind>-<local part of the Message-ID>.eml`. A file is there completely
/// or not at all, and the same mail is the same file however often it is sent.
#[derive(Debug, Clone)]
pub struct Directory {
    folder: PathBuf,
}

impl Directory {
    /// Into this folder, which is made when the first mail comes.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Where the mails are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

#[async_trait]
impl Transport for Directory {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        let bytes = mail.compose()?.bytes;
        let folder = self.folder.clone();
        let name = file_name(mail);
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
        let problem = match written {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        Err(SendError::Temporary {
            code: None,
            message: problem,
        })
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let part = folder.join(format!(".{name}.part"));
    let mut file = fs::File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))
}

fn file_name(mail: &OutgoingMail) -> String {
    let id = mail.message_id.trim_start_matches('<');
    let local = id.split_once('@').map_or(id, |(local, _)| local);
    let safe = |text: &str| -> String {
        let kept = |c: char| {
            if c.is_ascii_alphanumeric() || "_-".contains(c) {
                c
            } else {
                '_'
            }
        };
        text.chars().take(MAX_ID).map(kept).collect()
    };
    let time = mail.date.format("%Y%m%dT%H%M%SZ");
    format!("{time}-{}-{}.eml", safe(&mail.kind), safe(local))
}
