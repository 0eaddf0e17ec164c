//! Signing in at an identity provider. A browser navigates here, so refusals are pages for it.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, get};
use guichet_common::auth::SsoStartQuery;
use guichet_service::sso::{BROWSER_SECONDS, SsoAnswer, SsoError, SsoStart};
use guichet_service::{App, sso};
use utoipa_actix_web::service_config::ServiceConfig;

use super::auth::session_cookie;
use crate::error::ApiResult;
use crate::extract::{AcceptedLanguage, Client, PathParam, ValidQuery};
use crate::site::sso_page;

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(start_sso).service(finish_sso);
}

/// Begins to sign in at an identity provider
///
/// For browsers: leads on to the provider, which sends the person back to `callback`. Refusals are
/// pages, unless the client takes no HTML.
#[utoipa::path(
    tag = "session",
    params(("provider" = String, Path, description = "The provider's slug"), SsoStartQuery),
    security(()),
    responses((
        status = 303, description = "On to the provider",
        headers(
            ("Location" = String, description = "Its address"),
            ("Set-Cookie" = String, description = "`guichet_sso`: binds its answer to this browser")
        )
    )),
    extensions(("x-problem-codes" = json!(["not_found", "unavailable"])))
)]
#[get("/auth/sso/{provider}/start")]
async fn start_sso(
    app: Data<App>,
    request: HttpRequest,
    provider: PathParam<String>,
    query: ValidQuery<SsoStartQuery>,
    language: AcceptedLanguage,
) -> ApiResult {
    let browser = browser(&request);
    let username = query.0.username.as_deref();
    let return_to = query.0.return_to.as_deref();
    let started = sso::start_sso(&app, &provider.0, browser.as_deref(), username, return_to).await;
    match started {
        Ok(SsoStart { location, browser }) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, location))
            .cookie(cookie(&app, browser, BROWSER_SECONDS))
            .finish()),
        Err(error) => refuse(&app, &request, language, error).await,
    }
}

/// Ends a sign-in at an identity provider
///
/// The provider sends the browser here. Opens a session, sets the refresh token as a cookie, and
/// leads on to the portal, which renews its access by it. Parameters that the provider adds are
/// ignored.
#[utoipa::path(
    tag = "session",
    params(
        ("provider" = String, Path, description = "The provider's slug"),
        ("state" = Option<String>, Query, description = "What it was sent with"),
        ("code" = Option<String>, Query, description = "The authorization code"),
        ("error" = Option<String>, Query, description = "Why there is none"),
        ("iss" = Option<String>, Query, description = "Who answers (RFC 9207)")
    ),
    security(()),
    responses((
        status = 303, description = "Signed in; on to the portal",
        headers(
            ("Location" = String, description = "The page to show"),
            ("Set-Cookie" = String, description = "The refresh token: `guichet_refresh`")
        )
    )),
    extensions(("x-problem-codes" = json!(["not_found", "sso_refused", "unavailable"])))
)]
#[get("/auth/sso/{provider}/callback")]
async fn finish_sso(
    app: Data<App>,
    request: HttpRequest,
    client: Client,
    provider: PathParam<String>,
    language: AcceptedLanguage,
) -> ApiResult {
    let answer = read_answer(request.query_string());
    let browser = browser(&request);
    let ended = sso::finish_sso(&app, &provider.0, browser.as_deref(), &answer, &client.0).await;
    match ended {
        Ok((signed_in, return_to)) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, return_to))
            .cookie(session_cookie(&app, &signed_in))
            .cookie(cookie(&app, String::new(), 0))
            .finish()),
        Err(error) => refuse(&app, &request, language, error).await,
    }
}

/// What the provider sent; given twice, a parameter says nothing.
fn read_answer(query: &str) -> SsoAnswer {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query);
    let pairs = pairs.map(web::Query::into_inner).unwrap_or_default();
    let only = |name: &str| {
        let mut found = pairs.iter().filter(|(key, _)| key == name);
        let first = found.next().map(|(_, value)| value.clone());
        first.filter(|_| found.next().is_none())
    };
    SsoAnswer {
        state: only("state"),
        code: only("code"),
        error: only("error"),
        issuer: only("iss"),
    }
}

/// A page for browsers, a problem document for programs.
async fn refuse(
    app: &App,
    request: &HttpRequest,
    language: AcceptedLanguage,
    error: SsoError,
) -> ApiResult {
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    match error {
        SsoError::Refused(refusal) if accept.is_some_and(|list| list.contains("text/html")) => {
            sso_page::answer(app, refusal, language.0).await
        }
        error => Err(guichet_service::Error::from(error).into()),
    }
}

/// The cookie by which the browser that began a sign-in is known again. `Lax`, since the provider's
/// page sends the browser back; it opens nothing by itself.
const COOKIE: &str = "guichet_sso";

fn browser(request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(COOKIE)?;
    Some(cookie.value().to_owned())
}

fn cookie(app: &App, value: String, max_age_seconds: i64) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/api/v1/auth/sso")
        .http_only(true)
        .secure(app.settings().is_secure())
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(max_age_seconds))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::read_answer;

    #[test]
    fn what_comes_twice_says_nothing() {
        let answer = read_answer("state=a&code=b&code=c&session_state=x&iss=https%3A%2F%2Fid");
        assert_eq!(answer.state.as_deref(), Some("a"));
        assert_eq!(answer.code, None);
        assert_eq!(answer.issuer.as_deref(), Some("https://id"));
        assert_eq!(read_answer("%%%").state, None);
    }
}
