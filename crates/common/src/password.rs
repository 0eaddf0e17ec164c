//! What a password must be (spec, section 3, screen 2), in one place: the page ticks the rules while
//! the person types, the server checks them again, and the list of common passwords besides.

use serde::{Deserialize, Serialize};

use crate::fold::fold;
use crate::problem::FieldError;
use crate::vocabulary::{UnknownWord, words};

/// The most characters of a password.
pub const MAX: usize = 100;
/// Equal characters, and characters of a sequence, that may follow one another.
const RUN: usize = 3;
/// The shortest part of a name or address that is looked for.
const SHORTEST_WORD: usize = 3;

words! {
    /// Which rules hold for passwords.
    PasswordProfile {
        /// Lower and upper case, digits, special characters; no repetitions and sequences.
        Classic = "classic",
        /// NIST SP 800-63B-4: long, and not common; nothing else of its composition.
        Nist = "nist",
    }
}

/// A rule that can be told while a password is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRule {
    /// So many characters at least, and [`MAX`] at most.
    Length {
        /// How many at least.
        min: usize,
    },
    /// A lower-case letter.
    Lower,
    /// An upper-case letter.
    Upper,
    /// A digit.
    Digit,
    /// A character that is neither letter nor digit.
    Special,
    /// Not the same character more than three times in a row.
    Repetition,
    /// Not more than three characters of the alphabet, the digits or a row of an azerty or qwerty
    /// keyboard in their order, forwards or backwards.
    Sequence,
    /// Nothing of what is known of the person: names, user name, company.
    Personal,
}

const CLASSIC: [PasswordRule; 8] = [
    PasswordRule::Length { min: 8 },
    PasswordRule::Lower,
    PasswordRule::Upper,
    PasswordRule::Digit,
    PasswordRule::Special,
    PasswordRule::Repetition,
    PasswordRule::Sequence,
    PasswordRule::Personal,
];
const NIST: [PasswordRule; 2] = [PasswordRule::Length { min: 15 }, PasswordRule::Personal];

/// What stands in a row: the alphabet, the digits, the keys of both keyboards.
const ROWS: [&str; 10] = [
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "1234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "&é\"'(-è_çà)",
];

impl PasswordProfile {
    /// The rules, in the order in which they are shown.
    #[must_use]
    pub const fn rules(self) -> &'static [PasswordRule] {
        match self {
            Self::Classic => &CLASSIC,
            Self::Nist => &NIST,
        }
    }

    /// The rules that the password breaks, as errors of the field with this pointer.
    #[must_use]
    pub fn broken(self, pointer: &str, password: &str, personal: &Personal) -> Vec<FieldError> {
        let broken = self.rules().iter();
        broken
            .filter(|rule| !rule.holds(password, personal))
            .map(|rule| rule.error(pointer))
            .collect()
    }
}

impl PasswordRule {
    /// Its code among the errors of a field.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length { .. } => "password_length",
            Self::Lower => "password_lower",
            Self::Upper => "password_upper",
            Self::Digit => "password_digit",
            Self::Special => "password_special",
            Self::Repetition => "password_repetition",
            Self::Sequence => "password_sequence",
            Self::Personal => "password_personal",
        }
    }

    /// The rule as an error of the field with this pointer; its text says what is asked for, so that
    /// it serves for the list on the page, too.
    #[must_use]
    pub fn error(self, pointer: &str) -> FieldError {
        let error = FieldError::at(pointer, self.code());
        match self {
            Self::Length { min } => error.with("min", min).with("max", MAX),
            Self::Repetition | Self::Sequence => error.with("max", RUN),
            _ => error,
        }
    }

    /// Whether the password keeps to the rule.
    #[must_use]
    pub fn holds(self, password: &str, personal: &Personal) -> bool {
        let mut characters = password.chars();
        match self {
            Self::Length { min } => (min..=MAX).contains(&characters.count()),
            Self::Lower => characters.any(char::is_lowercase),
            Self::Upper => characters.any(char::is_uppercase),
            Self::Digit => characters.any(|c| c.is_ascii_digit()),
            Self::Special => characters.any(|c| !c.is_alphanumeric()),
            Self::Repetition => !repeats(password),
            Self::Sequence => !is_in_a_row(password),
            Self::Personal => !personal.is_in(password),
        }
    }
}

fn repeats(password: &str) -> bool {
    let letters: Vec<char> = password.to_lowercase().chars().collect();
    letters
        .windows(RUN + 1)
        .any(|run| run.iter().all(|letter| run.first() == Some(letter)))
}

fn is_in_a_row(password: &str) -> bool {
    let spellings = [password.to_lowercase(), fold(password)];
    spellings.iter().any(|spelling| {
        let letters: Vec<char> = spelling.chars().collect();
        letters.windows(RUN + 1).any(|run| {
            let forwards: String = run.iter().collect();
            let backwards: String = run.iter().rev().collect();
            ROWS.iter()
                .any(|row| row.contains(&forwards) || row.contains(&backwards))
        })
    })
}

/// What is known of a person and must not be in their password, without case and accents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Personal {
    words: Vec<String>,
}

