//! All that is kept of a person: handed out, and forgotten.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use guichet_common::PersonId;
use guichet_common::personal_data::PersonalData;
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam};
use crate::files::disposition;
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(export_me)
        .service(export_person)
        .service(anonymise_person);
}

/// Exports all that is kept of the caller
///
/// In one document: profile, sessions, drafts, tickets, messages, files, mails, and what the audit
/// trail tells of them.
#[utoipa::path(
    tag = "me",
    security(("bearer" = ["me:read"])),
    responses((
        status = 200, description = "All that is kept", body = PersonalData,
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    ))
)]
#[get("/me/export")]
async fn export_me(app: Data<App>, caller: Caller) -> ApiResult {
    let data = service::personal_data::export_me(&app, caller.by()).await?;
    Ok(document(&data))
}

/// Exports all that is kept of a person
///
/// A contact or an agent, as the General Data Protection Regulation gives them a right to. For
/// admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "The person's id")),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "All that is kept", body = PersonalData,
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/people/{id}/export")]
async fn export_person(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    let data = service::personal_data::export_person(&app, caller.by(), id.0).await?;
    Ok(document(&data))
}

/// Anonymises a person
///
/// Removes name, address, password, sessions and drafts, and the names and the address from the
/// texts of the tickets that the person had to do with; the mails that came from them go as they
/// came. The tickets stay. Nothing undoes it. For admins; nobody anonymises themselves.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "The person's id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 204, description = "Nobody knows them any more")),
    extensions(("x-problem-codes" = json!([
        "forbidden", "not_yourself", "last_admin", "person_anonymised"
    ])))
)]
#[post("/people/{id}/anonymise")]
async fn anonymise_person(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    service::personal_data::anonymise_person(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}

fn document(data: &PersonalData) -> HttpResponse {
    let name = format!("guichet-{}.json", data.profile.id);
    let name = disposition::content_disposition(false, &name);
    HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, name))
        .json(data)
}
