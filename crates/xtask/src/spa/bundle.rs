//! Scripts and styles: what npm's tools make.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::Mode;
use crate::{
    fingerprint::{Fingerprint, cached},
    node, process,
    workspace::Workspace,
};

/// The oldest browsers served (those with `light-dark()`); esbuild lowers what else they lack.
const BROWSERS: &str = "--target=chrome123,firefox121,safari17.5";

/// The options below are inputs of the steps, too.
const RECIPE: &str = include_str!("bundle.rs");

/// The npm packages that build the portal.
pub struct Tools {
    packages: PathBuf,
    /// The lock file, which names their versions.
    pub lock: PathBuf,
}

impl Tools {
    /// Installs them where needed.
    pub fn install(workspace: &Workspace) -> Result<Self> {
        let editor = workspace.path("frontend/editor");
        node::install(&editor)?;
        Ok(Self {
            packages: editor.join("node_modules"),
            lock: editor.join("package-lock.json"),
        })
    }

    /// One of their programs.
    pub fn command(&self, name: &str) -> Command {
        Command::new(self.packages.join(".bin").join(name))
    }

    /// A file inside a package.
    pub fn file(&self, path: &str) -> PathBuf {
        self.packages.join(path)
    }

    /// Runs esbuild on one entry point.
    pub fn esbuild(&self, entry: &Path, mode: Mode, options: &[String]) -> Result<()> {
        let mut esbuild = self.command("esbuild");
        esbuild.arg(entry).args([
            "--bundle",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
            BROWSERS,
        ]);
        esbuild.arg(match mode {
            Mode::Dev => "--sourcemap=inline",
            Mode::Release => "--minify",
        });
        process::run(esbuild.args(options))
    }
}

/// What esbuild made.
pub struct Bundles {
    /// The portal's style sheet.
    pub styles: PathBuf,
    /// The editor: loaded when a page first needs it.
    pub editor: PathBuf,
    /// The editor's style sheet, if it has one.
    pub editor_styles: Option<PathBuf>,
    /// How the boot script is to be bundled.
    pub mode: Mode,
}

/// Bundles the styles and the editor.
pub fn build(workspace: &Workspace, tools: &Tools, steps: &Path, mode: Mode) -> Result<Bundles> {
    let styles = workspace.path("frontend/web/styles");
    let key = Fingerprint::new()
        .sources(&styles)?
        .file(&tools.lock)?
        .text(RECIPE)
        .finish();
    let styles = cached(&steps.join("styles"), &key, |out| {
        // Fonts are files of `frontend/web/public`, copied as they are.
        let options = [
            "--external:/fonts/*".to_owned(),
            format!("--outdir={}", out.display()),
        ];
        tools.esbuild(&styles.join("main.css"), mode, &options)
    })?;

    let source = workspace.path("frontend/editor/src");
    let key = Fingerprint::new()
        .sources(&source)?
        .file(&tools.lock)?
        .text(RECIPE)
        .finish();
    let editor = cached(&steps.join("editor"), &key, |out| {
        let options = [
            "--format=esm".to_owned(),
            format!("--outfile={}/editor.js", out.display()),
        ];
        tools.esbuild(&editor_entry(&source)?, mode, &options)
    })?;

    let editor_styles = editor.join("editor.css");
    Ok(Bundles {
        styles: styles.join("main.css"),
        editor: editor.join("editor.js"),
        editor_styles: editor_styles.exists().then_some(editor_styles),
        mode,
    })
}

fn editor_entry(source: &Path) -> Result<PathBuf> {
    ["index.ts", "index.js"]
        .map(|name| source.join(name))
        .into_iter()
        .find(|entry| fs::exists(entry).unwrap_or(false))
        .with_context(|| format!("{} has no index.ts or index.js", source.display()))
}
