//! The address that answers come to, with a token behind a plus sign.

/// An address whose mails are ours: `support@host` and `support+<anything>@host`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyAddress {
    local: String,
    host: String,
}

/// The address is none.
#[derive(Debug, thiserror::Error)]
#[error("the address must be name@host, without a plus sign")]
pub struct InvalidReplyAddress;

impl ReplyAddress {
    /// From `name@host`.
    ///
    /// # Errors
    /// When it is not of that form.
    pub fn parse(address: &str) -> Result<Self, InvalidReplyAddress> {
        let (local, host) = address.trim().rsplit_once('@').ok_or(InvalidReplyAddress)?;
        let odd = |sign: char| sign.is_whitespace() || sign.is_control() || "<>\"@".contains(sign);
        let empty = local.is_empty() || host.is_empty();
        if empty || local.contains('+') || local.contains(odd) || host.contains(odd) {
            return Err(InvalidReplyAddress);
        }
        Ok(Self {
            local: local.to_lowercase(),
            host: host.to_lowercase(),
        })
    }

    /// Its part behind the at sign.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether a mail to this address is ours. Case does not matter: servers on the way change it.
    #[must_use]
    pub fn takes(&self, address: &str) -> bool {
        let Some((local, host)) = address.rsplit_once('@') else {
            return false;
        };
        let name = local.split_once('+').map_or(local, |(name, _)| name);
        name.to_lowercase() == self.local && host.to_lowercase() == self.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_is_taken_with_and_without_a_token() {
        let ours = ReplyAddress::parse("Support@heliaq.example").unwrap();
        for address in [
            "support@heliaq.example",
            "SUPPORT@Heliaq.Example",
            "support+abc234@heliaq.example",
            "support+@heliaq.example",
        ] {
            assert!(ours.takes(address), "{address}");
        }
        for address in [
            "support",
            "supporter@heliaq.example",
            "support@heliaq.example.net",
            "x+support@heliaq.example",
            "support@other.example@heliaq.example",
            "@heliaq.example",
        ] {
            assert!(!ours.takes(address), "{address}");
        }
    }

    #[test]
    fn address_is_a_name_at_a_host() {
        for address in [
            "support", "@host", "a@", "a+b@host", "a b@host", "<a@host>", "",
        ] {
            assert!(ReplyAddress::parse(address).is_err(), "{address}");
        }
    }
}
