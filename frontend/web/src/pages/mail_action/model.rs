//! What the page says and sends.

use guichet_common::mail_actions::PerformMailAction;
use guichet_common::vocabulary::{Language, MailAction, MailActionState};
use guichet_i18n::t;

/// The token in the address's fragment; spaces are slips of copying.
#[must_use]
pub fn token_of(hash: &str) -> String {
    hash.trim_start_matches('#').trim().to_owned()
}

/// What the button of the mail said.
#[must_use]
pub fn title(language: Language, action: MailAction) -> &'static str {
    match action {
        MailAction::Accept => t!(language, "mail-resolved-accept"),
        MailAction::Reject => t!(language, "mail-resolved-reject"),
        MailAction::StillNeeded => t!(language, "mail-on-hold-still-needed"),
    }
}

/// What confirming does.
#[must_use]
pub fn effect(language: Language, action: MailAction) -> &'static str {
    match action {
        MailAction::Accept => t!(language, "action-accept-text"),
        MailAction::Reject | MailAction::StillNeeded => t!(language, "action-reject-text"),
    }
}

/// What the text field asks for.
#[must_use]
pub fn field_label(language: Language, action: MailAction) -> String {
    if action == MailAction::Reject {
        return t!(language, "action-reject-reason").to_owned();
    }
    let label = t!(language, "action-accept-comment");
    format!("{label} {}", t!(language, "action-optional"))
}

/// What was just done.
#[must_use]
pub fn done(language: Language, action: MailAction) -> [&'static str; 2] {
    let text = match action {
        MailAction::Accept => t!(language, "ticket-frozen-closed"),
        MailAction::Reject | MailAction::StillNeeded => t!(language, "action-reject-text"),
    };
    [t!(language, "mail-action-done"), text]
}

/// Why the link can not be used; `None` is a link that is none.
#[must_use]
pub fn refusal(language: Language, state: Option<MailActionState>) -> [&'static str; 2] {
    let title = match state {
        Some(MailActionState::Done) => t!(language, "mail-action-used"),
        Some(MailActionState::Expired) => t!(language, "mail-action-expired"),
        Some(MailActionState::NotPossible | MailActionState::Ready) => {
            t!(language, "mail-action-not-possible")
        }
        None => {
            return [
                t!(language, "mail-action-invalid"),
                t!(language, "mail-action-invalid-text"),
            ];
        }
    };
    [title, t!(language, "mail-action-elsewhere")]
}

/// What is sent; `None` when the reason is missing.
#[must_use]
pub fn request(
    action: MailAction,
    token: String,
    text: &str,
    rating: Option<u8>,
) -> Option<PerformMailAction> {
    let text = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let is_reject = action == MailAction::Reject;
    if is_reject && text.is_none() {
        return None;
    }
    let (reason, comment_text) = if is_reject {
        (text, None)
    } else {
        (None, text)
    };
    Some(PerformMailAction {
        token,
        reason,
        comment_text,
        rating,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_is_what_follows_the_hash() {
        assert_eq!(token_of("#AQ_-9"), "AQ_-9");
        assert_eq!(token_of("# AQ_-9 "), "AQ_-9");
        assert_eq!(token_of(""), "");
    }

    #[test]
    fn rejecting_needs_a_reason_and_nothing_else_does() {
        let ask = |action, text| request(action, "t".into(), text, None);
        assert_eq!(ask(MailAction::Reject, " "), None);
        let reject = ask(MailAction::Reject, " Non ").expect("a reason");
        assert_eq!(reject.reason.as_deref(), Some("Non"));
        assert_eq!(reject.comment_text, None);
        for action in [MailAction::Accept, MailAction::StillNeeded] {
            let empty = ask(action, "").expect("no text is needed");
            assert_eq!((empty.reason, empty.comment_text), (None, None));
            let full = ask(action, "Merci").expect("complete");
            assert_eq!(full.comment_text.as_deref(), Some("Merci"));
        }
    }

    #[test]
    fn each_refusal_has_words_of_its_own() {
        let mut titles: Vec<_> = [
            None,
            Some(MailActionState::Done),
            Some(MailActionState::Expired),
            Some(MailActionState::NotPossible),
        ]
        .map(|state| refusal(Language::Fr, state)[0])
        .into();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), 4);
    }
}
