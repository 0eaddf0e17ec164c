//! `cargo xtask openapi`: the contract, written from the handlers.

use std::{fs, process::Command};

use anyhow::{Context, Result};

use crate::{process, run, workspace::Workspace};

/// `cargo xtask openapi` takes no options.
#[derive(clap::Args)]
pub struct Args {}

/// What is written, and the arguments that make the server print it.
const DOCUMENTS: [(&str, &[&str]); 2] = [
    ("openapi/openapi.json", &["openapi"]),
    ("openapi/problems.md", &["openapi", "--problems"]),
];

/// Builds the server and writes what it says about itself.
pub fn run(workspace: &Workspace, _: &Args) -> Result<()> {
    run::build_server(false)?;
    for (path, arguments) in DOCUMENTS {
        let mut text = process::capture(
            Command::new(workspace.server_binary(false))
                .args(arguments)
                .current_dir(&workspace.root),
        )?;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        fs::write(workspace.path(path), text).with_context(|| format!("writing {path}"))?;
        println!("wrote {path}");
    }
    Ok(())
}
