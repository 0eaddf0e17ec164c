//! Filing a ticket.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "handles of signals, which only debug builds make large: they note where each was made"
)]

mod form;
mod model;
mod side;
mod submit;
mod view;

pub use view::CreateTicketPage;
