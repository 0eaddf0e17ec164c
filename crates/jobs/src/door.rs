//! Where the doors for incoming mail hand over what arrives.

use std::fmt;

use async_trait::async_trait;
use guichet_service::inbound::{ReceivedMail, receive_mail};
use guichet_service::{App, Result};

/// Takes mails in.
#[async_trait]
pub trait MailSink: fmt::Debug + Send + Sync {
    /// Keeps a mail for good. After `Ok` the one who brought it may forget it; after an error it
    /// has to be kept, and brought again.
    async fn take(&self, mail: ReceivedMail) -> Result<()>;
}

#[async_trait]
impl MailSink for App {
    async fn take(&self, mail: ReceivedMail) -> Result<()> {
        let reception = receive_mail(self, mail).await?;
        tracing::debug!(mail = %reception.id, verdict = reception.verdict.as_str(), "a mail came in");
        Ok(())
    }
}
