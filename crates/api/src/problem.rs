//! The one mapping from refusals to problem documents (RFC 9457).

use guichet_common::{ErrorCode, FieldError, Problem};
use guichet_i18n::{Language, error_key, field_error_text, text, title_key};

use crate::error::ApiError;

/// The media type of problem documents.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The document for a refusal, in this language.
#[must_use]
pub fn document(error: &ApiError, language: Language, request_id: &str) -> Problem {
    let errors = error
        .cause()
        .field_errors()
        .iter()
        .cloned()
        .map(|field| FieldError {
            detail: field_error_text(language, &field),
            ..field
        })
        .collect();
    Problem {
        errors,
        ..plain(error.code(), language, request_id)
    }
}

/// The document for a code that says it all.
#[must_use]
pub fn plain(code: ErrorCode, language: Language, request_id: &str) -> Problem {
    Problem {
        r#type: code.type_uri(),
        title: text(language, title_key(code)).to_owned(),
        status: code.status(),
        detail: text(language, error_key(code)).to_owned(),
        code,
        request_id: request_id.to_owned(),
        errors: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_explained_in_the_language_asked_for() {
        let mut field = FieldError::at("/subject", "too_long");
        field.params.insert("max".into(), 160.into());
        let error = ApiError::invalid(vec![field]);
        let problem = document(&error, Language::Fr, "r1");
        assert_eq!(problem.status, 422);
        assert_eq!(problem.code, ErrorCode::ValidationFailed);
        assert_eq!(problem.errors.len(), 1);
        assert_eq!(problem.errors[0].detail, "160 caractères au maximum.");
        assert_eq!(problem.errors[0].pointer.as_deref(), Some("/subject"));
        assert_ne!(problem.detail, document(&error, Language::En, "r1").detail);
    }

    #[test]
    fn title_and_detail_are_in_the_language_asked_for() {
        let problem = |language| plain(ErrorCode::TicketFrozen, language, "r1");
        assert_eq!(problem(Language::Fr).title, "Ticket clos");
        assert_eq!(problem(Language::En).title, "Ticket closed");
    }

    #[test]
    fn an_internal_error_says_nothing_about_its_cause() {
        let error = ApiError::from(guichet_service::Error::internal("password of the database"));
        let problem = document(&error, Language::En, "r1");
        assert!(
            !serde_json::to_string(&problem)
                .expect("serialises")
                .contains("database")
        );
    }
}
