//! Ways that carry a mail away.

mod directory;
mod memory;
mod smtp;

use std::fmt;

use async_trait::async_trait;

pub use self::{
    directory::Directory,
    memory::Memory,
    smtp::{InvalidSmtpUrl, Smtp},
};
use crate::outgoing::{InvalidMail, OutgoingMail};

/// Carries mails away. Sending the same mail twice must be harmless as far as the way allows:
/// the Message-ID and the bytes are the same.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync {
    /// Hands the mail over; `Ok` means that the other side has taken responsibility.
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError>;
}

/// Why a mail was not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Trying again later may help.
    #[error("not sent for now: {message}")]
    Temporary {
        /// The SMTP reply code, when the server gave one.
        code: Option<u16>,
        /// What was said, in one line.
        message: String,
    },
    /// Trying the same mail again cannot help.
    #[error("refused for good: {message}")]
    Permanent {
        /// The SMTP reply code, when the server gave one.
        code: Option<u16>,
        /// What was said, in one line.
        message: String,
    },
}

impl SendError {
    /// Whether to give up.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        matches!(self, Self::Permanent { .. })
    }

    /// The SMTP reply code, when the server gave one.
    #[must_use]
    pub const fn code(&self) -> Option<u16> {
        match self {
            Self::Temporary { code, .. } | Self::Permanent { code, .. } => *code,
        }
    }
}

impl From<InvalidMail> for SendError {
    fn from(error: InvalidMail) -> Self {
        Self::Permanent {
            code: None,
            message: chain(&error),
        }
    }
}

/// An error and its causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    crate::clean::one_line(&text)
}
