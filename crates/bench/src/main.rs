#![doc = include_str!("../README.md")]
#![expect(
    clippy::print_stdout,
    reason = "a benchmark talks on its standard output"
)]

mod api;
mod bare;
mod chaos;
mod client;
mod limit;
mod load;
mod mail_in;
mod outage;
mod probe;
mod report;
mod run;
mod scenarios;
mod server;
mod sign_in;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Measures a release build of the server.
#[derive(Debug, Parser)]
#[command(name = "guichet-bench")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure, print, and write the ratios.
    Run(run::Args),
    /// Serve the limit's answers; `run` starts this.
    Limit(limit::Args),
    /// Kill workers while timers and mails fall due, and see that nothing is lost.
    Chaos(chaos::Args),
    /// Let mails wait while the mail server is away, and see how soon they leave on its return.
    Outage(outage::Args),
    /// Bring mails in, and look at the memory of large ones.
    MailIn(mail_in::Args),
    /// Try to sign in: whether answers tell who exists, and what a storm does to others.
    SignIn(sign_in::Args),
    /// Ask a running server for one path, again and again.
    Probe(probe::Args),
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> Result<()> {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Limit(args) => limit::serve(&args),
        Command::Chaos(args) => chaos::run(&args),
        Command::Outage(args) => outage::run(&args),
        Command::MailIn(args) => mail_in::run(&args),
        Command::SignIn(args) => sign_in::run(&args),
        Command::Probe(args) => probe::probe(&args),
    }
}
