//! The portal: files of `frontend/dist`, inside the binary in release builds, from the folder in
//! debug builds.

mod media_type;
pub(crate) mod sso_page;

use std::borrow::Cow;

use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use guichet_common::ErrorCode;
use rust_embed::{Embed, EmbeddedFile};

use crate::edge::compress::accepts;
use crate::error::ApiResult;
use crate::extract::none_match;

/// What the build of the portal has left; empty before its first build.
#[derive(Embed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Dist;

/// Shown when the portal has not been built.
const NOT_BUILT: &str = include_str!("not_built.html");
const INDEX: &str = "index.html";
/// Names under `assets/` carry a digest of their content: what has such a name never changes.
const HASHED: &str = "assets/";
/// Twins made by the build, the best first.
const TWINS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Registers the portal: everything that no route before it answers.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config.default_service(web::to(serve));
}

/// A file of the portal, or its page.
async fn serve(request: HttpRequest) -> ApiResult {
    let path = request.path().trim_start_matches('/');
    if is_api(path) {
        return Err(ErrorCode::NotFound.into());
    }
    if request.method() != Method::GET {
        return Err(crate::error::ApiError::method_not_allowed("GET, HEAD"));
    }
    if let Some(file) = find(path, request.headers()) {
        return Ok(answer(&request, path, file));
    }
    if !is_page(path, request.headers()) {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(match find(INDEX, request.headers()) {
        Some(file) => answer(&request, INDEX, file),
        None => HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(NOT_BUILT),
    })
}

fn is_api(path: &str) -> bool {
    path == "api" || path.starts_with("api/")
}

/// Whether a browser asks for a page, and not for a file that is gone.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    let has_extension = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    !has_extension && accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A file as it will be sent.
struct Found {
    data: Cow<'static, [u8]>,
    digest: [u8; 32],
    /// How it is compressed, if it is.
    encoding: Option<&'static str>,
    /// Whether it is there in other encodings as well.
    has_twins: bool,
}

fn find(path: &str, headers: &HeaderMap) -> Option<Found> {
    let is_twin = TWINS.iter().any(|(_, suffix)| path.ends_with(suffix));
    if path.is_empty() || is_twin || path.contains("..") {
        return None;
    }
    let accept = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let twin = |suffix| Dist::get(&format!("{path}{suffix}"));
    for (encoding, suffix) in TWINS {
        if accept.is_some_and(|list| accepts(list, encoding))
            && let Some(file) = twin(suffix)
        {
            return Some(Found {
                encoding: Some(encoding),
                has_twins: true,
                ..found(file)
            });
        }
    }
    let file = Dist::get(path)?;
    let has_twins = TWINS.iter().any(|(_, suffix)| twin(suffix).is_some());
    Some(Found {
        has_twins,
        ..found(file)
    })
}

fn found(file: EmbeddedFile) -> Found {
    let digest = file.metadata.sha256_hash();
    Found {
        data: file.data,
        digest,
        encoding: None,
        has_twins: false,
    }
}

fn answer(request: &HttpRequest, path: &str, file: Found) -> HttpResponse {
    let etag = etag(&file.digest);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, caching(path)))
        .insert_header((header::ETAG, etag.clone()));
    if file.has_twins {
        response.insert_header((header::VARY, "accept-encoding"));
    }
    if none_match(request, &etag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    if let Some(encoding) = file.encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    body(response.content_type(media_type::of(path)), file.data)
}

fn body(response: &mut HttpResponseBuilder, data: Cow<'static, [u8]>) -> HttpResponse {
    match data {
        Cow::Borrowed(data) => response.body(data),
        Cow::Owned(data) => response.body(data),
    }
}

fn caching(path: &str) -> &'static str {
    if path.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else if path == INDEX {
        "no-cache"
    } else {
        "public, max-age=3600"
    }
}

/// Half a SHA-256 is unique enough, and each encoding has its own.
fn etag(digest: &[u8; 32]) -> String {
    use std::fmt::Write as _;

    let mut tag = String::from("\"");
    for byte in digest.iter().take(16) {
        // Writing to a String does not fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn accepts_page(path: &str, accept: &str) -> bool {
        let request = TestRequest::get()
            .insert_header((header::ACCEPT, accept))
            .to_http_request();
        is_page(path, request.headers())
    }

    #[test]
    fn page_is_for_browsers_that_navigate() {
        let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
        assert!(accepts_page("tickets/CS0047447", browser));
        assert!(accepts_page("", browser));
        assert!(!accepts_page("assets/app-0.js", browser));
        assert!(!accepts_page("tickets/CS0047447", "*/*"));
        assert!(!accepts_page("tickets/CS0047447", "application/json"));
    }

    #[test]
    fn api_never_gets_the_page() {
        assert!(is_api("api/v2/anything"));
        assert!(is_api("api"));
        assert!(!is_api("api-docs/rapidoc-min.js"));
    }

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert!(caching("assets/app-1.js").contains("immutable"));
        assert_eq!(caching("index.html"), "no-cache");
        assert!(!caching("favicon.svg").contains("immutable"));
    }

    #[test]
    fn nothing_outside_of_the_folder_is_found() {
        for path in [
            "../Cargo.toml",
            "assets/../../Cargo.toml",
            "index.html.br",
            "",
        ] {
            let request = TestRequest::get().to_http_request();
            assert!(find(path, request.headers()).is_none(), "{path}");
        }
    }
}
