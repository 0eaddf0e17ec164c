//! Where the link of an invitation or of a forgotten password leads: a new password, whose rules tick
//! while it is typed.

mod model;
mod view;

pub use view::SetPasswordPage;
