//! `If-Match` and `If-None-Match` (RFC 9110, section 13).

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// The version that a change is meant for; `None` when the client does not mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<i64>);

impl FromRequest for IfMatch {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::IF_MATCH);
        let version = header.and_then(|value| read(value.to_str().unwrap_or_default()));
        ready(Ok(Self(version)))
    }
}

/// Versions begin at 1: this one is always stale.
const NEVER: i64 = -1;

/// A tag that we never gave cannot match. Whether the ticket exists is still answered first.
fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    if text == "*" {
        return None;
    }
    let version = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .and_then(|version| version.parse().ok());
    Some(version.unwrap_or(NEVER))
}

/// Whether the client holds this very version already, by `If-None-Match`.
#[must_use]
pub fn none_match(request: &HttpRequest, etag: &str) -> bool {
    request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .any(|list| etag_matches(list, etag))
}

/// Whether a list of tags names this one, by the weak comparison.
#[must_use]
pub fn etag_matches(list: &str, etag: &str) -> bool {
    list.split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("If-Match")
                .parameter_in(ParameterIn::Header)
                .description(Some(
                    "The `ETag` of the ticket that the change is meant for. When somebody else \
                     changed it meanwhile, the answer is 412 and nothing happens.",
                ))
                .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
                .example(Some(serde_json::json!("\"7\"")))
                .build(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_takes_a_version_or_any_and_nothing_else() {
        assert_eq!(read("\"7\""), Some(7));
        assert_eq!(read("*"), None);
        for other in ["7", "W/\"7\"", "\"seven\"", "\"7\", \"8\"", ""] {
            assert_eq!(read(other), Some(NEVER), "{other}");
        }
    }

    #[test]
    fn if_none_match_compares_weakly() {
        for list in ["\"7\"", "W/\"7\"", "\"6\", \"7\"", "*"] {
            assert!(etag_matches(list, "\"7\""), "{list}");
        }
        assert!(!etag_matches("\"77\"", "\"7\""));
    }
}
