//! The answer to a mail, without signing in. Opening the page does nothing: only its button does.

mod model;
mod view;

pub use view::MailActionPage;
