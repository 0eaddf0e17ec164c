//! SQL that differs between the two databases. All other SQL of this crate runs on both.

pub(crate) mod audit;
pub(crate) mod events;
pub(crate) mod numbers;
pub(crate) mod publication_search;
pub(crate) mod queue;
pub(crate) mod search;
