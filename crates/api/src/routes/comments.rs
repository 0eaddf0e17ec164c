//! Public messages on a ticket.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use guichet_common::comments::{Comment, CommentOriginal, CreateComment, PageQuery};
use guichet_common::{CommentId, Page, TicketNumber};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, PathParam, SecondPathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_comments)
        .service(create_comment)
        .service(get_comment_original);
}

/// Lists a ticket's comments
///
/// The newest first.
#[utoipa::path(
    tag = "conversation",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), PageQuery),
    security(("bearer" = ["tickets:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<Comment>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/tickets/{number}/comments")]
async fn list_comments(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    query: ValidQuery<PageQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::comments::list_comments(&app, caller.actor(), number.0, query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Writes a comment on a ticket
///
/// A customer's comment takes a ticket that waits for them, or whose solution they did not accept, back into work.
#[utoipa::path(
    tag = "conversation",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), IdempotencyKey),
    request_body(content = CreateComment, example = json!({"body_text": "Bonjour, le redémarrage a suffi."})),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 201, description = "It is written", body = Comment,
        headers(
            ("Location" = String, description = "The list that it is in"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["ticket_frozen", "ticket_files_too_large"])))
)]
#[post("/tickets/{number}/comments")]
async fn create_comment(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    key: IdempotencyKey,
    body: ValidJson<CreateComment>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let (actor, number) = (caller.actor(), number.0);
    let created =
        service::comments::create_comment(&app, actor, number, body.value, key.as_ref()).await?;
    Ok(reply::created_in(
        &request,
        &created.value,
        created.replayed,
    ))
}

/// Gets the whole text of a comment
///
/// A comment that came by mail (`shortened`) shows neither what it quotes nor its signature; this is
/// all of it.
#[utoipa::path(
    tag = "conversation",
    params(
        ("number" = TicketNumber, Path, description = "The ticket's number"),
        ("id" = CommentId, Path, description = "The comment's id")
    ),
    security(("bearer" = ["tickets:read"])),
    responses((status = 200, description = "The whole text", body = CommentOriginal))
)]
#[get("/tickets/{number}/comments/{id}/original")]
async fn get_comment_original(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    id: SecondPathParam<CommentId>,
) -> ApiResult {
    let (actor, number) = (caller.actor(), number.0);
    Ok(reply::ok(
        &service::comments::get_comment_original(&app, actor, number, id.0).await?,
    ))
}
