//! Walking folders in a fixed order.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// What no check and no fingerprint looks into: built, downloaded or private.
const SKIPPED: [&str; 7] = [
    "target",
    "node_modules",
    "dist",
    "data",
    "output",
    ".git",
    ".cache",
];

/// All files below `dir`, sorted by path, without those of [`SKIPPED`] folders.
pub fn sources(dir: &Path) -> Result<Vec<PathBuf>> {
    walk(dir, &SKIPPED)
}

/// All files below `dir`, sorted by path.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    walk(dir, &[])
}

fn walk(dir: &Path, skipped: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            if !entry.file_type()?.is_dir() {
                found.push(path);
            } else if !skipped.iter().any(|name| entry.file_name() == *name) {
                folders.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
