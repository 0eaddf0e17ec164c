//! Passwords, tokens and cursors.

pub mod common_passwords;
pub mod cursors;
mod hasher;
pub mod mail_links;
pub mod mail_tokens;
pub mod passwords;
pub mod seal;
pub mod secret;
pub mod tokens;
pub mod totp;
