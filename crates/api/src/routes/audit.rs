//! The audit trail.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use guichet_common::Page;
use guichet_common::audit::{AuditEntry, AuditQuery};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(list_audit_entries);
}

/// Lists the audit trail
///
/// Who did what to whom, when, from where; the newest first. For admins.
#[utoipa::path(
    tag = "audit",
    params(AuditQuery),
    security(("bearer" = ["audit:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<AuditEntry>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/audit")]
async fn list_audit_entries(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<AuditQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::audit::list_audit_entries(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}
