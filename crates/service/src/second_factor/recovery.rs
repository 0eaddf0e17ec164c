//! Recovery codes: 120 random bits each, so that a hash is enough to keep them by.

use guichet_common::ids::PersonId;

use crate::crypto::secret::{Key, hex};
use crate::crypto::totp::base32;
use crate::error::{Error, Result};

/// How many a person has.
const CODES: usize = 10;
/// Random bytes of one, which are 24 letters. From 112 bits on a plain hash is enough to keep a secret by
/// (OWASP ASVS 5.0, 6.5.2).
const BYTES: usize = 15;

/// New codes, as they are shown.
pub(super) fn new_codes() -> Result<Vec<String>> {
    (0..CODES).map(|_| new_code()).collect()
}

fn new_code() -> Result<String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
    let letters = base32(&bytes).to_lowercase();
    let mut shown = String::with_capacity(letters.len() + 5);
    for (index, letter) in letters.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            shown.push('-');
        }
        shown.push(letter);
    }
    Ok(shown)
}

/// What is kept of a code, however it was typed.
pub(super) fn hash(key: &Key, person: PersonId, code: &str) -> String {
    hex(&key.sign(&[person.0.as_bytes(), plain(code).as_bytes()]))
}

/// A code without what people type around it.
pub(super) fn plain(code: &str) -> String {
    code.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::crypto::secret::Secret;

    #[test]
    fn code_is_known_however_it_is_typed_and_to_its_owner_alone() {
        let key = Secret::random().unwrap().key("recovery-code");
        let (one, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let codes = new_codes().unwrap();
        assert_eq!(codes.len(), CODES);
        let code = &codes[0];
        assert_eq!(code.len(), 29);
        assert_ne!(code, &codes[1]);
        let typed = format!(" {} ", code.replace('-', " ").to_uppercase());
        assert_eq!(hash(&key, one, code), hash(&key, one, &typed));
        assert_ne!(hash(&key, one, code), hash(&key, other, code));
    }
}
