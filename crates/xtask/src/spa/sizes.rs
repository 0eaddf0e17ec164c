//! What a first visit downloads.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::tree;

/// HTML, script, WebAssembly, styles and fonts of a first visit, in bytes.
const FIRST_VISIT_LIMIT: u64 = 350_000;

/// Each part of the application that loads when a page first needs it.
const PART_LIMIT: u64 = 200_000;

/// The editor, which loads when a page first needs it.
const EDITOR_LIMIT: u64 = 90_000;

/// The portal's files with the bytes that cross the network, brotli where it is offered.
pub struct Sizes {
    files: Vec<(String, u64)>,
}

impl Sizes {
    /// Measures a built portal.
    pub fn of(dist: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for file in tree::files(dist)? {
            if is_twin(&file) {
                continue;
            }
            let twin = PathBuf::from(format!("{}.br", file.display()));
            let sent = if twin.exists() { &twin } else { &file };
            let size = fs::metadata(sent)
                .with_context(|| format!("measuring {}", sent.display()))?
                .len();
            files.push((
                file.strip_prefix(dist)?.to_string_lossy().into_owned(),
                size,
            ));
        }
        Ok(Self { files })
    }

    /// Bytes before the login page can be used.
    pub fn first_visit(&self) -> u64 {
        self.sum(|name| {
            name == "index.html"
                || name.starts_with("assets/app-")
                || name.starts_with("assets/boot-")
                || name.starts_with("fonts/")
        })
    }

    /// Bytes of the editor.
    pub fn editor(&self) -> u64 {
        self.sum(|name| name.starts_with("assets/editor-"))
    }

    /// Bytes of each part that is not in a first visit, by name.
    fn parts(&self) -> impl Iterator<Item = &(String, u64)> {
        self.files.iter().filter(|(name, _)| {
            name.starts_with("assets/part-") || name.starts_with("assets/chunk-")
        })
    }

    fn sum(&self, wanted: impl Fn(&str) -> bool) -> u64 {
        self.files
            .iter()
            .filter(|(name, _)| wanted(name))
            .map(|(_, size)| size)
            .sum()
    }

    /// Prints each file and the totals.
    pub fn print(&self) {
        println!("\ntransfer sizes (brotli), in bytes:");
        for (name, size) in &self.files {
            println!("{size:>9}  {name}");
        }
        println!(
            "{:>9}  first visit, of {FIRST_VISIT_LIMIT} at most",
            self.first_visit()
        );
        println!(
            "{:>9}  largest part, of {PART_LIMIT} at most",
            self.parts().map(|(_, size)| *size).max().unwrap_or(0)
        );
        println!("{:>9}  editor, of {EDITOR_LIMIT} at most", self.editor());
    }

    /// An error when the portal has grown past its limits.
    pub fn within_limits(&self) -> Result<()> {
        let (first_visit, editor) = (self.first_visit(), self.editor());
        if first_visit > FIRST_VISIT_LIMIT {
            bail!("a first visit downloads {first_visit} bytes, {FIRST_VISIT_LIMIT} are allowed");
        }
        if let Some((name, size)) = self.parts().find(|(_, size)| *size > PART_LIMIT) {
            bail!("{name} is {size} bytes, {PART_LIMIT} are allowed");
        }
        if editor > EDITOR_LIMIT {
            bail!("the editor is {editor} bytes, {EDITOR_LIMIT} are allowed");
        }
        Ok(())
    }
}

fn is_twin(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "br" || extension == "gz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_twin_counts_instead_of_its_original() -> Result<()> {
        let dist = tempfile::tempdir()?;
        let assets = dist.path().join("assets");
        fs::create_dir(&assets)?;
        fs::write(dist.path().join("index.html"), [0; 10])?;
        fs::write(assets.join("app-1.wasm"), [0; 1000])?;
        fs::write(assets.join("app-1.wasm.br"), [0; 300])?;
        fs::write(assets.join("app-1.wasm.gz"), [0; 400])?;
        fs::write(assets.join("editor-1.js"), [0; 20])?;
        let sizes = Sizes::of(dist.path())?;
        assert_eq!(sizes.first_visit(), 310);
        assert_eq!(sizes.editor(), 20);
        sizes.within_limits()
    }

    #[test]
    fn part_is_no_first_visit_and_has_a_limit_of_its_own() -> Result<()> {
        let dist = tempfile::tempdir()?;
        let assets = dist.path().join("assets");
        fs::create_dir(&assets)?;
        fs::write(assets.join("app-1.wasm"), [0; 100])?;
        fs::write(assets.join("part-tickets-1.wasm"), vec![0; 200_000])?;
        let sizes = Sizes::of(dist.path())?;
        assert_eq!(sizes.first_visit(), 100);
        sizes.within_limits()?;
        fs::write(assets.join("chunk-3-1.wasm"), vec![0; 200_001])?;
        assert!(Sizes::of(dist.path())?.within_limits().is_err());
        Ok(())
    }
}
