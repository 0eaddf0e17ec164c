//! The signed-in person.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::{AccountRef, GroupRef};
use crate::ids::{PersonId, SessionId};
use crate::request;
use crate::vocabulary::{Language, MailKind, Role, SignInMethod};

/// The signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Their id.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// First and last name.
    pub name: String,
    /// E-mail address, and user name.
    pub email: String,
    /// What they may do in general.
    pub role: Role,
    /// A contact's account; `null` for agents.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub account: Option<AccountRef>,
    /// An agent's groups.
    pub groups: Vec<GroupRef>,
    /// Whether a contact sees all tickets of their account.
    pub sees_account_tickets: bool,
    /// The language of their screens and mails.
    pub language: Language,
    /// IANA time zone of their screens and mails, for example `Europe/Paris`.
    pub time_zone: String,
    /// Whether their role must have a second factor and they have signed in without one: until it is
    /// set up, all other operations answer `second_factor_required`.
    pub second_factor_due: bool,
}

request! {
    /// Changes of one's own profile; absent fields stay.
    pub struct UpdateMe {
        /// First name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub first_name: Option<String>,
        /// Last name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub last_name: Option<String>,
        /// The language of screens and mails.
        pub language: Option<Language>,
        /// IANA time zone.
        pub time_zone: Option<String>,
    }

    /// Which mails one does not want.
    pub struct PutMailPreferences {
        /// The kinds of mail that are not wanted, out of `optional`; empty to get all.
        pub unwanted: Vec<MailKind>,
    }

    /// Something half-written, kept for later. `content` is the client's own JSON object.
    pub struct PutDraft {
        /// What the client wants back; at most 256 KiB of JSON.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub content: serde_json::Map<String, serde_json::Value>,
    }
}

/// Which mails the person gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailPreferences {
    /// The kinds of mail that they do not want.
    pub unwanted: Vec<MailKind>,
    /// The kinds of mail that can be turned off.
    pub optional: Vec<MailKind>,
}

/// Something half-written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// What the client had put there.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub content: serde_json::Map<String, serde_json::Value>,
    /// When it was put there.
    pub updated_at: DateTime<Utc>,
}

/// A browser or program that is signed in as the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// By which way it signed in.
    pub method: SignInMethod,
    /// The browser or program and its system in a few words: `Firefox · Windows`.
    pub device: String,
    /// What the browser or program calls itself.
    pub user_agent: String,
    /// The address from where it signed in.
    pub address: String,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it last renewed its access.
    pub last_used_at: DateTime<Utc>,
}

/// The sessions of the person, the last used first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sessions {
    /// The sessions.
    pub items: Vec<Session>,
}
