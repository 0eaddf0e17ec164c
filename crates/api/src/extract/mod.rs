//! Extractors: what a handler gets to see of a request, already checked.
//!
//! Extractors run in the order of a handler's arguments, and the first to refuse wins. Every
//! handler that needs a signed-in person takes [`Caller`] first, so that a stranger learns
//! nothing about parameters or bodies.

mod body;
mod caller;
mod client;
mod client_credentials;
mod conditional;
mod idempotency;
mod language;
mod origin;
mod path;
mod query;
mod strict_json;

pub use body::ValidJson;
pub use caller::Caller;
pub use client::{Client, ProxyTrust};
pub use client_credentials::ClientCredentials;
pub use conditional::{IfMatch, etag_matches, none_match};
pub use idempotency::IdempotencyKey;
pub use language::{AcceptedLanguage, CallerLanguage};
pub use origin::SameOrigin;
pub use path::{PathParam, SecondPathParam};
pub use query::ValidQuery;

pub(crate) use body::Patient;
pub(crate) use caller::{Authentication, bearer};
