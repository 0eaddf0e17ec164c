//! Writes the catalogues as Rust tables that need no parsing and no allocation at start.

use std::fmt::Write as _;

use crate::catalogue::{Catalogue, Part, variables};

/// The source of `tables.rs`: names and variables for the compile-time checks and for looking
/// keys up, then one table of patterns per language, all in the same order.
pub fn tables(french: &Catalogue, english: &Catalogue) -> String {
    let mut code = String::new();
    let names: Vec<_> = french.keys().map(|name| format!("{name:?}")).collect();
    line(&mut code, "NAMES", "&[&str]", &names);
    let arguments: Vec<_> = french
        .values()
        .map(|parts| {
            let names: Vec<_> = variables(parts)
                .into_iter()
                .map(|name| format!("{name:?}"))
                .collect();
            format!("&[{}]", names.join(", "))
        })
        .collect();
    line(&mut code, "VARIABLES", "&[&[&str]]", &arguments);
    for (table, catalogue) in [("FR", french), ("EN", english)] {
        let patterns: Vec<_> = catalogue.values().map(|parts| pattern(parts)).collect();
        line(&mut code, table, "&[Pattern]", &patterns);
    }
    code
}

fn line(code: &mut String, name: &str, kind: &str, items: &[String]) {
    // Writing into a String cannot fail.
    let _ = writeln!(
        code,
        "pub(crate) const {name}: {kind} = &[\n    {},\n];",
        items.join(",\n    ")
    );
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
