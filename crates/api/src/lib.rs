#![doc = include_str!("../README.md")]

mod document;
mod edge;
mod error;
mod extract;
mod files;
mod problem;
mod reply;
mod routes;
mod server;
mod site;

pub use document::{openapi_json, problems_markdown};
pub use extract::ProxyTrust;
pub use server::{Options, RenderMetrics, Shutdown, server, signalled};
