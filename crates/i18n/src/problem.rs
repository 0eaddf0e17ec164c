//! Codes of the API in words: the same on the server (`detail`) and in the browser.

use guichet_common::{ErrorCode, FieldError, vocabulary::Language};

use crate::{
    format::{Value, format},
    key::{Key, code_key},
};

const INVALID_VALUE: Key = Key::named("field-invalid-value");
const INTERNAL_ERROR: Key = Key::named("error-internal-error");

/// What is wrong with a field, in a sentence for the person who filled it in. A code without a
/// text of its own reads "This value is not valid.".
#[must_use]
pub fn field_error_text(language: Language, error: &FieldError) -> String {
    let key = code_key("field", &error.code).unwrap_or(INVALID_VALUE);
    let arguments: Vec<_> = error
        .params
        .iter()
        .filter_map(|(name, value)| {
            let value = value
                .as_i64()
                .map(Value::Number)
                .or_else(|| value.as_str().map(Value::Text))?;
            Some((name.as_str(), value))
        })
        .collect();
    format(language, key, &arguments)
}

/// The key of a problem's sentence.
#[must_use]
pub fn error_key(code: ErrorCode) -> Key {
    // Every code has a text: see the test. The fallback only keeps this total.
    code_key("error", code.as_str()).unwrap_or(INTERNAL_ERROR)
}

/// The key of a problem's title: the same in a few words.
#[must_use]
pub fn title_key(code: ErrorCode) -> Key {
    code_key("title", code.as_str()).unwrap_or_else(|| error_key(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn every_error_code_has_a_text_without_arguments() {
        for code in ErrorCode::ALL {
            for area in ["error", "title"] {
                let key = code_key(area, code.as_str());
                let plain = key.is_some_and(|key| key.arguments().is_empty());
                assert!(plain, "{area} {}", code.as_str());
            }
        }
        assert_eq!(
            text(Language::En, error_key(ErrorCode::Forbidden)),
            "You are not allowed to do this."
        );
    }

    #[test]
    fn numbers_behind_a_field_code_are_put_into_its_sentence() {
        let mut error = FieldError::at("/subject", "too_long");
        error.params.insert("max".to_owned(), 160.into());
        assert_eq!(
            field_error_text(Language::Fr, &error),
            "160 caractères au maximum."
        );
    }

    #[test]
    fn unknown_field_codes_still_say_something() {
        let error = FieldError::at("/subject", "from_the_future");
        assert_eq!(
            field_error_text(Language::En, &error),
            "This value is not valid."
        );
    }
}
