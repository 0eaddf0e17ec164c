//! What went wrong with a request, in words for the person at the screen.

use guichet_client::Error;
use guichet_common::problem::{ErrorCode, FieldError};
use guichet_common::vocabulary::Language;
use guichet_i18n::{code_key, t, text};

/// A refused or failed request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What to tell the person.
    pub text: String,
    /// The server's code; `None` when there was no answer at all.
    pub code: Option<ErrorCode>,
    /// Finds the request in the server's log; worth showing for what is the server's own fault.
    pub request_id: Option<String>,
    /// What is wrong with which field.
    pub fields: Vec<FieldError>,
}

impl Failure {
    /// Puts an error of the client into words.
    #[must_use]
    pub fn new(language: Language, error: &Error) -> Self {
        let Some(problem) = error.problem() else {
            return Self::of_browser(t!(language, "error-network"));
        };
        let words = code_key("error", problem.code.as_str()).map_or_else(
            || problem.detail.clone(),
            |key| text(language, key).to_owned(),
        );
        Self {
            text: words,
            code: Some(problem.code),
            request_id: (problem.status >= 500).then(|| problem.request_id.clone()),
            fields: problem.errors.clone(),
        }
    }

    /// What failed before the server had anything to say about it.
    #[must_use]
    pub fn of_browser(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            code: None,
            request_id: None,
            fields: Vec::new(),
        }
    }

    /// What is wrong with the field at a JSON pointer, such as `/subject`.
    #[must_use]
    pub fn field(&self, pointer: &str) -> Option<String> {
        self.fields
            .iter()
            .find(|error| error.pointer.as_deref() == Some(pointer))
            .map(|error| error.detail.clone())
    }
}
