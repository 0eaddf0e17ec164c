//! Programs with credentials of their own.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put};
use guichet_common::oauth_clients::{
    CreateOauthClient, NewOauthClient, OauthClient, OauthClientQuery, OauthProblem, OauthToken,
    OauthTokenRequest, PutOauthClient, RotateOauthClientSecret,
};
use guichet_common::{OauthClientId, Page};
use guichet_service::App;
use guichet_service::oauth_clients::{self as clients, Refusal};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::{ApiError, ApiResult};
use crate::extract::{Caller, Client, ClientCredentials, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_oauth_clients)
        .service(create_oauth_client)
        .service(get_oauth_client)
        .service(put_oauth_client)
        .service(delete_oauth_client)
        .service(rotate_oauth_client_secret)
        .service(create_oauth_token);
}

/// Lists the OAuth clients
///
/// The newest first. For admins.
#[utoipa::path(
    tag = "machines",
    params(OauthClientQuery),
    security(("bearer" = ["audit:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<OauthClient>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/oauth-clients")]
async fn list_oauth_clients(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<OauthClientQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = clients::list_oauth_clients(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Enters an OAuth client
///
/// A program that acts as a person of the directory, for what the scopes allow: as a contact in one
/// account, as an agent in those that their groups serve. The secret is in this answer alone: it is
/// not kept, and an `Idempotency-Key` is not taken. For admins.
#[utoipa::path(
    tag = "machines",
    request_body(content = CreateOauthClient, example = json!({
        "name": "Supervision", "person_id": "0198f3c1-5b7e-7c40-9a51-6f0d1e2a3b4c",
        "scopes": ["tickets:read", "tickets:write"], "requests_per_minute": null
    })),
    security(("bearer" = ["credentials:write"])),
    responses((
        status = 201, description = "The client and its secret", body = NewOauthClient,
        headers(("Location" = String, description = "The list that it is in"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/oauth-clients")]
async fn create_oauth_client(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    body: ValidJson<CreateOauthClient>,
) -> ApiResult {
    let client = clients::create_oauth_client(&app, caller.by(), body.value).await?;
    Ok(reply::created_in(&request, &client, false))
}

/// Gets an OAuth client
///
/// For admins.
#[utoipa::path(
    tag = "machines",
    params(("id" = OauthClientId, Path, description = "Its id")),
    security(("bearer" = ["audit:read"])),
    responses((status = 200, description = "Found", body = OauthClient)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/oauth-clients/{id}")]
async fn get_oauth_client(
    app: Data<App>,
    caller: Caller,
    id: PathParam<OauthClientId>,
) -> ApiResult {
    let client = clients::get_oauth_client(&app, caller.actor(), id.0).await?;
    Ok(reply::ok(&client))
}

/// Changes an OAuth client
///
/// All of it but the person. For admins.
#[utoipa::path(
    tag = "machines",
    params(("id" = OauthClientId, Path, description = "Its id")),
    request_body(content = PutOauthClient, example = json!({
        "name": "Supervision", "scopes": ["tickets:read"], "requests_per_minute": 60, "active": true
    })),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "The client from now on", body = OauthClient)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/oauth-clients/{id}")]
async fn put_oauth_client(
    app: Data<App>,
    caller: Caller,
    id: PathParam<OauthClientId>,
    body: ValidJson<PutOauthClient>,
) -> ApiResult {
    let client = clients::put_oauth_client(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&client))
}

/// Removes an OAuth client
///
/// Its access ends at once on this replica, within seconds on others. For admins.
#[utoipa::path(
    tag = "machines",
    params(("id" = OauthClientId, Path, description = "Its id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "It is gone")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[delete("/oauth-clients/{id}")]
async fn delete_oauth_client(
    app: Data<App>,
    caller: Caller,
    id: PathParam<OauthClientId>,
) -> ApiResult {
    clients::delete_oauth_client(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}

/// Gives an OAuth client a new secret
///
/// The old one, and the access that it gave, end at once. For admins.
#[utoipa::path(
    tag = "machines",
    params(("id" = OauthClientId, Path, description = "Its id")),
    request_body(content = RotateOauthClientSecret, example = json!({})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "The client and its secret", body = NewOauthClient)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/oauth-clients/{id}/rotate-secret")]
async fn rotate_oauth_client_secret(
    app: Data<App>,
    caller: Caller,
    id: PathParam<OauthClientId>,
    _body: ValidJson<RotateOauthClientSecret>,
) -> ApiResult {
    let client = clients::rotate_oauth_client_secret(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&client))
}

/// Gives an OAuth client access
///
/// For its id and secret (RFC 6749, section 4.4), by `Authorization: Basic` or in the body. The
/// access token lives for ten minutes; there is none to refresh it. Who sends wrong credentials again
/// and again has to wait (429).
#[utoipa::path(
    tag = "machines",
    request_body(content = OauthTokenRequest, content_type = "application/x-www-form-urlencoded"),
    security(()),
    responses(
        (status = 200, description = "Access", body = OauthToken),
        (status = 400, description = "`invalid_request`, `unsupported_grant_type` or `invalid_scope`",
            body = OauthProblem),
        (status = 401, description = "`invalid_client`", body = OauthProblem,
            headers(("WWW-Authenticate" = String, description = "How to authenticate"))),
    )
)]
#[post("/oauth/token")]
async fn create_oauth_token(
    app: Data<App>,
    credentials: ClientCredentials,
    client: Client,
) -> ApiResult {
    let request = credentials.0.ok_or(Refusal::InvalidRequest);
    let answer = match request {
        Ok(request) => clients::create_oauth_token(&app, request, &client.0).await,
        Err(refusal) => Err(refusal),
    };
    let (status, word) = match answer {
        Ok(token) => {
            return Ok(HttpResponse::Ok()
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .json(token));
        }
        Err(Refusal::Other(error)) => return Err(ApiError::from(error)),
        Err(Refusal::InvalidClient) => (StatusCode::UNAUTHORIZED, "invalid_client"),
        Err(Refusal::InvalidRequest) => (StatusCode::BAD_REQUEST, "invalid_request"),
        Err(Refusal::UnsupportedGrantType) => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
        Err(Refusal::InvalidScope) => (StatusCode::BAD_REQUEST, "invalid_scope"),
    };
    let mut response = HttpResponse::build(status);
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"guichet\""));
    }
    Ok(response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(OauthProblem {
            error: word.to_owned(),
        }))
}