/// Words of a company's name that say nothing of it.
const LEGAL_FORMS: [&str; 14] = [
    "sas", "sasu", "sarl", "eurl", "scop", "snc", "gmbh", "ltd", "inc", "les", "des", "the", "and",
    "groupe",
];

impl Personal {
    /// Of names, user names (addresses) and companies. Each counts as a whole and by its parts; parts
    /// of one or two characters, and legal forms, are in too many words to be forbidden.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = Vec::new();
        for text in texts {
            let folded = fold(text);
            // Of an address the domain belongs to many.
            let own = folded.split('@').next().unwrap_or_default();
            let whole: String = own.chars().filter(|c| c.is_alphanumeric()).collect();
            words.push(whole);
            words.extend(own.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        }
        words.retain(|word| {
            word.chars().count() >= SHORTEST_WORD && !LEGAL_FORMS.contains(&word.as_str())
        });
        words.sort();
        words.dedup();
        Self { words }
    }

    /// The words, for a page that has to tell the rule while the person types.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    fn is_in(&self, password: &str) -> bool {
        let folded = fold(password);
        let joined: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        self.words
            .iter()
            .any(|word| folded.contains(word) || joined.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(profile: PasswordProfile, password: &str) -> Vec<String> {
        let claire = Personal::of([
            "Élodie-Claire",
            "Le Morvan",
            "claire.morvan@lacaze-menuiserie.example",
            "Lacaze Menuiserie SAS",
        ]);
        let errors = profile.broken("/new_password", password, &claire);
        errors.into_iter().map(|error| error.code).collect()
    }

    fn classic(password: &str) -> Vec<String> {
        broken(PasswordProfile::Classic, password)
    }

    #[test]
    fn good_passwords_break_no_rule() {
        for password in [
            "Tr0ub4dor&3",
            "Ünïque-7pferd",
            "a B c 1 e f",
            &format!("aA1-{}", "xyxz".repeat(24)),
        ] {
            assert!(
                classic(password).is_empty(),
                "{password}: {:?}",
                classic(password)
            );
        }
    }

    #[test]
    fn every_rule_is_told_at_once() {
        assert_eq!(
            classic(""),
            [
                "password_length",
                "password_lower",
                "password_upper",
                "password_digit",
                "password_special"
            ]
        );
        assert_eq!(
            classic("aaaa"),
            [
                "password_length",
                "password_upper",
                "password_digit",
                "password_special",
                "password_repetition"
            ]
        );
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(classic("Àé1-Àé1"), ["password_length"]);
        assert!(classic("Àé1-Àé1-").is_empty());
        assert!(classic(&"Aé1-".repeat(25)).is_empty());
        assert_eq!(
            classic(&format!("{}x", "Aé1-".repeat(25))),
            ["password_length"]
        );
    }

    #[test]
    fn three_in_a_row_pass_and_four_do_not() {
        for (part, code) in [
            ("aaa", None),
            ("aaaa", Some("password_repetition")),
            ("aAaA", Some("password_repetition")),
            ("!!!!", Some("password_repetition")),
            ("abc", None),
            ("abcd", Some("password_sequence")),
            ("DcBa", Some("password_sequence")),
            ("432", None),
            ("4321", Some("password_sequence")),
            ("7890", Some("password_sequence")),
            ("azer", Some("password_sequence")),
            ("mlkj", Some("password_sequence")),
            ("qwer", Some("password_sequence")),
            ("vcxz", Some("password_sequence")),
            ("sdfg", Some("password_sequence")),
            ("&é\"'", Some("password_sequence")),
        ] {
            let found = classic(&format!("Zx1-{part}-Xz2"));
            assert_eq!(found, code.into_iter().collect::<Vec<_>>(), "{part}");
        }
    }

    #[test]
    fn names_are_found_without_case_and_accents() {
        for password in [
            "X1-elodie-yz",
            "X1-ÉLODIE-yz",
            "x1-MoRvAn-yz",
            "X1-claire-yz",
            "X1-c.l.a.i.r.e",
            "X1-lacaze-yz",
            "X1-LeMorvan",
        ] {
            assert_eq!(classic(password), ["password_personal"], "{password}");
        }
        for password in ["X1-le-yzvu", "X1-sas-yzvu", "X1-example-yz", "X1-clair-yz"] {
            assert!(classic(password).is_empty(), "{password}");
        }
    }

    #[test]
    fn nist_asks_for_length_and_nothing_of_composition() {
        assert!(broken(PasswordProfile::Nist, "correct horse battery").is_empty());
        assert!(broken(PasswordProfile::Nist, "aaaaaaaaaaaaaaaa").is_empty()); // the list has it
        assert_eq!(
            broken(PasswordProfile::Nist, "Tr0ub4dor&3"),
            ["password_length"]
        );
        assert_eq!(
            broken(PasswordProfile::Nist, "claire a un long mot"),
            ["password_personal"]
        );
    }

    #[test]
    fn errors_carry_their_numbers() {
        let error = PasswordRule::Length { min: 8 }.error("/new_password");
        assert_eq!(error.pointer.as_deref(), Some("/new_password"));
        assert_eq!(
            (&error.params["min"], &error.params["max"]),
            (&8.into(), &100.into())
        );
        assert_eq!(PasswordRule::Sequence.error("/x").params["max"], 3);
    }
}
