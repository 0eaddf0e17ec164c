//! What the page says.

use guichet_common::password_reset::PasswordLink;
use guichet_common::vocabulary::{Language, PasswordLinkKind, PasswordLinkState};
use guichet_i18n::t;

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
pub fn refusal(language: Language, link: Option<&PasswordLink>) -> [&'static str; 2] {
    let title = match link.map(|link| link.state) {
        Some(PasswordLinkState::Expired) => t!(language, "password-link-expired"),
        Some(PasswordLinkState::Used) => t!(language, "password-link-used"),
        Some(PasswordLinkState::Ready) | None => t!(language, "password-link-unknown"),
    };
    let text = match link.map(|link| link.kind) {
        Some(PasswordLinkKind::Invitation) => t!(language, "password-link-again"),
        Some(PasswordLinkKind::Reset) | None => t!(language, "password-link-forgotten"),
    };
    [title, text]
}

#[cfg(test)]
mod tests {
    use guichet_common::password::PasswordProfile;
    use guichet_common::password_reset::PasswordRules;

    use super::*;

    fn link(kind: PasswordLinkKind, state: PasswordLinkState) -> PasswordLink {
        PasswordLink {
            kind,
            state,
            language: Language::Fr,
            locked: false,
            rules: PasswordRules {
                profile: PasswordProfile::Classic,
                personal: Vec::new(),
            },
        }
    }

    #[test]
    fn link_that_is_over_says_who_sends_another() {
        let invitation = link(PasswordLinkKind::Invitation, PasswordLinkState::Expired);
        let [title, text] = refusal(Language::Fr, Some(&invitation));
        assert_eq!(title, "Ce lien a expiré");
        assert!(text.contains("administrateur"));
        let reset = link(PasswordLinkKind::Reset, PasswordLinkState::Used);
        let [title, text] = refusal(Language::Fr, Some(&reset));
        assert!(title.contains("servi"));
        assert!(text.contains("Vous pouvez demander"));
    }
}
