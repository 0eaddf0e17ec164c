#![doc = include_str!("../README.md")]

pub mod connection;
pub mod error;
pub mod page;
pub mod transaction;

mod conversation;
mod dialect;
mod directory;
mod row;
mod scope;
mod sql;
mod sqlite;
mod totals;

pub mod accounts;
pub mod activities;
pub mod agents;
pub mod api_tokens;
pub mod attachments;
pub mod audit;
pub mod comments;
pub mod configuration_items;
pub mod contacts;
pub mod demo_bulk;
pub mod drafts;
pub mod fold;
pub mod groups;
pub mod idempotency;
pub mod identity_providers;
pub mod inbound_mails;
pub mod live_events;
pub mod mail_log;
pub mod mail_preferences;
pub mod oauth_clients;
pub mod outbox;
pub mod passkeys;
pub mod password_resets;
pub mod people;
pub mod personal_data;
pub mod personal_mails;
pub mod publications;
pub mod schedule;
pub mod search;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod sso;
pub mod throttles;
pub mod tickets;
pub mod work_notes;

pub use connection::{Db, DbSettings, Dialect};
pub use error::{Error, UniqueConstraint};
pub use page::{IdKey, InstantKey, NameKey, PageRequest, Rows, SortKey, Total};
pub use transaction::{Conn, Read, Tx};
