//! What the page says.

use guichet_common::password::{PasswordRule, Personal};
use guichet_common::password_reset::{PasswordLink, PasswordRules};
use guichet_common::vocabulary::{Language, PasswordLinkKind, PasswordLinkState};
use guichet_i18n::{field_error_text, t};

/// The heading.
#[must_use]
pub fn title(language: Language, kind: PasswordLinkKind) -> &'static str {
    match kind {
        PasswordLinkKind::Reset => t!(language, "password-title-reset"),
        PasswordLinkKind::Invitation => t!(language, "password-title-invitation"),
    }
}

/// The button.
#[must_use]
pub fn submit(language: Language, kind: PasswordLinkKind) -> &'static str {
    match kind {
        PasswordLinkKind::Reset => t!(language, "password-submit"),
        PasswordLinkKind::Invitation => t!(language, "password-submit-invitation"),
    }
}

/// What the new password does besides.
#[must_use]
pub fn lead(language: Language, link: &PasswordLink) -> &'static str {
    match (link.kind, link.locked) {
        (PasswordLinkKind::Invitation, _) => t!(language, "password-lead-invitation"),
        (PasswordLinkKind::Reset, true) => t!(language, "password-locked"),
        (PasswordLinkKind::Reset, false) => t!(language, "password-not-locked"),
    }
}

/// Why the link cannot be used, and what to do; `None` is a link that is none.
#[must_use]
pub fn refusal(language: Language, state: Option<PasswordLinkState>) -> [&'static str; 2] {
    let title = match state {
        Some(PasswordLinkState::Expired) => t!(language, "password-link-expired"),
        Some(PasswordLinkState::Used) => t!(language, "password-link-used"),
        Some(PasswordLinkState::Ready) | None => t!(language, "password-link-unknown"),
    };
    [title, t!(language, "password-link-again")]
}

/// A rule, and whether the password keeps to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What is asked for.
    pub text: String,
    /// Whether it is so.
    pub holds: bool,
}

/// All rules, with how the password stands.
#[must_use]
pub fn told(language: Language, rules: &PasswordRules, password: &str) -> Vec<Told> {
    let personal = Personal::of(rules.personal.iter().map(String::as_str));
    let tell = |rule: &PasswordRule| Told {
        text: field_error_text(language, &rule.error("/new_password")),
        holds: !password.is_empty() && rule.holds(password, &personal),
    };
    rules.profile.rules().iter().map(tell).collect()
}

#[cfg(test)]
mod tests {
    use guichet_common::password::PasswordProfile;

    use super::*;

    #[test]
    fn rules_tick_as_the_password_grows() {
        let rules = PasswordRules {
            profile: PasswordProfile::Classic,
            personal: vec!["claire".to_owned()],
        };
        let ticked = |password: &str| -> usize {
            let told = told(Language::Fr, &rules, password);
            told.iter().filter(|one| one.holds).count()
        };
        assert_eq!(ticked(""), 0);
        assert_eq!(ticked("Sapin-Vert-29!"), 8);
        assert_eq!(ticked("Claire-Vert-29!"), 7);
        let first = told(Language::Fr, &rules, "x").remove(0);
        assert_eq!(first.text, "De 8 à 100 caractères.");
        assert!(!first.holds);
    }
}
