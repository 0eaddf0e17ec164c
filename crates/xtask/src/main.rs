#![doc = include_str!("../README.md")]
#![expect(
    clippy::print_stdout,
    reason = "a command-line tool talks on its standard output"
)]

mod bench;
mod chaos;
mod check;
mod fingerprint;
mod node;
mod openapi;
mod process;
mod run;
mod spa;
mod steps;
mod test;
mod toolchain;
mod tree;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Builds, checks, tests and measures Guichet.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the portal and the server where needed, then serve them with the demo data.
    Run(run::Args),
    /// Build the portal (WebAssembly, styles, editor) into `frontend/dist`.
    Spa(spa::Args),
    /// Check the format, the lints, the arrows between crates and the small crates' tests.
    Check(check::Args),
    /// Everything: checks, tests on both databases, journeys in a browser.
    Test(test::Args),
    /// Write `openapi/openapi.json` and `openapi/problems.md` from the handlers.
    Openapi(openapi::Args),
    /// Kill workers while timers and mails fall due, and see that nothing is lost or done twice.
    Chaos(chaos::Args),
    /// Measure a release build against what the machine could do at best.
    Bench(bench::Args),
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(task: Task) -> Result<()> {
    let workspace = Workspace::load()?;
    match task {
        Task::Run(args) => run::run(&workspace, &args),
        Task::Spa(args) => spa::run(&workspace, &args),
        Task::Check(args) => check::run(&workspace, &args),
        Task::Test(args) => test::run(&workspace, &args),
        Task::Openapi(args) => openapi::run(&workspace, &args),
        Task::Chaos(args) => chaos::run(&workspace, &args),
        Task::Bench(args) => bench::run(&workspace, &args),
    }
}
