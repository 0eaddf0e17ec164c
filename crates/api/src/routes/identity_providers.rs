//! Identity providers, for admins.

use actix_web::web::Data;
use actix_web::{HttpRequest, delete, get, patch, post};
use guichet_common::identity_providers::{
    CreateIdentityProvider, IdentityProviderDetail, IdentityProviderDetails, IdentityProviderTest,
    TestIdentityProvider, UpdateIdentityProvider,
};
use guichet_common::{IdentityProviderId, PersonId};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Caller, IdempotencyKey, PathParam, ValidJson};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_identity_provider_details)
        .service(create_identity_provider)
        .service(get_identity_provider)
        .service(update_identity_provider)
        .service(delete_identity_provider)
        .service(test_identity_provider)
        .service(delete_identities);
}

/// Lists the identity providers with all that is set of them
///
/// Client secrets are never shown. For admins.
#[utoipa::path(
    tag = "settings",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "The providers, by name", body = IdentityProviderDetails)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/identity-providers")]
async fn list_identity_provider_details(app: Data<App>, caller: Caller) -> ApiResult {
    let list = service::identity_providers::list_identity_provider_details(&app, caller.actor());
    Ok(reply::ok(&list.await?))
}

/// Enters an identity provider
///
/// OpenID Connect, authorization code with PKCE. The answer says which redirect URI the provider has
/// to be told. For admins.
#[utoipa::path(
    tag = "settings",
    params(IdempotencyKey),
    request_body(content = CreateIdentityProvider, example = json!({
        "slug": "dupont", "name": "Dupont", "issuer": "https://login.dupont.example/realms/staff",
        "client_id": "guichet", "client_secret": "…", "domains": ["dupont.example"]
    })),
    security(("bearer" = ["credentials:write"])),
    responses((
        status = 201, description = "The provider", body = IdentityProviderDetail,
        headers(("Location" = String, description = "The list that it is in"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden", "idempotency_key_reused"])))
)]
#[post("/identity-providers")]
async fn create_identity_provider(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    key: IdempotencyKey,
    body: ValidJson<CreateIdentityProvider>,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created = service::identity_providers::create_identity_provider(
        &app,
        caller.by(),
        body.value,
        key.as_ref(),
    )
    .await?;
    Ok(reply::created_in(
        &request,
        &created.value,
        created.replayed,
    ))
}

/// Gets an identity provider
///
/// For admins.
#[utoipa::path(
    tag = "settings",
    params(("id" = IdentityProviderId, Path, description = "Its id")),
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "Found", body = IdentityProviderDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/identity-providers/{id}")]
async fn get_identity_provider(
    app: Data<App>,
    caller: Caller,
    id: PathParam<IdentityProviderId>,
) -> ApiResult {
    let found = service::identity_providers::get_identity_provider(&app, caller.actor(), id.0);
    Ok(reply::ok(&found.await?))
}

/// Changes an identity provider
///
/// Absent fields stay. With another issuer it is another provider: whom it knew is forgotten. For
/// admins.
#[utoipa::path(
    tag = "settings",
    params(("id" = IdentityProviderId, Path, description = "Its id")),
    request_body(content = UpdateIdentityProvider, example = json!({"active": false})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "Changed", body = IdentityProviderDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[patch("/identity-providers/{id}")]
async fn update_identity_provider(
    app: Data<App>,
    caller: Caller,
    id: PathParam<IdentityProviderId>,
    body: ValidJson<UpdateIdentityProvider>,
) -> ApiResult {
    let changed =
        service::identity_providers::update_identity_provider(&app, caller.by(), id.0, body.value);
    Ok(reply::ok(&changed.await?))
}

/// Deletes an identity provider
///
/// And whom it knew. Sessions that it has opened go on. For admins.
#[utoipa::path(
    tag = "settings",
    params(("id" = IdentityProviderId, Path, description = "Its id")),
    security(("bearer" = ["credentials:write"])),
    responses((status = 204, description = "It is gone")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[delete("/identity-providers/{id}")]
async fn delete_identity_provider(
    app: Data<App>,
    caller: Caller,
    id: PathParam<IdentityProviderId>,
) -> ApiResult {
    service::identity_providers::delete_identity_provider(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}

/// Tries an identity provider
///
/// Asks it what it is and for its keys, as a sign-in would. For admins.
#[utoipa::path(
    tag = "settings",
    params(("id" = IdentityProviderId, Path, description = "Its id")),
    request_body(content = TestIdentityProvider, example = json!({})),
    security(("bearer" = ["credentials:write"])),
    responses((status = 200, description = "What it has shown", body = IdentityProviderTest)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/identity-providers/{id}/test")]
async fn test_identity_provider(
    app: Data<App>,
    caller: Caller,
    id: PathParam<IdentityProviderId>,
    _body: ValidJson<TestIdentityProvider>,
) -> ApiResult {
    let shown = service::identity_providers::test_identity_provider(&app, caller.actor(), id.0);
    Ok(reply::ok(&shown.await?))
}

/// Forgets by what names identity providers know a person
///
/// Their next sign-in at one links them anew, by the address. For admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "The person's id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 204, description = "No provider knows them now")),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[delete("/people/{id}/identities")]
async fn delete_identities(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    service::identity_providers::delete_identities(&app, caller.by(), id.0).await?;
    Ok(reply::no_content())
}
