//! One-time codes by time (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds. It is what every
//! app understands; many do not know another.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// Seconds of a step.
const STEP: i64 = 30;
/// Steps before and after the current one whose codes are taken: clocks differ, and people type.
const WINDOW: i64 = 1;
/// Bytes of a secret: those of the hash (RFC 4226, R6).
pub const SECRET_BYTES: usize = 20;

/// The step of an instant.
#[must_use]
pub const fn step_at(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(STEP)
}

/// The code of a step.
#[must_use]
pub fn code(secret: &[u8], step: i64) -> String {
    let mut mac = match Hmac::<Sha1>::new_from_slice(secret) {
        Ok(mac) => mac,
        // An HMAC takes keys of any length; no code is better than a panic.
        Err(_length) => return String::new(),
    };
    mac.update(&step.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    // Dynamic truncation (RFC 4226, 5.3).
    let offset = usize::from(digest.last().copied().unwrap_or_default() & 0x0f);
    let number = digest
        .iter()
        .skip(offset)
        .take(4)
        .fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// The step whose code this is, around this instant. Every candidate is looked at, so that the
/// time does not tell which.
#[must_use]
pub fn find_step(secret: &[u8], typed: &str, now: DateTime<Utc>) -> Option<i64> {
    let current = step_at(now);
    let mut found = None;
    for step in (current - WINDOW)..=(current + WINDOW) {
        if equal(code(secret, step).as_bytes(), typed.as_bytes()) {
            found = Some(step);
        }
    }
    found
}

fn equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// Bytes in base32 (RFC 4648) without padding, as people type them into an app.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let mut waiting = 0_u16;
    let mut bits = 0_u8;
    let mut push = |value: u16| {
        let letter = LETTERS.get(usize::from(value & 31)).copied();
        text.push(letter.map_or('A', char::from));
    };
    for byte in bytes {
        waiting = (waiting << 8) | u16::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(waiting >> bits);
        }
        waiting &= (1 << bits) - 1;
    }
    if bits > 0 {
        push(waiting << (5 - bits));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, for SHA-1; the last six of its eight digits.
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step_at(at(seconds))), expected);
        }
    }

    #[test]
    fn code_is_taken_one_step_early_and_late_but_not_two() {
        let now = at(1_234_567_890);
        let step = step_at(now);
        for (offset, known) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let found = find_step(SECRET, &code(SECRET, step + offset), now);
            assert_eq!(found, known.then_some(step + offset), "{offset}");
        }
        assert_eq!(find_step(SECRET, "", now), None);
        assert_eq!(find_step(SECRET, "5924", now), None);
    }

    #[test]
    fn base32_is_that_of_the_standard() {
        // RFC 4648, section 10, without padding.
        for (plain, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), expected);
        }
    }
}
