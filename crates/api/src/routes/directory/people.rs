//! What contacts and agents have in common.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use guichet_common::PersonId;
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, PathParam};

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(unlock_person);
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
