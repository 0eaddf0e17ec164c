//! The instance's secret, and the keys made of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// 32 random bytes from which every key of the instance is derived. Never logged.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A fresh one.
    pub fn random() -> Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// Reads what [`Secret::to_text`] wrote.
    pub fn from_text(text: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(Error::internal)?;
        let bytes = bytes.try_into().map_err(|_long: Vec<u8>| {
            Error::internal("the instance's secret is not of 32 bytes")
        })?;
        Ok(Self(bytes))
    }

    /// As text, for the database.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// A key for one purpose; keys of different purposes tell nothing of each other.
    #[must_use]
    pub fn key(&self, purpose: &str) -> Key {
        Key(mac(&self.0, &[purpose.as_bytes()]))
    }
}

/// A key for one purpose.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Its bytes, for libraries.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA-256 (RFC 2104) over the parts, each with its length.
    #[must_use]
    pub fn sign(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.0, parts)
    }

    /// Whether `tag` is the beginning of the parts' signature; takes the same time either way.
    #[must_use]
    pub fn verifies(&self, parts: &[&[u8]], tag: &[u8]) -> bool {
        let expected = self.sign(parts);
        tag.len() >= 16
            && tag.len() <= expected.len()
            && expected
                .iter()
                .zip(tag)
                .fold(0, |different, (a, b)| different | (a ^ b))
                == 0
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // An HMAC takes keys of any length, so there is no error to report; should the library ever
    // find one, the fallback is a key nobody can know rather than a panic.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Sha256::digest(key).into();
    };
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to memory does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
