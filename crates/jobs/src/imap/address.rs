//! `imaps://user:password@host:port/folder`.

use std::fmt;

/// Where a mailbox is, and by which name it is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct ImapAddress {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: bool,
    pub(super) user: String,
    pub(super) password: String,
    pub(super) folder: String,
}

impl fmt::Debug for ImapAddress {
    /// Says nothing of the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImapAddress")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

/// The address cannot be understood. It is not repeated: it holds a password.
#[derive(Debug, thiserror::Error)]
#[error(
    "the mailbox must be imaps://user:password@host:port/folder, or imap://…?tls=none without \
     TLS; special characters in user and password are percent-encoded"
)]
pub struct InvalidImapAddress;

impl ImapAddress {
    /// Reads an address. The port is 993 and the folder INBOX unless said otherwise.
    ///
    /// # Errors
    /// When it is not of that form; `imap://` has to say `?tls=none`, as the password then goes
    /// over the network for everybody to read.
    pub fn parse(url: &str) -> Result<Self, InvalidImapAddress> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(InvalidImapAddress)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let tls = match (scheme, query) {
            ("imaps", "") => true,
            ("imap", "tls=none") => false,
            _ => return Err(InvalidImapAddress),
        };
        // The last sign: user names are addresses, and often written as they are.
        let (login, place) = rest.rsplit_once('@').ok_or(InvalidImapAddress)?;
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        let (server, folder) = place.split_once('/').unwrap_or((place, ""));
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().or(Err(InvalidImapAddress))?)
            }
            _ => (server, if tls { 993 } else { 143 }),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let address = Self {
            host: host.to_owned(),
            port,
            tls,
            user: decoded(user).ok_or(InvalidImapAddress)?,
            password: decoded(password).ok_or(InvalidImapAddress)?,
            folder: match folder {
                "" => "INBOX".to_owned(),
                folder => decoded(folder).ok_or(InvalidImapAddress)?,
            },
        };
        let words = [&address.user, &address.password, &address.folder];
        let odd = words.iter().any(|word| word.contains(char::is_control));
        if address.host.is_empty() || address.user.is_empty() || odd {
            return Err(InvalidImapAddress);
        }
        Ok(address)
    }
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let digits = part.get(..2).filter(|digits| !digits.starts_with('+'))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_names_server_login_and_folder() {
        let address =
            ImapAddress::parse("imaps://support@heliaq.example:p%40ss%3A@mail.example/In%20box")
                .unwrap();
        assert_eq!(
            (&*address.host, address.port, address.tls),
            ("mail.example", 993, true)
        );
        assert_eq!(address.user, "support@heliaq.example");
        assert_eq!(address.password, "p@ss:");
        assert_eq!(address.folder, "In box");
        let plain = ImapAddress::parse("imap://u:p@127.0.0.1:1143?tls=none").unwrap();
        assert_eq!(
            (plain.port, plain.tls, &*plain.folder),
            (1143, false, "INBOX")
        );
        let six = ImapAddress::parse("imaps://u:p@[::1]/").unwrap();
        assert_eq!((&*six.host, six.port), ("::1", 993));
    }

    #[test]
    fn wrong_address_is_refused_and_not_repeated() {
        for url in [
            "imap://u:secret@host/",
            "imaps://host/",
            "imaps://u:secret@/",
            "imaps://u:secret%0d@host/",
            "imaps://u:secret%zz@host/",
            "imaps://u:secret@host:port/",
            "pop3://u:secret@host",
            "imaps://u:secret@host?tls=none",
        ] {
            let error = ImapAddress::parse(url).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{url}");
        }
    }

    #[test]
    fn password_is_not_shown() {
        let address = ImapAddress::parse("imaps://u:secret@host").unwrap();
        assert!(!format!("{address:?}").contains("secret"));
    }
}
