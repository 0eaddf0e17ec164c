//! What contacts and agents have in common.

use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, post};
use guichet_common::me::Sessions;
use guichet_common::{PersonId, SessionId};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, SecondPathParam};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(unlock_person)
        .service(list_person_sessions)
        .service(delete_person_sessions)
        .service(delete_person_session);
}

/// Lets a person sign in again
///
/// Takes the lock away that too many wrong passwords have brought; where there is none the answer is
/// the same. For admins, and for account admins in their own account.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Their id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "They may try again")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/people/{id}/unlock")]
async fn unlock_person(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    service::directory::unlock_person(&app, caller.by(), id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the sessions of a person
///
/// Those that live. For admins, and for account admins in their own account.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Their id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "The sessions, the last used first", body = Sessions)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/people/{id}/sessions")]
async fn list_person_sessions(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PersonId>,
) -> ApiResult {
    Ok(reply::ok(
        &service::directory::list_person_sessions(&app, &caller, id.0).await?,
    ))
}

/// Ends all sessions of a person
///
/// But the one that asks, where it is the caller's own. They can sign in again: who is to stay out is
/// deactivated. For admins, and for account admins in their own account.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Their id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "The sessions are over")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[delete("/people/{id}/sessions")]
async fn delete_person_sessions(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PersonId>,
) -> ApiResult {
    service::directory::delete_person_sessions(&app, &caller, caller.by(), id.0).await?;
    Ok(reply::no_content())
}

/// Ends a session of a person
///
/// For admins, and for account admins in their own account.
#[utoipa::path(
    tag = "directory",
    params(
        ("id" = PersonId, Path, description = "Their id"),
        ("session_id" = SessionId, Path, description = "The session's id")
    ),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "The session is over")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[delete("/people/{id}/sessions/{session_id}")]
async fn delete_person_session(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PersonId>,
    session: SecondPathParam<SessionId>,
) -> ApiResult {
    service::directory::delete_person_session(&app, caller.by(), id.0, session.0).await?;
    Ok(reply::no_content())
}
