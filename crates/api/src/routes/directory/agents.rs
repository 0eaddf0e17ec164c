//! Agents.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use guichet_common::directory::{Agent, AgentQuery, CreateAgent, DeactivatedAgent, UpdateAgent};
use guichet_common::{Page, PersonId};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_agents)
        .service(create_agent)
        .service(get_agent)
        .service(update_agent)
        .service(invite_agent)
        .service(deactivate_agent)
        .service(reactivate_agent);
}

/// Lists agents
///
/// The people of the support.
#[utoipa::path(
    tag = "directory",
    params(AgentQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<Agent>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/agents")]
async fn list_agents(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<AgentQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::directory::list_agents(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets an agent
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:read"])),
    responses((status = 200, description = "Found", body = Agent)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/agents/{id}")]
async fn get_agent(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    let found = service::directory::get_agent(&app, caller.actor(), id.0).await?;
    Ok(reply::ok(&found))
}

/// Enters an agent
///
/// They are mailed an invitation with a link to set their first password, unless told
/// otherwise. For admins.
#[utoipa::path(
    tag = "directory",
    params(IdempotencyKey),
    request_body(content = CreateAgent, example = json!({"first_name": "Julien", "last_name": "Faure", "email": "julien.faure@heliaq.example", "role": "agent", "group_ids": ["0193a1b2-0000-7000-8000-000000000001"]})),
    security(("bearer" = ["directory:write"])),
    responses((
        status = 201, description = "It is entered", body = Agent,
        headers(
            ("Location" = String, description = "Its address"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/agents")]
async fn create_agent(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    body: ValidJson<CreateAgent>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created =
        service::directory::create_agent(&app, caller.by(), body.value, key.as_ref()).await?;
    let id = created.value.id;
    Ok(reply::created_with_id(
        &request,
        id,
        &created.value,
        created.replayed,
    ))
}

/// Changes an agent
///
/// Absent fields stay as they are. Role and groups hold from the agent's next request on; the
/// last active admin stays one. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    request_body(content = UpdateAgent, example = json!({"role": "admin", "group_ids": null})),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Agent)),
    extensions(("x-problem-codes" = json!(["forbidden", "person_anonymised", "last_admin"])))
)]
#[patch("/agents/{id}")]
async fn update_agent(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PersonId>,
    body: ValidJson<UpdateAgent>,
) -> ApiResult {
    let changed = service::directory::update_agent(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&changed))
}

/// Invites an agent
///
/// Sends the mail with the link that sets the first password, once more if need be: links of mails
/// before it are of no use any more. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 202, description = "A mail is on its way")),
    extensions(("x-problem-codes" = json!(["forbidden", "nothing_to_invite"])))
)]
#[post("/agents/{id}/invite")]
async fn invite_agent(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    service::invitations::invite_agent(&app, caller.by(), id.0).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Deactivates an agent
///
/// Their sessions end at once and they are mailed nothing more. Tickets assigned to them stay
/// so until somebody takes them; the answer says how many are open. For admins; nobody
/// deactivates themselves, and the last active admin stays one.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = DeactivatedAgent)),
    extensions(("x-problem-codes" = json!(["forbidden", "not_yourself", "last_admin"])))
)]
#[post("/agents/{id}/deactivate")]
async fn deactivate_agent(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    let changed = service::directory::deactivate_agent(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}

/// Reactivates an agent
///
/// They sign in again with the password that they had. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Agent)),
    extensions(("x-problem-codes" = json!(["forbidden", "person_anonymised"])))
)]
#[post("/agents/{id}/reactivate")]
async fn reactivate_agent(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    let changed = service::directory::reactivate_agent(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}
