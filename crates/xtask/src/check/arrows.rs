//! Which crate of ours may use which: the drawing in README.md, as a table.

use anyhow::{Result, bail};

use crate::workspace::{Package, Workspace};

/// Each crate with those that it may name in its normal dependencies.
///
/// What only tests use (`dev-dependencies`) is free, except that nothing uses `guichet-tests` and
/// `xtask` uses none of ours.
const ARROWS: [(&str, &[&str]); 16] = [
    ("guichet-common", &[]),
    ("guichet-i18n", &["guichet-common"]),
    ("guichet-domain", &["guichet-common"]),
    ("guichet-migrations", &[]),
    (
        "guichet-db",
        &["guichet-domain", "guichet-migrations", "guichet-common"],
    ),
    ("guichet-mail", &["guichet-i18n", "guichet-common"]),
    // i18n: the column labels of exports. mail: what a mail says, and reading what comes in.
    (
        "guichet-service",
        &[
            "guichet-mail",
            "guichet-db",
            "guichet-domain",
            "guichet-i18n",
            "guichet-common",
        ],
    ),
    (
        "guichet-jobs",
        &[
            "guichet-service",
            "guichet-mail",
            "guichet-db",
            "guichet-domain",
            "guichet-i18n",
            "guichet-common",
        ],
    ),
    (
        "guichet-api",
        &[
            "guichet-service",
            "guichet-domain",
            "guichet-i18n",
            "guichet-common",
        ],
    ),
    ("guichet-client", &["guichet-common"]),
    ("guichet-ui", &["guichet-common"]),
    (
        "guichet-web",
        &[
            "guichet-client",
            "guichet-ui",
            "guichet-i18n",
            "guichet-common",
        ],
    ),
    // Wiring only.
    ("guichet", SERVER_SIDE),
    ("guichet-tests", TESTED),
    // They know the server by its command line and its API.
    ("guichet-bench", &[]),
    ("xtask", &[]),
];

const SERVER_SIDE: &[&str] = &[
    "guichet-common",
    "guichet-i18n",
    "guichet-domain",
    "guichet-migrations",
    "guichet-db",
    "guichet-mail",
    "guichet-service",
    "guichet-jobs",
    "guichet-api",
];

const TESTED: &[&str] = &[
    "guichet",
    "guichet-common",
    "guichet-i18n",
    "guichet-domain",
    "guichet-migrations",
    "guichet-db",
    "guichet-mail",
    "guichet-service",
    "guichet-jobs",
    "guichet-api",
    "guichet-client",
];

/// Fails with all arrows that are not drawn.
pub fn check(workspace: &Workspace) -> Result<()> {
    let complaints = complaints(&workspace.packages);
    if !complaints.is_empty() {
        bail!(
            "arrows that are not drawn in crates/xtask/src/check/arrows.rs:\n{}",
            complaints.join("\n")
        );
    }
    Ok(())
}

fn complaints(packages: &[Package]) -> Vec<String> {
    packages.iter().flat_map(complaints_of).collect()
}

fn complaints_of(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        return vec![format!("{name} is a new crate: give it a row")];
    };
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.path.is_some())
        .filter(|dependency| match dependency.kind.as_deref() {
            Some("dev") => dependency.name == "guichet-tests" || name == "xtask",
            _ => !allowed.contains(&dependency.name.as_str()),
        })
        .map(|dependency| format!("{name} → {}", dependency.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::workspace::Dependency;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        Package {
            name: name.to_owned(),
            dependencies: dependencies
                .iter()
                .map(|(name, kind)| Dependency {
                    name: (*name).to_owned(),
                    kind: kind.map(str::to_owned),
                    path: name.starts_with("guichet").then(PathBuf::new),
                })
                .collect(),
        }
    }

    #[test]
    fn drawn_arrow_passes() {
        let packages = [package(
            "guichet-api",
            &[("guichet-service", None), ("actix-web", None)],
        )];
        assert!(complaints(&packages).is_empty());
    }

    #[test]
    fn undrawn_arrow_is_named() {
        let packages = [package("guichet-api", &[("guichet-db", None)])];
        assert_eq!(complaints(&packages), ["guichet-api → guichet-db"]);
    }

    #[test]
    fn tests_may_use_what_the_crate_may_not() {
        let packages = [package("guichet-api", &[("guichet-db", Some("dev"))])];
        assert!(complaints(&packages).is_empty());
    }

    #[test]
    fn nothing_uses_the_test_kit() {
        let packages = [package("guichet-api", &[("guichet-tests", Some("dev"))])];
        assert_eq!(complaints(&packages), ["guichet-api → guichet-tests"]);
    }

    #[test]
    fn crate_without_a_row_is_named() {
        assert_eq!(
            complaints(&[package("guichet-new", &[])]),
            ["guichet-new is a new crate: give it a row"]
        );
    }

    #[test]
    fn table_names_only_crates_that_have_a_row() {
        for (from, targets) in ARROWS {
            for target in targets {
                assert!(
                    ARROWS.iter().any(|(name, _)| name == target),
                    "{from} → {target}"
                );
            }
        }
    }

    #[test]
    fn arrows_have_no_cycle() {
        // Taking away, again and again, the crates all of whose targets are gone must leave none.
        let mut left: Vec<_> = ARROWS.to_vec();
        loop {
            let names: Vec<&str> = left.iter().map(|(name, _)| *name).collect();
            let before = left.len();
            left.retain(|(_, targets)| targets.iter().any(|target| names.contains(target)));
            if left.len() == before {
                break;
            }
        }
        assert!(left.is_empty(), "{left:?}");
    }
}
