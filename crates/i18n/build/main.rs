//! Turns `locales/{fr,en}/*.ftl` into static tables. The build fails on anything a reader would
//! notice on screen: a text that only one language has, variables that differ, broken syntax.

#![expect(
    clippy::print_stdout,
    reason = "cargo reads a build script's wishes there"
)]

mod catalogue;
mod generate;

use std::{env, error::Error, fs, path::PathBuf};

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
    let code = generate::tables(&french, &english);
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("tables.rs"), code)?;
    Ok(())
}
