//! `cargo xtask run`: from a fresh clone to a running portal with demo data.

use std::{os::unix::process::CommandExt, process::Command};

use anyhow::{Context, Result};

use crate::{node, process, spa, workspace::Workspace};

/// Options of `cargo xtask run`.
#[derive(clap::Args)]
pub struct Args {
    /// Build the server with optimisations.
    #[arg(long)]
    release: bool,
    /// Build the portal without optimisations: faster to build, slower to load.
    #[arg(long)]
    dev_spa: bool,
    /// Options passed on to `guichet serve`, such as `--listen 0.0.0.0:8080`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    serve: Vec<String>,
}

/// Builds what is out of date, then becomes the server.
pub fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    node::require()?;
    spa::build(workspace, spa::Mode::of(args.dev_spa))?;
    build_server(args.release)?;

    let mut server = Command::new(workspace.server_binary(args.release));
    server.args(["serve", "--demo"]).args(&args.serve);
    println!("$ {}", process::describe(&server));
    // Replacing ourselves hands signals to the server directly, so that it drains on Ctrl-C and
    // SIGTERM.
    Err(server.exec()).context("starting the server")
}

/// Builds the server's binary.
///
/// `--workspace` makes cargo choose the same features of third-party crates as the tests do:
/// without it they would be compiled once for `run` and again for `test`.
pub fn build_server(release: bool) -> Result<()> {
    let mut build = process::cargo();
    build.args(["build", "--workspace", "--bin", "guichet"]);
    if release {
        build.arg("--release");
    }
    process::run(&mut build)
}
