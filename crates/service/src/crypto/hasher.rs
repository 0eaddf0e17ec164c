//! Argon2id in memory that is set aside once.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::error::{Error, Result};

/// Memory of one hash in KiB, passes and lanes (OWASP Password Storage Cheat Sheet).
const PARAMS: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Bytes of a hash.
const OUTPUT: usize = 32;

/// Hashes one password after the other. Asking the system for 19 MiB at each, and giving them
/// back, would cost more than half of the time.
#[derive(Debug, Default)]
pub(super) struct Hasher {
    memory: Vec<Block>,
}

impl Hasher {
    /// The PHC string of a new password.
    pub(super) fn hash(&mut self, password: &[u8]) -> Result<String> {
        let (memory, passes, lanes) = PARAMS;
        let params = Params::new(memory, passes, lanes, None).map_err(internal)?;
        let salt = Salt::generate();
        let kept = ParamsString::try_from(&params).map_err(internal)?;
        let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
        let output = self
            .compute(
                &Argon2::new(algorithm, version, params),
                password,
                &salt,
                OUTPUT,
            )
            .ok_or_else(|| internal("argon2id refused its own parameters"))?;
        let hash = PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: kept,
            salt: Some(salt),
            hash: Some(output),
        };
        Ok(hash.to_string())
    }

    /// Whether the password is that of the PHC string, whatever parameters it was made with.
    pub(super) fn verify(&mut self, password: &[u8], hash: &str) -> bool {
        self.matches(password, hash).unwrap_or(false)
    }

    fn matches(&mut self, password: &[u8], hash: &str) -> Option<bool> {
        let hash = PasswordHash::new(hash).ok()?;
        let expected = hash.hash.as_ref()?;
        let argon2 = Argon2::new(
            Algorithm::try_from(hash.algorithm.as_str()).ok()?,
            Version::try_from(hash.version?).ok()?,
            Params::try_from(&hash).ok()?,
        );
        let output = self.compute(&argon2, password, hash.salt.as_ref()?, expected.len())?;
        // `Output` compares in constant time.
        Some(output == *expected)
    }

    fn compute(
        &mut self,
        argon2: &Argon2<'_>,
        password: &[u8],
        salt: &Salt,
        length: usize,
    ) -> Option<Output> {
        self.memory
            .resize(argon2.params().block_count(), Block::default());
        let mut buffer = [0; Output::MAX_LENGTH];
        let out = buffer.get_mut(..length)?;
        argon2
            .hash_password_into_with_memory(password, salt.as_ref(), out, &mut self.memory)
            .ok()?;
        Output::new(out).ok()
    }

    /// Gives the memory back until the next hash.
    pub(super) fn rest(&mut self) {
        self.memory = Vec::new();
    }
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::PasswordHasher as _;

    use super::*;

    #[test]
    fn only_the_right_password_verifies() {
        let mut hasher = Hasher::default();
        let hash = hasher.hash(b"Corbeau-1!").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hasher.verify(b"Corbeau-1!", &hash));
        assert!(!hasher.verify(b"corbeau-1!", &hash));
        hasher.rest();
        assert!(hasher.verify(b"Corbeau-1!", &hash));
    }

    #[test]
    fn hash_of_the_library_and_of_other_parameters_verifies() {
        let params = Params::new(256, 3, 1, None).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hash = argon2.hash_password(b"Corbeau-1!").unwrap().to_string();
        let mut hasher = Hasher::default();
        assert!(hasher.verify(b"Corbeau-1!", &hash));
        assert!(!hasher.verify(b"Corbeau-2!", &hash));
    }

    #[test]
    fn what_is_no_hash_verifies_nothing() {
        let mut hasher = Hasher::default();
        for hash in [
            "",
            "x",
            "$argon2id$v=19$m=19456,t=2,p=1$AAAA",
            "$md5$AAAA$BBBB",
        ] {
            assert!(!hasher.verify(b"", hash), "{hash}");
        }
    }
}
