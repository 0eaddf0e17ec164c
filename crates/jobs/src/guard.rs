//! Keeps a panic where it happened.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

/// Why some work did not end well.
#[derive(Debug)]
pub(crate) enum Failure<E> {
    /// It said so.
    Error(E),
    /// It panicked. What it said was printed by the panic hook.
    Panic,
}

impl<E: fmt::Display> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) => error.fmt(f),
            Self::Panic => f.write_str("panic"),
        }
    }
}

/// Does the work; a panic becomes a failure. Nothing is shared with the work but what guards
/// itself, such as the database: a transaction that is dropped leaves nothing.
pub(crate) async fn guarded<T, E>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, Failure<E>> {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Failure::Error(error)),
        // The payload may hold anything, so it is not passed on.
        Err(_payload) => Err(Failure::Panic),
    }
}
