//! Contacts and configuration items from a file: tried first, then done.

mod model;
mod view;

pub use view::ImportPage;
