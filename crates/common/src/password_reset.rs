//! Forgotten passwords, first passwords, and changing one's own.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::password::PasswordProfile;
use crate::request;
use crate::vocabulary::{Language, PasswordLinkKind, PasswordLinkState};

request! {
    /// Somebody has forgotten their password.
    pub struct RequestPasswordReset {
        /// The user name.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254))]
        pub username: String,
        /// The solved challenge of `get_captcha`: ALTCHA's payload, base64 of the JSON object
        /// `{challenge, solution}`.
        pub captcha: String,
        /// To be left out: only programs that fill in every field of a page send it.
        pub website: Option<String>,
    }

    /// The e-mail address of who has forgotten their password.
    pub struct VerifyPasswordReset {
        /// The address.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254))]
        pub email: String,
    }

    /// The token of a link that sets a password.
    pub struct LookUpPasswordLink {
        /// The token: what follows `#` in the link.
        pub token: String,
    }

    /// A new password, by the link of a mail.
    pub struct CompletePasswordReset {
        /// The token: what follows `#` in the link.
        pub token: String,
        /// The new password.
        #[cfg_attr(feature = "openapi", schema(format = Password))]
        pub new_password: String,
    }

    /// A new password in the place of the old one.
    pub struct ChangePassword {
        /// The password until now.
        #[cfg_attr(feature = "openapi", schema(format = Password))]
        pub current_password: String,
        /// The new password.
        #[cfg_attr(feature = "openapi", schema(format = Password))]
        pub new_password: String,
    }
}

/// A challenge that takes a program some work (ALTCHA, proof of work, version 2). It is found by
/// counting: the key derived with the right counter begins with `keyPrefix`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Captcha {
    /// What is to be solved, in ALTCHA's own words.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub parameters: serde_json::Value,
    /// The server's signature of it.
    pub signature: String,
}

/// A reset has begun, whether anybody has the user name or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordResetStarted {
    /// Names it in the next step.
    pub reset_id: Uuid,
}

/// What a link that sets a password can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordLink {
    /// What it is for.
    pub kind: PasswordLinkKind,
    /// Whether it can be used.
    pub state: PasswordLinkState,
    /// The language of the person.
    pub language: Language,
    /// Whether the person's sign-in is locked, which the new password ends.
    pub locked: bool,
    /// The rules of the new password.
    pub rules: PasswordRules,
}

/// The rules of a person's new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordRules {
    /// Which rules hold.
    pub profile: PasswordProfile,
    /// What must not be in it, without case and accents: of names, user name and company. Empty
    /// for a link that cannot be used.
    pub personal: Vec<String>,
}
