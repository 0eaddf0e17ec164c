//! The audit trail: who did what to whom, when, from where.

mod filters;
mod model;
mod rows;
mod view;

pub use view::AuditPage;
