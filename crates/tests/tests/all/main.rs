//! Every HTTP, job and mail test, as one binary.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up must fail loudly; JSON that lacks a field has null there"
)]

mod access_mails;
mod api_tokens;
mod audit;
mod authorisation;
mod brand;
mod calendars;
mod contacts;
mod conventions;
mod conversation;
mod directory;
mod directory_writing;
mod events;
mod export;
mod files;
mod idempotency;
mod imports;
mod leaks;
mod life_cycle;
mod lists;
mod mail_actions;
mod mail_in;
mod mail_log;
mod mails;
mod oauth_clients;
mod operator;
mod passkeys;
mod password_reset;
mod personal_data;
mod profile;
mod publications;
mod retention;
mod sandbox;
mod search;
mod second_factor;
mod security_settings;
mod session_ends;
mod sessions;
mod sso;
mod throttle;
mod timer_settings;
mod timers;
mod validation;
mod visibility;
