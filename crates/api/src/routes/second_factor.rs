//! The second factor: one-time codes, recovery codes.

use actix_web::web::Data;
use actix_web::{delete, get, post};
use guichet_common::PersonId;
use guichet_common::second_factor::{
    ConfirmTotp, CreateRecoveryCodes, CreateTotp, DisableSecondFactor, RecoveryCodes, SecondFactor,
    TotpSecret,
};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(get_second_factor)
        .service(create_totp)
        .service(confirm_totp)
        .service(create_recovery_codes)
        .service(disable_second_factor)
        .service(delete_second_factor);
}

/// Gets the caller's second factor
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["me:read"])),
    responses((status = 200, description = "Whether it is on", body = SecondFactor))
)]
#[get("/me/second-factor")]
async fn get_second_factor(app: Data<App>, caller: Caller) -> ApiResult {
    Ok(reply::ok(
        &service::second_factor::get_second_factor(&app, &caller).await?,
    ))
}

/// Begins to set up one-time codes
///
/// Gives a secret for an app (RFC 6238: SHA-1, six digits, 30 seconds). Nothing asks for a code
/// before one was confirmed; beginning again replaces the secret.
#[utoipa::path(
    tag = "me",
    request_body(content = CreateTotp, example = json!({"password": "Heliaq-2025!"})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "The secret, shown this once", body = TotpSecret)),
    extensions(("x-problem-codes" = json!([
        "second_factor_enabled", "reauthentication_required"
    ])))
)]
#[post("/me/second-factor/totp")]
async fn create_totp(app: Data<App>, caller: Caller, body: ValidJson<CreateTotp>) -> ApiResult {
    Ok(reply::ok(
        &service::second_factor::create_totp(&app, &caller, caller.by(), body.value).await?,
    ))
}

/// Turns one-time codes on
///
/// From now on signing in with the password asks for a code as well. Recovery codes come with the
/// answer, and never again.
#[utoipa::path(
    tag = "me",
    request_body(content = ConfirmTotp, example = json!({"code": "287082"})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "On; the recovery codes", body = RecoveryCodes)),
    extensions(("x-problem-codes" = json!(["second_factor_enabled", "second_factor_missing"])))
)]
#[post("/me/second-factor/totp/confirm")]
async fn confirm_totp(app: Data<App>, caller: Caller, body: ValidJson<ConfirmTotp>) -> ApiResult {
    Ok(reply::ok(
        &service::second_factor::confirm_totp(&app, &caller, caller.by(), body.value).await?,
    ))
}

/// Makes recovery codes anew
///
/// Those before are worth nothing any more.
#[utoipa::path(
    tag = "me",
    request_body(content = CreateRecoveryCodes, example = json!({"code": "287082"})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "The codes, shown this once", body = RecoveryCodes)),
    extensions(("x-problem-codes" = json!([
        "second_factor_missing", "reauthentication_required"
    ])))
)]
#[post("/me/second-factor/recovery-codes")]
async fn create_recovery_codes(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<CreateRecoveryCodes>,
) -> ApiResult {
    Ok(reply::ok(
        &service::second_factor::create_recovery_codes(&app, &caller, caller.by(), body.value)
            .await?,
    ))
}

/// Turns the caller's second factor off
///
/// The secret and the recovery codes are forgotten.
#[utoipa::path(
    tag = "me",
    request_body(content = DisableSecondFactor, example = json!({"password": "Heliaq-2025!"})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "It is off")),
    extensions(("x-problem-codes" = json!([
        "second_factor_missing", "reauthentication_required"
    ])))
)]
#[post("/me/second-factor/disable")]
async fn disable_second_factor(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<DisableSecondFactor>,
) -> ApiResult {
    service::second_factor::disable_second_factor(&app, &caller, caller.by(), body.value).await?;
    Ok(reply::no_content())
}

/// Takes the second factor from a person
///
/// For who has lost telephone and recovery codes; they then sign in with the password alone. For
/// admins, and not for their own.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "The person's id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "The person has none now")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[delete("/people/{id}/second-factor")]
async fn delete_second_factor(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PersonId>,
) -> ApiResult {
    service::second_factor::delete_second_factor(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}
