//! Tickets: filing, reading, listing, changing, exporting.

mod agenda;
pub(crate) mod change;
mod create;
mod export;
pub(crate) mod notify;
pub(crate) mod read;
mod update;

pub use agenda::get_agenda;
pub use change::Terms;
pub use create::create_ticket;
pub(crate) use create::{Filing, file_follow_up, follow_up, read_subject, write_ticket};
pub use export::{ExportFile, export_tickets};
pub(crate) use export::{csv_error, cut, without_formula, write_error, xlsx_error};
pub use read::{get_ticket, list_tickets};
pub use update::update_ticket;
