//! One ticket: its facts, its conversation, and what can be done to it.

mod activity;
mod attachments;
mod banner;
mod composer;
mod composer_state;
mod details;
mod dialogs;
mod feed;
mod header;
mod model;
mod state;
mod view;
mod wording;

pub use view::TicketPage;
