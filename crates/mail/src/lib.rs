#![doc = include_str!("../README.md")]

mod brand;
mod clean;
mod dkim;
pub mod incoming;
mod logo;
mod outgoing;
mod personal;
mod render;
mod rich_text;
mod ticket;
mod transport;

pub use brand::Brand;
pub use dkim::{DkimSigner, InvalidDkim};
pub use logo::Logo;
pub use outgoing::{Composed, InvalidMail, OutgoingMail, is_address, message_id};
pub use personal::PersonalMail;
pub use render::{Rendered, Renderer, mail_subject};
pub use ticket::{MailEvent, RefusedFiles, RichText, TicketMail};
pub use transport::{Directory, InvalidSmtpUrl, Memory, SendError, Smtp, Transport};
