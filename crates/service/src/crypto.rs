//! Passwords, tokens and cursors.

pub mod cursors;
pub mod passwords;
pub mod secret;
pub mod tokens;
