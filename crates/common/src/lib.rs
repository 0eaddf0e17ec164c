#![doc = include_str!("../README.md")]

pub mod fields;
pub mod fold;
pub mod ids;
pub mod limits;
pub mod page;
pub mod problem;
pub mod query;
pub mod vocabulary;

pub mod api_tokens;
pub mod attachments;
pub mod audit;
pub mod auth;
pub mod calendar;
pub mod comments;
pub mod directory;
pub mod events;
pub mod identity_providers;
pub mod inbound_mails;
pub mod mail_actions;
pub mod mails;
pub mod me;
pub mod oauth_clients;
pub mod passkeys;
pub mod password;
pub mod password_reset;
pub mod personal_data;
pub mod publications;
pub mod sandbox;
pub mod scopes;
pub mod second_factor;
pub mod settings;
pub mod tickets;

pub use fields::{Field, Patch, Request};
pub use ids::*;
pub use page::Page;
pub use problem::{ErrorCode, FieldError, Problem};
pub use query::{Query, QueryField};

/// An instant on the wire: RFC 3339 in UTC with `Z`.
pub type Instant = chrono::DateTime<chrono::Utc>;
