//! Runs test runners, and reads how many tests they ran.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{process, steps::Counts};

/// Environment variables for the tests.
pub type Environment<'a> = [(&'a str, String)];

/// Runs the Rust tests of the packages that `selection` names, with nextest where it is installed:
/// it runs the tests of different binaries side by side.
pub fn rust_tests(
    selection: &[&str],
    environment: &Environment,
    counts: &mut Counts,
) -> Result<()> {
    if !process::succeeds(process::cargo().args(["nextest", "--version"])) {
        return cargo_tests(
            &[selection, &["--lib", "--bins", "--tests"]].concat(),
            environment,
            counts,
        );
    }
    let mut nextest = process::cargo();
    // One run shows all failures. A crate without tests is no failure.
    nextest.args([
        "nextest",
        "run",
        "--no-fail-fast",
        "--no-tests=pass",
        "--status-level=fail",
    ]);
    let watched = process::watch(nextest.args(selection).envs(environment.iter().cloned()))?;
    for line in &watched.lines {
        add(counts, nextest_counts(line));
    }
    watched.ok()
}

/// Runs cargo's own test runner.
pub fn cargo_tests(
    selection: &[&str],
    environment: &Environment,
    counts: &mut Counts,
) -> Result<()> {
    let mut test = process::cargo();
    test.args(["test", "--no-fail-fast"]);
    let watched = process::watch(test.args(selection).envs(environment.iter().cloned()))?;
    for line in &watched.lines {
        add(counts, cargo_counts(line));
    }
    watched.ok()
}

/// Runs node's test runner on some files, in `dir`; no file is no test, not a search for some.
pub fn node_tests(
    dir: &Path,
    files: &[PathBuf],
    environment: &Environment,
    counts: &mut Counts,
) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]);
    let node = node
        .args(files)
        .envs(environment.iter().cloned())
        .current_dir(dir);
    let watched = process::watch(node)?;
    for line in &watched.lines {
        add(counts, node_counts(line));
    }
    watched.ok()
}

fn add(counts: &mut Counts, more: Counts) {
    counts.passed += more.passed;
    counts.failed += more.failed;
    counts.skipped += more.skipped;
}

/// `     Summary [   1.234s] 12 tests run: 11 passed, 1 failed, 2 skipped`
fn nextest_counts(line: &str) -> Counts {
    match line
        .trim_start()
        .strip_prefix("Summary [")
        .and_then(|rest| rest.split_once("run:"))
    {
        Some((_, totals)) => Counts {
            passed: before(totals, "passed"),
            failed: before(totals, "failed") + before(totals, "timed out"),
            skipped: before(totals, "skipped"),
        },
        None => Counts::default(),
    }
}

/// `test result: ok. 11 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s`
fn cargo_counts(line: &str) -> Counts {
    match line
        .strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "))
    {
        Some((_, totals)) => Counts {
            passed: before(totals, "passed"),
            failed: before(totals, "failed"),
            skipped: before(totals, "ignored"),
        },
        None => Counts::default(),
    }
}

/// `ℹ pass 11`, or `# pass 11` of the TAP reporter.
fn node_counts(line: &str) -> Counts {
    let mut words = line.split_whitespace();
    let (Some("ℹ" | "#"), Some(outcome), Some(Ok(number)), None) = (
        words.next(),
        words.next(),
        words.next().map(str::parse),
        words.next(),
    ) else {
        return Counts::default();
    };
    match outcome {
        "pass" => Counts {
            passed: number,
            ..Counts::default()
        },
        "fail" | "cancelled" => Counts {
            failed: number,
            ..Counts::default()
        },
        "skipped" | "todo" => Counts {
            skipped: number,
            ..Counts::default()
        },
        _ => Counts::default(),
    }
}

/// The number in front of a word; 0 when it is not there.
fn before(text: &str, word: &str) -> u64 {
    text.split_once(word)
        .and_then(|(front, _)| front.split_whitespace().next_back())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_totals_are_read() {
        let line = "     Summary [   1.234s] 14 tests run: 11 passed (1 slow), 1 failed, 2 timed out, 4 skipped";
        assert_eq!(
            nextest_counts(line),
            Counts {
                passed: 11,
                failed: 3,
                skipped: 4
            }
        );
        assert_eq!(nextest_counts("  PASS [ 0.01s] a b"), Counts::default());
    }

    #[test]
    fn cargo_totals_are_read() {
        let line = "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out";
        assert_eq!(
            cargo_counts(line),
            Counts {
                passed: 3,
                failed: 1,
                skipped: 2
            }
        );
    }

    #[test]
    fn node_totals_are_read() {
        assert_eq!(
            node_counts("ℹ pass 7"),
            Counts {
                passed: 7,
                ..Counts::default()
            }
        );
        assert_eq!(
            node_counts("# fail 2"),
            Counts {
                failed: 2,
                ..Counts::default()
            }
        );
        assert_eq!(node_counts("ℹ duration_ms 120.5"), Counts::default());
        assert_eq!(node_counts("pass the salt"), Counts::default());
    }
}
