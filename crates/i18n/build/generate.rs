//! Writes the catalogues as Rust statics that need no parsing and no allocation at start.
//!
//! Each text is a static of its own, so that the linker leaves out what a program never names:
//! the portal ships no mails, and no name of a text that it does not look up.

use std::fmt::Write as _;

use crate::catalogue::{Catalogue, Part, variables};

/// The source of `tables.rs`: the entries, all of them in the order of their names, and those
/// of the given areas, whose keys are codes of the API.
pub fn tables(french: &Catalogue, english: &Catalogue, areas: &[&str]) -> String {
    let mut code = String::new();
    let mut all = Vec::new();
    let mut codes = Vec::new();
    for (index, ((name, fr), en)) in french.iter().zip(english.values()).enumerate() {
        let arguments: Vec<_> = variables(fr)
            .into_iter()
            .map(|name| format!("{name:?}"))
            .collect();
        // Writing into a String cannot fail.
        let _ = writeln!(
            code,
            "static E{index}: Entry = Entry {{ fr: {}, en: {} }};",
            pattern(fr),
            pattern(en)
        );
        let entry = format!("({name:?}, &[{}], &E{index})", arguments.join(", "));
        if areas.iter().any(|area| is_in(name, area)) {
            codes.push(entry.clone());
        }
        all.push(entry);
    }
    for (table, entries) in [("ENTRIES", all), ("CODES", codes)] {
        let _ = writeln!(
            code,
            "pub(crate) const {table}: &[Named] = &[{}];",
            entries.join(", ")
        );
    }
    code
}

fn is_in(name: &str, area: &str) -> bool {
    name.strip_prefix(area)
        .is_some_and(|rest| rest.starts_with('-'))
}

fn pattern(parts: &[Part]) -> String {
    match parts {
        [] => "Pattern::Text(\"\")".to_owned(),
        [Part::Text(text)] => format!("Pattern::Text({text:?})"),
        parts => {
            let parts: Vec<_> = parts.iter().map(part).collect();
            format!("Pattern::Parts(&[{}])", parts.join(", "))
        }
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("Part::Text({text:?})"),
        Part::Variable(name) => format!("Part::Variable({name:?})"),
        Part::Select {
            variable,
            variants,
            default,
        } => {
            let variants: Vec<_> = variants
                .iter()
                .map(|(key, text)| format!("({key:?}, {})", pattern(text)))
                .collect();
            format!(
                "Part::Select({variable:?}, &[{}], {default})",
                variants.join(", ")
            )
        }
    }
}
