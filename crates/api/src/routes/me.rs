//! The signed-in person: profile, sessions, drafts.

use actix_web::web::Data;
use actix_web::{delete, get, patch, put};
use guichet_common::SessionId;
use guichet_common::me::{
    Draft, MailPreferences, Me, PutDraft, PutMailPreferences, Sessions, UpdateMe,
};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(get_me)
        .service(update_me)
        .service(get_mail_preferences)
        .service(put_mail_preferences)
        .service(list_sessions)
        .service(delete_other_sessions)
        .service(delete_session)
        .service(get_draft)
        .service(put_draft)
        .service(delete_draft);
}

/// Gets the caller's profile
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "The caller", body = Me))
)]
#[get("/me")]
async fn get_me(app: Data<App>, caller: Caller) -> ApiResult {
    Ok(reply::ok(&service::me::get_me(&app, &caller).await?))
}

/// Changes the caller's profile
///
/// Absent fields stay as they are.
#[utoipa::path(
    tag = "me",
    request_body(content = UpdateMe, example = json!({"language": "en", "time_zone": "Europe/Paris"})),
    security(("bearer" = ["me:write"])),
    responses((status = 200, description = "The caller, changed", body = Me))
)]
#[patch("/me")]
async fn update_me(app: Data<App>, caller: Caller, body: ValidJson<UpdateMe>) -> ApiResult {
    Ok(reply::ok(
        &service::me::update_me(&app, &caller, body.value).await?,
    ))
}

/// Gets which mails the caller gets
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "What can be turned off, and what is", body = MailPreferences))
)]
#[get("/me/mail-preferences")]
async fn get_mail_preferences(app: Data<App>, caller: Caller) -> ApiResult {
    Ok(reply::ok(
        &service::me::get_mail_preferences(&app, &caller).await?,
    ))
}

/// Puts which mails the caller gets
///
/// The list replaces the one before. It counts for mails that are written from now on. Mails that
/// ask the customer for an answer cannot be turned off.
#[utoipa::path(
    tag = "me",
    request_body(content = PutMailPreferences, example = json!({"unwanted": ["created"]})),
    security(("bearer" = ["me:write"])),
    responses((status = 200, description = "What can be turned off, and what is now", body = MailPreferences))
)]
#[put("/me/mail-preferences")]
async fn put_mail_preferences(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<PutMailPreferences>,
) -> ApiResult {
    Ok(reply::ok(
        &service::me::put_mail_preferences(&app, &caller, body.value).await?,
    ))
}

/// Lists the caller's sessions
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "The sessions that live", body = Sessions))
)]
#[get("/me/sessions")]
async fn list_sessions(app: Data<App>, caller: Caller) -> ApiResult {
    Ok(reply::ok(&service::me::list_sessions(&app, &caller).await?))
}

/// Ends one of the caller's sessions
#[utoipa::path(
    tag = "me",
    params(("id" = SessionId, Path, description = "The session's id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "The session is over"))
)]
#[delete("/me/sessions/{id}")]
async fn delete_session(app: Data<App>, caller: Caller, id: PathParam<SessionId>) -> ApiResult {
    service::me::delete_session(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}

/// Ends the caller's other sessions
///
/// All but the one that asks.
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "The others are over"))
)]
#[delete("/me/sessions")]
async fn delete_other_sessions(app: Data<App>, caller: Caller) -> ApiResult {
    service::me::delete_other_sessions(&app, &caller, caller.by()).await?;
    Ok(reply::no_content())
}

/// Gets a draft
///
/// Drafts are the caller's own notepad: what a client has put there for later, under a name that
/// it chooses.
#[utoipa::path(
    tag = "me",
    params(("key" = String, Path, description = "The draft's name")),
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "The draft", body = Draft))
)]
#[get("/me/drafts/{key}")]
async fn get_draft(app: Data<App>, caller: Caller, key: PathParam<String>) -> ApiResult {
    Ok(reply::ok(
        &service::me::get_draft(&app, &caller, &key.0).await?,
    ))
}

/// Puts a draft
///
/// Replaces what was there under this name.
#[utoipa::path(
    tag = "me",
    params(("key" = String, Path, description = "The draft's name")),
    request_body(content = PutDraft, example = json!({"content": {"subject": "Imprimante"}})),
    security(("bearer" = ["me:write"])),
    responses((status = 200, description = "The draft as it is kept", body = Draft))
)]
#[put("/me/drafts/{key}")]
async fn put_draft(
    app: Data<App>,
    caller: Caller,
    key: PathParam<String>,
    body: ValidJson<PutDraft>,
) -> ApiResult {
    Ok(reply::ok(
        &service::me::put_draft(&app, &caller, &key.0, body.value).await?,
    ))
}

/// Deletes a draft
///
/// One that is not there is deleted just as well.
#[utoipa::path(
    tag = "me",
    params(("key" = String, Path, description = "The draft's name")),
    security(("bearer" = ["me:write"])),
    responses((status = 204, description = "There is no such draft now"))
)]
#[delete("/me/drafts/{key}")]
async fn delete_draft(app: Data<App>, caller: Caller, key: PathParam<String>) -> ApiResult {
    service::me::delete_draft(&app, &caller, &key.0).await?;
    Ok(reply::no_content())
}
