//! Passkeys (WebAuthn). Bytes are in base64url without padding everywhere.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::fields::Checks;
use crate::ids::PasskeyId;
use crate::request;

/// Longest name of a passkey, in characters.
pub const NAME_MAX: usize = 80;

request! {
    /// Begins to make a passkey.
    pub struct CreatePasskeyOptions {
        /// The caller's password. Neither it nor a code is needed by who has signed in within the
        /// last ten minutes.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = Password))]
        pub password: Option<String>,
        /// A one-time code or a recovery code.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
        pub code: Option<String>,
    }

    /// A passkey that an authenticator has made.
    pub struct CreatePasskey {
        /// What its owner calls it.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
        pub name: String,
        /// `response.clientDataJSON`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
        pub client_data: String,
        /// `response.attestationObject`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20000))]
        pub attestation_object: String,
    }
    rules name_rules;

    /// Changes of a passkey.
    pub struct UpdatePasskey {
        /// What its owner calls it.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
        pub name: String,
    }
    rules name_rules;

    /// Removes a passkey.
    pub struct RemovePasskey {
        /// The caller's password. Neither it nor a code is needed by who has signed in within the
        /// last ten minutes.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, format = Password))]
        pub password: Option<String>,
        /// A one-time code or a recovery code.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
        pub code: Option<String>,
    }

    /// Begins to sign in with a passkey.
    pub struct PasskeyLoginOptions {}

    /// What a passkey has signed.
    pub struct PasskeyLogin {
        /// `rawId`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
        pub credential_id: String,
        /// `response.clientDataJSON`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
        pub client_data: String,
        /// `response.authenticatorData`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
        pub authenticator_data: String,
        /// `response.signature`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
        pub signature: String,
        /// `response.userHandle`, where there is one.
        #[cfg_attr(feature = "openapi", schema(max_length = 100))]
        pub user_handle: Option<String>,
    }
}

fn name_rules(checks: &mut Checks<'_>) {
    checks.line("name", NAME_MAX);
}

/// For `navigator.credentials.create`: a discoverable credential, user verification required, no
/// attestation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyCreation {
    /// What is to be signed; good for five minutes and one answer.
    pub challenge: String,
    /// For which host.
    pub rp_id: String,
    /// What the portal is called.
    pub rp_name: String,
    /// By which bytes the authenticator knows the person.
    pub user_id: String,
    /// The person's user name.
    pub user_name: String,
    /// The person's name.
    pub user_display_name: String,
    /// Algorithms that are taken, by their numbers in COSE, the best first.
    pub algorithms: Vec<i64>,
    /// Passkeys that the person has already.
    pub exclude_credentials: Vec<String>,
    /// How long the person may take, in milliseconds.
    pub timeout_ms: u32,
}

/// For `navigator.credentials.get`: user verification required, any of the person's passkeys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyRequest {
    /// What is to be signed; good for five minutes and one answer.
    pub challenge: String,
    /// For which host.
    pub rp_id: String,
    /// How long the person may take, in milliseconds.
    pub timeout_ms: u32,
}

/// A passkey of the caller's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The passkeys of the caller, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkeys {
    /// The passkeys.
    pub items: Vec<Passkey>,
}
