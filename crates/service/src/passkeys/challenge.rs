//! What passkeys are asked to sign. A challenge carries its end under a signature and names for
//! whom it is; only one that came back is kept, so that strangers who ask for thousands fill nothing.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ids::PersonId;
use guichet_db::{Tx, passkeys};

use crate::crypto::secret::{Key, sha256_hex};
use crate::error::{Error, Result};

/// How long a person may take.
pub(super) const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Random bytes of a challenge (the standard wants sixteen at least).
const RANDOM: usize = 16;

/// A new one: for a person who makes a passkey, or for whoever signs in.
pub(super) fn new_challenge(
    key: &Key,
    person: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<Vec<u8>> {
    let mut random = [0; RANDOM];
    getrandom::fill(&mut random).map_err(|error| Error::internal(error.to_string()))?;
    let end = (now + PATIENCE).timestamp_micros().to_be_bytes();
    let tag = key.sign(&[&random, &end, purpose(person).as_slice()]);
    Ok([&random[..], &end, &tag].concat())
}

/// Makes and sign-ins differ, and so do people.
fn purpose(person: Option<PersonId>) -> Vec<u8> {
    person.map_or_else(Vec::new, |person| person.0.as_bytes().to_vec())
}

/// Until when a challenge of ours for this purpose is good.
fn read_end(key: &Key, challenge: &[u8], person: Option<PersonId>) -> Option<DateTime<Utc>> {
    let (random, rest) = challenge.split_at_checked(RANDOM)?;
    let (end, tag) = rest.split_first_chunk::<8>()?;
    let whole = tag.len() == 32 && key.verifies(&[random, end, purpose(person).as_slice()], tag);
    let end = DateTime::from_timestamp_micros(i64::from_be_bytes(*end))?;
    whole.then_some(end)
}

/// Takes a challenge that came back; returns whether it is ours, in time, and not taken before.
pub(super) async fn take_challenge(
    key: &Key,
    tx: &Tx,
    challenge: &[u8],
    person: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<bool> {
    match read_end(key, challenge, person) {
        Some(end) if end > now => {
            Ok(passkeys::take_challenge(tx, &sha256_hex(challenge), end, now).await?)
        }
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::crypto::secret::Secret;

    #[test]
    fn challenge_is_known_for_its_purpose_alone() {
        let key = Secret::random().unwrap().key("passkeys");
        let now = DateTime::from_timestamp(1_760_000_000, 0).unwrap();
        let claire = Some(PersonId(Uuid::from_u128(1)));
        let denis = Some(PersonId(Uuid::from_u128(2)));
        let challenge = new_challenge(&key, claire, now).unwrap();
        assert_eq!(read_end(&key, &challenge, claire), Some(now + PATIENCE));
        assert_eq!(read_end(&key, &challenge, denis), None);
        assert_eq!(read_end(&key, &challenge, None), None);
        let mut later = challenge.clone();
        later[RANDOM] ^= 1;
        assert_eq!(read_end(&key, &later, claire), None);
        assert_eq!(read_end(&key, &challenge[..40], claire), None);
        let other = Secret::random().unwrap().key("passkeys");
        assert_eq!(read_end(&other, &challenge, claire), None);
    }
}
