//! One folder a page.

mod admin;
mod create_ticket;
mod forgotten_password;
mod guide;
mod home;
mod login;
mod mail_action;
mod not_found;
mod profile;
mod publication;
mod publications;
mod set_password;
mod ticket;

pub use admin::{AdminPublicationsPage, AdministrationPage, DirectoryPage};
pub use create_ticket::CreateTicketPage;
pub use forgotten_password::ForgottenPasswordPage;
pub use guide::GuidePage;
pub use home::HomePage;
pub use login::LoginPage;
pub use mail_action::MailActionPage;
pub use not_found::NotFoundPage;
pub use profile::ProfilePage;
pub use publication::PublicationPage;
pub use publications::PublicationsPage;
pub use set_password::SetPasswordPage;
pub use ticket::TicketPage;
