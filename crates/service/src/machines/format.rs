//! What credentials of programs look like: a prefix, 40 random characters, and six more that are
//! their CRC-32 in base 62, so that programs that look for leaked secrets know one for sure, and a
//! mistyped one costs no look into the database.

use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};

/// What API tokens begin with.
pub(crate) const API_TOKEN: &str = "gct_";
/// What the secrets of OAuth clients begin with.
pub(crate) const CLIENT_SECRET: &str = "gcs_";

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Random characters: 238 bits.
const RANDOM: usize = 40;
const CHECKSUM: usize = 6;
/// Characters by which people tell one from others.
const HINT: usize = 4;

/// A credential just made. It is handed out once.
pub(crate) struct Fresh {
    pub(crate) text: String,
    /// Of so much randomness that one round of SHA-256 keeps it.
    pub(crate) hash: String,
    pub(crate) hint: String,
}

/// Makes a credential that begins so.
pub(crate) fn fresh(prefix: &str) -> Result<Fresh> {
    let mut random = String::with_capacity(RANDOM);
    while random.len() < RANDOM {
        let mut bytes = [0_u8; 64];
        getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
        // What is beyond the last whole round would make some characters more likely.
        let even = bytes.into_iter().filter(|byte| *byte < 248);
        let rest = RANDOM - random.len();
        random.extend(even.take(rest).map(digit));
    }
    let text = format!("{prefix}{random}{}", checksum(&random));
    Ok(Fresh {
        hash: sha256_hex(text.as_bytes()),
        hint: text.get(text.len() - HINT..).unwrap_or_default().to_owned(),
        text,
    })
}

/// The hash of what may be a credential that begins so; `None` when it cannot be one.
pub(crate) fn hash_of(prefix: &str, text: &str) -> Option<String> {
    let rest = text.strip_prefix(prefix)?;
    let (random, sum) = rest.split_at_checked(RANDOM)?;
    (sum == checksum(random)).then(|| sha256_hex(text.as_bytes()))
}

fn digit(byte: u8) -> char {
    let digit = DIGITS.get(usize::from(byte) % DIGITS.len());
    digit.map_or('0', |digit| char::from(*digit))
}

fn checksum(text: &str) -> String {
    let mut rest = crc32(text.as_bytes());
    let mut digits = [b'0'; CHECKSUM];
    for place in digits.iter_mut().rev() {
        let value = u8::try_from(rest % 62).unwrap_or_default();
        *place = u8::try_from(digit(value)).unwrap_or(b'0');
        rest /= 62;
    }
    digits.into_iter().map(char::from).collect()
}

/// CRC-32 (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    });
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_is_the_one_that_everybody_computes() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum("123456789"), "3jZRME");
    }

    #[test]
    fn credential_is_known_by_its_looks_and_a_mistyped_one_is_none() {
        let one = fresh(API_TOKEN).unwrap();
        assert_eq!(one.text.len(), 50);
        assert!(one.text.ends_with(&one.hint));
        assert_eq!(hash_of(API_TOKEN, &one.text), Some(one.hash.clone()));
        assert_ne!(fresh(API_TOKEN).unwrap().hash, one.hash);
        let mut wrong = one.text.clone();
        let other = if wrong.get(10..11) == Some("x") {
            "y"
        } else {
            "x"
        };
        wrong.replace_range(10..11, other);
        for wrong in [&*wrong, "gct_", "gct_é", "", one.text.get(..49).unwrap()] {
            assert_eq!(hash_of(API_TOKEN, wrong), None, "{wrong}");
        }
        assert_eq!(hash_of("gcs_", &one.text), None);
    }
}
