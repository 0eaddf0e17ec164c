//! Tokens in the reply addresses of mails: to which ticket an answer belongs, and whose answer it is.

use chrono::{DateTime, Datelike as _, Utc};
use guichet_common::ids::{PersonId, TicketNumber};

use super::secret::{Key, Secret};

/// For how many months an address takes answers.
const MONTHS: u16 = 13;
/// Bytes of the signature that are kept: an address has room for 64 characters before its `@`.
const TAG: usize = 16;
/// Bytes of the number and of the month.
const NUMBER: usize = 5;
const MONTH: usize = 2;

/// What is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    /// It was not made here for this person.
    Forged,
    /// It is too old.
    Expired,
}

/// Makes and checks tokens.
#[derive(Debug, Clone)]
pub struct MailTokens(Key);

impl MailTokens {
    /// With a key of this instance.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key("mail reply"))
    }

    /// A token for the answers of this person about this ticket: lower-case letters and digits, the
    /// same throughout a month.
    #[must_use]
    pub fn reply_token(
        &self,
        number: TicketNumber,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> String {
        let place = place(number, month(now));
        let tag = self.0.sign(&[&place, person.0.as_bytes()]);
        let bytes: Vec<u8> = place.iter().chain(tag.iter().take(TAG)).copied().collect();
        base32(&bytes)
    }

    /// The ticket that a token of this sender's is about. Mail servers may have changed its case.
    pub fn check_reply(
        &self,
        token: &str,
        sender: PersonId,
        now: DateTime<Utc>,
    ) -> Result<TicketNumber, TokenFault> {
        let bytes = from_base32(token).ok_or(TokenFault::Forged)?;
        let (place, tag) = bytes
            .split_at_checked(NUMBER + MONTH)
            .filter(|(_, tag)| tag.len() == TAG)
            .ok_or(TokenFault::Forged)?;
        if !self.0.verifies(&[place, sender.0.as_bytes()], tag) {
            return Err(TokenFault::Forged);
        }
        let (number, issued) = place.split_at(NUMBER);
        let issued = issued
            .iter()
            .fold(0, |all, byte| all << 8 | u16::from(*byte));
        if month(now).saturating_sub(issued) > MONTHS {
            return Err(TokenFault::Expired);
        }
        let number = number
            .iter()
            .fold(0, |all, byte| all << 8 | i64::from(*byte));
        Ok(TicketNumber(number))
    }
}

/// Number and month as they are in a token.
fn place(number: TicketNumber, month: u16) -> Vec<u8> {
    let number = number.0.to_be_bytes();
    let tail = number.iter().skip(number.len() - NUMBER);
    tail.chain(&month.to_be_bytes()).copied().collect()
}

/// Months since the year 0.
fn month(now: DateTime<Utc>) -> u16 {
    let months = i64::from(now.year()) * 12 + i64::from(now.month0());
    u16::try_from(months).unwrap_or_default()
}

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Base32 (RFC 4648) in lower case, without padding.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    let mut push = |index: u32| {
        let letter = usize::try_from(index & 31)
            .ok()
            .and_then(|at| ALPHABET.get(at));
        text.extend(letter.map(|letter| char::from(*letter)));
    };
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xfff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(held >> bits);
        }
    }
    if bits > 0 {
        push(held << (5 - bits));
    }
    text
}

/// Reads what [`base32`] wrote, in any case.
fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let letter = letter.to_ascii_lowercase();
        let index = ALPHABET.iter().position(|known| *known == letter)?;
        held = (held << 5 | u32::try_from(index).ok()?) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use chrono::{Months, TimeZone as _};

    use super::*;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 17, 14, 0, 0)
            .single()
            .unwrap()
    }

    fn person(n: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn token_is_its_persons_for_thirteen_months_in_any_case() {
        let tokens = MailTokens::new(&Secret::random().unwrap());
        let number = TicketNumber(47_447);
        let token = tokens.reply_token(number, person(1), now());
        assert!("support+".len() + token.len() <= 64, "{token}");
        assert!(token.bytes().all(|b| ALPHABET.contains(&b)));
        let check = |token: &str, who, at| tokens.check_reply(token, person(who), at);
        assert_eq!(check(&token.to_uppercase(), 1, now()), Ok(number));
        assert_eq!(check(&token, 1, now() + Months::new(13)), Ok(number));
        assert_eq!(
            check(&token, 1, now() + Months::new(14)),
            Err(TokenFault::Expired)
        );
        assert_eq!(check(&token, 2, now()), Err(TokenFault::Forged));
    }

    #[test]
    fn no_other_text_is_a_token() {
        let tokens = MailTokens::new(&Secret::random().unwrap());
        let token = tokens.reply_token(TicketNumber(1), person(1), now());
        for at in 0..token.len() {
            // The last letter has bits to spare, which belong to no byte.
            let mut other = token.clone().into_bytes();
            other[at] = if other[at] == b'a' { b'q' } else { b'a' };
            let other = String::from_utf8(other).unwrap();
            assert_eq!(
                tokens.check_reply(&other, person(1), now()),
                Err(TokenFault::Forged),
                "{other}"
            );
        }
        for other in ["", "a", &token[1..], &format!("{token}aa"), "é", "!"] {
            assert!(
                tokens.check_reply(other, person(1), now()).is_err(),
                "{other}"
            );
        }
        let foreign = MailTokens::new(&Secret::random().unwrap());
        assert!(foreign.check_reply(&token, person(1), now()).is_err());
    }
}
