//! A door for those who have a mailbox and no mail server: unseen mails are fetched by IMAP.
//!
//! The mailbox itself says what is to be done: mails that are not seen. Nothing is remembered
//! between two visits, so new identifiers (UIDVALIDITY) change nothing, and what was taken in
//! without being marked is fetched again, which the pipeline notices.

mod address;
mod connect;
mod oauth;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use guichet_service::{App, Error, Result};
use serde_json::json;

use crate::door::MailSink;
use crate::schedule::Report;

pub use address::{ImapAddress, InvalidImapAddress};
pub use oauth::OAuth;
pub use visit::Visit;

/// Its name on the schedule.
pub(crate) const TASK: &str = "fetch_mails";
/// No mail is begun after this time of a visit, so that it ends within the lease of its task.
const VISIT: Duration = Duration::from_mins(1);

/// Fetches mails from a mailbox.
#[derive(Debug, Clone)]
pub struct Imap {
    /// Where the mailbox is.
    pub address: ImapAddress,
    /// Tokens in place of a password.
    pub oauth: Option<OAuth>,
    /// The folder that mails are moved to once they are taken in; otherwise they are marked seen.
    pub done_folder: Option<String>,
    /// How often to look.
    pub every: TimeDelta,
    /// The largest mail that is fetched, in bytes; larger ones are flagged and left.
    pub message: usize,
}

/// Why a visit ended early.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The connection or the mailbox.
    #[error("the mailbox failed")]
    Mailbox(#[from] async_imap::error::Error),
    /// The network or TLS.
    #[error("the mail server cannot be reached")]
    Network(#[from] std::io::Error),
    /// The mail server's name is none.
    #[error("the mail server's name is wrong")]
    Name(#[from] rustls::pki_types::InvalidDnsNameError),
    /// The provider of tokens.
    #[error("no token was given")]
    Token(#[from] reqwest::Error),
    /// The server was silent for too long.
    #[error("the mail server does not answer")]
    Timeout(#[from] tokio::time::error::Elapsed),
}

impl Imap {
    /// Takes in what is new in the mailbox.
    ///
    /// # Errors
    /// When the mailbox cannot be read. What befalls one mail is counted only.
    pub async fn visit(&self, sink: &Arc<dyn MailSink>) -> std::result::Result<Visit, ImapError> {
        visit::visit(self, sink).await
    }

    /// One run of its task.
    pub(crate) async fn run(&self, app: App) -> Result<Report> {
        let sink: Arc<dyn MailSink> = Arc::new(app);
        let visit = self.visit(&sink).await.map_err(Error::internal)?;
        Ok(Report {
            done: json!({
                "taken": visit.taken,
                "not_taken": visit.not_taken,
                "too_large": visit.too_large,
            }),
            more: visit.more,
        })
    }
}
