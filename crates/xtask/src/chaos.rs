//! `cargo xtask chaos`: workers are killed while timers and mails fall due, and the mail server goes
//! away and comes back. Its short version also brings mails in, among them large ones.

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

/// The short version of mails that come in; the whole is a part of `cargo xtask bench`.
const SHORT_MAIL_IN: [&str; 6] = ["--tickets", "100", "--messages", "60", "--large", "2"];

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
    bench(workspace, true, "outage", &[])
}

/// The short version, with the build of the tests, on a cluster that is there.
pub fn short(workspace: &Workspace, cluster: &str) -> Result<()> {
    chaos(workspace, false, cluster, &SHORT)?;
    bench(workspace, false, "outage", &SHORT_OUTAGE)?;
    bench(workspace, false, "mail-in", &SHORT_MAIL_IN)
}

fn chaos(workspace: &Workspace, release: bool, cluster: &str, numbers: &[&str]) -> Result<()> {
    let options = [&["--postgres", cluster], numbers].concat();
    bench(workspace, release, "chaos", &options)
}

fn bench(workspace: &Workspace, release: bool, what: &str, options: &[&str]) -> Result<()> {
    let server = workspace.server_binary(release);
    let bench: PathBuf = server.with_file_name("guichet-bench");
    process::run(
        Command::new(bench)
            .arg(what)
            .arg("--server")
            .arg(server)
            .arg("--work")
            .arg(workspace.target.join("chaos"))
            .args(options),
    )
}
