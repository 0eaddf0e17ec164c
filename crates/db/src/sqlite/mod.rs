//! The embedded database.
//!
//! A statement runs on the thread that asks for it: most take less time than handing them to
//! another thread and their rows back. What takes long leaves the thread: a commit flushes on
//! another one, and a read that has not ended after some steps begins again on another one, so that
//! no request holds up the others of its thread.

mod connection;
mod readers;
mod writer;

pub(crate) use connection::Connection;
pub(crate) use readers::Readers;
pub(crate) use writer::{Member, Writer};

use std::time::Duration;

/// How long a connection waits for a lock that another process holds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Runs what takes long on a thread that may.
async fn on_another_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, crate::Error> + Send + 'static,
) -> Result<T, crate::Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(crate::Error::Other(error.into())),
    }
}
