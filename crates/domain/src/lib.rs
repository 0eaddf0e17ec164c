#![doc = include_str!("../README.md")]

pub mod actor;
pub mod calendar;
pub mod clock;
pub mod policy;
pub mod priority;
pub mod ticket;

pub use actor::{Actor, Program, Scope};
pub use calendar::Calendar;
pub use clock::{Clock, Ids, MockClock, SandboxClock, SystemClock};
pub use policy::Denial;
pub use ticket::{Ticket, TicketError};
