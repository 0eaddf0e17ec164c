//! The OpenAPI document: made from the handlers, completed with what all operations share.

mod base;
mod complete;
#[cfg(test)]
mod lint;
mod problems;

use std::sync::OnceLock;

use actix_web::http::header;
use actix_web::{App, HttpResponse, get, web};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::PathItem;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;

pub use problems::problems_markdown;

use crate::routes;

/// The page at `/api/docs`. Its script and styles are ours; `RapiDoc` sets styles on elements.
const PAGE: &str = include_str!("docs.html");
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The document.
pub(crate) fn document() -> &'static OpenApi {
    static DOCUMENT: OnceLock<OpenApi> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let (_, document) = App::new()
            .into_utoipa_app()
            .openapi(base::document())
            .configure(routes::configure)
            .split_for_parts();
        complete::complete(document)
    })
}

/// The document as pretty JSON with a newline at its end: the same text at every run.
#[must_use]
pub fn openapi_json() -> String {
    // The document is made of strings, maps and lists: it serialises.
    let mut text = document().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// The methods of a concrete path, as in `Allow`; none when there is no such address.
pub(crate) fn methods_of(path: &str) -> Vec<&'static str> {
    let paths = &document().paths.paths;
    let item = paths
        .iter()
        .filter(|(template, _)| matches(template, path))
        // A literal segment is before a parameter: `/tickets/export` is not a number.
        .min_by_key(|(template, _)| template.matches('{').count());
    item.map(|(_, item)| methods(item)).unwrap_or_default()
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    let present = [
        ("GET", item.get.is_some()),
        ("HEAD", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
        ("OPTIONS", true),
    ];
    present
        .into_iter()
        .filter_map(|(name, present)| present.then_some(name))
        .collect()
}

fn matches(template: &str, path: &str) -> bool {
    let mut given = path.split('/');
    template.split('/').all(|wanted| {
        given.next().is_some_and(|segment| {
            wanted == segment || (wanted.starts_with('{') && !segment.is_empty())
        })
    }) && given.next().is_none()
}

/// Registers the document itself, under `/api/v1`.
pub(crate) fn configure_api(config: &mut ServiceConfig) {
    config.service(get_openapi);
}

/// Registers the reference page.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config.service(docs);
}

/// Gets this document
#[utoipa::path(
    tag = "reference",
    security(()),
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
#[get("/openapi.json")]
async fn get_openapi() -> HttpResponse {
    static TEXT: OnceLock<String> = OnceLock::new();
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(TEXT.get_or_init(openapi_json).as_str())
}

/// The reference page.
#[get("/api/docs")]
async fn docs() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_of_an_address_are_found() {
        assert_eq!(
            methods_of("/api/v1/tickets"),
            ["GET", "HEAD", "POST", "OPTIONS"]
        );
        assert_eq!(
            methods_of("/api/v1/tickets/CS0047447"),
            ["GET", "HEAD", "PATCH", "OPTIONS"]
        );
        assert_eq!(
            methods_of("/api/v1/tickets/export"),
            ["GET", "HEAD", "OPTIONS"]
        );
        for none in [
            "/api/v1",
            "/api/v1/tickets/",
            "/api/v1/tickets/a/b/c",
            "/api/v2/tickets",
        ] {
            assert_eq!(methods_of(none), [""; 0], "{none}");
        }
    }
}
