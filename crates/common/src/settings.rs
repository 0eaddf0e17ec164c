//! Settings that admins change while the instance runs, a section each.

pub mod brand;
pub mod calendars;
pub mod machines;
pub mod retention;
pub mod security;
pub mod timers;
