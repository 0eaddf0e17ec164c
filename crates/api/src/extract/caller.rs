//! Who asks.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use guichet_common::ErrorCode;
use guichet_domain::Actor;
use guichet_service::audit::By;
use guichet_service::auth::ClientInfo;

use super::client::client_info;
use crate::document;
use crate::error::{ApiError, ApiResult};

/// The signed-in person. A handler that takes it answers 401 to everybody else.
///
/// The edge has looked the token up before; see [`crate::edge`].
#[derive(Debug, Clone)]
pub struct Caller {
    caller: guichet_service::Caller,
    client: ClientInfo,
}

impl Caller {
    /// The person.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.caller.actor
    }

    /// The person and where they come from, for the audit trail.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        By {
            actor: Some(self.actor()),
            client: &self.client,
        }
    }
}

impl Deref for Caller {
    type Target = guichet_service::Caller;

    fn deref(&self) -> &Self::Target {
        &self.caller
    }
}

/// What became of the request's token; kept with the request by the edge.
pub(crate) struct Authentication(pub(crate) ApiResult<guichet_service::Caller>);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kept = request.extensions_mut().remove::<Authentication>();
        ready(match kept {
            Some(Authentication(Ok(caller)))
                if caller.second_factor_due && !is_way_to_a_second_factor(request.path()) =>
            {
                Err(ErrorCode::SecondFactorRequired.into())
            }
            Some(Authentication(result)) => {
                result
                    .and_then(|caller| allowed(caller, request))
                    .map(|caller| Self {
                        caller,
                        client: client_info(request),
                    })
            }
            None => Err(ErrorCode::Unauthenticated.into()),
        })
    }
}

/// Where those may go who must set up a second factor before anything else.
fn is_way_to_a_second_factor(path: &str) -> bool {
    let path = path.strip_prefix("/api/v1/me").unwrap_or("/elsewhere");
    let below = |name: &str| {
        path.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    path.is_empty() || below("/second-factor") || below("/passkeys")
}

/// A token is good for the operations whose scope it was given, as the document names them; here
/// and nowhere else this is looked at.
fn allowed(
    caller: guichet_service::Caller,
    request: &HttpRequest,
) -> ApiResult<guichet_service::Caller> {
    let Some(grant) = &caller.grant else {
        return Ok(caller);
    };
    let needed = document::scope_of(request);
    if needed.is_some_and(|scope| grant.scopes.contains(&scope)) {
        return Ok(caller);
    }
    let scope = needed.map(|scope| format!(", scope=\"{scope}\""));
    let challenge = format!(
        "Bearer realm=\"guichet\", error=\"insufficient_scope\"{}",
        scope.unwrap_or_default()
    );
    let refusal = ApiError::from(ErrorCode::InsufficientScope);
    Err(refusal.with_header(header::WWW_AUTHENTICATE, &challenge))
}

/// The token of `Authorization: Bearer …`.
pub(crate) fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_bearer_tokens_are_tokens() {
        let token = |value: &str| {
            let request = TestRequest::get()
                .insert_header((header::AUTHORIZATION, value))
                .to_http_request();
            bearer(&request).map(str::to_owned)
        };
        assert_eq!(token("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(token("bearer  abc ").as_deref(), Some("abc"));
        assert_eq!(token("Basic abc"), None);
        assert_eq!(token("abc"), None);
    }

    #[test]
    fn who_must_set_up_a_second_factor_can_do_that_and_no_more() {
        for way in [
            "/api/v1/me",
            "/api/v1/me/second-factor",
            "/api/v1/me/second-factor/totp/confirm",
            "/api/v1/me/passkeys/options",
        ] {
            assert!(is_way_to_a_second_factor(way), "{way}");
        }
        for other in [
            "/api/v1/tickets",
            "/api/v1/me/sessions",
            "/api/v1/me/second-factors",
            "/api/v1/mean",
            "/",
        ] {
            assert!(!is_way_to_a_second_factor(other), "{other}");
        }
    }

    #[actix_web::test]
    async fn stranger_is_not_a_caller() {
        let error = Caller::extract(&TestRequest::get().to_http_request())
            .await
            .expect_err("401");
        assert_eq!(error.code(), ErrorCode::Unauthenticated);
    }
}
