//! Tokens in the addresses that answers to mails go to: they say which ticket is answered, and by
//! whom it may be.

use chrono::{DateTime, Datelike as _, Utc};
use guichet_common::ids::{PersonId, TicketNumber};

use super::secret::{Key, Secret};

/// For how many months after its own a token is good.
const MONTHS: i32 = 13;
/// The digits of base 32 (RFC 4648, section 6), in the case that addresses are written in.
const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Bytes of the month, of the ticket's number and of the signature.
const MONTH_BYTES: usize = 2;
const NUMBER_BYTES: usize = 5;
const TAG_BYTES: usize = 16;
/// Bytes of a token.
const BYTES: usize = MONTH_BYTES + NUMBER_BYTES + TAG_BYTES;

/// How many characters a token has.
pub const TOKEN_CHARS: usize = (BYTES * 8).div_ceil(5);

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is not ours, or was not given to this person.
    #[error("the token is forged")]
    Forged,
    /// It was good once.
    #[error("the token has expired")]
    Expired,
}

/// Makes and checks the tokens of reply addresses.
#[derive(Debug, Clone)]
pub struct MailTokens(Key);

impl MailTokens {
    /// With a key of this instance.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key("mail_reply"))
    }

    /// The token with which this person answers about this ticket: in base 32, as an address
    /// cannot tell upper from lower case. The same in one month, good for 13 months more.
    #[must_use]
    pub fn reply_token(
        &self,
        number: TicketNumber,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> String {
        let month = u16::try_from(month_of(now)).unwrap_or_default();
        let number = number.0.to_be_bytes();
        let stated = [&month.to_be_bytes()[..], &number[8 - NUMBER_BYTES..]].concat();
        let tag = self.sign(&stated, person);
        to_base32(&[&stated, &tag[..TAG_BYTES]].concat())
    }

    /// The ticket that this sender answers about. A token given to one person is worth nothing in
    /// the hands of another.
    pub fn check_reply(
        &self,
        token: &str,
        sender: PersonId,
        now: DateTime<Utc>,
    ) -> Result<TicketNumber, TokenFault> {
        let bytes = from_base32(token).ok_or(TokenFault::Forged)?;
        let (stated, tag) = bytes
            .split_at_checked(MONTH_BYTES + NUMBER_BYTES)
            .filter(|(_, tag)| tag.len() == TAG_BYTES)
            .ok_or(TokenFault::Forged)?;
        if !self.0.verifies(&[stated, sender.0.as_bytes()], tag) {
            return Err(TokenFault::Forged);
        }
        let (month, number) = stated.split_at(MONTH_BYTES);
        let number_of = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(0_i64, |number, byte| (number << 8) | i64::from(*byte))
        };
        if i64::from(month_of(now)) - number_of(month) > i64::from(MONTHS) {
            return Err(TokenFault::Expired);
        }
        Ok(TicketNumber(number_of(number)))
    }

    fn sign(&self, stated: &[u8], person: PersonId) -> [u8; 32] {
        self.0.sign(&[stated, person.0.as_bytes()])
    }
}

/// Months since the year 0.
fn month_of(at: DateTime<Utc>) -> i32 {
    at.year() * 12 + i32::try_from(at.month0()).unwrap_or_default()
}

fn to_base32(bytes: &[u8]) -> String {
    let bit = |at: usize| {
        bytes
            .get(at / 8)
            .map_or(0, |byte| (byte >> (7 - at % 8)) & 1)
    };
    (0..(bytes.len() * 8).div_ceil(5))
        .map(|digit| {
            let value = (0..5).fold(0_u8, |value, place| (value << 1) | bit(digit * 5 + place));
            DIGITS
                .get(usize::from(value))
                .map_or('a', |digit| char::from(*digit))
        })
        .collect()
}

/// `None` when it is not of a token's length and digits, in either case. Bits that fill up the
/// last digit must be nought, so that no token can be written in two ways.
fn from_base32(text: &str) -> Option<Vec<u8>> {
    if text.len() != TOKEN_CHARS {
        return None;
    }
    let (mut bytes, mut kept, mut bits) = (Vec::with_capacity(BYTES), 0_u16, 0);
    for character in text.bytes() {
        let character = character.to_ascii_lowercase();
        let value = DIGITS.iter().position(|digit| *digit == character)?;
        kept = (kept << 5) | u16::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(kept >> bits).ok()?);
            kept &= (1 << bits) - 1;
        }
    }
    (kept == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use chrono::{Months, TimeDelta};
    use uuid::Uuid;

    use super::*;

    const NUMBER: TicketNumber = TicketNumber(57_004);

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_742_212_800, 0).unwrap()
    }

    fn tokens() -> MailTokens {
        MailTokens::new(&Secret::random().unwrap())
    }

    #[test]
    fn token_leads_its_person_back_to_the_ticket() {
        let tokens = tokens();
        for number in [1, 57_004, 9_999_999, 0x00ff_ffff_ffff] {
            let token = tokens.reply_token(TicketNumber(number), person(7), now());
            let found = tokens.check_reply(&token, person(7), now() + TimeDelta::days(40));
            assert_eq!(found, Ok(TicketNumber(number)));
        }
    }

    #[test]
    fn token_fits_an_address_and_survives_a_change_of_case() {
        let tokens = tokens();
        let token = tokens.reply_token(NUMBER, person(7), now());
        assert_eq!(token.len(), TOKEN_CHARS);
        assert!("support+".len() + token.len() <= 64);
        assert!(token.bytes().all(|digit| DIGITS.contains(&digit)));
        let shouted = token.to_ascii_uppercase();
        assert_eq!(tokens.check_reply(&shouted, person(7), now()), Ok(NUMBER));
    }

    #[test]
    fn token_of_another_person_or_instance_is_forged() {
        let ours = tokens();
        let token = ours.reply_token(NUMBER, person(7), now());
        let forged = Err(TokenFault::Forged);
        assert_eq!(ours.check_reply(&token, person(8), now()), forged);
        assert_eq!(tokens().check_reply(&token, person(7), now()), forged);
    }

    #[test]
    fn token_that_is_changed_anywhere_is_forged() {
        let tokens = tokens();
        let token = tokens.reply_token(NUMBER, person(7), now());
        for at in 0..token.len() {
            for digit in ["a", "b", "q", "7", "1", "é", ""] {
                let mut changed = token.clone();
                changed.replace_range(at..=at, digit);
                let found = tokens.check_reply(&changed, person(7), now());
                assert!(
                    changed == token || found == Err(TokenFault::Forged),
                    "{changed}"
                );
            }
        }
        for text in ["", "é", "support", &token.repeat(2), &format!("{token}=")] {
            assert_eq!(
                tokens.check_reply(text, person(7), now()),
                Err(TokenFault::Forged)
            );
        }
    }

    #[test]
    fn token_is_good_for_thirteen_months() {
        let tokens = tokens();
        let token = tokens.reply_token(NUMBER, person(7), now());
        let after = |months| now().checked_add_months(Months::new(months)).unwrap();
        assert_eq!(tokens.check_reply(&token, person(7), after(13)), Ok(NUMBER));
        let found = tokens.check_reply(&token, person(7), after(14));
        assert_eq!(found, Err(TokenFault::Expired));
    }

    #[test]
    fn digits_are_those_of_the_standard() {
        assert_eq!(to_base32(b"foobar"), "mzxw6ytboi");
        assert_eq!(to_base32(b"fooba"), "mzxw6ytb");
        assert_eq!(to_base32(b"f"), "my");
    }
}
