//! Configuration items.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, get, patch, post};
use guichet_common::directory::{
    ConfigurationItem, ConfigurationItemExportQuery, ConfigurationItemImportQuery,
    ConfigurationItemQuery, CreateConfigurationItem, IMPORT_BYTES_MAX, ImportReport,
    UpdateConfigurationItem,
};
use guichet_common::{ConfigurationItemId, Page};
use guichet_service::{self as service, App, Limits};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{AcceptedLanguage, Caller, IdempotencyKey, PathParam, ValidJson, ValidQuery};
use crate::files::upload;
use crate::reply;
use crate::routes::directory::ImportForm;

pub(super) fn configure(config: &mut ServiceConfig) {
    // The export comes before the one thing: its address looks like an id's.
    config
        .service(list_configuration_items)
        .service(create_configuration_item)
        .service(export_configuration_items)
        .service(import_configuration_items)
        .service(get_configuration_item)
        .service(update_configuration_item)
        .service(deactivate_configuration_item)
        .service(reactivate_configuration_item);
}

/// Lists configuration items
///
/// The things that the support looks after; a contact sees those of their own account.
#[utoipa::path(
    tag = "directory",
    params(ConfigurationItemQuery),
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
    query: ValidQuery<ConfigurationItemQuery>,
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
    let found = service::directory::get_configuration_item(&app, caller.actor(), id.0).await?;
    Ok(reply::ok(&found))
}

/// Enters a configuration item
///
/// For admins.
#[utoipa::path(
    tag = "directory",
    params(IdempotencyKey),
    request_body(content = CreateConfigurationItem, example = json!({"account_id": "0193a1b2-0000-7000-8000-000000000001", "name": "SRV-LACAZE-01", "kind": "server"})),
    security(("bearer" = ["directory:write"])),
    responses((
        status = 201, description = "It is entered", body = ConfigurationItem,
        headers(
            ("Location" = String, description = "Its address"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/configuration-items")]
async fn create_configuration_item(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    body: ValidJson<CreateConfigurationItem>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created =
        service::directory::create_configuration_item(&app, caller.by(), body.value, key.as_ref())
            .await?;
    let id = created.value.id;
    Ok(reply::created_with_id(
        &request,
        id,
        &created.value,
        created.replayed,
    ))
}

/// Changes a configuration item
///
/// Absent fields stay as they are. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = ConfigurationItemId, Path, description = "Its id")),
    request_body(content = UpdateConfigurationItem, example = json!({"kind": "firewall"})),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = ConfigurationItem)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[patch("/configuration-items/{id}")]
async fn update_configuration_item(
    app: Data<App>,
    caller: Caller,
    id: PathParam<ConfigurationItemId>,
    body: ValidJson<UpdateConfigurationItem>,
) -> ApiResult {
    let changed =
        service::directory::update_configuration_item(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&changed))
}

/// Deactivates a configuration item
///
/// New tickets do not name it any more. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = ConfigurationItemId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = ConfigurationItem)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/configuration-items/{id}/deactivate")]
async fn deactivate_configuration_item(
    app: Data<App>,
    caller: Caller,
    id: PathParam<ConfigurationItemId>,
) -> ApiResult {
    let changed =
        service::directory::deactivate_configuration_item(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}

/// Reactivates a configuration item
///
/// Tickets may name it again. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = ConfigurationItemId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = ConfigurationItem)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/configuration-items/{id}/reactivate")]
async fn reactivate_configuration_item(
    app: Data<App>,
    caller: Caller,
    id: PathParam<ConfigurationItemId>,
) -> ApiResult {
    let changed =
        service::directory::reactivate_configuration_item(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}

/// Exports configuration items
///
/// All that the filters match, in one file, with headings in the language of the request. What it
/// writes can be read in again. For admins.
#[utoipa::path(
    tag = "directory",
    params(ConfigurationItemExportQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "The file",
        content(
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv")
        ),
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/configuration-items/export")]
async fn export_configuration_items(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<ConfigurationItemExportQuery>,
    language: AcceptedLanguage,
) -> ApiResult {
    let file =
        service::directory::export_configuration_items(&app, caller.by(), query.0, language.0)
            .await?;
    Ok(reply::exported(file))
}

/// Imports configuration items
///
/// From a CSV file or an Excel workbook with the headings of the export, in either language, in any
/// order. A row is known by its account and
/// name: a new one is entered, a known one changed where its cells say something. Unless `dry_run=false`,
/// nothing is written: the answer says what would be, and lists every wrong cell. With anything wrong
/// nothing is written at all, and `errors` point at `/rows/<row>/<column>`. For admins.
#[utoipa::path(
    tag = "directory",
    params(ConfigurationItemImportQuery),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "What was written, or would be", body = ImportReport)),
    extensions(("x-problem-codes" = json!([
        "forbidden", "malformed_request", "upload_incomplete", "payload_too_large",
        "file_too_large", "too_many_files", "unsupported_media_type", "validation_failed"
    ])))
)]
#[post("/configuration-items/import")]
async fn import_configuration_items(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<ConfigurationItemImportQuery>,
    language: AcceptedLanguage,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult {
    let limits = Limits {
        file_bytes: IMPORT_BYTES_MAX,
        files_per_request: 1,
        ticket_bytes: IMPORT_BYTES_MAX,
    };
    let message = upload::open(request.headers(), payload, &limits)?;
    let file = upload::receive_one(message, IMPORT_BYTES_MAX).await?;
    let report = service::directory::import_configuration_items(
        &app,
        caller.by(),
        query.0,
        file,
        language.0,
    )
    .await?;
    Ok(reply::ok(&report))
}
