//! `Idempotency-Key`: the same request again gets the first answer again.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use guichet_common::FieldError;
use sha2::{Digest as _, Sha256};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::error::{ApiError, ApiResult};

const HEADER: &str = "Idempotency-Key";

/// The key of a request that creates something, if the client sent one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    key: Option<String>,
    path: String,
}

impl FromRequest for IdempotencyKey {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = match request.headers().get(HEADER) {
            None => Ok(None),
            Some(value) => match value.to_str() {
                Ok(text) if is_key(text) => Ok(Some(text.to_owned())),
                _ => Err(ApiError::invalid(vec![FieldError::parameter(
                    HEADER,
                    "invalid_format",
                )])),
            },
        };
        ready(key.map(|key| Self {
            key,
            path: request.path().to_owned(),
        }))
    }
}

fn is_key(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

impl IdempotencyKey {
    /// What the use case remembers: the key, the address it was used on, and a digest of the
    /// body. The same comment on another ticket is another request.
    #[must_use]
    pub fn bind(&self, body: &[u8]) -> Option<guichet_service::IdempotencyKey> {
        let key = self.key.clone()?;
        let body_sha256 = hex(&Sha256::digest(body));
        Some(guichet_service::IdempotencyKey {
            key,
            operation: self.path.clone(),
            body_sha256,
        })
    }
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(255))
            .pattern(Some("^[!-~]+$"));
        vec![
            ParameterBuilder::new()
                .name(HEADER)
                .parameter_in(ParameterIn::Header)
                .description(Some(
                    "Chosen by the client, new for every intent. The same key with the same body \
                     gets the first answer again for 24 hours; with another body it is refused.",
                ))
                .schema(Some(schema))
                .build(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn extract(path: &str, key: Option<&str>) -> Option<IdempotencyKey> {
        let mut request = TestRequest::post().uri(path);
        if let Some(key) = key {
            request = request.insert_header((HEADER, key));
        }
        IdempotencyKey::extract(&request.to_http_request())
            .await
            .ok()
    }

    #[actix_web::test]
    async fn keys_are_one_to_255_visible_characters() {
        assert!(extract("/a", Some("4f9a-!~")).await.is_some());
        for bad in ["", "a b", "é", &"x".repeat(256)] {
            assert_eq!(extract("/a", Some(bad)).await, None, "{bad:.20}");
        }
    }

    #[actix_web::test]
    async fn other_body_or_path_is_another_request() {
        let bind = |key: IdempotencyKey, body: &'static [u8]| key.bind(body);
        let first = extract("/a", Some("k"))
            .await
            .and_then(|key| bind(key, b"1"));
        assert!(first.is_some());
        assert_eq!(
            first,
            extract("/a", Some("k"))
                .await
                .and_then(|key| bind(key, b"1"))
        );
        assert_ne!(
            first,
            extract("/a", Some("k"))
                .await
                .and_then(|key| bind(key, b"2"))
        );
        assert_ne!(
            first,
            extract("/b", Some("k"))
                .await
                .and_then(|key| bind(key, b"1"))
        );
        assert_eq!(
            extract("/a", None).await.and_then(|key| bind(key, b"1")),
            None
        );
    }
}
