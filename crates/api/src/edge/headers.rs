//! Headers of every answer.

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

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
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(HeaderName::from_static(request_id::HEADER), value);
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

fn is_page(headers: &HeaderMap) -> bool {
    media_type(headers).starts_with(b"text/html")
}

fn is_problem(headers: &HeaderMap) -> bool {
    media_type(headers) == crate::problem::MEDIA_TYPE.as_bytes()
}
