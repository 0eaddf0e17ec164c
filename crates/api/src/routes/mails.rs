//! The log of mails that go out, for admins.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use guichet_common::mails::{CancelMail, Mail, MailDetail, MailQuery, ResendMail};
use guichet_common::{MailId, Page};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_mails)
        .service(get_mail)
        .service(resend_mail)
        .service(cancel_mail);
}

/// Lists the mails that go out
///
/// The newest first, whatever became of them. For admins.
#[utoipa::path(
    tag = "mail",
    params(MailQuery),
    security(("bearer" = ["mail:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<Mail>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/mails")]
async fn list_mails(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<MailQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::mails::list_mails(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets a mail that goes out
///
/// With its headers and both texts, in the words of today's ticket and templates. For admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = MailId, Path, description = "Its id")),
    security(("bearer" = ["mail:read"])),
    responses((status = 200, description = "Found", body = MailDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/mails/{id}")]
async fn get_mail(app: Data<App>, caller: Caller, id: PathParam<MailId>) -> ApiResult {
    let mail = service::mails::get_mail(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&mail))
}

/// Sends a mail again
///
/// A new mail that says the same, to the receiver's address of today, in the same thread. Not while
/// the mail itself still waits. For admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = MailId, Path, description = "Its id"), IdempotencyKey),
    request_body(content = ResendMail, example = json!({})),
    security(("bearer" = ["mail:write"])),
    responses((
        status = 201, description = "The new mail, waiting", body = Mail,
        headers(("Location" = String, description = "Its address"))
    )),
    extensions(("x-problem-codes" = json!([
        "forbidden", "mail_still_waiting", "mail_receiver_gone", "idempotency_key_reused"
    ])))
)]
#[post("/mails/{id}/resend")]
async fn resend_mail(
    app: Data<App>,
    caller: Caller,
    id: PathParam<MailId>,
    key: IdempotencyKey,
    body: ValidJson<ResendMail>,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created = service::mails::resend_mail(&app, caller.by(), id.0, key.as_ref()).await?;
    Ok(reply::created_mail(&created.value, created.replayed))
}

/// Withdraws a mail
///
/// One that waits for its first or next try. For admins.
#[utoipa::path(
    tag = "mail",
    params(("id" = MailId, Path, description = "Its id")),
    request_body(content = CancelMail, example = json!({})),
    security(("bearer" = ["mail:write"])),
    responses((status = 200, description = "The mail afterwards", body = Mail)),
    extensions(("x-problem-codes" = json!(["forbidden", "mail_not_waiting"])))
)]
#[post("/mails/{id}/cancel")]
async fn cancel_mail(
    app: Data<App>,
    caller: Caller,
    id: PathParam<MailId>,
    _body: ValidJson<CancelMail>,
) -> ApiResult {
    let mail = service::mails::cancel_mail(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&mail))
}
