//! Access tokens for mailboxes that take no passwords.

use std::fmt;
use std::time::Duration;

use async_imap::Authenticator;
use serde::Deserialize;

/// How long the provider may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A refresh token, and where to exchange it (RFC 6749, section 6).
#[derive(Clone, PartialEq, Eq)]
pub struct OAuth {
    /// The provider's address for tokens.
    pub token_url: String,
    /// Who we are to the provider.
    pub client_id: String,
    /// Our secret, where the provider gave one.
    pub client_secret: Option<String>,
    /// What the mailbox's owner granted.
    pub refresh_token: String,
}

impl fmt::Debug for OAuth {
    /// Says nothing of secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("token_url", &self.token_url)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

impl OAuth {
    /// A fresh access token. Not kept: visits are rarer than tokens are short-lived.
    pub(super) async fn access_token(&self) -> Result<String, reqwest::Error> {
        let mut form = vec![
            ("grant_type", "refresh_token"),
            ("refresh_token", &self.refresh_token),
            ("client_id", &self.client_id),
        ];
        if let Some(secret) = &self.client_secret {
            form.push(("client_secret", secret));
        }
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let answer = client.post(&self.token_url).form(&form).send().await?;
        let granted: Granted = answer.error_for_status()?.json().await?;
        Ok(granted.access_token)
    }
}

/// XOAUTH2, as Google and Microsoft describe it.
pub(super) struct XOAuth2 {
    pub(super) user: String,
    pub(super) token: String,
    /// A second challenge is an error in JSON, to be answered with nothing.
    pub(super) said: bool,
}

impl Authenticator for XOAuth2 {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        if std::mem::replace(&mut self.said, true) {
            return String::new();
        }
        format!("user={}\x01auth=Bearer {}\x01\x01", self.user, self.token)
    }
}
