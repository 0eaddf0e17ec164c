//! Content fingerprints, and steps that are skipped while theirs has not changed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::tree;

/// A digest over everything that a step reads. Contents count, times and places do not: a fresh
/// clone with a kept target folder finds its work done.
#[derive(Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// An empty fingerprint.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value: a version, an option.
    pub fn text(mut self, text: &str) -> Self {
        self.add(text.as_bytes());
        self
    }

    /// Adds bytes.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.add(bytes);
        self
    }

    /// Adds the content of a file; a missing file counts as such.
    pub fn file(mut self, path: &Path) -> Result<Self> {
        if path.exists() {
            let content = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
            self.add(&content);
        } else {
            self.add(b"missing");
        }
        Ok(self)
    }

    /// Adds the names and contents of all source files below a folder; a missing folder counts as
    /// empty.
    pub fn sources(self, dir: &Path) -> Result<Self> {
        if dir.exists() {
            self.all(dir, &tree::sources(dir)?)
        } else {
            Ok(self.text("missing"))
        }
    }

    fn all(mut self, dir: &Path, files: &[PathBuf]) -> Result<Self> {
        for file in files {
            self.add(file.strip_prefix(dir)?.to_string_lossy().as_bytes());
            self = self.file(file)?;
        }
        Ok(self)
    }

    // The length goes first, so that ("ab", "c") and ("a", "bc") differ.
    fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    /// The digest in hexadecimal.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// A short digest of a content, for names that may be cached for ever.
pub fn content_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)).chars().take(10).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(hex_digit)
        .collect()
}

fn hex_digit(value: u8) -> Option<char> {
    char::from_digit(value.into(), 16)
}

/// Runs `build` in the empty folder `dir`, unless it last ended well there with the same key.
///
/// The key is written when `build` has ended, so an interrupted step starts again.
pub fn cached(dir: &Path, key: &str, build: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let stamp = dir.with_extension("key");
    let output = dir.to_path_buf();
    if output.exists() && fs::read_to_string(&stamp).is_ok_and(|written| written == key) {
        return Ok(output);
    }
    empty(&stamp)?;
    empty(&output)?;
    fs::create_dir_all(&output).with_context(|| format!("making {}", output.display()))?;
    build(&output)?;
    fs::write(&stamp, key)?;
    Ok(output)
}

fn empty(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else if path.exists() {
        fs::remove_file(path)
    } else {
        Ok(())
    };
    removed.with_context(|| format!("removing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn key_of(dir: &Path) -> Result<String> {
        Ok(Fingerprint::new().sources(dir)?.finish())
    }

    #[test]
    fn fingerprint_changes_with_content_and_name_only() -> Result<()> {
        let dir = tempfile::tempdir()?;
        fs::write(dir.path().join("a.rs"), "one")?;
        let first = key_of(dir.path())?;
        fs::write(dir.path().join("a.rs"), "one")?;
        assert_eq!(first, key_of(dir.path())?);
        fs::write(dir.path().join("a.rs"), "two")?;
        assert_ne!(first, key_of(dir.path())?);
        fs::remove_file(dir.path().join("a.rs"))?;
        fs::write(dir.path().join("b.rs"), "one")?;
        assert_ne!(first, key_of(dir.path())?);
        Ok(())
    }

    #[test]
    fn fingerprint_of_sources_ignores_built_folders() -> Result<()> {
        let dir = tempfile::tempdir()?;
        fs::write(dir.path().join("a.rs"), "one")?;
        let first = key_of(dir.path())?;
        fs::create_dir(dir.path().join("node_modules"))?;
        fs::write(dir.path().join("node_modules/x.js"), "x")?;
        assert_eq!(first, key_of(dir.path())?);
        Ok(())
    }

    #[test]
    fn fingerprint_keeps_neighbouring_values_apart() {
        let left = Fingerprint::new().text("ab").text("c").finish();
        let right = Fingerprint::new().text("a").text("bc").finish();
        assert_ne!(left, right);
    }

    #[test]
    fn step_runs_once_for_a_key() -> Result<()> {
        let dir = tempfile::tempdir()?;
        let step = dir.path().join("step");
        let mut runs = 0;
        for key in ["one", "one", "two", "two"] {
            cached(&step, key, |out| {
                runs += 1;
                assert_eq!(fs::read_dir(out)?.count(), 0);
                Ok(fs::write(out.join("result"), key)?)
            })?;
        }
        assert_eq!(runs, 2);
        assert_eq!(fs::read_to_string(step.join("result"))?, "two");
        Ok(())
    }

    #[test]
    fn failed_step_runs_again() -> Result<()> {
        let dir = tempfile::tempdir()?;
        let step = dir.path().join("step");
        assert!(cached(&step, "one", |_| bail!("no")).is_err());
        let mut ran = false;
        cached(&step, "one", |_| {
            ran = true;
            Ok(())
        })?;
        assert!(ran);
        Ok(())
    }
}
