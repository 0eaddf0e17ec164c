#![doc = include_str!("../README.md")]

mod backoff;
mod door;
mod guard;
pub mod imap;
pub mod lmtp;
mod mailer;
mod runner;
mod schedule;

pub use door::MailSink;
pub use mailer::{Delivery, Mailer};
pub use runner::{DueRun, Worker};
pub use schedule::{Report, Task, schedule};
