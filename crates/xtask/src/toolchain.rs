//! The Rust toolchain's optional parts.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::process;

/// What browsers run.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Adds the WebAssembly target through rustup when it is missing.
pub fn require_wasm() -> Result<()> {
    let library = process::capture(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        WASM,
    ]))
    .context("asking rustc where its libraries are")?;
    if Path::new(library.trim()).exists() {
        return Ok(());
    }
    process::run(Command::new("rustup").args(["target", "add", WASM])).with_context(|| {
        format!("the Rust target {WASM} is missing; without rustup, install your distribution's package of it")
    })
}

/// The compiler's version, for fingerprints of what it builds.
pub fn rustc_version() -> Result<String> {
    process::capture(Command::new("rustc").arg("-V"))
}
