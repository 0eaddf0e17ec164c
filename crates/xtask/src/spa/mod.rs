//! `cargo xtask spa`: the portal, from Rust and TypeScript sources to `frontend/dist`.
//!
//! cargo → cut into parts → wasm-bindgen → wasm-opt (release) and esbuild → content hashes → index.html → brotli and
//! gzip. The same sources give the same bytes on any machine, and a step whose inputs did not
//! change is skipped.

mod assemble;
mod bundle;
mod sizes;
mod wasm;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    fingerprint::{Fingerprint, cached},
    node, toolchain,
    workspace::Workspace,
};

pub use sizes::Sizes;

/// Options of `cargo xtask spa`.
#[derive(clap::Args)]
pub struct Args {
    /// Build fast instead of small: no optimisation, with names in stack traces.
    #[arg(long)]
    dev: bool,
}

/// How the portal is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For debugging.
    Dev,
    /// As people get it.
    Release,
}

impl Mode {
    /// The mode that a `--dev` flag asks for.
    pub fn of(dev: bool) -> Self {
        if dev { Self::Dev } else { Self::Release }
    }

    /// Cargo's profile, which is also a name for folders.
    fn profile(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "spa",
        }
    }
}

/// Sources that end up in the portal; all of them are small enough to be read at each start.
const SOURCES: [&str; 8] = [
    "crates/common",
    "crates/i18n",
    "frontend/client",
    "frontend/ui",
    "frontend/web",
    "frontend/editor/src",
    // The recipe itself.
    "crates/xtask/src/spa",
    ".cargo",
];

/// Single files that do too.
const SOURCE_FILES: [&str; 4] = [
    "Cargo.toml",
    "Cargo.lock",
    "frontend/editor/package.json",
    "frontend/editor/package-lock.json",
];

/// Builds the portal and prints what it weighs.
pub fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    node::require()?;
    build(workspace, Mode::of(args.dev))?;
    Sizes::of(&dist(workspace))?.print();
    Ok(())
}

/// The folder that the server embeds.
pub fn dist(workspace: &Workspace) -> PathBuf {
    workspace.path("frontend/dist")
}

/// Builds the portal unless it is up to date.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<()> {
    let dist = dist(workspace);
    let steps = workspace.spa_target().join("steps").join(mode.profile());
    fs::create_dir_all(&steps).with_context(|| format!("making {}", steps.display()))?;

    let built = cached(&steps.join("dist"), &source_key(workspace, mode)?, |out| {
        println!("building the portal ({} profile)", mode.profile());
        toolchain::require_wasm()?;
        let tools = bundle::Tools::install(workspace)?;
        let module = wasm::build(workspace, &tools, &steps, mode)?;
        let bundles = bundle::build(workspace, &tools, &steps, mode)?;
        assemble::assemble(workspace, &tools, &module, &bundles, out)
    })?;
    assemble::mirror(&built, &dist)
}

fn source_key(workspace: &Workspace, mode: Mode) -> Result<String> {
    let mut key = Fingerprint::new()
        .text(mode.profile())
        .text(&toolchain::rustc_version()?);
    for folder in SOURCES {
        key = key.sources(&workspace.path(folder))?;
    }
    for file in SOURCE_FILES {
        key = key.file(&workspace.path(file))?;
    }
    Ok(key.finish())
}
