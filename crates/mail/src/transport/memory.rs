//! Into memory: for tests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{SendError, Transport};
use crate::outgoing::OutgoingMail;

/// Keeps what is sent, and fails when told to. Clones share the same box.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    state: Arc<Mutex<Contents>>,
}

#[derive(Debug, Default)]
struct Contents {
    sent: Vec<OutgoingMail>,
    failures: VecDeque<SendError>,
}

impl Memory {
    /// An empty box.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything sent so far, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<OutgoingMail> {
        self.contents().sent.clone()
    }

    /// Everything sent so far; the box is empty afterwards.
    #[must_use]
    pub fn take(&self) -> Vec<OutgoingMail> {
        std::mem::take(&mut self.contents().sent)
    }

    /// Lets a coming send fail; several failures come in the order given.
    pub fn fail_next(&self, error: SendError) {
        self.contents().failures.push_back(error);
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        // A test that panicked elsewhere must not hide behind a second panic here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for Memory {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        // A mail that could not go over the wire must not pass in a test either.
        mail.compose()?;
        let mut contents = self.contents();
        if let Some(error) = contents.failures.pop_front() {
            return Err(error);
        }
        contents.sent.push(mail.clone());
        Ok(())
    }
}
