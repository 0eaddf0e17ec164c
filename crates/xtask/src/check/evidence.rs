//! What `docs/security.md` names as evidence is there: tests in the code, journeys among the files.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The document whose tables name tests in their last column.
const DOCUMENT: &str = "docs/security.md";

/// Fails with all names that are nowhere.
pub fn check(workspace: &Workspace) -> Result<()> {
    let document = fs::read_to_string(workspace.path(DOCUMENT)).context(DOCUMENT)?;
    let mut wanted: BTreeSet<&str> = named(&document).collect();
    let mut files = Vec::new();
    for file in workspace.code()? {
        let name = file.strip_prefix(&workspace.root)?;
        if name.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&file)?;
            wanted.retain(|test| !text.contains(&format!("fn {test}(")));
        }
        files.push(name.to_path_buf());
    }
    wanted.retain(|path| !files.iter().any(|file| file == Path::new(path)));
    if !wanted.is_empty() {
        let missing: Vec<&str> = wanted.into_iter().collect();
        bail!("{DOCUMENT} names what is nowhere: {}", missing.join(", "));
    }
    Ok(())
}

/// What stands in backticks in the last column of the tables.
fn named(document: &str) -> impl Iterator<Item = &str> {
    let rows = document.lines().filter(|line| line.starts_with('|'));
    let last_cells = rows.filter_map(|row| row.trim_end().trim_end_matches('|').rsplit('|').next());
    last_cells.flat_map(|cell| cell.split('`').skip(1).step_by(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_last_column_are_evidence() {
        let document =
            "`a`\n\n| # | how | shown by |\n|---|---|---|\n| 1 | `b` | `c`, `d/e.mjs` |\n";
        assert_eq!(named(document).collect::<Vec<_>>(), ["c", "d/e.mjs"]);
    }
}
