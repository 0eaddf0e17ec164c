//! From an address to an open mailbox.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_imap::{Client, Session};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::oauth::XOAuth2;
use super::{Imap, ImapError};

/// How long the server may take for each step.
pub(super) const STEP: Duration = Duration::from_secs(30);

/// A connection, with TLS or without.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Stream for T {}

/// A signed-in conversation.
pub(super) type Mailbox = Session<Box<dyn Stream>>;

impl Imap {
    /// Connects, signs in and opens the folder.
    pub(super) async fn open(&self) -> Result<Mailbox, ImapError> {
        let stream = tokio::time::timeout(STEP, self.connect()).await??;
        let mut client = Client::new(stream);
        let greeting = tokio::time::timeout(STEP, client.read_response()).await??;
        if greeting.is_none() {
            return Err(async_imap::error::Error::ConnectionLost.into());
        }
        let mut mailbox = tokio::time::timeout(STEP, self.sign_in(client)).await??;
        tokio::time::timeout(STEP, mailbox.select(&self.address.folder)).await??;
        Ok(mailbox)
    }

    async fn connect(&self) -> Result<Box<dyn Stream>, ImapError> {
        let address = &self.address;
        let stream = TcpStream::connect((&*address.host, address.port)).await?;
        if !address.tls {
            return Ok(Box::new(stream));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(std::io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(address.host.clone())?;
        let connector = TlsConnector::from(Arc::new(config));
        Ok(Box::new(connector.connect(name, stream).await?))
    }

    async fn sign_in(&self, client: Client<Box<dyn Stream>>) -> Result<Mailbox, ImapError> {
        let address = &self.address;
        let signed_in = match &self.oauth {
            Some(oauth) => {
                let method = XOAuth2 {
                    user: address.user.clone(),
                    token: oauth.access_token().await?,
                    said: false,
                };
                client.authenticate("XOAUTH2", method).await
            }
            None => client.login(&address.user, &address.password).await,
        };
        signed_in.map_err(|(error, _client)| error.into())
    }
}
