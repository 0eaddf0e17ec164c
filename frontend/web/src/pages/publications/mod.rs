//! All publications that the person may read.

mod model;
mod view;

pub use view::PublicationsPage;
