//! What is done to a ticket beyond editing and talking: its life cycle.

use actix_web::post;
use actix_web::web::Data;
use guichet_common::TicketNumber;
use guichet_common::tickets::{
    AcceptTicket, AssignTicket, CancelTicket, CloseTicket, FollowUpTicket, HoldTicket,
    RejectTicket, ResolveTicket, ResumeTicket, StartTicket, TicketDetail,
};
use guichet_service::tickets::Terms;
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, IfMatch, PathParam, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(start_ticket)
        .service(assign_ticket)
        .service(hold_ticket)
        .service(resume_ticket)
        .service(resolve_ticket)
        .service(accept_ticket)
        .service(reject_ticket)
        .service(close_ticket)
        .service(cancel_ticket)
        .service(follow_up_ticket);
}

/// Takes a new ticket into work
///
/// For agents. The caller works it, unless the body names a group or another agent.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = StartTicket, example = json!({})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/start")]
async fn start_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<StartTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, if_match.0);
    let ticket = service::actions::start_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Gives a ticket to a group or an agent
///
/// For agents. Absent fields stay as they are; `null` clears.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = AssignTicket, example = json!({"assigned_to_id": null})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/assign")]
async fn assign_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<AssignTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, if_match.0);
    let ticket = service::actions::assign_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Puts a ticket on hold
///
/// For agents. Waiting for the customer needs the question that they are to answer.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = HoldTicket, example = json!({"reason": "awaiting_customer", "comment_text": "Depuis quand le problème se produit-il ?"})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/hold")]
async fn hold_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<HoldTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, if_match.0);
    let ticket = service::actions::hold_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Takes a ticket off hold
///
/// For agents.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = ResumeTicket, example = json!({})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/resume")]
async fn resume_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<ResumeTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, if_match.0);
    let ticket = service::actions::resume_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Proposes a solution
///
/// For agents. The customer is told, and accepts or rejects it.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = ResolveTicket, example = json!({"code": "solved", "notes_text": "Le pilote de l'imprimante est à jour."})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/resolve")]
async fn resolve_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<ResolveTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, if_match.0);
    let ticket = service::actions::resolve_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Accepts the solution
///
/// For the customer. The ticket is closed.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = AcceptTicket, example = json!({"rating": 5})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/accept")]
async fn accept_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<AcceptTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, Terms::from(if_match.0));
    let ticket = service::actions::accept_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Rejects the solution
///
/// For the customer. The ticket is open again.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = RejectTicket, example = json!({"reason": "Le problème est revenu ce matin."})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/reject")]
async fn reject_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<RejectTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, Terms::from(if_match.0));
    let ticket = service::actions::reject_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Closes a ticket
///
/// Without a proposed solution.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = CloseTicket, example = json!({"comment_text": "C'est rétabli, merci."})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/close")]
async fn close_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<CloseTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, if_match.0);
    let ticket = service::actions::close_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Withdraws a ticket
///
/// As if it had not been needed; it stays readable.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IfMatch),
    request_body(content = CancelTicket, example = json!({})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 200, description = "The ticket afterwards", body = TicketDetail,
        headers(("ETag" = String, description = "The ticket's new version"))
    )),
    extensions(("x-problem-codes" = json!(["invalid_state_transition", "ticket_frozen"])))
)]
#[post("/tickets/{number}/cancel")]
async fn cancel_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    if_match: IfMatch,
    body: ValidJson<CancelTicket>,
) -> ApiResult {
    let (actor, number, version) = (caller.actor(), number.0, if_match.0);
    let ticket = service::actions::cancel_ticket(&app, actor, number, body.value, version).await?;
    Ok(reply::ticket(&ticket))
}

/// Files a ticket that follows a frozen one
///
/// It is linked to the closed or cancelled ticket, and takes over all that the body leaves out.
#[utoipa::path(
    tag = "actions",
    params(("number" = TicketNumber, Path, description = "The frozen ticket's number"), IdempotencyKey),
    request_body(content = FollowUpTicket, example = json!({"description_text": "Le même défaut est de retour."})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 201, description = "The new ticket is filed", body = TicketDetail,
        headers(
            ("Location" = String, description = "The new ticket's address"),
            ("ETag" = String, description = "The new ticket's version"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "invalid_state_transition", "ticket_files_too_large"])))
)]
#[post("/tickets/{number}/follow-up")]
async fn follow_up_ticket(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    key: IdempotencyKey,
    body: ValidJson<FollowUpTicket>,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let (actor, number) = (caller.actor(), number.0);
    let created =
        service::actions::follow_up_ticket(&app, actor, number, body.value, key.as_ref()).await?;
    Ok(reply::created_ticket(&created.value, created.replayed))
}
