//! Accounts.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use guichet_common::directory::{Account, CreateAccount, DirectoryQuery, UpdateAccount};
use guichet_common::{AccountId, Page};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_accounts)
        .service(create_account)
        .service(get_account)
        .service(update_account)
        .service(deactivate_account)
        .service(reactivate_account);
}

/// Lists accounts
///
/// The customers' companies; a contact sees their own.
#[utoipa::path(
    tag = "directory",
    params(DirectoryQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<Account>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/accounts")]
async fn list_accounts(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<DirectoryQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::directory::list_accounts(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets an account
#[utoipa::path(
    tag = "directory",
    params(("id" = AccountId, Path, description = "Its id")),
    security(("bearer" = ["directory:read"])),
    responses((status = 200, description = "Found", body = Account))
)]
#[get("/accounts/{id}")]
async fn get_account(app: Data<App>, caller: Caller, id: PathParam<AccountId>) -> ApiResult {
    let found = service::directory::get_account(&app, caller.actor(), id.0).await?;
    Ok(reply::ok(&found))
}

/// Enters an account
///
/// Its people are entered afterwards, as contacts. For admins.
#[utoipa::path(
    tag = "directory",
    params(IdempotencyKey),
    request_body(content = CreateAccount, example = json!({"name": "Menuiserie Lacaze", "time_zone": "Europe/Paris"})),
    security(("bearer" = ["directory:write"])),
    responses((
        status = 201, description = "It is entered", body = Account,
        headers(
            ("Location" = String, description = "Its address"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/accounts")]
async fn create_account(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    body: ValidJson<CreateAccount>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created =
        service::directory::create_account(&app, caller.by(), body.value, key.as_ref()).await?;
    let id = created.value.id;
    Ok(reply::created_with_id(
        &request,
        id,
        &created.value,
        created.replayed,
    ))
}

/// Changes an account
///
/// Absent fields stay as they are. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = AccountId, Path, description = "Its id")),
    request_body(content = UpdateAccount, example = json!({"name": "Menuiserie Lacaze et fils"})),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Account)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[patch("/accounts/{id}")]
async fn update_account(
    app: Data<App>,
    caller: Caller,
    id: PathParam<AccountId>,
    body: ValidJson<UpdateAccount>,
) -> ApiResult {
    let changed = service::directory::update_account(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&changed))
}

/// Deactivates an account
///
/// It files no more tickets; its people still sign in, and see and answer those that there are.
/// For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = AccountId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Account)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/accounts/{id}/deactivate")]
async fn deactivate_account(app: Data<App>, caller: Caller, id: PathParam<AccountId>) -> ApiResult {
    let changed = service::directory::deactivate_account(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}

/// Reactivates an account
///
/// It files tickets again. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = AccountId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Account)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/accounts/{id}/reactivate")]
async fn reactivate_account(app: Data<App>, caller: Caller, id: PathParam<AccountId>) -> ApiResult {
    let changed = service::directory::reactivate_account(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}
