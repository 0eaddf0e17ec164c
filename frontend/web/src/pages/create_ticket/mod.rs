//! Filing a ticket.

mod form;
mod model;
mod side;
mod submit;
mod view;

pub use view::CreateTicketPage;
