//! The operations, one small handler each: extract, call the use case, shape the answer.
//!
//! A file is named after its resource, a handler after its operation; both names are the same in
//! the service, the client and the OpenAPI document.

mod actions;
mod activity;
mod api_tokens;
mod attachments;
mod audit;
mod auth;
mod calendars;
mod comments;
mod directory;
mod events;
mod identity_providers;
mod inbound_mails;
mod mail_actions;
mod mails;
mod me;
mod oauth_clients;
pub(crate) mod operations;
mod passkeys;
mod password_reset;
mod personal_data;
mod publications;
mod sandbox;
mod second_factor;
mod settings;
mod sso;
mod tickets;
mod work_notes;

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};
use guichet_common::ErrorCode;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::document;
use crate::error::{ApiError, ApiResult};

/// Registers every operation under `/api/v1`; those of a sandbox only in one.
pub(crate) fn configure(config: &mut ServiceConfig, is_sandbox: bool) {
    let mut scope = utoipa_actix_web::scope("/api/v1")
        .configure(auth::configure)
        .configure(sso::configure)
        .configure(password_reset::configure)
        .configure(me::configure)
        .configure(second_factor::configure)
        .configure(passkeys::configure)
        .configure(tickets::configure)
        .configure(actions::configure)
        .configure(comments::configure)
        .configure(work_notes::configure)
        .configure(activity::configure)
        .configure(attachments::configure)
        .configure(directory::configure)
        .configure(personal_data::configure)
        .configure(publications::configure)
        .configure(mail_actions::configure)
        .configure(events::configure)
        .configure(inbound_mails::configure)
        .configure(mails::configure)
        .configure(settings::configure)
        .configure(calendars::configure)
        .configure(audit::configure)
        .configure(identity_providers::configure)
        .configure(api_tokens::configure)
        .configure(oauth_clients::configure)
        .configure(document::configure_api);
    if is_sandbox {
        scope = scope.configure(sandbox::configure);
    }
    config.service(scope.map(|scope| scope.default_service(web::to(unknown))));
}

/// What no operation answers: an address that there is not, or not with this method.
async fn unknown(request: HttpRequest) -> ApiResult {
    let methods = document::methods_of(&request);
    if methods.is_empty() {
        return Err(ErrorCode::NotFound.into());
    }
    let allow = methods.join(", ");
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent()
            .insert_header((header::ALLOW, allow))
            .finish());
    }
    Err(ApiError::method_not_allowed(&allow))
}
