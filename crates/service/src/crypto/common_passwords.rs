//! Passwords that many people have, and that are tried first.
//!
//! The list: the 10,000 most frequent of the passwords of the `zxcvbn` project (MIT licence,
//! version 4.5.0), without those of three characters and fewer, and a few words of a French
//! customer service, in lower case.

use std::collections::HashSet;
use std::sync::LazyLock;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("common_passwords/passwords.txt")
        .lines()
        .collect()
});

/// Characters around a common password that do not make it another one.
const TRIMMINGS: usize = 6;

/// Whether the password is a common one: in any case of letters, with digits and signs for letters,
/// with some digits and signs around it, or written several times over.
#[must_use]
pub fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    let trimmings = lower.chars().count() - core.chars().count();
    let is_listed = |text: &str| {
        COMMON.contains(text) || COMMON.contains(&*in_letters(text)) || is_repeated(text)
    };
    is_listed(&lower) || (trimmings <= TRIMMINGS && is_listed(core))
}

fn in_letters(text: &str) -> String {
    text.chars().map(letter).collect()
}

fn is_repeated(text: &str) -> bool {
    let unit = unit(text);
    unit.len() < text.len() && (unit.chars().count() == 1 || COMMON.contains(unit))
}

/// What the text repeats from its beginning to its end; the text itself where it does not.
fn unit(text: &str) -> &str {
    text.char_indices()
        .skip(1)
        .map(|(at, _)| text.split_at(at).0)
        .find(|unit| {
            text.len().is_multiple_of(unit.len()) && unit.repeat(text.len() / unit.len()) == text
        })
        .unwrap_or(text)
}

/// The letter that a digit or sign stands for.
const fn letter(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '3' | '€' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_has_ten_thousand() {
        assert!(COMMON.len() >= 9_500, "{}", COMMON.len());
        assert!(COMMON.iter().all(|word| word.to_lowercase() == *word));
    }

    #[test]
    fn common_passwords_are_known_in_their_disguises() {
        for password in [
            "password",
            "Password1!",
            "P@ssw0rd",
            "P@$$w0rd2026!",
            "Soleil-2026",
            "Bienvenue1!",
            "Azerty-1234",
            "123456789",
            "SoleilSoleil",
            "aaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(is_common(password), "{password}");
        }
    }

    #[test]
    fn other_passwords_are_not() {
        for password in [
            "Tr0ub4dor&3",
            "correct horse battery staple",
            "Guichet-Demo-2026!",
            "soleil de minuit au port",
            "",
            "-",
        ] {
            assert!(!is_common(password), "{password}");
        }
    }
}
