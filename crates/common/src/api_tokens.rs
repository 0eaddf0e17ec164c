//! Tokens that people make for their programs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::PersonRef;
use crate::fields::Checks;
use crate::ids::ApiTokenId;
use crate::scopes::ApiScope;
use crate::{query, request};

/// Longest name, in characters.
pub const TOKEN_NAME_MAX: usize = 100;
/// Most days that a token can be good for.
pub const TOKEN_DAYS_MAX: u16 = 366;
/// Most tokens of one person.
pub const TOKENS_MAX: usize = 50;

request! {
    /// A token to be made.
    pub struct CreateApiToken {
        /// What it is for, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub name: String,
        /// What it may be used for: one scope at least, none that the caller's role does not allow.
        #[cfg_attr(feature = "openapi", schema(min_items = 1))]
        pub scopes: Vec<ApiScope>,
        /// For how many days it is good, 1 to 366.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 366))]
        pub expires_in_days: u16,
    }
    rules token_rules;
}

fn token_rules(checks: &mut Checks<'_>) {
    checks.line("name", TOKEN_NAME_MAX);
    checks.number("expires_in_days", 1, TOKEN_DAYS_MAX.into());
}

query! {
    /// Page of the tokens of all people.
    pub struct ApiTokenQuery {
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }
}

/// A token, without itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// Its last characters.
    pub hint: String,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The tokens of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiTokens {
    /// The newest first.
    pub items: Vec<ApiToken>,
    /// The scopes that a token of the caller's can have.
    pub scopes: Vec<ApiScope>,
}

/// A token just made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewApiToken {
    /// The token, for `Authorization: Bearer`. It is shown here and never again.
    pub token: String,
    /// What is kept of it.
    pub api_token: ApiToken,
}

impl std::fmt::Debug for NewApiToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewApiToken")
            .field("id", &self.api_token.id)
            .finish_non_exhaustive()
    }
}

/// A token, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnedApiToken {
    /// The token.
    pub api_token: ApiToken,
    /// Whose it is.
    pub person: PersonRef,
}
