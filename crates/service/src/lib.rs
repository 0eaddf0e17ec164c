#![doc = include_str!("../README.md")]

pub mod actions;
pub mod activity;
pub mod api_tokens;
pub mod app;
pub mod attachments;
pub mod audit;
pub mod auth;
pub mod comments;
pub mod crypto;
pub mod directory;
pub mod error;
pub mod events;
pub mod idempotency;
pub mod identity_providers;
pub mod inbound;
pub mod invitations;
pub mod machines;
pub mod mail_actions;
pub mod mails;
pub mod me;
pub mod oauth_clients;
pub mod operator;
pub mod outbox;
pub mod passkeys;
pub mod personal_data;
pub mod personal_mails;
pub mod publications;
pub mod sandbox;
pub mod second_factor;
pub mod settings;
pub mod spool;
pub mod sso;
pub mod storage;
pub mod sweeps;
pub mod text;
pub mod tickets;
pub mod timers;
pub mod work_notes;

mod background;
mod paging;
mod sheets;
mod uri;

pub use app::{App, AppParts, Caller, InboundSettings, Limits, Settings};
pub use error::{Error, Result};
pub use idempotency::{Created, IdempotencyKey};
