//! Passkeys: making them, and signing in with one.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use guichet_common::PasskeyId;
use guichet_common::auth::AccessToken;
use guichet_common::passkeys::{
    CreatePasskey, CreatePasskeyOptions, Passkey, PasskeyCreation, PasskeyLogin,
    PasskeyLoginOptions, PasskeyRequest, Passkeys, RemovePasskey, UpdatePasskey,
};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use super::auth::session_cookie;
use crate::error::ApiResult;
use crate::extract::{Caller, Client, PathParam, SameOrigin, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(create_passkey_options)
        .service(list_passkeys)
        .service(create_passkey)
        .service(update_passkey)
        .service(delete_passkey)
        .service(remove_passkey)
        .service(create_passkey_login_options)
        .service(sign_in_with_passkey);
}

/// Begins to make a passkey
///
/// Gives what `navigator.credentials.create` needs. Bytes are in base64url here and in the answer.
#[utoipa::path(
    tag = "me",
    request_body(content = CreatePasskeyOptions, example = json!({"password": "Heliaq-2025!"})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "What the authenticator needs", body = PasskeyCreation)),
    extensions(("x-problem-codes" = json!(["reauthentication_required", "too_many_passkeys"])))
)]
#[post("/me/passkeys/options")]
async fn create_passkey_options(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<CreatePasskeyOptions>,
) -> ApiResult {
    Ok(reply::ok(
        &service::passkeys::create_passkey_options(&app, &caller, caller.by(), body.value).await?,
    ))
}

/// Lists the caller's passkeys
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "The passkeys, the oldest first", body = Passkeys))
)]
#[get("/me/passkeys")]
async fn list_passkeys(app: Data<App>, caller: Caller) -> ApiResult {
    Ok(reply::ok(
        &service::passkeys::list_passkeys(&app, &caller).await?,
    ))
}

/// Keeps a passkey
///
/// The answer to `options`, within five minutes; each is taken once.
#[utoipa::path(
    tag = "me",
    request_body(content = CreatePasskey, example = json!({
        "name": "Ordinateur portable", "client_data": "eyJ0eXBlIjoi…", "attestation_object": "o2NmbXRk…"
    })),
    security(("bearer" = ["credentials:write"])),
    responses((
        status = 201, description = "The passkey", body = Passkey,
        headers(("Location" = String, description = "The list that it is in"))
    ))
)]
#[post("/me/passkeys")]
async fn create_passkey(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    body: ValidJson<CreatePasskey>,
) -> ApiResult {
    let passkey = service::passkeys::create_passkey(&app, &caller, caller.by(), body.value).await?;
    Ok(reply::created_in(&request, &passkey, false))
}

/// Renames a passkey
#[utoipa::path(
    tag = "me",
    params(("id" = PasskeyId, Path, description = "Its id")),
    request_body(content = UpdatePasskey, example = json!({"name": "Téléphone"})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "The passkey, renamed", body = Passkey))
)]
#[patch("/me/passkeys/{id}")]
async fn update_passkey(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PasskeyId>,
    body: ValidJson<UpdatePasskey>,
) -> ApiResult {
    Ok(reply::ok(
        &service::passkeys::update_passkey(&app, &caller, id.0, body.value).await?,
    ))
}

/// Deletes a passkey
///
/// For who has signed in within the last ten minutes; others show again who they are with `remove`.
#[utoipa::path(
    tag = "me",
    params(("id" = PasskeyId, Path, description = "Its id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "It is gone")),
    extensions(("x-problem-codes" = json!(["reauthentication_required"])))
)]
#[delete("/me/passkeys/{id}")]
async fn delete_passkey(app: Data<App>, caller: Caller, id: PathParam<PasskeyId>) -> ApiResult {
    service::passkeys::delete_passkey(&app, &caller, caller.by(), id.0).await?;
    Ok(reply::no_content())
}

/// Removes a passkey
///
/// It signs nobody in any more; the authenticator may still show it.
#[utoipa::path(
    tag = "me",
    params(("id" = PasskeyId, Path, description = "Its id")),
    request_body(content = RemovePasskey, example = json!({"password": "Heliaq-2025!"})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "It is gone")),
    extensions(("x-problem-codes" = json!(["reauthentication_required"])))
)]
#[post("/me/passkeys/{id}/remove")]
async fn remove_passkey(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PasskeyId>,
    body: ValidJson<RemovePasskey>,
) -> ApiResult {
    service::passkeys::remove_passkey(&app, &caller, caller.by(), id.0, body.value).await?;
    Ok(reply::no_content())
}

/// Begins to sign in with a passkey
///
/// Gives what `navigator.credentials.get` needs; the same for everybody, as the authenticator knows
/// whose passkeys it holds.
#[utoipa::path(
    tag = "session",
    request_body(content = PasskeyLoginOptions, example = json!({})),
    security(()),
    responses((status = 200, description = "What the authenticator needs", body = PasskeyRequest))
)]
#[post("/auth/passkey/options")]
async fn create_passkey_login_options(
    app: Data<App>,
    _body: ValidJson<PasskeyLoginOptions>,
) -> ApiResult {
    Ok(reply::ok(&service::passkeys::create_passkey_login_options(
        &app,
    )?))
}

/// Signs in with a passkey
///
/// Answers as signing in with a password does. A passkey is two factors in one: no one-time code is
/// asked for.
#[utoipa::path(
    tag = "session",
    request_body(content = PasskeyLogin, example = json!({
        "credential_id": "AQID…", "client_data": "eyJ0eXBlIjoi…", "authenticator_data": "SZYN5YgO…",
        "signature": "MEUCIQ…"
    })),
    security(()),
    responses((
        status = 200, description = "Signed in", body = AccessToken,
        headers(("Set-Cookie" = String, description = "The refresh token: `guichet_refresh`"))
    )),
    extensions(("x-problem-codes" = json!(["passkey_refused", "sso_required", "forbidden"])))
)]
#[post("/auth/passkey/login")]
async fn sign_in_with_passkey(
    app: Data<App>,
    _same_origin: SameOrigin,
    client: Client,
    body: ValidJson<PasskeyLogin>,
) -> ApiResult {
    let signed_in = service::passkeys::sign_in_with_passkey(&app, body.value, &client.0).await?;
    Ok(HttpResponse::Ok()
        .cookie(session_cookie(&app, &signed_in))
        .json(signed_in.access))
}
