//! Node and its packages.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{fingerprint::Fingerprint, process};

/// The oldest Node release that the build scripts and the journeys run on.
const OLDEST_MAJOR: u32 = 20;

/// An error that says what to install when Node is missing or too old.
pub fn require() -> Result<()> {
    let advice = format!("install Node {OLDEST_MAJOR} or newer, with npm, and run this again");
    let version = process::capture(Command::new("node").arg("--version"))
        .ok()
        .with_context(|| format!("`node` was not found: {advice}"))?;
    if major(&version).is_none_or(|major| major < OLDEST_MAJOR) {
        bail!("Node {} is too old: {advice}", version.trim());
    }
    if !process::succeeds(Command::new("npm").arg("--version")) {
        bail!("`npm` was not found: {advice}");
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// Installs a folder's locked packages, unless that was done for this very lock file.
pub fn install(dir: &Path) -> Result<()> {
    let key = Fingerprint::new()
        .file(&dir.join("package.json"))?
        .file(&dir.join("package-lock.json"))?
        .finish();
    let stamp = dir.join("node_modules/.guichet-key");
    if fs::read_to_string(&stamp).is_ok_and(|written| written == key) {
        return Ok(());
    }
    process::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(dir),
    )?;
    fs::write(&stamp, key).with_context(|| format!("writing {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn major_version_is_read_from_nodes_answer() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("22.1.0"), None);
        assert_eq!(major(""), None);
    }
}
