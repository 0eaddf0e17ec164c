//! `cargo xtask test`: every check and test there is, on a fresh machine too.

pub mod packages;
pub mod postgres;
pub mod runner;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    chaos, check, node, process,
    spa::{self, Sizes},
    steps::Steps,
    tree,
    workspace::Workspace,
};

/// `cargo xtask test` takes no options.
#[derive(clap::Args)]
pub struct Args {}

/// Runs everything; the totals are printed even when a step fails.
pub fn run(workspace: &Workspace, _: &Args) -> Result<()> {
    let mut steps = Steps::start();
    let result = all(workspace, &mut steps);
    steps.summary();
    result
}

fn all(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let e2e = workspace.path("e2e");
    let editor = workspace.path("frontend/editor");
    // Not left to the portal's build: with a kept target folder that one has nothing to do.
    steps.step("tools", || {
        node::require()?;
        packages::require(&[
            packages::chromium(),
            packages::postgres(),
            packages::dovecot(),
            packages::submission(),
        ])?;
        node::install(&editor)?;
        node::install(&e2e)
    })?;
    check::light(workspace, steps)?;
    steps.step("portal", || {
        spa::build(workspace, spa::Mode::Release)?;
        let sizes = Sizes::of(&spa::dist(workspace))?;
        sizes.print();
        sizes.within_limits()
    })?;
    check::lints(workspace, steps)?;
    steps.step("build", build)?;
    steps.counted("Rust tests", |counts| {
        let database = postgres::Cluster::start()?;
        let environment = [("GUICHET_TEST_POSTGRES_URL", database.url())];
        runner::rust_tests(&["--workspace"], &environment, counts)?;
        chaos::short(workspace, &database.url())
    })?;
    if has_doc_tests(workspace)? {
        steps.counted("examples in the documentation", |counts| {
            runner::cargo_tests(&["--workspace", "--doc"], &[], counts)
        })?;
    }
    steps.counted("editor", |counts| {
        let files = test_files(&editor, &["test"])?;
        runner::node_tests(&editor, &files, &[], counts)
    })?;
    steps.counted("journeys in a browser", |counts| {
        let files = test_files(&e2e, &["lib", "journeys"])?;
        let binary = workspace
            .server_binary(false)
            .to_string_lossy()
            .into_owned();
        runner::node_tests(&e2e, &files, &[("GUICHET_BIN", binary)], counts)
    })
}

/// The test files in some folders of `dir`, by name: what node makes of a folder differs between
/// its releases.
fn test_files(dir: &Path, folders: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in folders
        .iter()
        .map(|folder| dir.join(folder))
        .filter(|folder| folder.exists())
    {
        found.extend(
            tree::sources(&folder)?
                .into_iter()
                .filter(|file| is_test(file)),
        );
    }
    Ok(found)
}

fn is_test(file: &Path) -> bool {
    let name = file.to_string_lossy();
    [".test.mjs", ".test.js"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// One cargo run for the tests' binaries, the server and those who kill it: with the same choice of features, so that
/// nothing is compiled twice.
fn build() -> Result<()> {
    process::run(process::cargo().args([
        "build",
        "--workspace",
        "--tests",
        "--bin",
        "guichet",
        "--bin",
        "guichet-bench",
    ]))
}

/// Doc tests compile every library once more; most of the time there are none.
fn has_doc_tests(workspace: &Workspace) -> Result<bool> {
    for file in workspace.code()? {
        if file.extension().is_some_and(|extension| extension == "rs") {
            let text =
                fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            if text.lines().any(opens_example) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn opens_example(line: &str) -> bool {
    let line = line.trim_start();
    let Some(doc) = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))
    else {
        return false;
    };
    doc.trim_start()
        .strip_prefix("```")
        .is_some_and(|language| matches!(language.trim(), "rust" | "no_run" | "should_panic"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn example_is_told_from_a_drawing() {
        assert!(opens_example("    /// ```rust"));
        assert!(!opens_example("//! ```text"));
        assert!(!opens_example("let fence = \"```\";"));
    }
}
