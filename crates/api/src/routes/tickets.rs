//! Tickets: the list, one, new ones, changes, the export.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use guichet_common::tickets::{
    CreateTicket, TicketDetail, TicketQuery, TicketSummary, UpdateTicket,
};
use guichet_common::{Page, TicketNumber};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{
    AcceptedLanguage, Caller, IdempotencyKey, IfMatch, PathParam, ValidJson, ValidQuery, none_match,
};
use crate::files::disposition;
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    // The export comes before the ticket: its address looks like a number's.
    config
        .service(list_tickets)
        .service(create_ticket)
        .service(export_tickets)
        .service(get_ticket)
        .service(get_agenda)
        .service(update_ticket);
}

/// Lists tickets
///
/// Those that the caller may see and all filters match, a page at a time.
#[utoipa::path(
    tag = "tickets",
    params(TicketQuery),
    security(("bearer" = ["tickets:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<TicketSummary>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/tickets")]
async fn list_tickets(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<TicketQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::tickets::list_tickets(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Files a ticket
///
/// For the caller, or for a contact whom they may file for. The priority follows from impact and
/// urgency.
#[utoipa::path(
    tag = "tickets",
    params(IdempotencyKey),
    request_body(content = CreateTicket, example = json!({
        "subject": "L'imprimante du 2e étage ne répond plus",
        "description_text": "Depuis ce matin, aucun document ne sort.",
        "impact": 2, "urgency": 2
    })),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 201, description = "The ticket is filed", body = TicketDetail,
        headers(
            ("Location" = String, description = "The ticket's address"),
            ("ETag" = String, description = "The ticket's version, for `If-Match`"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "ticket_files_too_large"])))
)]
#[post("/tickets")]
async fn create_ticket(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    body: ValidJson<CreateTicket>,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created =
        service::tickets::create_ticket(&app, caller.actor(), body.value, key.as_ref()).await?;
    Ok(reply::created_ticket(&created.value, created.replayed))
}

/// Exports tickets
///
/// All that the filters match, in one file, in the language of the request; `limit` and `cursor`
/// mean nothing here.
#[utoipa::path(
    tag = "tickets",
    params(TicketQuery),
    security(("bearer" = ["tickets:read"])),
    responses((
        status = 200, description = "The file",
        content(
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv")
        ),
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    ))
)]
#[get("/tickets/export")]
async fn export_tickets(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<TicketQuery>,
    language: AcceptedLanguage,
) -> ApiResult {
    let export = service::tickets::export_tickets(&app, caller.by(), query.0, language.0).await?;
    Ok(reply::exported(export))
}

/// Gets a ticket
///
/// With all that the caller may see, and what they may do with it now.
#[utoipa::path(
    tag = "tickets",
    params(
        ("number" = TicketNumber, Path, description = "The ticket's number"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that the client holds")
    ),
    security(("bearer" = ["tickets:read"])),
    responses(
        (
            status = 200, description = "The ticket", body = TicketDetail,
            headers(("ETag" = String, description = "The ticket's version, for `If-Match`"))
        ),
        (status = 304, description = "The client holds this version")
    )
)]
#[get("/tickets/{number}")]
async fn get_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    request: HttpRequest,
) -> ApiResult {
    let ticket = service::tickets::get_ticket(&app, caller.actor(), number.0).await?;
    let etag = reply::etag(&ticket);
    if none_match(&request, &etag) {
        return Ok(reply::not_modified(etag));
    }
    Ok(reply::ticket(&ticket))
}

/// Gets what happens next to a ticket, for a calendar
///
/// `next_actions` as an iCalendar file (RFC 5545), in the language of the request. The ids of its
/// events stay the same, so that a calendar moves an event when the file is read again.
#[utoipa::path(
    tag = "tickets",
    params(("number" = TicketNumber, Path, description = "The ticket's number")),
    security(("bearer" = ["tickets:read"])),
    responses((
        status = 200, description = "The file", content((String = "text/calendar")),
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    ))
)]
#[get("/tickets/{number}/next-actions.ics")]
async fn get_agenda(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    language: AcceptedLanguage,
) -> ApiResult {
    let file = service::tickets::get_agenda(&app, caller.actor(), number.0, language.0).await?;
    let name = disposition::content_disposition(false, &format!("{}.ics", number.0));
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(file))
}

/// Changes a ticket's fields
///
/// For agents. Absent fields stay as they are; `null` clears.
#[utoipa::path(
    tag = "tickets",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = UpdateTicket, example = json!({"urgency": 1, "internal_reference": null})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket, changed", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "ticket_frozen"])))
)]
#[patch("/tickets/{number}")]
async fn update_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<UpdateTicket>,
) -> ApiResult {
    let ticket =
        service::tickets::update_ticket(&app, caller.actor(), number.0, body.value, if_match.0)
            .await?;
    Ok(reply::ticket(&ticket))
}
