//! The clock of a sandbox. Registered in one only.

use actix_web::web::Data;
use actix_web::{get, post};
use guichet_common::sandbox::{SandboxTime, SandboxTurn, TurnSandboxClock};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(get_sandbox_clock)
        .service(turn_sandbox_clock);
}

/// Gets the sandbox's clock
///
/// For admins.
#[utoipa::path(
    tag = "sandbox",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "What it shows", body = SandboxTime)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/sandbox/clock")]
async fn get_sandbox_clock(app: Data<App>, caller: Caller) -> ApiResult {
    let time = service::sandbox::get_sandbox_clock(&app, caller.actor()).await?;
    Ok(reply::ok(&time))
}

/// Turns the sandbox's clock forward
///
/// For admins. What falls due on the way is done before this answers, each thing at its own
/// instant, so that a jump of a week leaves the history and the mails of a week. Everybody stays
/// signed in. Turns that are asked for at the same time are made one after the other.
#[utoipa::path(
    tag = "sandbox",
    request_body(content = TurnSandboxClock, example = json!({"advance": "PT72H"})),
    security(("bearer" = ["settings:write"])),
    responses((status = 200, description = "What happened on the way", body = SandboxTurn)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/sandbox/clock")]
async fn turn_sandbox_clock(
    app: Data<App>,
    caller: Caller,
    body: ValidJson<TurnSandboxClock>,
) -> ApiResult {
    let turn = service::sandbox::turn_sandbox_clock(&app, caller.by(), body.value).await?;
    Ok(reply::ok(&turn))
}
