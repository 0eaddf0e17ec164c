//! The worker on a database of its own, with a clock that stands still.

mod house;
mod mails;
mod tasks;
