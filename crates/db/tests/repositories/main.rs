//! The repositories on SQLite, and on PostgreSQL when `GUICHET_TEST_POSTGRES_URL` names a server
//! on which databases may be made. Every test has a database of its own.

mod attachments;
mod conversation;
mod directory;
mod kit;
mod lists;
mod queues;
mod schema;
mod search;
mod tickets;
mod writer;
