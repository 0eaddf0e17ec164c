//! `cargo xtask chaos`: workers are killed while timers and mails fall due, and the mail server goes
//! away and comes back.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{
    process,
    test::{packages, postgres::Cluster},
    workspace::Workspace,
};

/// Options of `cargo xtask chaos`.
#[derive(clap::Args)]
pub struct Args {
    /// Workers that are killed.
    #[arg(long, value_name = "N", default_value_t = 100)]
    kills: usize,
    /// Timers that fall due meanwhile.
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    timers: usize,
    /// Mails that wait at the beginning.
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    mails: usize,
    /// With the same number the same workers are killed at the same times.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// The short version that the tests run.
const SHORT: [&str; 9] = [
    "--kills", "5", "--timers", "60", "--mails", "60", "--pace", "1", "--hurry",
];

/// The short version of the outage.
const SHORT_OUTAGE: [&str; 8] = [
    "--tickets",
    "100",
    "--mails",
    "60",
    "--outage",
    "2",
    "--pace",
    "20",
];

/// Builds with optimisations and runs it whole.
pub fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    packages::require(&[packages::postgres()])?;
    let programs = ["--bin", "guichet", "--bin", "guichet-bench"];
    process::run(
        process::cargo()
            .args(["build", "--release", "--workspace"])
            .args(programs),
    )?;
    let cluster = Cluster::start()?;
    let (kills, timers) = (args.kills.to_string(), args.timers.to_string());
    let (mails, seed) = (args.mails.to_string(), args.seed.to_string());
    let numbers = [
        "--kills", &kills, "--timers", &timers, "--mails", &mails, "--seed", &seed,
    ];
    chaos(workspace, true, &cluster.url(), &numbers)?;
    outage(workspace, true, &[])
}

/// The short version, with the build of the tests, on a cluster that is there.
pub fn short(workspace: &Workspace, cluster: &str) -> Result<()> {
    chaos(workspace, false, cluster, &SHORT)?;
    outage(workspace, false, &SHORT_OUTAGE)
}

/// Mails that wait for a mail server that is away, and leave on its return.
fn outage(workspace: &Workspace, release: bool, numbers: &[&str]) -> Result<()> {
    let server = workspace.server_binary(release);
    let bench: PathBuf = server.with_file_name("guichet-bench");
    process::run(
        Command::new(bench)
            .arg("outage")
            .arg("--server")
            .arg(server)
            .arg("--work")
            .arg(workspace.target.join("chaos"))
            .args(numbers),
    )
}

fn chaos(workspace: &Workspace, release: bool, cluster: &str, numbers: &[&str]) -> Result<()> {
    let server = workspace.server_binary(release);
    let bench: PathBuf = server.with_file_name("guichet-bench");
    let work = workspace.target.join("chaos");
    process::run(
        Command::new(bench)
            .arg("chaos")
            .arg("--server")
            .arg(server)
            .arg("--work")
            .arg(work)
            .args(["--postgres", cluster])
            .args(numbers),
    )
}
