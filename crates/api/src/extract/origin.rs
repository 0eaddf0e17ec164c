//! Guards what the refresh cookie can do. The cookie is `SameSite=Strict`; this refuses, besides,
//! any request that says itself that it comes from another site.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use guichet_common::ErrorCode;

use crate::error::{ApiError, ApiResult};
use crate::server::Shared;

/// The request comes from our own pages, or from no page at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameOrigin;

impl FromRequest for SameOrigin {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let public = request
            .app_data::<web::Data<Shared>>()
            .map(|shared| shared.origin.as_str());
        let header = |name| {
            request
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let allowed = match request
            .headers()
            .get(header::ORIGIN)
            .map(|value| value.to_str())
        {
            None => true,
            Some(Ok(origin)) => is_ours(origin, public, header(header::HOST)),
            Some(Err(_)) => false,
        };
        ready(if allowed {
            Ok(Self)
        } else {
            Err(ErrorCode::Forbidden.into())
        })
    }
}

/// Ours is the public address, and whatever address the browser itself believes to talk to.
fn is_ours(origin: &str, public: Option<&str>, host: Option<&str>) -> bool {
    let same_host = |(_, authority): (&str, &str)| Some(authority) == host;
    Some(origin) == public || origin.split_once("://").is_some_and(same_host)
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn foreign_pages_are_not_ours() {
        let public = Some("https://support.example");
        assert!(is_ours(
            "https://support.example",
            public,
            Some("10.0.0.7:8080")
        ));
        assert!(is_ours(
            "http://127.0.0.1:8080",
            public,
            Some("127.0.0.1:8080")
        ));
        for foreign in [
            "null",
            "https://evil.example",
            "https://support.example.evil",
            "",
        ] {
            assert!(
                !is_ours(foreign, public, Some("support.example")),
                "{foreign}"
            );
        }
    }
}
