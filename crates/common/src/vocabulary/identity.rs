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
