//! Settings that admins change while the instance runs.

use actix_web::web::Data;
use actix_web::{get, put};
use guichet_common::settings::brand::{BrandSettings, PutBrandSettings};
use guichet_common::settings::machines::{MachineSettings, PutMachineSettings};
use guichet_common::settings::retention::{PutRetentionSettings, RetentionSettings};
use guichet_common::settings::security::{PutSecuritySettings, SecuritySettings};
use guichet_common::settings::timers::{PutTimerSettings, TimerSettings};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(get_brand_settings)
        .service(put_brand_settings)
        .service(get_retention_settings)
        .service(put_retention_settings)
        .service(get_security_settings)
        .service(put_security_settings)
        .service(get_timer_settings)
        .service(put_timer_settings)
        .service(get_machine_settings)
        .service(put_machine_settings);
}

/// Gets the brand
///
/// The supplier as its mails show it: what the operator configured, until an admin has changed it. For
/// admins.
#[utoipa::path(
    tag = "settings",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "The brand", body = BrandSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/settings/brand")]
async fn get_brand_settings(app: Data<App>, caller: Caller) -> ApiResult {
    let settings = service::settings::brand::get_brand_settings(&app, caller.actor()).await?;
    Ok(reply::ok(&settings))
}

/// Changes the brand
///
/// Mails show it that are sent from now on. The logo is a picture within each mail; colours need a
/// contrast of 4.5 to 1 to the text on them. For admins.
#[utoipa::path(
    tag = "settings",
    request_body(content = PutBrandSettings, example = json!({
        "name": "Heliaq", "address": "3 rue Adrienne Bolland, 33185 Le Haillan",
        "sender_name": "Support Heliaq", "sender_address": "support@heliaq.example",
        "footer": "Du lundi au vendredi, de 8 h à 18 h",
        "links": [{"label": "Mentions légales", "url": "https://heliaq.example/mentions"}]
    })),
    security(("bearer" = ["settings:write"])),
    responses((status = 200, description = "The brand from now on", body = BrandSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/settings/brand")]
async fn put_brand_settings(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<PutBrandSettings>,
) -> ApiResult {
    let settings =
        service::settings::brand::put_brand_settings(&app, caller.by(), body.value).await?;
    Ok(reply::ok(&settings))
}

/// Gets how people sign in
///
/// Locks after wrong passwords, the life of sessions and links, the rules of passwords, who must
/// have a second factor. For admins.
#[utoipa::path(
    tag = "settings",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "How people sign in", body = SecuritySettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/settings/security")]
async fn get_security_settings(app: Data<App>, caller: Caller) -> ApiResult {
    let settings = service::settings::security::get_security_settings(&app, caller.actor()).await?;
    Ok(reply::ok(&settings))
}

/// Changes how people sign in
///
/// Passwords that are in use stay good. Sessions go by new limits when they are renewed next, which
/// is within minutes. For admins.
#[utoipa::path(
    tag = "settings",
    request_body(content = PutSecuritySettings, example = json!({
        "lock_failures": 5, "lock_minutes": 15, "session_idle_days": 14,
        "session_absolute_days": 90, "reset_link_hours": 12, "resets_per_day": 5,
        "password_profile": "classic", "second_factor": "agents"
    })),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "How people sign in from now on", body = SecuritySettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/settings/security")]
async fn put_security_settings(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<PutSecuritySettings>,
) -> ApiResult {
    let settings =
        service::settings::security::put_security_settings(&app, caller.by(), body.value).await?;
    Ok(reply::ok(&settings))
}

/// Gets the timers
///
/// When tickets remind their customers and close by themselves, unless the account has timers of
/// its own. For admins.
#[utoipa::path(
    tag = "settings",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "The timers", body = TimerSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/settings/timers")]
async fn get_timer_settings(app: Data<App>, caller: Caller) -> ApiResult {
    let settings = service::settings::timers::get_timer_settings(&app, caller.actor()).await?;
    Ok(reply::ok(&settings))
}

/// Changes the timers
///
/// They apply to tickets that begin to wait from now on: what a customer has been told stays. For
/// admins.
#[utoipa::path(
    tag = "settings",
    request_body(content = PutTimerSettings, example = json!({
        "awaiting_customer": {"close_after_days": 3, "reminders": null},
        "resolved": {"close_after_hours": 72}
    })),
    security(("bearer" = ["settings:write"])),
    responses((status = 200, description = "The timers from now on", body = TimerSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/settings/timers")]
async fn put_timer_settings(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<PutTimerSettings>,
) -> ApiResult {
    let settings =
        service::settings::timers::put_timer_settings(&app, caller.by(), body.value).await?;
    Ok(reply::ok(&settings))
}

/// Gets the retention
///
/// For how long what is not needed any more is kept. For admins.
#[utoipa::path(
    tag = "settings",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "For how long", body = RetentionSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/settings/retention")]
async fn get_retention_settings(app: Data<App>, caller: Caller) -> ApiResult {
    let settings =
        service::settings::retention::get_retention_settings(&app, caller.actor()).await?;
    Ok(reply::ok(&settings))
}

/// Changes the retention
///
/// From the next sweep on, for what is there already, too. What is removed is gone for good. For
/// admins.
#[utoipa::path(
    tag = "settings",
    request_body(content = PutRetentionSettings, example = json!({
        "ended_session_days": 30, "raw_mail_days": 365, "mail_log_days": null
    })),
    security(("bearer" = ["settings:write"])),
    responses((status = 200, description = "For how long from now on", body = RetentionSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/settings/retention")]
async fn put_retention_settings(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<PutRetentionSettings>,
) -> ApiResult {
    let settings =
        service::settings::retention::put_retention_settings(&app, caller.by(), body.value).await?;
    Ok(reply::ok(&settings))
}

/// Gets the limits of programs
///
/// How many requests a minute one token may make. For admins.
#[utoipa::path(
    tag = "settings",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "The limits", body = MachineSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/settings/machines")]
async fn get_machine_settings(app: Data<App>, caller: Caller) -> ApiResult {
    let settings = service::settings::machines::get_machine_settings(&app, caller.actor()).await?;
    Ok(reply::ok(&settings))
}

/// Changes the limits of programs
///
/// Tokens follow within seconds. For admins.
#[utoipa::path(
    tag = "settings",
    request_body(content = PutMachineSettings, example = json!({"requests_per_minute": 600})),
    security(("bearer" = ["settings:write"])),
    responses((status = 200, description = "The limits from now on", body = MachineSettings)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/settings/machines")]
async fn put_machine_settings(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<PutMachineSettings>,
) -> ApiResult {
    let settings =
        service::settings::machines::put_machine_settings(&app, caller.by(), body.value).await?;
    Ok(reply::ok(&settings))
}
