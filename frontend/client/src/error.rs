//! What can go wrong with a request.

use guichet_common::{ErrorCode, Problem};

use crate::json;
use crate::transport::Response;

/// Why there is no answer, or not the one asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server refused, and says why.
    #[error("{} ({})", .0.detail, .0.code.as_str())]
    Problem(Box<Problem>),
    /// Somebody between here and the server answered with this status.
    #[error("unexpected answer with status {0}")]
    Status(u16),
    /// The server could not be reached, or the connection broke.
    #[error("no connection: {0}")]
    Network(String),
    /// A body could not be written or read as what it should be.
    #[error("unreadable body: {0}")]
    Decode(String),
    /// The request was given up on this side.
    #[error("given up")]
    Aborted,
}

impl Error {
    /// The server's refusal.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Status(_) | Self::Network(_) | Self::Decode(_) | Self::Aborted => None,
        }
    }

    /// The code of the server's refusal.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.problem().map(|problem| problem.code)
    }

    /// The HTTP status, when there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Problem(problem) => Some(problem.status),
            Self::Status(status) => Some(*status),
            Self::Network(_) | Self::Decode(_) | Self::Aborted => None,
        }
    }

    /// Whether the same request may well succeed a little later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Decode(_) | Self::Aborted => false,
            Self::Problem(_) | Self::Status(_) => {
                matches!(self.status(), Some(408 | 425 | 429 | 500..))
            }
        }
    }

    /// The error that a refused request's answer tells of.
    pub(crate) fn refused(response: &Response) -> Self {
        json::read(&response.body).map_or(Self::Status(response.status), |problem| {
            Self::Problem(Box::new(problem))
        })
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Decode(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Headers;

    fn answer(status: u16, body: &str) -> Error {
        Error::refused(&Response {
            status,
            headers: Headers::default(),
            body: body.as_bytes().to_vec(),
        })
    }

    #[test]
    fn a_problem_document_is_read_with_its_fields() {
        let error = answer(
            422,
            r#"{"type":"urn:guichet:problem:validation_failed","title":"t","status":422,
                "detail":"d","code":"validation_failed","request_id":"r",
                "errors":[{"pointer":"/subject","code":"required"}]}"#,
        );
        assert_eq!(error.code(), Some(ErrorCode::ValidationFailed));
        let pointers: Vec<_> = error
            .problem()
            .map(|problem| {
                problem
                    .errors
                    .iter()
                    .map(|e| e.pointer.as_deref())
                    .collect()
            })
            .unwrap_or_default();
        assert_eq!(pointers, [Some("/subject")]);
        assert!(!error.is_transient());
    }

    #[test]
    fn the_page_of_a_proxy_is_known_by_its_status() {
        let error = answer(502, "<html>Bad Gateway</html>");
        assert_eq!(error, Error::Status(502));
        assert!(error.is_transient());
    }
}
