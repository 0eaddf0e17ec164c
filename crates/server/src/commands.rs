//! The command line.

mod admin;
mod audit;
mod demo;
mod migrate;
mod openapi;
mod serve;
mod worker;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

use crate::config::{Config, Settings};
use crate::logging;

/// The self-hosted customer service portal.
#[derive(Debug, Parser)]
#[command(name = "guichet", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the portal and the API, and run the jobs.
    Serve(serve::Args),
    /// Run only the jobs: mails, timers, sweeps.
    Worker(Configured),
    /// Bring the database's schema up to date.
    Migrate(Configured),
    /// Load the demo data into an empty database.
    Demo(demo::Args),
    /// Enter people, reset their passwords, unlock and list them.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Check the audit trail.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Print the OpenAPI document.
    Openapi(openapi::Args),
}

/// A command that has settings and nothing else.
#[derive(Debug, clap::Args)]
struct Configured {
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command to its end.
pub fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Serve(args) => {
            let config = configure(args.settings)?;
            block_on(serve::serve(&config, args.options))
        }
        Command::Worker(args) => block_on(worker::work(&configure(args.settings)?)),
        Command::Migrate(args) => block_on(migrate::migrate(&configure(args.settings)?)),
        Command::Demo(args) => {
            let config = configure(args.settings)?;
            block_on(demo::load(&config, &args.options))
        }
        Command::Admin(command) => {
            let config = configure(command.settings())?;
            block_on(admin::run(&config, &command))
        }
        Command::Audit(audit::Command::Verify(args)) => {
            let config = configure(args.settings)?;
            block_on(audit::verify(&config, args.noted.as_ref()))
        }
        Command::Openapi(args) => openapi::print(&args),
    }
}

fn configure(settings: Settings) -> Result<Config> {
    let config = Config::load(settings)?;
    logging::start(&config.log, config.log_format)?;
    Ok(config)
}

fn block_on(command: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot be started")?
        .block_on(command)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
