//! Tickets.

mod filter;
mod list;
mod read;
mod wait_plan;
mod write;

pub(crate) use filter::Purpose;
pub use filter::TicketFilter;
pub use list::{ExportRow, export_tickets_in, list_tickets_in};
pub use read::{
    TicketDetailRow, find_next_due, find_ticket_detail_in, find_ticket_in, list_due_auto_close,
    list_due_reminders,
};
pub(crate) use write::excerpt;
pub use write::{Counts, insert_ticket, update_ticket};
