//! Publications as admins write them.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put};
use guichet_common::Page;
use guichet_common::publications::{
    PublicationSource, PublicationVersion, PublicationVersionQuery, PublishPublication,
    PutPublication,
};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, IfMatch, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(create_publication)
        .service(update_publication)
        .service(delete_publication)
        .service(get_publication_source)
        .service(list_publication_versions)
        .service(publish_publication)
        .service(withdraw_publication);
}

/// 200 with a publication and its version.
fn changed(publication: &PublicationSource) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ETAG, format!("\"{}\"", publication.version)))
        .json(publication)
}

/// Begins a publication
///
/// As a draft, which only admins see until it is published. Pictures are files that the author has
/// uploaded, shown by their addresses (`/api/v1/attachments/…`). For admins.
#[utoipa::path(
    tag = "publications",
    params(IdempotencyKey),
    request_body(content = PutPublication, example = json!({
        "kind": "announcement",
        "pinned_until": "2026-07-14T20:00:00Z",
        "texts": [{
            "language": "fr", "title": "Maintenance du 14 juillet",
            "summary": "Le portail sera indisponible de 18 h à 20 h.",
            "body_html": "<p>Le portail sera indisponible de 18 h à 20 h.</p>"
        }]
    })),
    security(("bearer" = ["publications:write"])),
    responses((
        status = 201, description = "The draft", body = PublicationSource,
        headers(
            ("Location" = String, description = "Its address"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/publications")]
async fn create_publication(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    body: ValidJson<PutPublication>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created =
        service::publications::create_publication(&app, caller.by(), body.value, key.as_ref())
            .await?;
    let slug = created.value.slug.clone();
    Ok(reply::created_with_id(
        &request,
        slug,
        &created.value,
        created.replayed,
    ))
}

/// Changes a publication
///
/// Replaces all that is written of it. What is published changes at once for its readers; what it
/// said before is kept as a version. For admins.
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses"), IfMatch),
    request_body(content = PutPublication, example = json!({
        "kind": "article", "category": "VPN",
        "texts": [{"language": "fr", "title": "Se connecter au VPN", "body_text": "Ouvrez…"}]
    })),
    security(("bearer" = ["publications:write"])),
    responses((
        status = 200, description = "As it is now", body = PublicationSource,
        headers(("ETag" = String, description = "Its new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/publications/{slug}")]
async fn update_publication(
    app: Data<App>,
    caller: Caller,
    slug: PathParam<String>,
    if_match: IfMatch,
    body: ValidJson<PutPublication>,
) -> ApiResult {
    let (by, slug) = (caller.by(), slug.0);
    let publication =
        service::publications::update_publication(&app, by, &slug, body.value, if_match.0).await?;
    Ok(changed(&publication))
}

/// Deletes a draft
///
/// One that was never published; what was can be withdrawn. For admins.
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses")),
    security(("bearer" = ["publications:write"])),
    responses((status = 204, description = "It is gone")),
    extensions(("x-problem-codes" = json!(["forbidden", "publication_not_draft"])))
)]
#[delete("/publications/{slug}")]
async fn delete_publication(app: Data<App>, caller: Caller, slug: PathParam<String>) -> ApiResult {
    service::publications::delete_publication(&app, caller.by(), &slug.0).await?;
    Ok(reply::no_content())
}

/// Gets all that is written of a publication
///
/// In every language, with the accounts that it is for and what its readers said. For admins.
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses")),
    security(("bearer" = ["publications:write"])),
    responses((
        status = 200, description = "Found", body = PublicationSource,
        headers(("ETag" = String, description = "Its version, for `If-Match`"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/publications/{slug}/source")]
async fn get_publication_source(
    app: Data<App>,
    caller: Caller,
    slug: PathParam<String>,
) -> ApiResult {
    let (actor, slug) = (caller.actor(), slug.0);
    let publication = service::publications::get_publication_source(&app, actor, &slug).await?;
    Ok(changed(&publication))
}

/// Lists the versions of a publication
///
/// What it said after each of its changes, the last first. For admins.
#[utoipa::path(
    tag = "publications",
    params(
        ("slug" = String, Path, description = "Its short name in addresses"),
        PublicationVersionQuery
    ),
    security(("bearer" = ["publications:write"])),
    responses((
        status = 200, description = "One page of the list", body = Page<PublicationVersion>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/publications/{slug}/versions")]
async fn list_publication_versions(
    app: Data<App>,
    caller: Caller,
    slug: PathParam<String>,
    query: ValidQuery<PublicationVersionQuery>,
    request: HttpRequest,
) -> ApiResult {
    let (actor, slug) = (caller.actor(), slug.0);
    let page =
        service::publications::list_publication_versions(&app, actor, &slug, query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Publishes a publication
///
/// Now, or from an instant to come on; also one that was withdrawn. For admins.
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses"), IfMatch),
    request_body(content = PublishPublication, example = json!({"published_at": "2026-07-13T06:00:00Z"})),
    security(("bearer" = ["publications:write"])),
    responses((
        status = 200, description = "As it is now", body = PublicationSource,
        headers(("ETag" = String, description = "Its new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/publications/{slug}/publish")]
async fn publish_publication(
    app: Data<App>,
    caller: Caller,
    slug: PathParam<String>,
    if_match: IfMatch,
    body: ValidJson<PublishPublication>,
) -> ApiResult {
    let (by, slug) = (caller.by(), slug.0);
    let publication =
        service::publications::publish_publication(&app, by, &slug, body.value, if_match.0).await?;
    Ok(changed(&publication))
}

/// Withdraws a publication
///
/// Nobody but admins reads it any more. For admins.
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses"), IfMatch),
    security(("bearer" = ["publications:write"])),
    responses((
        status = 200, description = "As it is now", body = PublicationSource,
        headers(("ETag" = String, description = "Its new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition"])))
)]
#[post("/publications/{slug}/withdraw")]
async fn withdraw_publication(
    app: Data<App>,
    caller: Caller,
    slug: PathParam<String>,
    if_match: IfMatch,
) -> ApiResult {
    let (by, slug) = (caller.by(), slug.0);
    let publication =
        service::publications::withdraw_publication(&app, by, &slug, if_match.0).await?;
    Ok(changed(&publication))
}
