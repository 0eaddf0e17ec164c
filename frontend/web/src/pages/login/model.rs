//! What is typed on the login page.

use guichet_common::auth::Login;
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
    fn user_name_is_trimmed_and_password_is_not() {
        let login = check(Language::En, " claire@example.org ", " secret ").expect("complete");
        assert_eq!(
            (&*login.username, &*login.password),
            ("claire@example.org", " secret ")
        );
    }
}
