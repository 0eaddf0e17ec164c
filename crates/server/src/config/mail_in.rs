//! By which doors mails come in.

use anyhow::{Context as _, Result, bail};
use chrono::TimeDelta;
use guichet_jobs::imap::{Imap, ImapAddress, OAuth};
use guichet_jobs::lmtp::{Lmtp, LmtpLimits, ReplyAddress};

use super::given;
use super::settings::MailIn as Settings;

/// The doors; without any, no mails come in but by the API.
#[derive(Debug, Clone)]
pub struct MailIn {
    /// Where a mail server brings mails, and how.
    pub lmtp: Option<(String, Lmtp)>,
    /// The mailbox that mails are fetched from.
    pub imap: Option<Imap>,
}

impl MailIn {
    /// Checks the settings. `message` is the size of the largest mail, in bytes.
    pub fn from_settings(settings: Settings, reply_address: &str, message: u64) -> Result<Self> {
        let message = usize::try_from(message).unwrap_or(usize::MAX);
        let lmtp = match given(settings.lmtp_listen.clone()) {
            Some(listen) => {
                let limits = LmtpLimits {
                    message,
                    ..LmtpLimits::default()
                };
                let reply_address =
                    ReplyAddress::parse(reply_address).context("the address for replies")?;
                Some((
                    listen,
                    Lmtp {
                        reply_address,
                        limits,
                    },
                ))
            }
            None => None,
        };
        let imap = match given(settings.imap_url.clone()) {
            Some(url) => Some(Imap {
                address: ImapAddress::parse(&url).context("GUICHET_IMAP_URL")?,
                every: TimeDelta::seconds(settings.imap_seconds.unwrap_or(60).max(1).into()),
                done_folder: given(settings.imap_done_folder.clone()),
                message,
                oauth: oauth(settings)?,
            }),
            None => None,
        };
        Ok(Self { lmtp, imap })
    }
}

fn oauth(settings: Settings) -> Result<Option<OAuth>> {
    let parts = (
        given(settings.imap_oauth_token_url),
        given(settings.imap_oauth_client_id),
        given(settings.imap_oauth_refresh_token),
    );
    match parts {
        (None, None, None) => Ok(None),
        (Some(token_url), Some(client_id), Some(refresh_token)) => {
            if !token_url.starts_with("https://") {
                bail!("GUICHET_IMAP_OAUTH_TOKEN_URL must begin with https://");
            }
            Ok(Some(OAuth {
                token_url,
                client_id,
                client_secret: given(settings.imap_oauth_client_secret),
                refresh_token,
            }))
        }
        _ => bail!(
            "GUICHET_IMAP_OAUTH_TOKEN_URL, …_CLIENT_ID and …_REFRESH_TOKEN go together: \
             one of them is missing"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<MailIn> {
        MailIn::from_settings(
            toml::from_str(toml).unwrap(),
            "support@heliaq.example",
            1_000,
        )
    }

    #[test]
    fn no_door_is_open_unless_asked_for() {
        let none = read("").unwrap();
        assert!(none.lmtp.is_none() && none.imap.is_none());
        let both = read("lmtp_listen = '[::1]:24'\nimap_url = 'imaps://u:p@h'").unwrap();
        let (listen, lmtp) = both.lmtp.unwrap();
        assert_eq!((&*listen, lmtp.limits.message), ("[::1]:24", 1_000));
        assert_eq!(both.imap.unwrap().every, TimeDelta::minutes(1));
    }

    #[test]
    fn settings_for_tokens_go_together() {
        let url = "imap_url = 'imaps://u@h'\nimap_oauth_token_url = 'https://t.example'\n";
        let error = read(url).unwrap_err().to_string();
        assert!(error.contains("REFRESH_TOKEN"), "{error}");
        let rest = "imap_oauth_client_id = 'c'\nimap_oauth_refresh_token = 'r'";
        assert!(
            read(&format!("{url}{rest}"))
                .unwrap()
                .imap
                .unwrap()
                .oauth
                .is_some()
        );
        let open = format!("{url}{rest}").replace("https", "http");
        assert!(
            read(&open).is_err(),
            "secrets do not go over the network in the open"
        );
    }
}
