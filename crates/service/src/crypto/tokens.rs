//! Access tokens (JWT, minutes) and refresh tokens (opaque, days).
//!
//! A refresh token names its session and generation under a signature; the database keeps the
//! generation alone. So within the grace after a rotation the *same* successor can be given again
//! to a second tab, without any token being kept anywhere.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ErrorCode;
use guichet_common::ids::{PersonId, SessionId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::secret::{Key, Secret};
use crate::error::{Error, Result};

/// How long an access token lasts, in seconds.
pub const ACCESS_SECONDS: u32 = 10 * 60;

const REFRESH_PREFIX: &str = "gcr_";

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The person.
    pub sub: PersonId,
    /// Their session.
    pub sid: SessionId,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// When it expires, in seconds since 1970.
    pub exp: i64,
    /// Who issued it.
    pub iss: String,
}

/// What a refresh token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshToken {
    /// The session.
    pub session_id: SessionId,
    /// How often it was rotated before.
    pub generation: i64,
}

/// Makes and reads tokens.
#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    refresh: Key,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

const ISSUER: &str = "guichet";

impl Tokens {
    /// With keys of this instance.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        let access = secret.key("access-token");
        // One algorithm, named: `none` and the asymmetric ones are refused before any key is used.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        // Expiry is checked against our own clock.
        validation.validate_exp = false;
        Self {
            encoding: EncodingKey::from_secret(access.as_bytes()),
            decoding: DecodingKey::from_secret(access.as_bytes()),
            validation,
            refresh: secret.key("refresh-token"),
        }
    }

    /// A new access token.
    pub fn issue_access(
        &self,
        person: PersonId,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let claims = Claims {
            sub: person,
            sid: session,
            iat: now.timestamp(),
            exp: (now + TimeDelta::seconds(ACCESS_SECONDS.into())).timestamp(),
            iss: ISSUER.into(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(Error::internal)
    }

    /// Reads an access token; forged and expired ones are the same 401.
    pub fn read_access(&self, token: &str, now: DateTime<Utc>) -> Result<Claims> {
        jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .ok()
            .map(|data| data.claims)
            .filter(|claims| claims.exp > now.timestamp())
            .ok_or(Error::Refused(ErrorCode::Unauthenticated))
    }

    /// The refresh token of a session's generation; always the same for the same generation.
    #[must_use]
    pub fn refresh_token(&self, token: RefreshToken) -> String {
        let session = token.session_id.0.as_bytes();
        let generation = token.generation.to_be_bytes();
        let tag = self.refresh.sign(&[session, &generation]);
        let bytes: Vec<u8> = session
            .iter()
            .chain(&generation)
            .chain(&tag)
            .copied()
            .collect();
        format!("{REFRESH_PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads a refresh token that this instance has made.
    #[must_use]
    pub fn read_refresh(&self, token: &str) -> Option<RefreshToken> {
        let bytes = URL_SAFE_NO_PAD
            .decode(token.strip_prefix(REFRESH_PREFIX)?)
            .ok()?;
        let (session, rest) = bytes.split_at_checked(16)?;
        let (generation, tag) = rest.split_at_checked(8)?;
        if tag.len() != 32 || !self.refresh.verifies(&[session, generation], tag) {
            return None;
        }
        Some(RefreshToken {
            session_id: SessionId(Uuid::from_slice(session).ok()?),
            generation: i64::from_be_bytes(generation.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        Tokens::new(&Secret::random().unwrap())
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_760_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn access_token_expires_and_is_bound_to_the_instance() {
        let (mine, other) = (tokens(), tokens());
        let person = PersonId(Uuid::from_u128(1));
        let session = SessionId(Uuid::from_u128(2));
        let token = mine.issue_access(person, session, at(0)).unwrap();
        assert_eq!(mine.read_access(&token, at(599)).unwrap().sub, person);
        assert!(mine.read_access(&token, at(600)).is_err());
        assert!(other.read_access(&token, at(0)).is_err());
    }

    #[test]
    fn token_of_another_algorithm_is_refused() {
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwM\
                    C0wMDAwMDAwMDAwMDEiLCJleHAiOjk5OTk5OTk5OTksImlzcyI6Imd1aWNoZXQifQ.";
        assert!(tokens().read_access(none, at(0)).is_err());
    }

    #[test]
    fn refresh_token_is_the_same_for_the_same_generation_and_cannot_be_forged() {
        let tokens = tokens();
        let session_id = SessionId(Uuid::from_u128(2));
        let token = RefreshToken {
            session_id,
            generation: 3,
        };
        let text = tokens.refresh_token(token);
        assert_eq!(text, tokens.refresh_token(token));
        assert_eq!(tokens.read_refresh(&text), Some(token));
        let mut forged = text.clone();
        let other = if forged[10..].starts_with('A') {
            "B"
        } else {
            "A"
        };
        forged.replace_range(10..11, other);
        assert_eq!(tokens.read_refresh(&forged), None);
        assert_eq!(tokens.read_refresh("gcr_"), None);
        assert_eq!(tokens.read_refresh(&text[..text.len() - 4]), None);
    }
}
