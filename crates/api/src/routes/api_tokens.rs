//! Tokens that people make for their programs.

use actix_web::web::Data;
use actix_web::{HttpRequest, delete, get, post};
use guichet_common::api_tokens::{
    ApiTokenQuery, ApiTokens, CreateApiToken, NewApiToken, OwnedApiToken,
};
use guichet_common::{ApiTokenId, Page};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_api_tokens)
        .service(create_api_token)
        .service(delete_api_token)
        .service(list_all_api_tokens)
        .service(revoke_api_token);
}

/// Lists the caller's API tokens
///
/// The newest first, without the tokens themselves, and the scopes that a new one can have.
#[utoipa::path(
    tag = "machines",
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "The tokens", body = ApiTokens))
)]
#[get("/me/api-tokens")]
async fn list_api_tokens(app: Data<App>, caller: Caller) -> ApiResult {
    let tokens = service::api_tokens::list_api_tokens(&app, caller.actor()).await?;
    Ok(reply::ok(&tokens))
}

/// Makes an API token
///
/// For a program that asks in the caller's name, for what the scopes allow. The token is in this
/// answer alone: it is not kept, and an `Idempotency-Key` is not taken.
#[utoipa::path(
    tag = "machines",
    request_body(content = CreateApiToken, example = json!({
        "name": "Supervision", "scopes": ["tickets:read", "tickets:write"], "expires_in_days": 90
    })),
    security(("bearer" = ["credentials:write"])),
    responses((
        status = 201, description = "The token", body = NewApiToken,
        headers(("Location" = String, description = "The list that it is in"))
    )),
    extensions(("x-problem-codes" = json!(["too_many_tokens"])))
)]
#[post("/me/api-tokens")]
async fn create_api_token(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    body: ValidJson<CreateApiToken>,
) -> ApiResult {
    let token = service::api_tokens::create_api_token(&app, caller.by(), body.value).await?;
    Ok(reply::created_in(&request, &token, false))
}

/// Revokes one of the caller's API tokens
///
/// At once on this replica, within seconds on others.
#[utoipa::path(
    tag = "machines",
    params(("id" = ApiTokenId, Path, description = "Its id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "It is worth nothing any more"))
)]
#[delete("/me/api-tokens/{id}")]
async fn delete_api_token(app: Data<App>, caller: Caller, id: PathParam<ApiTokenId>) -> ApiResult {
    service::api_tokens::delete_api_token(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}

/// Lists the API tokens of all people
///
/// The newest first. For admins.
#[utoipa::path(
    tag = "machines",
    params(ApiTokenQuery),
    security(("bearer" = ["audit:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<OwnedApiToken>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/api-tokens")]
async fn list_all_api_tokens(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<ApiTokenQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::api_tokens::list_all_api_tokens(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Revokes anybody's API token
///
/// For admins.
#[utoipa::path(
    tag = "machines",
    params(("id" = ApiTokenId, Path, description = "Its id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "It is worth nothing any more")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[delete("/api-tokens/{id}")]
async fn revoke_api_token(app: Data<App>, caller: Caller, id: PathParam<ApiTokenId>) -> ApiResult {
    service::api_tokens::revoke_api_token(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}
