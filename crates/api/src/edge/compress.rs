//! Compression of JSON. Files, exports and event streams are left alone: they are compressed
//! already, or must not wait in a compressor. The portal's own files come compressed from the
//! build.

use actix_http::encoding::Encoder;
use actix_web::body::{BodySize, BoxBody, MessageBody as _};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, ContentEncoding, HeaderMap, HeaderValue};

/// Below that, a packet more or less makes no difference.
const SMALLEST: u64 = 1024;

/// Compresses the body when it is worth it and the client takes it.
pub(super) fn compress(mut response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let large = matches!(response.response().body().size(), BodySize::Sized(n) if n >= SMALLEST);
    if !large || !is_json(response.headers()) {
        return response;
    }
    if let Some(encoding) = accepted(response.request().headers()) {
        // The encoder says `Vary` itself.
        return response
            .map_body(|head, body| BoxBody::new(Encoder::response(encoding, head, body)));
    }
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

/// The best of ours that the client takes.
fn accepted(headers: &HeaderMap) -> Option<ContentEncoding> {
    let list = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    [
        (ContentEncoding::Brotli, "br"),
        (ContentEncoding::Gzip, "gzip"),
    ]
    .into_iter()
    .find_map(|(encoding, name)| accepts(list, name).then_some(encoding))
}

/// Whether an `Accept-Encoding` list takes this coding.
pub(crate) fn accepts(list: &str, coding: &str) -> bool {
    list.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts
            .find_map(|parameter| parameter.strip_prefix("q="))
            .is_some_and(|quality| quality.parse::<f32>().is_ok_and(|quality| quality <= 0.0));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn coding_is_accepted_by_name_unless_its_quality_is_nought() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("brotli", "br"));
        assert!(!accepts("identity", "gzip"));
    }
}
