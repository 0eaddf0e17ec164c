//! Assignment groups.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use guichet_common::directory::{
    AssignmentGroup, AssignmentGroupDetail, CreateAssignmentGroup, DirectoryQuery,
    UpdateAssignmentGroup,
};
use guichet_common::{GroupId, Page};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_assignment_groups)
        .service(create_assignment_group)
        .service(get_assignment_group)
        .service(update_assignment_group)
        .service(deactivate_assignment_group)
        .service(reactivate_assignment_group);
}

/// Lists assignment groups
///
/// The teams of the support.
#[utoipa::path(
    tag = "directory",
    params(DirectoryQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<AssignmentGroup>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/assignment-groups")]
async fn list_assignment_groups(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<DirectoryQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::directory::list_assignment_groups(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets an assignment group
#[utoipa::path(
    tag = "directory",
    params(("id" = GroupId, Path, description = "Its id")),
    security(("bearer" = ["directory:read"])),
    responses((status = 200, description = "Found", body = AssignmentGroupDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/assignment-groups/{id}")]
async fn get_assignment_group(app: Data<App>, caller: Caller, id: PathParam<GroupId>) -> ApiResult {
    let found = service::directory::get_assignment_group(&app, caller.actor(), id.0).await?;
    Ok(reply::ok(&found))
}

/// Enters an assignment group
///
/// With its members and the accounts that it serves; without accounts it serves all. For
/// admins.
#[utoipa::path(
    tag = "directory",
    params(IdempotencyKey),
    request_body(content = CreateAssignmentGroup, example = json!({"name": "CDS - Supervision", "member_ids": ["0193a1b2-0000-7000-8000-000000000001"], "account_ids": []})),
    security(("bearer" = ["directory:write"])),
    responses((
        status = 201, description = "It is entered", body = AssignmentGroupDetail,
        headers(
            ("Location" = String, description = "Its address"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/assignment-groups")]
async fn create_assignment_group(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    body: ValidJson<CreateAssignmentGroup>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created =
        service::directory::create_assignment_group(&app, caller.by(), body.value, key.as_ref())
            .await?;
    let id = created.value.id;
    Ok(reply::created_with_id(
        &request,
        id,
        &created.value,
        created.replayed,
    ))
}

/// Changes an assignment group
///
/// Absent fields stay as they are; lists are put in the place of those before. What its members
/// see changes with their next request. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = GroupId, Path, description = "Its id")),
    request_body(content = UpdateAssignmentGroup, example = json!({"account_ids": null})),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = AssignmentGroupDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[patch("/assignment-groups/{id}")]
async fn update_assignment_group(
    app: Data<App>,
    caller: Caller,
    id: PathParam<GroupId>,
    body: ValidJson<UpdateAssignmentGroup>,
) -> ApiResult {
    let changed =
        service::directory::update_assignment_group(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&changed))
}

/// Deactivates an assignment group
///
/// No more tickets are given to it; those that it has stay. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = GroupId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = AssignmentGroupDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/assignment-groups/{id}/deactivate")]
async fn deactivate_assignment_group(
    app: Data<App>,
    caller: Caller,
    id: PathParam<GroupId>,
) -> ApiResult {
    let changed = service::directory::deactivate_assignment_group(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}

/// Reactivates an assignment group
///
/// Tickets may be given to it again. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = GroupId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = AssignmentGroupDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/assignment-groups/{id}/reactivate")]
async fn reactivate_assignment_group(
    app: Data<App>,
    caller: Caller,
    id: PathParam<GroupId>,
) -> ApiResult {
    let changed = service::directory::reactivate_assignment_group(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}
