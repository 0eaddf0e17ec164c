//! The second factor: one-time codes beside the password.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::request;

request! {
    /// Begins to set up one-time codes.
    pub struct CreateTotp {
        /// The caller's password. Not needed by who has signed in within the last ten minutes.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = Password))]
        pub password: Option<String>,
    }

    /// Ends the setting up.
    pub struct ConfirmTotp {
        /// The six digits that the app shows.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
        pub code: String,
    }

    /// Makes recovery codes anew. One of the two fields is needed.
    pub struct CreateRecoveryCodes {
        /// The caller's password.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = Password))]
        pub password: Option<String>,
        /// A one-time code or a recovery code.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
        pub code: Option<String>,
    }

    /// Turns the second factor off. One of the two fields is needed.
    pub struct DisableSecondFactor {
        /// The caller's password.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = Password))]
        pub password: Option<String>,
        /// A one-time code or a recovery code.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
        pub code: Option<String>,
    }
}

/// The caller's second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactor {
    /// Whether signing in with the password asks for a one-time code.
    pub enabled: bool,
    /// Whether the caller's role must have it.
    pub required: bool,
    /// Since when.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub enabled_at: Option<DateTime<Utc>>,
    /// Recovery codes that were not used.
    pub recovery_codes_left: u32,
}

/// What an app needs to show one-time codes. It is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpSecret {
    /// The secret in base32, to be typed.
    pub secret: String,
    /// The same for apps: `otpauth://totp/…`.
    pub uri: String,
    /// The same as a picture (QR code) to be photographed, in SVG.
    pub qr_svg: String,
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// Codes that each take the place of a one-time code, once. They are shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes(…)")
    }
}
