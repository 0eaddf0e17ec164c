//! The repositories on SQLite, and on PostgreSQL when `GUICHET_TEST_POSTGRES_URL` names a server
//! on which databases may be made. Every test has a database of its own.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail like the tests themselves"
)]

mod attachments;
mod conversation;
mod directory;
mod kit;
mod lists;
mod queues;
mod schema;
mod search;
mod sqlite;
mod tickets;
mod writer;
