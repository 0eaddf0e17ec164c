//! The history of a ticket.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use guichet_common::comments::{Activity, PageQuery};
use guichet_common::{Page, TicketNumber};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(list_activity);
}

/// Lists a ticket's history
///
/// The newest first: messages, changes of state, files. It only ever grows.
#[utoipa::path(
    tag = "conversation",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), PageQuery),
    security(("bearer" = ["tickets:read"])),
    responses((
        status = 200, description = "One page of the history", body = Page<Activity>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/tickets/{number}/activity")]
async fn list_activity(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    query: ValidQuery<PageQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::activity::list_activity(&app, caller.actor(), number.0, query.0).await?;
    Ok(reply::page(&request, &page))
}
