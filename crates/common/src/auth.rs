//! Signing in and out.

use serde::{Deserialize, Serialize};

use crate::request;

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

/// The ways to sign in besides the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityProviders {
    /// The providers that anybody may choose.
    pub items: Vec<IdentityProvider>,
}
