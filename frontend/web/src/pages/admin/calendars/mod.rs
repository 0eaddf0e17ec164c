//! Business calendars: the week, the days that are different, and the public holidays of a year.

mod exceptions;
mod model;
mod view;

pub use view::CalendarsPage;
