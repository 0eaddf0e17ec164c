//! Programs with credentials of their own (OAuth 2.0 client credentials, RFC 6749).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::PersonRef;
use crate::fields::Checks;
use crate::ids::{OauthClientId, PersonId};
use crate::scopes::ApiScope;
use crate::settings::machines::REQUESTS_PER_MINUTE_MAX;
use crate::{query, request};

/// Longest name, in characters.
pub const CLIENT_NAME_MAX: usize = 100;

request! {
    /// A client to be entered.
    pub struct CreateOauthClient {
        /// What it is called, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub name: String,
        /// The person of the directory as whom it acts.
        pub person_id: PersonId,
        /// What it may be used for: one scope at least, none that the person's role does not allow.
        #[cfg_attr(feature = "openapi", schema(min_items = 1))]
        pub scopes: Vec<ApiScope>,
        /// Requests a minute, 1 to 60,000; as the settings say, when `null` or absent.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60000))]
        pub requests_per_minute: Option<u16>,
    }
    rules client_rules;

    /// A client as it is to be.
    pub struct PutOauthClient {
        /// What it is called, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub name: String,
        /// What it may be used for: one scope at least, none that the person's role does not allow.
        #[cfg_attr(feature = "openapi", schema(min_items = 1))]
        pub scopes: Vec<ApiScope>,
        /// Requests a minute, 1 to 60,000; as the settings say, when `null` or absent.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60000))]
        pub requests_per_minute: Option<u16>,
        /// Whether it gets access.
        pub active: bool,
    }
    rules client_rules;

    /// A client is to have a new secret.
    pub struct RotateOauthClientSecret {}
}

fn client_rules(checks: &mut Checks<'_>) {
    checks.line("name", CLIENT_NAME_MAX);
    checks.number("requests_per_minute", 1, REQUESTS_PER_MINUTE_MAX.into());
}

query! {
    /// Page of the clients.
    pub struct OauthClientQuery {
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }
}

/// A program with credentials of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OauthClient {
    /// Its id, and its `client_id`.
    pub id: OauthClientId,
    /// What it is called.
    pub name: String,
    /// The person as whom it acts.
    pub person: PersonRef,
    /// The last characters of its secret.
    pub secret_hint: String,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// Requests a minute; `null`: as the settings say.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub requests_per_minute: Option<u16>,
    /// Whether it gets access.
    pub active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it last got access.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A client with its new secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewOauthClient {
    /// Its `client_secret`. It is shown here and never again.
    pub client_secret: String,
    /// The client.
    pub client: OauthClient,
}

impl std::fmt::Debug for NewOauthClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewOauthClient")
            .field("id", &self.client.id)
            .finish_non_exhaustive()
    }
}

/// What a client asks for (`application/x-www-form-urlencoded`).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OauthTokenRequest {
    /// `client_credentials`.
    pub grant_type: String,
    /// Some of its scopes, with spaces between; all of them when absent.
    pub scope: Option<String>,
    /// Its id, unless `Authorization: Basic` has it.
    pub client_id: Option<String>,
    /// Its secret, unless `Authorization: Basic` has it.
    pub client_secret: Option<String>,
}

impl std::fmt::Debug for OauthTokenRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OauthTokenRequest(…)")
    }
}

/// Access for a client (RFC 6749, section 5.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OauthToken {
    /// The token for `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until it expires.
    pub expires_in: u32,
    /// What it may be used for, with spaces between.
    pub scope: String,
}

impl std::fmt::Debug for OauthToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OauthToken(…)")
    }
}

/// Why a client got no access (RFC 6749, section 5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OauthProblem {
    /// `invalid_request`, `invalid_client`, `unsupported_grant_type` or `invalid_scope`.
    pub error: String,
}
