//! Files over HTTP: ranges, names, streams.

pub mod disposition;
pub mod message;
pub mod range;
pub mod stream;
pub mod upload;
