//! Habits that no compiler checks: short files, no leftovers, nothing of one person's machine.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The longest source file, in lines.
const MAX_LINES: usize = 500;

/// Hand-written code, by extension.
const CODE: [&str; 6] = ["rs", "mjs", "js", "ts", "css", "html"];

/// Words of unfinished work. Split, so that this file does not contain them.
const LEFTOVERS: [&str; 4] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("dbg", "!("),
];

/// Fails with all complaints about the files of the workspace.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut complaints = Vec::new();
    for file in workspace.code()? {
        let name = file.strip_prefix(&workspace.root)?;
        if is_code(name) {
            let text =
                fs::read_to_string(&file).with_context(|| format!("reading {}", name.display()))?;
            complaints.extend(code(name, &text));
        } else if name.ends_with("package-lock.json") {
            let text = fs::read_to_string(&file)?;
            complaints.extend(lock(name, &text));
        }
    }
    if !complaints.is_empty() {
        bail!("{}", complaints.join("\n"));
    }
    Ok(())
}

fn is_code(name: &Path) -> bool {
    name.extension()
        .is_some_and(|extension| CODE.iter().any(|code| extension == *code))
}

fn code(name: &Path, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        complaints.push(format!(
            "{}: {lines} lines, {MAX_LINES} at most",
            name.display()
        ));
    }
    for (number, line) in (1..).zip(text.lines()) {
        for word in LEFTOVERS.into_iter().filter(|word| holds(line, word)) {
            complaints.push(format!("{}:{number}: {word}", name.display()));
        }
    }
    complaints
}

/// Whether the line holds the word, not merely as a part of a longer one.
fn holds(line: &str, word: &str) -> bool {
    let part_of_word = |char: char| char.is_alphanumeric() || char == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line
            .get(start + word.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(part_of_word)
            && (word.ends_with('(') || !after.is_some_and(part_of_word))
    })
}

/// A lock file that names a registry's host ties everybody to the registry of whoever wrote it
/// last.
fn lock(name: &Path, text: &str) -> Option<String> {
    text.contains("\"resolved\": \"http").then(|| {
        format!(
            "{}: names a registry; npm reads .npmrc beside it, write it from there",
            name.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_file_is_refused() {
        let name = Path::new("a.rs");
        assert!(code(name, &"x\n".repeat(MAX_LINES)).is_empty());
        assert_eq!(
            code(name, &"x\n".repeat(MAX_LINES + 1)),
            ["a.rs: 501 lines, 500 at most"]
        );
    }

    #[test]
    fn leftover_is_named_with_its_line() {
        let text = format!("fn a() {{}}\n// {}: later\n", LEFTOVERS[0]);
        assert_eq!(
            code(Path::new("a.rs"), &text),
            [format!("a.rs:2: {}", LEFTOVERS[0])]
        );
    }

    #[test]
    fn longer_word_is_no_leftover() {
        assert!(!holds(&format!("ME{}S", LEFTOVERS[0]), LEFTOVERS[0]));
        assert!(!holds(&format!("my_{}x)", LEFTOVERS[3]), LEFTOVERS[3]));
        assert!(holds(&format!("x = {}y)", LEFTOVERS[3]), LEFTOVERS[3]));
    }

    #[test]
    fn lock_file_must_not_name_a_registry() {
        let name = Path::new("package-lock.json");
        assert!(lock(name, "\"resolved\": \"https://example.org/a.tgz\"").is_some());
        assert!(lock(name, "\"integrity\": \"sha512-…\"").is_none());
    }
}
