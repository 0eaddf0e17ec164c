#![doc = include_str!("../README.md")]

mod call;
mod client;
mod error;
mod events;
#[cfg(test)]
mod fake;
pub mod json;
mod sse;
pub mod transport;

mod activity;
mod administration;
mod api_tokens;
mod attachments;
mod auth;
mod comments;
mod directory;
mod mail_actions;
mod me;
mod passkeys;
mod password_reset;
mod publications;
mod second_factor;
mod ticket_actions;
mod tickets;
mod work_notes;

pub use call::{ETag, IdempotencyKey, query_string};
pub use client::{Client, Versioned};
pub use error::Error;
pub use events::{EventStream, LiveEvent};
pub use transport::{Content, Download, FilePart, Progress};
