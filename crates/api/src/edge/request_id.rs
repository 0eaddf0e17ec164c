//! `X-Request-Id`: taken over when it is sane, made otherwise, always given back.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use uuid::Uuid;

use crate::server::Shared;

/// The header's name.
pub(crate) const HEADER: &str = "x-request-id";

/// What finds a request in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The client's own id, or a new one.
    pub(crate) fn of(request: &HttpRequest, shared: &Shared) -> Self {
        let given = request
            .headers()
            .get(HEADER)
            .and_then(|value| value.to_str().ok());
        match given {
            Some(text) if is_sane(text) => Self(text.to_owned()),
            _ => Self(shared.app.ids().new_id::<Uuid>().to_string()),
        }
    }

    /// The id as text: at most 64 characters, safe in logs and headers.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_sane(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

impl FromRequest for RequestId {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.extensions().get::<Self>().cloned();
        ready(Ok(id.unwrap_or_else(|| Self(String::new()))))
    }
}

#[cfg(test)]
mod tests {
    use super::is_sane;

    #[test]
    fn only_short_plain_ids_are_taken_over() {
        assert!(is_sane("01J.abc_DEF-9"));
        assert!(is_sane(&"a".repeat(64)));
        for bad in ["", "a b", "a\tb", "é", "<script>", "a\"b", &"a".repeat(65)] {
            assert!(!is_sane(bad), "{bad:?}");
        }
    }
}
