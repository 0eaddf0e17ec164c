//! What the wizard knows and says.

use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use serde_json::Value;
use uuid::Uuid;

/// Where the wizard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Who are you?
    Identify,
    /// Which address is yours?
    Verify(Uuid),
    /// A mail is on its way, if it was right.
    Sent,
}

/// The names of the steps. The last one is taken from the mail.
#[must_use]
pub fn step_names(language: Language) -> [&'static str; 3] {
    [
        t!(language, "forgotten-step-identify"),
        t!(language, "forgotten-step-verify"),
        t!(language, "forgotten-step-reset"),
    ]
}

impl Step {
    /// Its place in the bar.
    #[must_use]
    pub const fn place(self) -> usize {
        match self {
            Self::Identify => 0,
            Self::Verify(_) | Self::Sent => 1,
        }
    }
}

/// What a captcha asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    nonce: Vec<u8>,
    /// The salt of the derivation.
    pub salt: Vec<u8>,
    /// Its rounds.
    pub cost: u32,
    /// The bits that it gives.
    pub key_bits: u32,
    prefix: String,
}

impl Challenge {
    /// Reads the server's words; `None` when they are of another kind.
    #[must_use]
    pub fn read(parameters: &Value) -> Option<Self> {
        let text = |name: &str| parameters.get(name)?.as_str();
        let number = |name: &str| u32::try_from(parameters.get(name)?.as_u64()?).ok();
        if text("algorithm")? != "PBKDF2/SHA-256" {
            return None;
        }
        Some(Self {
            nonce: bytes(text("nonce")?)?,
            salt: bytes(text("salt")?)?,
            cost: number("cost")?,
            key_bits: number("keyLength")?.checked_mul(8)?,
            prefix: text("keyPrefix")?.to_owned(),
        })
    }

    /// What is derived from at this count.
    #[must_use]
    pub fn password(&self, counter: u32) -> Vec<u8> {
        let mut password = self.nonce.clone();
        password.extend(counter.to_be_bytes());
        password
    }

    /// Whether the key is the one that is looked for.
    #[must_use]
    pub fn is_solved_by(&self, key: &[u8]) -> bool {
        hex(key).starts_with(&self.prefix)
    }
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |value: u8| DIGITS.get(usize::from(value & 15)).copied().unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
        .collect()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(high * 16 + low),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn challenge_is_read_in_altchas_words() {
        let parameters = json!({
            "algorithm": "PBKDF2/SHA-256", "cost": 3000, "keyLength": 32, "keyPrefix": "00",
            "nonce": "0aff", "salt": "01",
        });
        let challenge = Challenge::read(&parameters).expect("a challenge");
        assert_eq!(challenge.password(258), [0x0a, 0xff, 0, 0, 1, 2]);
        assert_eq!((challenge.cost, challenge.key_bits), (3000, 256));
        assert!(challenge.is_solved_by(&[0, 7]) && !challenge.is_solved_by(&[7, 0]));
        let mut other = parameters;
        other["algorithm"] = "SHA-256".into();
        assert_eq!(Challenge::read(&other), None);
    }

    #[test]
    fn hexadecimal_goes_both_ways() {
        assert_eq!(bytes(&hex(&[0, 9, 171, 255])), Some(vec![0, 9, 171, 255]));
        assert_eq!((bytes("0"), bytes("zz")), (None, None));
    }

    #[test]
    fn mail_leads_to_the_last_step() {
        assert_eq!(
            step_names(Language::Fr),
            ["Identifier", "Vérifier", "Réinitialiser"]
        );
        assert_eq!(Step::Identify.place(), 0);
        assert_eq!(Step::Sent.place(), 1);
    }
}
