//! Files over HTTP: ranges, names, streams.

pub mod disposition;
pub mod range;
pub mod stream;
pub mod upload;
