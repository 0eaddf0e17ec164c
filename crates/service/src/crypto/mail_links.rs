//! Links of mails that answer without signing in.
//!
//! A link says what it answers: which action on which ticket, asked since when, until when. The
//! person is under the signature but not in the link: they are the ticket's contact, so that a
//! link names nobody. It is good for one use because the ticket leaves the state that it answers.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use guichet_common::ids::{PersonId, TicketNumber};
use guichet_common::vocabulary::MailAction;

use super::secret::{Key, Secret};

/// Bytes of the part that is signed, and of the signature.
const SAID: usize = 1 + 8 + 8 + 8;
const TAG: usize = 16;

/// What the link of a mail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailLink {
    /// Who may use it.
    pub person_id: PersonId,
    /// The ticket.
    pub number: TicketNumber,
    /// What it answers.
    pub action: MailAction,
    /// Since when the ticket is in the state that it answers.
    pub since: DateTime<Utc>,
    /// When it is too old, in whole seconds.
    pub expires_at: DateTime<Utc>,
}

/// Makes and reads the tokens of links.
#[derive(Debug, Clone)]
pub struct MailLinks(Key);

impl MailLinks {
    /// With a key of this instance.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key("mail-link"))
    }

    /// The token of a link; always the same for the same link.
    #[must_use]
    pub fn write(&self, link: &MailLink) -> String {
        let said = said(link);
        let tag = self.0.sign(&[&said, link.person_id.0.as_bytes()]);
        let bytes: Vec<u8> = said.iter().chain(tag.iter().take(TAG)).copied().collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The ticket that a token names. Nothing is proven by that.
    #[must_use]
    pub fn number(&self, token: &str) -> Option<TicketNumber> {
        Some(parse(token)?.0.number)
    }

    /// Reads a token that this instance has made for this person.
    #[must_use]
    pub fn read(&self, token: &str, person_id: PersonId) -> Option<MailLink> {
        let (link, tag) = parse(token)?;
        let parts: [&[u8]; 2] = [&said(&link), person_id.0.as_bytes()];
        self.0
            .verifies(&parts, &tag)
            .then_some(MailLink { person_id, ..link })
    }
}

/// The part that is signed.
fn said(link: &MailLink) -> [u8; SAID] {
    let action = match link.action {
        MailAction::Accept => 1,
        MailAction::Reject => 2,
        MailAction::StillNeeded => 3,
    };
    let mut bytes = [0; SAID];
    let parts = [action]
        .into_iter()
        .chain(link.number.0.to_be_bytes())
        .chain(link.since.timestamp_micros().to_be_bytes())
        .chain(link.expires_at.timestamp().to_be_bytes());
    for (to, from) in bytes.iter_mut().zip(parts) {
        *to = from;
    }
    bytes
}

/// What a token says, of nobody yet, and its signature.
fn parse(token: &str) -> Option<(MailLink, [u8; TAG])> {
    // Longer than any of ours: not worth decoding.
    if token.len() > 64 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (said, tag) = bytes.split_at_checked(SAID)?;
    let (action, numbers) = said.split_first()?;
    let action = match action {
        1 => MailAction::Accept,
        2 => MailAction::Reject,
        3 => MailAction::StillNeeded,
        _ => return None,
    };
    let mut numbers = numbers
        .chunks_exact(8)
        .filter_map(|chunk| Some(i64::from_be_bytes(chunk.try_into().ok()?)));
    let link = MailLink {
        person_id: PersonId(uuid::Uuid::nil()),
        number: TicketNumber(numbers.next()?),
        action,
        since: DateTime::from_timestamp_micros(numbers.next()?)?,
        expires_at: DateTime::from_timestamp(numbers.next()?, 0)?,
    };
    Some((link, tag.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn link(action: MailAction) -> MailLink {
        MailLink {
            person_id: PersonId(Uuid::from_u128(7)),
            number: TicketNumber(57_004),
            action,
            since: DateTime::from_timestamp_micros(1_742_212_800_123_456).unwrap(),
            expires_at: DateTime::from_timestamp(1_744_804_800, 0).unwrap(),
        }
    }

    fn links() -> MailLinks {
        MailLinks::new(&Secret::random().unwrap())
    }

    #[test]
    fn link_is_read_as_it_was_written_and_fits_an_address() {
        let links = links();
        for action in MailAction::ALL {
            let link = link(*action);
            let token = links.write(&link);
            assert_eq!(token, links.write(&link));
            assert_eq!(links.number(&token), Some(link.number));
            assert_eq!(links.read(&token, link.person_id), Some(link));
            assert!(token.len() < 64);
            assert!(
                token
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            );
        }
    }

    #[test]
    fn link_of_another_person_or_instance_is_none() {
        let (mine, other) = (links(), links());
        let link = link(MailAction::Accept);
        let token = mine.write(&link);
        assert_eq!(mine.read(&token, PersonId(Uuid::from_u128(8))), None);
        assert_eq!(other.read(&token, link.person_id), None);
    }

    #[test]
    fn no_byte_of_a_link_can_be_changed() {
        let links = links();
        let link = link(MailAction::Reject);
        let bytes = URL_SAFE_NO_PAD.decode(links.write(&link)).unwrap();
        for at in 0..bytes.len() {
            let mut forged = bytes.clone();
            forged[at] ^= 1;
            let token = URL_SAFE_NO_PAD.encode(forged);
            assert_eq!(links.read(&token, link.person_id), None, "byte {at}");
        }
        for cut in [
            "",
            "x",
            "é",
            &links.write(&link)[..40],
            &"A".repeat(100_000),
        ] {
            assert_eq!(links.read(cut, link.person_id), None);
        }
    }
}
