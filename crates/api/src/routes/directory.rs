//! Accounts, contacts, agents, groups and configuration items, for reading.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use guichet_common::directory::{
    Account, Agent, AssignmentGroup, ConfigurationItem, Contact, DirectoryQuery,
};
use guichet_common::{AccountId, ConfigurationItemId, GroupId, Page, PersonId};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_accounts)
        .service(get_account)
        .service(list_contacts)
        .service(get_contact)
        .service(list_agents)
        .service(get_agent)
        .service(list_assignment_groups)
        .service(get_assignment_group)
        .service(list_configuration_items)
        .service(get_configuration_item);
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
    Ok(reply::ok(
        &service::directory::get_account(&app, caller.actor(), id.0).await?,
    ))
}

/// Lists contacts
///
/// The people of the accounts; a contact sees those of their own account.
#[utoipa::path(
    tag = "directory",
    params(DirectoryQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<Contact>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/contacts")]
async fn list_contacts(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<DirectoryQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::directory::list_contacts(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets a contact
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:read"])),
    responses((status = 200, description = "Found", body = Contact))
)]
#[get("/contacts/{id}")]
async fn get_contact(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    Ok(reply::ok(
        &service::directory::get_contact(&app, caller.actor(), id.0).await?,
    ))
}

/// Lists agents
///
/// The people of the support.
#[utoipa::path(
    tag = "directory",
    params(DirectoryQuery),
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
    query: ValidQuery<DirectoryQuery>,
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
    Ok(reply::ok(
        &service::directory::get_agent(&app, caller.actor(), id.0).await?,
    ))
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
    responses((status = 200, description = "Found", body = AssignmentGroup)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/assignment-groups/{id}")]
async fn get_assignment_group(app: Data<App>, caller: Caller, id: PathParam<GroupId>) -> ApiResult {
    Ok(reply::ok(
        &service::directory::get_assignment_group(&app, caller.actor(), id.0).await?,
    ))
}

/// Lists configuration items
///
/// The things that the support looks after; a contact sees those of their own account.
#[utoipa::path(
    tag = "directory",
    params(DirectoryQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<ConfigurationItem>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/configuration-items")]
async fn list_configuration_items(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<DirectoryQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::directory::list_configuration_items(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets a configuration item
#[utoipa::path(
    tag = "directory",
    params(("id" = ConfigurationItemId, Path, description = "Its id")),
    security(("bearer" = ["directory:read"])),
    responses((status = 200, description = "Found", body = ConfigurationItem))
)]
#[get("/configuration-items/{id}")]
async fn get_configuration_item(
    app: Data<App>,
    caller: Caller,
    id: PathParam<ConfigurationItemId>,
) -> ApiResult {
    Ok(reply::ok(
        &service::directory::get_configuration_item(&app, caller.actor(), id.0).await?,
    ))
}
