//! An article or announcement of the supplier.

mod model;
mod view;

pub use view::{KindBadge, PublicationPage};
