//! What a name and an e-mail address have to be, checked in the page while typing and on the server
//! for good.

use crate::fields::pointer;
use crate::limits::USERNAME_MAX;
use crate::problem::FieldError;

/// Reads a text of one line: without spaces around it, not empty, of so many characters at most.
pub fn read_line(field: &str, text: &str, max: usize, errors: &mut Vec<FieldError>) -> String {
    let text = text.trim().to_owned();
    let error = if text.is_empty() {
        FieldError::at(pointer(field), "required")
    } else if text.chars().count() > max {
        FieldError::at(pointer(field), "too_long").with("max", max)
    } else if text.chars().any(char::is_control) {
        FieldError::at(pointer(field), "invalid_value")
    } else {
        return text;
    };
    errors.push(error);
    text
}

/// Reads an e-mail address, in lower case: it is a user name, and those know no case.
pub fn read_email(field: &str, text: &str, errors: &mut Vec<FieldError>) -> String {
    let email = text.trim().to_lowercase();
    let error = if email.is_empty() {
        FieldError::at(pointer(field), "required")
    } else if email.chars().count() > USERNAME_MAX {
        FieldError::at(pointer(field), "too_long").with("max", USERNAME_MAX)
    } else if is_email(&email) {
        return email;
    } else {
        FieldError::at(pointer(field), "invalid_format")
    };
    errors.push(error);
    email
}

/// Whether mail servers take the text for one address: `local@domain`, without a display name,
/// quotes or comments (the dot-atom of RFC 5322), the domain with a dot in it.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let atom = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    local.len() <= 64
        && local.split('.').all(atom)
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_mail_servers_take_are_addresses() {
        for good in [
            "claire@dupont.example",
            "o'neil+tickets@sub-domain.dupont.example",
            "a.b-c_d@x1.example",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "claire",
            "@dupont.example",
            "claire@",
            "claire@dupont",
            "claire@dupont..example",
            ".claire@dupont.example",
            "claire.@dupont.example",
            "cla ire@dupont.example",
            "claire@dupont.example, denis@dupont.example",
            "Claire <claire@dupont.example>",
            "claire@-dupont.example",
            "cl@ire@dupont.example",
            "claire@dupont.example\r\nBcc: x@y.example",
            "clairé@dupont.example",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(!is_email(&format!("{}@dupont.example", "a".repeat(65))));
    }

    #[test]
    fn what_is_read_is_trimmed_and_what_is_wrong_is_told() {
        let mut errors = Vec::new();
        assert_eq!(read_line("name", "  Dupont ", 10, &mut errors), "Dupont");
        assert_eq!(
            read_email("email", " Claire@Dupont.EXAMPLE", &mut errors),
            "claire@dupont.example"
        );
        assert!(errors.is_empty());
        read_line("name", " ", 10, &mut errors);
        read_line("name", "Dupont", 5, &mut errors);
        read_line("name", "Du\npont", 10, &mut errors);
        read_email("email", "", &mut errors);
        read_email("email", &"a".repeat(300), &mut errors);
        read_email("email", "claire", &mut errors);
        let codes: Vec<&str> = errors.iter().map(|error| error.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "required",
                "too_long",
                "invalid_value",
                "required",
                "too_long",
                "invalid_format"
            ]
        );
    }
}
