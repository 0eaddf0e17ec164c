//! Internal notes on a ticket.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use guichet_common::comments::{CreateWorkNote, PageQuery, WorkNote};
use guichet_common::{Page, TicketNumber};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(list_work_notes).service(create_work_note);
}

/// Lists a ticket's work notes
///
/// The newest first. For agents: no customer ever sees one.
#[utoipa::path(
    tag = "conversation",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), PageQuery),
    security(("bearer" = ["work_notes:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<WorkNote>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/tickets/{number}/work-notes")]
async fn list_work_notes(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    query: ValidQuery<PageQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page =
        service::work_notes::list_work_notes(&app, caller.actor(), number.0, query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Writes a work note on a ticket
///
/// For agents: no customer ever sees one.
#[utoipa::path(
    tag = "conversation",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IdempotencyKey),
    request_body(content = CreateWorkNote, example = json!({"body_text": "Le client a été rappelé."})),
    security(("bearer" = ["work_notes:write"])),
    responses((
        status = 201, description = "It is written", body = WorkNote,
        headers(
            ("Location" = String, description = "The list that it is in"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/tickets/{number}/work-notes")]
async fn create_work_note(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    key: IdempotencyKey,
    body: ValidJson<CreateWorkNote>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let (actor, number) = (caller.actor(), number.0);
    let created =
        service::work_notes::create_work_note(&app, actor, number, body.value, key.as_ref())
            .await?;
    Ok(reply::created_in(
        &request,
        &created.value,
        created.replayed,
    ))
}
