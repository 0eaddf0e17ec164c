//! Articles and announcements of the supplier.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, put};
use guichet_common::Page;
use guichet_common::publications::{
    Publication, PublicationCategories, PublicationFeedback, PublicationQuery,
    PublicationSuggestions, PublicationSummary, SuggestionQuery,
};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{AcceptedLanguage, Caller, PathParam, ValidJson, ValidQuery};
use crate::reply;

mod source;

pub(super) fn configure(config: &mut ServiceConfig) {
    // Before the one publication: their addresses look like a slug's.
    config
        .service(list_publications)
        .service(suggest_publications)
        .service(list_publication_categories)
        .service(get_publication)
        .service(put_publication_feedback);
    source::configure(config);
}

/// Lists publications
///
/// Those meant for the caller's account or for all, the newest first, in the language of the request
/// where they are written in it. With `state`, for admins: those in these states, whomever they are
/// for, the last changed first.
#[utoipa::path(
    tag = "publications",
    params(PublicationQuery),
    security(("bearer" = ["publications:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<PublicationSummary>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/publications")]
async fn list_publications(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<PublicationQuery>,
    language: AcceptedLanguage,
    request: HttpRequest,
) -> ApiResult {
    let page =
        service::publications::list_publications(&app, caller.actor(), query.0, language.0).await?;
    Ok(reply::page(&request, &page))
}

/// Suggests publications
///
/// What the caller may read and has a telling word of the question in its title or summary, the best
/// match first. Made for the subject of a ticket while it is being typed.
#[utoipa::path(
    tag = "publications",
    params(SuggestionQuery),
    security(("bearer" = ["publications:read"])),
    responses((status = 200, description = "A few, or none", body = PublicationSuggestions))
)]
#[get("/publications/suggestions")]
async fn suggest_publications(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<SuggestionQuery>,
    language: AcceptedLanguage,
) -> ApiResult {
    let (actor, query) = (caller.actor(), query.0);
    let found = service::publications::suggest_publications(&app, actor, query, language.0).await?;
    Ok(reply::ok(&found))
}

/// Lists the categories of publications
///
/// Those of what the caller may read, by name.
#[utoipa::path(
    tag = "publications",
    security(("bearer" = ["publications:read"])),
    responses((status = 200, description = "All of them", body = PublicationCategories))
)]
#[get("/publications/categories")]
async fn list_publication_categories(app: Data<App>, caller: Caller) -> ApiResult {
    let found = service::publications::list_publication_categories(&app, caller.actor()).await?;
    Ok(reply::ok(&found))
}

/// Gets a publication
///
/// In the language of the request where it is written in it, else in its own. What is meant for other
/// accounts, or not published, does not exist.
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses")),
    security(("bearer" = ["publications:read"])),
    responses((status = 200, description = "Found", body = Publication))
)]
#[get("/publications/{slug}")]
async fn get_publication(
    app: Data<App>,
    caller: Caller,
    slug: PathParam<String>,
    language: AcceptedLanguage,
) -> ApiResult {
    let (actor, language) = (caller.actor(), language.0);
    let found = service::publications::get_publication(&app, actor, &slug.0, language).await?;
    Ok(reply::ok(&found))
}

/// Says whether a publication helped
///
/// What a reader says last counts.
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses")),
    request_body(content = PublicationFeedback, example = json!({"helpful": true})),
    security(("bearer" = ["me:write"])),
    responses((status = 204, description = "It is kept"))
)]
#[put("/publications/{slug}/feedback")]
async fn put_publication_feedback(
    app: Data<App>,
    caller: Caller,
    slug: PathParam<String>,
    body: ValidJson<PublicationFeedback>,
) -> ApiResult {
    let actor = caller.actor();
    service::publications::give_publication_feedback(&app, actor, &slug.0, body.value).await?;
    Ok(reply::no_content())
}
