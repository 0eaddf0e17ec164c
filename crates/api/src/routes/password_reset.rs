//! Forgotten passwords, first passwords, and changing one's own.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use guichet_common::password_reset::{
    Captcha, ChangePassword, CompletePasswordReset, LookUpPasswordLink, PasswordLink,
    PasswordResetStarted, PasswordRules, RequestPasswordReset, VerifyPasswordReset,
};
use guichet_service::App;
use guichet_service::auth::{captcha, password_reset};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiResult;
use crate::extract::{Caller, Client, PathParam, SameOrigin, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(get_captcha)
        .service(request_password_reset)
        .service(look_up_password_link)
        .service(complete_password_reset)
        .service(verify_password_reset)
        .service(get_password_rules)
        .service(change_password);
}

/// Gets a captcha
///
/// A challenge of ALTCHA's proof of work, version 2: signed, good for a quarter of an hour and for
/// one request. It is solved by a program within a second or two, without eyes or a third party.
#[utoipa::path(
    tag = "session",
    security(()),
    responses((status = 200, description = "The challenge", body = Captcha))
)]
#[get("/auth/captcha")]
async fn get_captcha(app: Data<App>) -> ApiResult {
    Ok(reply::ok(&captcha::get_captcha(&app)?))
}

/// Begins to reset a forgotten password
///
/// The answer is the same whether anybody has the user name or not. Who asks too often, for one name or
/// from one address, has to wait (429). `verify_password_reset` is next.
#[utoipa::path(
    tag = "session",
    request_body(content = RequestPasswordReset, example = json!({
        "username": "claire.martin@nordalim.example", "captcha": "eyJjaGFsbGVuZ2UiOnt9fQ=="
    })),
    security(()),
    responses((status = 202, description = "It goes on with the address", body = PasswordResetStarted)),
    extensions(("x-problem-codes" = json!(["forbidden", "validation_failed"])))
)]
#[post("/auth/password-reset")]
async fn request_password_reset(
    app: Data<App>,
    _same_origin: SameOrigin,
    client: Client,
    body: ValidJson<RequestPasswordReset>,
) -> ApiResult {
    let started = password_reset::request_password_reset(&app, body.value, &client.0).await?;
    Ok(HttpResponse::Accepted().json(started))
}

/// Gives the address of who has forgotten their password
///
/// If it is the person's, they are mailed a link, but not more than a few times a day. The answer is
/// the same either way, and when it is asked again.
#[utoipa::path(
    tag = "session",
    params(("reset_id" = Uuid, Path, description = "What `request_password_reset` answered")),
    request_body(content = VerifyPasswordReset, example = json!({
        "email": "claire.martin@nordalim.example"
    })),
    security(()),
    responses((status = 202, description = "A mail is on its way, if the address is right")),
    extensions(("x-problem-codes" = json!(["forbidden", "validation_failed", "not_found"])))
)]
#[post("/auth/password-reset/{reset_id}/verify")]
async fn verify_password_reset(
    app: Data<App>,
    _same_origin: SameOrigin,
    id: PathParam<Uuid>,
    body: ValidJson<VerifyPasswordReset>,
) -> ApiResult {
    password_reset::verify_password_reset(&app, id.0, body.value).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Looks at a link that sets a password
///
/// Tells whether it can be used, and by which rules the new password goes. Changes nothing, so that a
/// program that follows every link of a mail does no harm.
#[utoipa::path(
    tag = "session",
    request_body(content = LookUpPasswordLink, example = json!({
        "token": "AZPCh0b0cAGJ7yQ1mJ3nSg7mJ2Zk1vY8rTqf8wXQ3s4"
    })),
    security(()),
    responses((status = 200, description = "What it can do", body = PasswordLink)),
    extensions(("x-problem-codes" = json!(["not_found"])))
)]
#[post("/auth/password-reset/look")]
async fn look_up_password_link(app: Data<App>, body: ValidJson<LookUpPasswordLink>) -> ApiResult {
    Ok(reply::ok(
        &password_reset::look_up_password_link(&app, body.value).await?,
    ))
}

/// Sets a password by the link of a mail
///
/// All sessions of the person end, and a lock after wrong passwords as well. The link is good for one
/// use, as long as the password is the one that it was made for and no newer link was sent.
#[utoipa::path(
    tag = "session",
    request_body(content = CompletePasswordReset, example = json!({
        "token": "AZPCh0b0cAGJ7yQ1mJ3nSg7mJ2Zk1vY8rTqf8wXQ3s4", "new_password": "Corbeau-7-Rouge!"
    })),
    security(()),
    responses((status = 204, description = "The password is set")),
    extensions(("x-problem-codes" = json!([
        "forbidden", "validation_failed", "not_found", "link_expired", "link_not_possible"
    ])))
)]
#[post("/auth/password-reset/complete")]
async fn complete_password_reset(
    app: Data<App>,
    _same_origin: SameOrigin,
    client: Client,
    body: ValidJson<CompletePasswordReset>,
) -> ApiResult {
    password_reset::complete_password_reset(&app, body.value, &client.0).await?;
    Ok(reply::no_content())
}

/// Gets the rules of the caller's next password
///
/// So that a page can tick them while it is typed; they are checked again when it is changed, with
/// those that a page cannot check.
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "The rules", body = PasswordRules))
)]
#[get("/me/password-rules")]
async fn get_password_rules(app: Data<App>, caller: Caller) -> ApiResult {
    Ok(reply::ok(
        &password_reset::get_password_rules(&app, &caller).await?,
    ))
}

/// Changes the caller's password
///
/// Their other sessions end.
#[utoipa::path(
    tag = "me",
    request_body(content = ChangePassword, example = json!({
        "current_password": "Heliaq-2025!", "new_password": "Corbeau-7-Rouge!"
    })),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "The password is changed")),
    extensions(("x-problem-codes" = json!(["validation_failed", "rate_limited"])))
)]
#[post("/me/password")]
async fn change_password(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<ChangePassword>,
) -> ApiResult {
    password_reset::change_password(&app, &caller, caller.by(), body.value).await?;
    Ok(reply::no_content())
}
