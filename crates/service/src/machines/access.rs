//! Access tokens of OAuth clients: signed, kept nowhere. They name their client and its secret's
//! generation; so with a new secret, or without the client, they are worth nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use guichet_common::ids::OauthClientId;
use guichet_common::scopes::ApiScope;
use uuid::Uuid;

use crate::crypto::secret::{Key, Secret};

/// What they begin with.
pub(crate) const ACCESS_TOKEN: &str = "gca_";
/// How long they last, in seconds.
pub(crate) const ACCESS_SECONDS: u32 = 10 * 60;

const TAG: usize = 32;

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) client: OauthClientId,
    pub(crate) generation: i64,
    /// In seconds since 1970.
    pub(crate) expires_at: i64,
    pub(crate) scopes: Vec<ApiScope>,
}

/// Makes and reads access tokens of clients.
#[derive(Debug, Clone)]
pub(crate) struct AccessTokens(Key);

impl AccessTokens {
    pub(crate) fn new(secret: &Secret) -> Self {
        Self(secret.key("oauth-access-token"))
    }

    pub(crate) fn write(&self, access: &Access) -> String {
        let words: Vec<&str> = access.scopes.iter().map(|scope| scope.as_str()).collect();
        let mut bytes = access.client.0.as_bytes().to_vec();
        bytes.extend(access.generation.to_be_bytes());
        bytes.extend(access.expires_at.to_be_bytes());
        bytes.extend(words.join(" ").as_bytes());
        let tag = self.0.sign(&[&bytes]);
        bytes.extend(tag);
        format!("{ACCESS_TOKEN}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What a token says that this instance has made and that has not expired.
    pub(crate) fn read(&self, token: &str, now: DateTime<Utc>) -> Option<Access> {
        let bytes = URL_SAFE_NO_PAD
            .decode(token.strip_prefix(ACCESS_TOKEN)?)
            .ok()?;
        let (stated, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
        if !self.0.verifies(&[stated], tag) {
            return None;
        }
        let (client, rest) = stated.split_at_checked(16)?;
        let (generation, rest) = rest.split_at_checked(8)?;
        let (expires_at, words) = rest.split_at_checked(8)?;
        let words = std::str::from_utf8(words).ok()?;
        let access = Access {
            client: Uuid::from_slice(client).ok()?.into(),
            generation: i64::from_be_bytes(generation.try_into().ok()?),
            expires_at: i64::from_be_bytes(expires_at.try_into().ok()?),
            scopes: words
                .split(' ')
                .filter_map(|word| word.parse().ok())
                .collect(),
        };
        (access.expires_at > now.timestamp()).then_some(access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_is_read_until_it_expires_and_only_by_its_instance() {
        let (mine, other) = (
            AccessTokens::new(&Secret::random().unwrap()),
            AccessTokens::new(&Secret::random().unwrap()),
        );
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let access = Access {
            client: Uuid::from_u128(7).into(),
            generation: 3,
            expires_at: 1000,
            scopes: vec![ApiScope::TicketsRead, ApiScope::MeRead],
        };
        let token = mine.write(&access);
        assert_eq!(mine.read(&token, at(999)), Some(access.clone()));
        assert_eq!(mine.read(&token, at(1000)), None);
        assert_eq!(other.read(&token, at(0)), None);
        for place in ["gca_".len(), 30, token.len() - 2] {
            let mut forged = token.clone();
            let letter = if forged.get(place..=place) == Some("A") {
                "B"
            } else {
                "A"
            };
            forged.replace_range(place..=place, letter);
            assert_eq!(mine.read(&forged, at(0)), None, "{place}");
        }
        assert_eq!(mine.read("gca_", at(0)), None);
    }
}
