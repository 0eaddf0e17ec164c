//! Articles and announcements of the supplier.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use guichet_common::Page;
use guichet_common::publications::{Publication, PublicationQuery, PublicationSummary};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(list_publications).service(get_publication);
}

/// Lists publications
///
/// The newest first; those meant for the caller's account or for all.
#[utoipa::path(
    tag = "publications",
    params(PublicationQuery),
    security(("bearer" = ["publications:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<PublicationSummary>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/publications")]
async fn list_publications(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<PublicationQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::publications::list_publications(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets a publication
#[utoipa::path(
    tag = "publications",
    params(("slug" = String, Path, description = "Its short name in addresses")),
    security(("bearer" = ["publications:read"])),
    responses((status = 200, description = "Found", body = Publication))
)]
#[get("/publications/{slug}")]
async fn get_publication(app: Data<App>, caller: Caller, slug: PathParam<String>) -> ApiResult {
    Ok(reply::ok(
        &service::publications::get_publication(&app, caller.actor(), &slug.0).await?,
    ))
}
