//! Mails that come in: handing one in, and what admins do with them.

use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post};
use guichet_common::inbound_mails::{
    DropInboundMail, InboundMail, InboundMailDetail, InboundMailQuery, InboundReception,
    PlaceInboundMail, ReplayInboundMail,
};
use guichet_common::{InboundMailId, Page};
use guichet_domain::policy;
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, ValidJson, ValidQuery};
use crate::files::{disposition, message, stream};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(hand_in_mail)
        .service(list_inbound_mails)
        .service(get_inbound_mail)
        .service(download_inbound_mail)
        .service(place_inbound_mail)
        .service(drop_inbound_mail)
        .service(replay_inbound_mail);
}

/// Hands in a mail
///
/// The message as it is on the wire (RFC 5322), as a mail server or a script has it. 201 says that it
/// is kept, whatever became of it. The same bytes again are the same mail, and get the same answer.
/// For admins, until there are tokens for machines.
#[utoipa::path(
    tag = "mail",
    request_body(content = String, content_type = "message/rfc822"),
    security(("bearer" = ["mail:write"])),
    responses((
        status = 201, description = "The mail is kept", body = InboundReception,
        headers(("Location" = String, description = "Its address"))
    )),
    extensions(("x-problem-codes" = json!([
        "forbidden", "upload_incomplete", "payload_too_large", "unsupported_media_type", "storage_full"
    ])))
)]
#[post("/inbound-mail")]
async fn hand_in_mail(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult {
    // Before anything of the message is read.
    policy::require_admin(caller.actor()).map_err(service::Error::from)?;
    let most = app.settings().inbound.max_bytes;
    let raw = message::receive(request.headers(), payload, most).await?;
    let reception = service::inbound::hand_in_mail(&app, caller.actor(), raw).await?;
    let location = format!("/api/v1/inbound-mails/{}", reception.id);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, location))
        .json(reception))
}

/// Lists the mails that came in
///
/// The newest first. For admins.
#[utoipa::path(
    tag = "mail",
    params(InboundMailQuery),
    security(("bearer" = ["mail:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<InboundMail>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/inbound-mails")]
async fn list_inbound_mails(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<InboundMailQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::inbound::list_inbound_mails(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets a mail that came in
///
/// With its headers and its text. For admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = InboundMailId, Path, description = "Its id")),
    security(("bearer" = ["mail:read"])),
    responses((status = 200, description = "Found", body = InboundMailDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/inbound-mails/{id}")]
async fn get_inbound_mail(
    app: Data<App>,
    caller: Caller,
    id: PathParam<InboundMailId>,
) -> ApiResult {
    Ok(reply::ok(
        &service::inbound::get_inbound_mail(&app, caller.by(), id.0).await?,
    ))
}

/// Downloads a mail that came in
///
/// As it is on the wire. For admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = InboundMailId, Path, description = "Its id")),
    security(("bearer" = ["mail:read"])),
    responses((
        status = 200, description = "The message", body = String, content_type = "message/rfc822",
        headers(("Content-Disposition" = String, description = "The file's name"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/inbound-mails/{id}/raw")]
async fn download_inbound_mail(
    app: Data<App>,
    caller: Caller,
    id: PathParam<InboundMailId>,
) -> ApiResult {
    let found = service::inbound::read_inbound_mail(&app, caller.by(), id.0).await?;
    let name = disposition::content_disposition(false, &format!("{}.eml", id.0));
    Ok(HttpResponse::Ok()
        .content_type("message/rfc822")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'",
        ))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(SizedStream::new(found.size, stream::logged(found.bytes))))
}

/// Places a mail
///
/// Writes it into a ticket, or makes one of it for a contact: in the name of its sender where they
/// may write there, else in the admin's. For admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = InboundMailId, Path, description = "Its id")),
    request_body(content = PlaceInboundMail, example = json!({"number": "CS0047447"})),
    security(("bearer" = ["mail:write"])),
    responses((status = 200, description = "The mail afterwards", body = InboundMail)),
    extensions(("x-problem-codes" = json!(["forbidden", "mail_already_written", "mail_unreadable"])))
)]
#[post("/inbound-mails/{id}/place")]
async fn place_inbound_mail(
    app: Data<App>,
    caller: Caller,
    id: PathParam<InboundMailId>,
    body: ValidJson<PlaceInboundMail>,
) -> ApiResult {
    let mail = service::inbound::place_inbound_mail(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&mail))
}

/// Drops a mail
///
/// It is not wanted, and is removed after some months. For admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = InboundMailId, Path, description = "Its id")),
    request_body(content = DropInboundMail, example = json!({})),
    security(("bearer" = ["mail:write"])),
    responses((status = 200, description = "The mail afterwards", body = InboundMail)),
    extensions(("x-problem-codes" = json!(["forbidden", "mail_already_written"])))
)]
#[post("/inbound-mails/{id}/drop")]
async fn drop_inbound_mail(
    app: Data<App>,
    caller: Caller,
    id: PathParam<InboundMailId>,
    _body: ValidJson<DropInboundMail>,
) -> ApiResult {
    let mail = service::inbound::drop_inbound_mail(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&mail))
}

/// Decides about a mail again
///
/// As if it came just now: after its sender was entered as a contact, or something was repaired. For
/// admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = InboundMailId, Path, description = "Its id")),
    request_body(content = ReplayInboundMail, example = json!({})),
    security(("bearer" = ["mail:write"])),
    responses((status = 200, description = "The mail afterwards", body = InboundMail)),
    extensions(("x-problem-codes" = json!(["forbidden", "mail_already_written"])))
)]
#[post("/inbound-mails/{id}/replay")]
async fn replay_inbound_mail(
    app: Data<App>,
    caller: Caller,
    id: PathParam<InboundMailId>,
    _body: ValidJson<ReplayInboundMail>,
) -> ApiResult {
    let mail = service::inbound::replay_inbound_mail(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&mail))
}
