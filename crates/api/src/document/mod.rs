//! The OpenAPI document: made from the handlers, completed with what all operations share.

mod base;
mod complete;
#[cfg(test)]
mod lint;
mod problems;
mod scopes;

use std::sync::OnceLock;

use actix_web::http::header;
use actix_web::{App, HttpRequest, HttpResponse, get, web};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::PathItem;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;

pub use problems::problems_markdown;
pub(crate) use scopes::scope_of;

use crate::routes;

/// The page at `/api/docs`. Its script and styles are ours; `RapiDoc` sets styles on elements.
const PAGE: &str = include_str!("docs.html");
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The document of a normal start, or of a sandbox, which has a clock more.
fn document(is_sandbox: bool) -> &'static OpenApi {
    static NORMAL: OnceLock<OpenApi> = OnceLock::new();
    static SANDBOX: OnceLock<OpenApi> = OnceLock::new();
    let document = if is_sandbox { &SANDBOX } else { &NORMAL };
    document.get_or_init(|| {
        let (_, document) = App::new()
            .into_utoipa_app()
            .openapi(base::document(is_sandbox))
            .configure(|config: &mut ServiceConfig| routes::configure(config, is_sandbox))
            .split_for_parts();
        complete::complete(document)
    })
}

/// The document of a normal start as pretty JSON with a newline at its end: the same text at every
/// run.
#[must_use]
pub fn openapi_json() -> String {
    json(false)
}

fn json(is_sandbox: bool) -> String {
    // The document is made of strings, maps and lists: it serialises.
    let mut text = document(is_sandbox).to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// The methods of a request's address, as in `Allow`; none when there is no such address.
pub(crate) fn methods_of(request: &HttpRequest) -> Vec<&'static str> {
    let app = request.app_data::<web::Data<guichet_service::App>>();
    methods_at(request.path(), app.is_some_and(|app| app.is_sandbox()))
}

fn methods_at(path: &str, is_sandbox: bool) -> Vec<&'static str> {
    let paths = &document(is_sandbox).paths.paths;
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
async fn get_openapi(app: web::Data<guichet_service::App>) -> HttpResponse {
    static NORMAL: OnceLock<String> = OnceLock::new();
    static SANDBOX: OnceLock<String> = OnceLock::new();
    let is_sandbox = app.is_sandbox();
    let text = if is_sandbox { &SANDBOX } else { &NORMAL };
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(text.get_or_init(|| json(is_sandbox)).as_str())
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
            methods_at("/api/v1/tickets", false),
            ["GET", "HEAD", "POST", "OPTIONS"]
        );
        assert_eq!(
            methods_at("/api/v1/tickets/CS0047447", false),
            ["GET", "HEAD", "PATCH", "OPTIONS"]
        );
        assert_eq!(
            methods_at("/api/v1/tickets/export", false),
            ["GET", "HEAD", "OPTIONS"]
        );
        for none in [
            "/api/v1",
            "/api/v1/tickets/",
            "/api/v1/tickets/a/b/c",
            "/api/v2/tickets",
        ] {
            assert_eq!(methods_at(none, false), [""; 0], "{none}");
        }
    }
    #[test]
    fn sandbox_alone_has_a_clock_to_turn() {
        let clock = "/api/v1/sandbox/clock";
        assert_eq!(methods_at(clock, false), [""; 0]);
        assert_eq!(methods_at(clock, true), ["GET", "HEAD", "POST", "OPTIONS"]);
        assert!(!openapi_json().to_lowercase().contains("sandbox"));
    }
}
