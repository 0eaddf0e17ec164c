//! One ticket: its facts, its conversation, and what can be done to it.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "handles of signals, which only debug builds make large: they note where each was made"
)]

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

pub use dialogs::Rating;
pub use view::TicketPage;
