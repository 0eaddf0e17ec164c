//! To a mail server.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor, transport::smtp};

use super::{SendError, Transport, chain};
use crate::{dkim::DkimSigner, outgoing::OutgoingMail};

/// How long the server may take to answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The address of the mail server cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error(
    "the SMTP address must be smtp://user:password@host:port?tls=required, …?tls=opportunistic, \
     …?tls=none, or smtps://user:password@host:port"
)]
pub struct InvalidSmtpUrl(#[source] smtp::Error);

/// Sends over SMTP, keeping connections open between mails.
#[derive(Clone)]
pub struct Smtp {
    inner: AsyncSmtpTransport<Tokio1Executor>,
    signer: Option<Arc<DkimSigner>>,
}

impl Smtp {
    /// From an address: `smtps://` is TLS from the start, `smtp://` with `?tls=required` or
    /// `?tls=opportunistic` is STARTTLS, with `?tls=none` or nothing it is plain text. Special
    /// characters in user name and password are percent-encoded.
    ///
    /// Call it, and drop the last clone, within a Tokio runtime: the pool of connections has a
    /// task of its own.
    ///
    /// # Errors
    /// When the address is not of that form.
    pub fn from_url(url: &str) -> Result<Self, InvalidSmtpUrl> {
        // Our word for what lettre spells by leaving the parameter out.
        let url = url.strip_suffix("?tls=none").unwrap_or(url);
        let builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(InvalidSmtpUrl)?;
        Ok(Self {
            inner: builder.timeout(Some(TIMEOUT)).build(),
            signer: None,
        })
    }

    /// Signs what it sends with this key, if there is one.
    #[must_use]
    pub fn signed_by(self, signer: Option<Arc<DkimSigner>>) -> Self {
        Self { signer, ..self }
    }
}

impl std::fmt::Debug for Smtp {
    /// Says nothing of the address: it holds a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for Smtp {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        let mut composed = mail.compose()?;
        if let Some(signer) = &self.signer {
            composed.bytes = signer.sign(&composed.bytes, mail.date);
        }
        match self
            .inner
            .send_raw(&composed.envelope, &composed.bytes)
            .await
        {
            Ok(_) => Ok(()),
            Err(error) => Err(classify(&error)),
        }
    }
}

/// Only a 5xx reply about this mail is final. Everything else — no connection, TLS, a reply that
/// makes no sense, a login that the administrator has yet to correct — may be mended while the
/// mail waits.
fn classify(error: &smtp::Error) -> SendError {
    let code = error.status().map(u16::from);
    let message = chain(error);
    match code {
        Some(530 | 534 | 535 | 538) => SendError::Temporary { code, message },
        Some(500..) => SendError::Permanent { code, message },
        _ => SendError::Temporary { code, message },
    }
}
