//! The workspace as `cargo metadata` describes it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{process, tree};

/// Where things are, and the workspace's own crates.
#[derive(Debug, Deserialize)]
pub struct Workspace {
    /// The folder of the root `Cargo.toml`.
    #[serde(rename = "workspace_root")]
    pub root: PathBuf,
    /// Cargo's target folder; follows `CARGO_TARGET_DIR`.
    #[serde(rename = "target_directory")]
    pub target: PathBuf,
    /// The members of the workspace, without third-party crates.
    pub packages: Vec<Package>,
}

/// One crate of ours.
#[derive(Debug, Deserialize)]
pub struct Package {
    /// Its name in `Cargo.toml`.
    pub name: String,
    /// What it depends on directly, of any kind.
    pub dependencies: Vec<Dependency>,
}

/// One line of a crate's dependencies.
#[derive(Debug, Deserialize)]
pub struct Dependency {
    /// The name of the crate depended on.
    pub name: String,
    /// `None` for normal dependencies, else `dev` or `build`.
    pub kind: Option<String>,
    /// Set for crates of this workspace.
    pub path: Option<PathBuf>,
}

impl Workspace {
    /// Asks cargo about the workspace around the current folder.
    pub fn load() -> Result<Self> {
        let json = process::capture(process::cargo().args([
            "metadata",
            "--format-version=1",
            "--no-deps",
        ]))?;
        serde_json::from_str(&json).context("reading the answer of `cargo metadata`")
    }

    /// A path below the root.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// All files of the folders that hold code, sorted by path within each.
    pub fn code(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for folder in ["crates", "migrations", "frontend", "e2e"] {
            files.extend(tree::sources(&self.path(folder))?);
        }
        Ok(files)
    }

    /// The target folder of everything that is built for the browser: it would otherwise wait for
    /// the native build's lock, and evict its artefacts.
    pub fn spa_target(&self) -> PathBuf {
        self.target.join("spa")
    }

    /// The server's binary.
    pub fn server_binary(&self, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        self.target.join(profile).join("guichet")
    }
}
