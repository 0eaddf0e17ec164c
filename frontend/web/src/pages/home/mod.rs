//! The customer's home and the agent's queue: one list, with other filters.

mod announcements;
mod columns;
mod export;
mod list;
mod model;
mod publications;
mod table;
mod toolbar;
mod view;

pub use view::HomePage;
