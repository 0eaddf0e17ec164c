//! `cargo xtask check`: what must hold before a commit, without a database or a browser.

mod arrows;
mod evidence;
mod files;
mod wasm_gate;

use anyhow::Result;

use crate::{
    process,
    steps::{Counts, Steps},
    test::runner,
    toolchain::{self, WASM},
    workspace::Workspace,
};

/// `cargo xtask check` takes no options.
#[derive(clap::Args)]
pub struct Args {}

/// Crates whose tests need neither database nor server; `cargo xtask test` runs those of all
/// crates.
const SMALL: [&str; 7] = [
    "guichet-common",
    "guichet-domain",
    "guichet-i18n",
    "guichet-mail",
    "guichet-client",
    "guichet-web",
    "xtask",
];

/// Crates that are compiled for the browser by us alone; their dependencies follow.
const BROWSER: [&str; 5] = [
    "guichet-common",
    "guichet-i18n",
    "guichet-client",
    "guichet-ui",
    "guichet-web",
];

/// Runs all checks.
pub fn run(workspace: &Workspace, _: &Args) -> Result<()> {
    let mut steps = Steps::start();
    let result = light(workspace, &mut steps)
        .and_then(|()| lints(workspace, &mut steps))
        .and_then(|()| steps.counted("tests of the small crates", small_tests));
    steps.summary();
    result
}

/// What takes seconds.
pub fn light(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.step("format", || {
        process::run(process::cargo().args(["fmt", "--all", "--check"]))
    })?;
    steps.step("arrows between crates", || arrows::check(workspace))?;
    steps.step("files", || files::check(workspace))?;
    steps.step("evidence of security", || evidence::check(workspace))?;
    steps.step("nothing of the server in the browser", wasm_gate::check)
}

/// Clippy over everything, natively and for the browser.
pub fn lints(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.step("lints", || {
        process::run(
            process::cargo()
                .args(["clippy", "--workspace", "--all-targets"])
                .args(["--", "--deny", "warnings"]),
        )
    })?;
    steps.step("lints for the browser", || {
        toolchain::require_wasm()?;
        let mut clippy = process::cargo();
        // The profile of `cargo xtask spa`, so that both share build scripts and procedural macros.
        clippy.args(["clippy", "--profile", "spa", "--target", WASM]);
        clippy.arg("--target-dir").arg(workspace.spa_target());
        for name in BROWSER {
            clippy.args(["--package", name]);
        }
        process::run(clippy.args(["--", "--deny", "warnings"]))
    })
}

fn small_tests(counts: &mut Counts) -> Result<()> {
    let packages: Vec<&str> = SMALL
        .into_iter()
        .flat_map(|name| ["--package", name])
        .collect();
    runner::rust_tests(&packages, &[], counts)
}
