//! Passwords, tokens and cursors.

pub mod cursors;
mod hasher;
pub mod passwords;
pub mod secret;
pub mod tokens;
