//! Standard output, which the reader may close at any time.

use std::io::{self, Write as _};

use anyhow::{Context as _, Result};

/// Prints a text as it is. Whoever stops reading early (`guichet openapi | head`) has what they
/// wanted: that is no error.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("standard output cannot be written"),
    }
}
