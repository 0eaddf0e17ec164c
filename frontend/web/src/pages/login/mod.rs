//! Signing in.

mod model;
mod view;

pub use view::LoginPage;
