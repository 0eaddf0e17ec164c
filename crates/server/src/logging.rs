//! Logs, always to standard error: standard output belongs to what a command prints.

use std::io::IsTerminal as _;

use anyhow::{Context as _, Result, anyhow};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// These tell at every start what nobody needs to know.
const QUIET: &str = "actix_server=warn,sea_orm_migration=warn";

/// Begins to log.
pub fn start(filter: &str, format: LogFormat) -> Result<()> {
    // What follows overrides what comes before.
    let filter = format!("{QUIET},{filter}");
    let filter = EnvFilter::try_new(filter).context("GUICHET_LOG is no log filter")?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow!("logging cannot be started: {error}"))
}
