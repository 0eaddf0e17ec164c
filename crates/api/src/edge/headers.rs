//! Headers of every answer.

use actix_web::HttpMessage as _;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use guichet_service::machines::Quota;

use super::request_id::{self, RequestId};
use crate::server::Shared;

/// What the portal's pages may load: our own files, and wasm compiled from them.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
/// What is not a page loads nothing.
const OTHER_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
const HSTS: &str = "max-age=31536000";
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Adds them, unless the handler has set its own.
pub(super) fn add(
    mut response: ServiceResponse<BoxBody>,
    id: &RequestId,
    shared: &Shared,
) -> ServiceResponse<BoxBody> {
    let path_is_api = response.request().path().starts_with("/api/");
    let status = response.status();
    let quota = response.request().extensions().get::<Quota>().copied();
    let headers = response.headers_mut();
    if let Some(quota) = quota {
        add_quota(quota, headers);
    }
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(HeaderName::from_static(request_id::HEADER), value);
    }
    add_policies(status, headers);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
    if shared.is_secure {
        set(headers, header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if path_is_api {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

/// What is left to a program of its minute (IETF draft "`RateLimit` header fields for HTTP").
fn add_quota(quota: Quota, headers: &mut HeaderMap) {
    for (name, value) in [
        ("ratelimit-limit", quota.limit.into()),
        ("ratelimit-remaining", quota.remaining.into()),
        ("ratelimit-reset", quota.reset_seconds),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}

/// What a browser may do with the answer. One without content says nothing of it: a browser
/// replaces the headers of what it holds by those of a 304, and a page that was loaded again
/// would have the policy of what is not a page.
fn add_policies(status: StatusCode, headers: &mut HeaderMap) {
    if status == StatusCode::NOT_MODIFIED {
        return;
    }
    if is_page(headers) {
        set(headers, header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
        set(headers, header::REFERRER_POLICY, "same-origin");
        set(headers, header::CROSS_ORIGIN_OPENER_POLICY, "same-origin");
        set(
            headers,
            PERMISSIONS,
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        );
    } else {
        add_plain(headers);
    }
}

/// The headers of what is not a page.
pub(super) fn add_plain(headers: &mut HeaderMap) {
    set(headers, header::CONTENT_SECURITY_POLICY, OTHER_POLICY);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    if !headers.contains_key(header::CACHE_CONTROL) && is_problem(headers) {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

fn media_type(headers: &HeaderMap) -> &[u8] {
    headers
        .get(header::CONTENT_TYPE)
        .map_or(&[], HeaderValue::as_bytes)
}

pub(super) fn is_page(headers: &HeaderMap) -> bool {
    media_type(headers).starts_with(b"text/html")
}

fn is_problem(headers: &HeaderMap) -> bool {
    media_type(headers) == crate::problem::MEDIA_TYPE.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(status: StatusCode, media_type: Option<&'static str>) -> Option<String> {
        let mut headers = HeaderMap::new();
        if let Some(media_type) = media_type {
            set(&mut headers, header::CONTENT_TYPE, media_type);
        }
        add_policies(status, &mut headers);
        let value = headers.get(header::CONTENT_SECURITY_POLICY)?;
        Some(value.to_str().expect("ASCII").to_owned())
    }

    #[test]
    fn page_may_load_our_files_and_nothing_else_may() {
        let page = policy(StatusCode::OK, Some("text/html; charset=utf-8"));
        assert_eq!(page.as_deref(), Some(PAGE_POLICY));
        let json = policy(StatusCode::OK, Some("application/json"));
        assert_eq!(json.as_deref(), Some(OTHER_POLICY));
        assert_eq!(
            policy(StatusCode::NO_CONTENT, None).as_deref(),
            Some(OTHER_POLICY)
        );
    }

    #[test]
    fn page_that_the_browser_holds_keeps_its_policy() {
        assert_eq!(policy(StatusCode::NOT_MODIFIED, None), None);
    }
}
