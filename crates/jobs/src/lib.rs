#![doc = include_str!("../README.md")]

mod backoff;
mod guard;
mod mailer;
mod runner;
mod schedule;

pub use mailer::{Delivery, Mailer};
pub use runner::{DueRun, Worker};
pub use schedule::{Report, Task, schedule};
