//! What is typed on the login page.

use guichet_common::auth::Login;
use guichet_common::problem::ErrorCode;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Missing {
    /// Message at the user name.
    pub username: Option<String>,
    /// Message at the password.
    pub password: Option<String>,
}

/// Checks what was typed. Spaces around a user name are slips; in a password they may be meant.
pub fn check(language: Language, username: &str, password: &str) -> Result<Login, Missing> {
    let required = |is_empty: bool| is_empty.then(|| t!(language, "field-required").to_owned());
    let missing = Missing {
        username: required(username.trim().is_empty()),
        password: required(password.is_empty()),
    };
    if missing != Missing::default() {
        return Err(missing);
    }
    Ok(Login {
        username: username.trim().to_owned(),
        password: password.to_owned(),
        otp: None,
    })
}

/// Whether the server asks for a one-time code, the first time or again.
#[must_use]
pub const fn wants_code(code: Option<ErrorCode>) -> bool {
    matches!(code, Some(ErrorCode::OtpRequired | ErrorCode::OtpInvalid))
}

/// The same with the one-time code that was typed, if one was.
#[must_use]
pub fn with_code(login: Login, code: &str) -> Login {
    let code = code.trim();
    Login {
        otp: (!code.is_empty()).then(|| code.to_owned()),
        ..login
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fields_are_required_and_told_at_once() {
        let missing = check(Language::Fr, " ", "").expect_err("nothing was typed");
        assert_eq!(
            missing.username.as_deref(),
            Some("Ce champ est obligatoire.")
        );
        assert!(missing.password.is_some());
        let missing = check(Language::Fr, "claire@example.org", "").expect_err("no password");
        assert!(missing.username.is_none());
    }

    #[test]
    fn code_is_sent_once_it_was_typed() {
        let login = check(Language::Fr, "claire@example.org", "secret").expect("complete");
        assert_eq!(with_code(login.clone(), "  ").otp, None);
        assert_eq!(with_code(login, " 287082 ").otp.as_deref(), Some("287082"));
        assert!(wants_code(Some(ErrorCode::OtpRequired)));
        assert!(wants_code(Some(ErrorCode::OtpInvalid)));
        assert!(!wants_code(Some(ErrorCode::InvalidCredentials)));
        assert!(!wants_code(None));
    }

    #[test]
    fn user_name_is_trimmed_and_password_is_not() {
        let login = check(Language::En, " claire@example.org ", " secret ").expect("complete");
        assert_eq!(
            (&*login.username, &*login.password),
            ("claire@example.org", " secret ")
        );
    }
}
