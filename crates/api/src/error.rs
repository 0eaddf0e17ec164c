//! Why a request is refused: the use case's error, and the few refusals that only HTTP knows.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use guichet_common::{ErrorCode, FieldError};
use guichet_service::Error;

/// Why a request is refused, with the headers that belong to the refusal.
///
/// It carries no words: [`crate::edge`] turns it into a problem document in the caller's language.
#[derive(Debug)]
pub struct ApiError {
    cause: Error,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// What handlers and extractors answer.
pub type ApiResult<T = HttpResponse> = Result<T, ApiError>;

impl ApiError {
    /// The use case's error.
    #[must_use]
    pub const fn cause(&self) -> &Error {
        &self.cause
    }

    /// The code for the caller.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.cause.code()
    }

    /// These fields or parameters are wrong.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Error::Invalid(errors).into()
    }

    /// The address exists, but only with these methods.
    #[must_use]
    pub fn method_not_allowed(allow: &str) -> Self {
        Self::from(ErrorCode::MethodNotAllowed).with_header(header::ALLOW, allow)
    }

    /// The part asked for does not exist in a file of this size.
    #[must_use]
    pub fn range_not_satisfiable(size: u64) -> Self {
        Self::from(ErrorCode::RangeNotSatisfiable)
            .with_header(header::CONTENT_RANGE, &format!("bytes */{size}"))
    }

    /// The same with one more header in the answer. A value that cannot be a header is left out.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        self.headers
            .extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }

    /// The headers that belong to the refusal.
    pub fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.headers.iter().map(|(name, value)| (name, value))
    }
}

impl From<Error> for ApiError {
    fn from(cause: Error) -> Self {
        let code = cause.code();
        let retry = cause
            .params()
            .get("retry_after_seconds")
            .and_then(serde_json::Value::as_u64);
        let error = Self {
            cause,
            headers: Vec::new(),
        };
        match (code, retry) {
            (ErrorCode::Unauthenticated | ErrorCode::SessionExpired, _) => {
                error.with_header(header::WWW_AUTHENTICATE, "Bearer realm=\"guichet\"")
            }
            (_, Some(seconds)) => error.with_header(header::RETRY_AFTER, &seconds.to_string()),
            (ErrorCode::Unavailable, None) => error.with_header(header::RETRY_AFTER, "5"),
            _ => error,
        }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Error::Refused(code).into()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl std::error::Error for ApiError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        status(self.code())
    }

    /// Status and headers; the body is written at the edge, where language and request id are known.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponseBuilder::new(self.status_code());
        for header in self.headers() {
            response.insert_header(header);
        }
        response.finish()
    }
}

/// The HTTP status that goes with a code.
pub(crate) fn status(code: ErrorCode) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The code that says the same as a status set by the HTTP library itself.
pub(crate) fn code_of_status(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::UNAUTHORIZED => ErrorCode::Unauthenticated,
        StatusCode::FORBIDDEN => ErrorCode::Forbidden,
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
        StatusCode::RANGE_NOT_SATISFIABLE => ErrorCode::RangeNotSatisfiable,
        StatusCode::TOO_MANY_REQUESTS => ErrorCode::RateLimited,
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::Unavailable,
        status if status.is_client_error() => ErrorCode::MalformedRequest,
        _ => ErrorCode::InternalError,
    }
}

/// An error and its sources in one line, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_keeps_its_status() {
        for code in ErrorCode::ALL {
            let response = ApiError::from(*code).error_response();
            assert_eq!(
                response.status().as_u16(),
                code.status(),
                "{}",
                code.as_str()
            );
        }
    }

    #[test]
    fn unauthenticated_says_how_to_authenticate() {
        for code in [ErrorCode::Unauthenticated, ErrorCode::SessionExpired] {
            let response = ApiError::from(code).error_response();
            assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
        }
        let response = ApiError::from(ErrorCode::InvalidCredentials).error_response();
        assert!(!response.headers().contains_key(header::WWW_AUTHENTICATE));
    }

    #[test]
    fn display_of_an_internal_error_hides_its_source_and_the_chain_shows_it() {
        let error = ApiError::from(Error::internal("disk on fire"));
        assert!(!error.to_string().contains("disk"));
        assert!(chain(&error).contains("disk on fire"));
    }
}
