//! `cargo xtask bench`: the server against what the machine could do at best.

use std::{fs, process::Command};

use anyhow::{Context, Result};

use crate::{
    node, process,
    spa::{self, Sizes},
    test::{packages, postgres::Cluster},
    workspace::Workspace,
};

/// Options of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Args {
    /// Measure growth at so many tickets as well, for example 1000000.
    #[arg(long, value_name = "N")]
    tickets: Option<usize>,
    /// Leave PostgreSQL out.
    #[arg(long)]
    no_postgres: bool,
    /// Leave the portal out.
    #[arg(long)]
    no_portal: bool,
    /// Print the ratios without writing them into `docs/performance.md`.
    #[arg(long)]
    no_report: bool,
}

/// Where the databases are made; deleted before and after.
const WORK: &str = "bench";

/// The report's file.
const REPORT: &str = "docs/performance.md";

/// Builds with optimisations, measures, and writes the ratios.
pub fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let sizes = if args.no_portal {
        None
    } else {
        node::require()?;
        spa::build(workspace, spa::Mode::Release)?;
        Some(Sizes::of(&spa::dist(workspace))?)
    };
    // `--workspace`: the same features of third-party crates as `run --release`, see `build_server`.
    process::run(process::cargo().args([
        "build",
        "--release",
        "--workspace",
        "--bin",
        "guichet",
        "--bin",
        "guichet-bench",
    ]))?;

    let work = workspace.target.join(WORK);
    forget(&work)?;
    let mut bench = Command::new(workspace.target.join("release").join("guichet-bench"));
    bench
        .arg("run")
        .arg("--server")
        .arg(workspace.server_binary(true));
    bench.arg("--work").arg(&work);
    if let Some(tickets) = args.tickets {
        bench.args(["--grow-to", &tickets.to_string()]);
    }
    if let Some(sizes) = sizes {
        bench.args(["--first-visit", &sizes.first_visit().to_string()]);
        bench.args(["--editor", &sizes.editor().to_string()]);
    }
    if !args.no_report {
        bench.arg("--report").arg(workspace.path(REPORT));
    }
    let with_postgres = !args.no_postgres && packages::postgres_programs().is_some();
    let cluster = with_postgres.then(Cluster::start_durable).transpose()?;
    if let Some(cluster) = &cluster {
        bench.args(["--postgres", &cluster.url()]);
    }
    let measured = process::run(&mut bench);
    forget(&work)?;
    measured
}

fn forget(folder: &std::path::Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}
