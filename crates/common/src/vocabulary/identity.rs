//! The words of signing in.

use serde::{Deserialize, Serialize};

use super::UnknownWord;

words! {
    /// By which way somebody signed in.
    SignInMethod {
        /// User name and password.
        Password = "password",
        /// An identity provider.
        Sso = "sso",
        /// A passkey.
        Passkey = "passkey",
    }

    /// What a link that sets a password is for.
    PasswordLinkKind {
        /// The password was forgotten.
        Reset = "reset",
        /// The first password.
        Invitation = "invitation",
    }

    /// Whether a link that sets a password can be used.
    PasswordLinkState {
        /// It can.
        Ready = "ready",
        /// It is too old.
        Expired = "expired",
        /// It was used, or the password was set or a newer link sent since.
        Used = "used",
    }

    /// A mail to a person about their own access.
    PersonalMailKind {
        /// The link that resets a forgotten password.
        PasswordReset = "password_reset",
        /// The link that sets the first password.
        Invitation = "invitation",
        /// The password was changed.
        PasswordChanged = "password_changed",
        /// Somebody signed in from a device or place that was not seen before.
        NewSignIn = "new_sign_in",
        /// The second factor was turned on.
        SecondFactorEnabled = "second_factor_enabled",
        /// The second factor was turned off.
        SecondFactorDisabled = "second_factor_disabled",
        /// An admin took the second factor away.
        SecondFactorRemoved = "second_factor_removed",
        /// New recovery codes were made.
        RecoveryCodesCreated = "recovery_codes_created",
        /// A passkey was added.
        PasskeyAdded = "passkey_added",
        /// A passkey was removed.
        PasskeyRemoved = "passkey_removed",
        /// An API token was made.
        ApiTokenCreated = "api_token_created",
    }

    /// Who must sign in with a second factor.
    SecondFactorDuty {
        /// Nobody; who wants to may.
        Nobody = "nobody",
        /// Agents and admins.
        Agents = "agents",
        /// Everyone.
        Everyone = "everyone",
    }
}
