//! Signing in and out.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use guichet_common::ErrorCode;
use guichet_common::auth::{
    AccessToken, IdentityProviderQuery, IdentityProviders, Login, SignedOut,
};
use guichet_service::auth::SignedIn;
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{Client, SameOrigin, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(login)
        .service(refresh_session)
        .service(logout)
        .service(list_identity_providers);
}

/// Signs in with user name and password
///
/// Answers with an access token for a few minutes, and sets the refresh token as a cookie that
/// only `/api/v1/auth` ever gets to see.
#[utoipa::path(
    tag = "session",
    request_body(content = Login, example = json!({
        "username": "claire.martin@nordalim.example", "password": "Heliaq-2025!"
    })),
    security(()),
    responses((
        status = 200, description = "Signed in", body = AccessToken,
        headers(("Set-Cookie" = String, description = "The refresh token: `guichet_refresh`"))
    )),
    extensions(("x-problem-codes" = json!(["invalid_credentials", "otp_required", "otp_invalid", "sso_required", "forbidden", "rate_limited"])))
)]
#[post("/auth/login")]
async fn login(
    app: Data<App>,
    _same_origin: SameOrigin,
    client: Client,
    body: ValidJson<Login>,
) -> ApiResult {
    let signed_in = service::auth::sign_in(&app, body.value, client.0).await?;
    Ok(answer(&app, signed_in))
}

/// Renews the access token
///
/// Takes the refresh token of the cookie and replaces it. A refresh token that comes a second
/// time ends the session, except within half a minute, when two tabs may have asked together.
#[utoipa::path(
    tag = "session",
    security(("refresh_cookie" = [])),
    responses((
        status = 200, description = "A new access token", body = AccessToken,
        headers(("Set-Cookie" = String, description = "The next refresh token"))
    )),
    extensions(("x-problem-codes" = json!(["session_expired", "forbidden"])))
)]
#[post("/auth/refresh")]
async fn refresh_session(
    app: Data<App>,
    _same_origin: SameOrigin,
    client: Client,
    request: HttpRequest,
) -> ApiResult {
    let token = refresh_token(&request).ok_or(ErrorCode::SessionExpired)?;
    let signed_in = service::auth::refresh_session(&app, &token, &client.0).await?;
    Ok(answer(&app, signed_in))
}

/// Signs out
///
/// Ends the session of the cookie; without one there is nothing to end, and the answer is the same.
/// When the session was opened at an identity provider that people can be signed out of as well, the
/// answer says where.
#[utoipa::path(
    tag = "session",
    security(("refresh_cookie" = []), ()),
    responses(
        (
            status = 200, description = "Signed out here; go on to the provider", body = SignedOut,
            headers(("Set-Cookie" = String, description = "Removes the refresh token"))
        ),
        (
            status = 204, description = "Signed out",
            headers(("Set-Cookie" = String, description = "Removes the refresh token"))
        )
    ),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/auth/logout")]
async fn logout(
    app: Data<App>,
    _same_origin: SameOrigin,
    client: Client,
    request: HttpRequest,
) -> ApiResult {
    let mut continue_at = None;
    if let Some(token) = refresh_token(&request) {
        continue_at = service::sso::find_sign_out_address(&app, &token).await?;
        service::auth::sign_out(&app, &token, &client.0).await?;
    }
    let gone = cookie(&app, String::new(), 0);
    Ok(match continue_at {
        Some(continue_at) => HttpResponse::Ok()
            .cookie(gone)
            .json(SignedOut { continue_at }),
        None => HttpResponse::NoContent().cookie(gone).finish(),
    })
}

/// Lists the ways to sign in besides the password
///
/// With a user name: the provider that answers for its domain, if there is one. That tells nothing of
/// who exists.
#[utoipa::path(
    tag = "session",
    params(IdentityProviderQuery),
    security(()),
    responses((status = 200, description = "The providers to choose from", body = IdentityProviders))
)]
#[get("/auth/providers")]
async fn list_identity_providers(
    app: Data<App>,
    query: ValidQuery<IdentityProviderQuery>,
) -> ApiResult {
    let username = query.0.username.as_deref();
    Ok(reply::ok(
        &service::sso::list_identity_providers(&app, username).await?,
    ))
}

/// The cookie that carries the refresh token.
const COOKIE: &str = "guichet_refresh";

fn refresh_token(request: &HttpRequest) -> Option<String> {
    request
        .cookie(COOKIE)
        .map(|cookie| cookie.value().to_owned())
}

fn answer(app: &App, signed_in: SignedIn) -> HttpResponse {
    HttpResponse::Ok()
        .cookie(session_cookie(app, &signed_in))
        .json(signed_in.access)
}

/// The cookie with which somebody who signed in, by whichever way, renews their access.
pub(super) fn session_cookie(app: &App, signed_in: &SignedIn) -> Cookie<'static> {
    let age = signed_in.refresh_max_age_seconds;
    cookie(app, signed_in.refresh_token.clone(), age)
}

fn cookie(app: &App, value: String, max_age_seconds: i64) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/api/v1/auth")
        .http_only(true)
        .secure(app.settings().is_secure())
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(max_age_seconds))
        .finish()
}
