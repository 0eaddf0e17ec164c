//! Secrets that must be read again, sealed for the database (AES-256-GCM).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::secret::Secret;
use crate::error::{Error, Result};

/// Seals and opens. What is sealed for one owner does not open for another, so that rows cannot
/// be exchanged.
#[derive(Clone)]
pub struct Seals(LessSafeKey);

impl std::fmt::Debug for Seals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seals")
    }
}

impl Seals {
    /// With a key of this instance.
    pub fn new(secret: &Secret) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, secret.key("seal").as_bytes())
            .map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a secret for an owner.
    pub fn seal(&self, owner: &[u8], plain: &[u8]) -> Result<String> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|error| Error::internal(error.to_string()))?;
        let mut bytes = plain.to_vec();
        let key_nonce = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(key_nonce, Aad::from(owner), &mut bytes)
            .map_err(|error| Error::internal(error.to_string()))?;
        let sealed: Vec<u8> = nonce.into_iter().chain(bytes).collect();
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what was sealed for this owner.
    pub fn open(&self, owner: &[u8], sealed: &str) -> Result<Vec<u8>> {
        let broken = || Error::internal("a sealed secret does not open");
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(Error::internal)?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_short| broken())?;
        let mut rest = rest.to_vec();
        let plain = self
            .0
            .open_in_place(nonce, Aad::from(owner), &mut rest)
            .map_err(|_forged| broken())?;
        Ok(plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone() {
        let seals = Seals::new(&Secret::random().unwrap()).unwrap();
        let sealed = seals.seal(b"claire", b"secret").unwrap();
        assert_ne!(sealed, seals.seal(b"claire", b"secret").unwrap());
        assert_eq!(seals.open(b"claire", &sealed).unwrap(), b"secret");
        assert!(seals.open(b"denis", &sealed).is_err());
        assert!(seals.open(b"claire", &sealed[..sealed.len() - 2]).is_err());
        assert!(seals.open(b"claire", "").is_err());
        let other = Seals::new(&Secret::random().unwrap()).unwrap();
        assert!(other.open(b"claire", &sealed).is_err());
    }
}
