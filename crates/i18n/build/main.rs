//! Turns `locales/{fr,en}/*.ftl` into static tables. The build fails on anything a reader would
//! notice on screen: a text that only one language has, variables that differ, broken syntax.

#![expect(
    clippy::print_stdout,
    reason = "cargo reads a build script's wishes there"
)]

mod catalogue;
mod generate;

use std::{env, error::Error, fs, path::PathBuf};

/// The areas whose keys are made of the API's codes and words at run time (`code_key`).
const AREAS: &[&str] = &[
    "error",
    "field",
    "title",
    "state",
    "on-hold-reason",
    "close-reason",
    "resolution-code",
    "channel",
    "role",
    "action",
    "next-action",
    "language",
    "export-format",
    "mail-kind",
    "publication-kind",
    "publication-state",
    "audit-action",
    "audit-target",
    "api-scope",
    "calendar",
    "day-of-week",
    "impact",
    "urgency",
    "priority",
    "ticket-field",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let locales = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales");
    let french = catalogue::read_folder(&locales.join("fr"))?;
    let english = catalogue::read_folder(&locales.join("en"))?;
    let differences = catalogue::differences(&french, &english);
    if !differences.is_empty() {
        return Err(differences.join("\n").into());
    }
    let mut areas = AREAS.to_vec();
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // Titles of problems are for readers of the API's answers, not for people at a screen.
        areas.retain(|area| *area != "title");
    }
    let code = generate::tables(&french, &english, &areas);
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("tables.rs"), code)?;
    Ok(())
}
