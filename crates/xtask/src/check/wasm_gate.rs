//! The browser's crates must stay free of the server's.

use anyhow::{Result, bail};

use crate::{process, toolchain::WASM};

/// Crates that cross to the browser.
const BROWSER: [&str; 3] = ["guichet-common", "guichet-client", "guichet-web"];

/// What they must not pull in, by whatever way. A name stands for its family too: `sqlx` for
/// `sqlx-core`.
const FORBIDDEN: [&str; 5] = ["sea-orm", "sqlx", "actix-web", "tokio", "utoipa"];

/// Fails with what `cargo tree` shows and should not.
pub fn check() -> Result<()> {
    for name in BROWSER {
        let tree = process::capture(process::cargo().args([
            "tree",
            "--package",
            name,
            "--target",
            WASM,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]))?;
        let found = forbidden(&tree);
        if !found.is_empty() {
            bail!(
                "{name} carries {} to the browser; `cargo tree -p {name} --target {WASM} -e normal -i NAME` shows how",
                found.join(", ")
            );
        }
    }
    Ok(())
}

fn forbidden(tree: &str) -> Vec<&str> {
    let mut found: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| FORBIDDEN.iter().any(|family| belongs(name, family)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn belongs(name: &str, family: &str) -> bool {
    name.strip_prefix(family)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_crates_are_found_by_family_and_once() {
        let tree = "guichet-web v0.1.0 (path)\nsqlx-core v0.9.0\nleptos v0.8.23\nsqlx-core v0.9.0 (*)\n\ntokio v1.49.0";
        assert_eq!(forbidden(tree), ["sqlx-core", "tokio"]);
    }

    #[test]
    fn similar_name_is_not_a_family() {
        assert!(forbidden("tokiox v1.0.0").is_empty());
    }
}
