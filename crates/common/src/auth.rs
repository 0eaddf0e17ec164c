//! Signing in and out.

use serde::{Deserialize, Serialize};

use crate::{query, request};

request! {
    /// User name and password of a person.
    pub struct Login {
        /// The person's e-mail address.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254))]
        pub username: String,
        /// Their password.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = Password))]
        pub password: String,
        /// A one-time code, for people with a second factor.
        pub otp: Option<String>,
    }
}

/// An access token. The refresh token comes beside it as an `HttpOnly` cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    /// The token for `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until it expires.
    pub expires_in: u32,
}

/// A way to sign in besides the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityProvider {
    /// Its short name in addresses.
    pub slug: String,
    /// Its name on the button.
    pub name: String,
}

query! {
    /// For whom ways to sign in are asked for.
    pub struct IdentityProviderQuery {
        /// The user name as far as it was typed: its domain may have a provider of its own.
        pub username: Option<String>,
    }
}

query! {
    /// How a sign-in at an identity provider begins.
    pub struct SsoStartQuery {
        /// The user name as far as it was typed, for the provider's own form.
        pub username: Option<String>,
        /// The page to show afterwards: a path of the portal, `/` when it is none.
        pub return_to: Option<String>,
    }
}

/// Signed out here; the identity provider may want to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {
    /// Where the browser goes on to sign out at the provider as well.
    pub continue_at: String,
}

/// The ways to sign in besides the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityProviders {
    /// The providers that anybody may choose.
    pub items: Vec<IdentityProvider>,
}
