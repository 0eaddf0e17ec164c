//! Accounts, contacts, agents, groups and configuration items.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, ConfigurationItemId, GroupId, PersonId};
use crate::vocabulary::{Language, Role};

mod accounts;
mod agents;
mod assignment_groups;
mod configuration_items;
mod contacts;
mod files;
mod query;
pub mod rules;

pub use accounts::{CreateAccount, UpdateAccount};
pub use agents::{CreateAgent, DeactivatedAgent, UpdateAgent};
pub use assignment_groups::{
    AssignmentGroupDetail, CreateAssignmentGroup, GROUP_ACCOUNTS_MAX, GROUP_MEMBERS_MAX,
    UpdateAssignmentGroup,
};
pub use configuration_items::{CreateConfigurationItem, KIND_MAX, UpdateConfigurationItem};
pub use contacts::{CreateContact, UpdateContact};
pub use files::{
    ConfigurationItemExportQuery, ConfigurationItemImportQuery, ContactExportQuery,
    ContactImportQuery, IMPORT_BYTES_MAX, IMPORT_COLUMNS_MAX, IMPORT_ERRORS_MAX, IMPORT_ROWS_MAX,
    ImportError, ImportReport,
};
pub use query::{AgentQuery, ConfigurationItemQuery, ContactQuery, DirectoryQuery};

/// An account by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountRef {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
}

/// A person by id and display name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRef {
    /// Their id.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
}

/// An assignment group by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRef {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
}

/// A configuration item by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfigurationItemRef {
    /// Its id.
    pub id: ConfigurationItemId,
    /// Its name.
    pub name: String,
}

/// A customer's company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Whether it may still file tickets.
    pub active: bool,
    /// IANA time zone of its business days, for example `Europe/Paris`.
    pub time_zone: String,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// A person of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
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
    /// `contact` or `account_admin`.
    pub role: Role,
    /// Whether they see all tickets of their account.
    pub sees_account_tickets: bool,
    /// Their account.
    pub account: AccountRef,
    /// The language of their screens and mails.
    pub language: Language,
    /// IANA time zone of their screens and mails.
    pub time_zone: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have set no password yet: they wait for their invitation, or sign in otherwise.
    pub invitation_pending: bool,
    /// When they were entered.
    pub created_at: DateTime<Utc>,
}

/// A person of the supplier's support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agent {
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
    /// `agent` or `admin`.
    pub role: Role,
    /// The groups they work in.
    pub groups: Vec<GroupRef>,
    /// The language of their screens and mails.
    pub language: Language,
    /// IANA time zone of their screens and mails.
    pub time_zone: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have set no password yet: they wait for their invitation, or sign in otherwise.
    pub invitation_pending: bool,
    /// When they were entered.
    pub created_at: DateTime<Utc>,
}

/// A team of agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignmentGroup {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Whether tickets may still be given to it.
    pub active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// A thing of an account's that support looks after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfigurationItem {
    /// Its id.
    pub id: ConfigurationItemId,
    /// Its name.
    pub name: String,
    /// What it is, for example `server`, `firewall`, `line`, `application`.
    pub kind: String,
    /// Whose it is.
    pub account: AccountRef,
    /// Whether tickets may still name it.
    pub active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}
