//! The WebAssembly module and its JavaScript glue.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::Deserialize;
use wasm_bindgen_cli_support::Bindgen;

use super::{Mode, bundle::Tools};
use crate::{
    fingerprint::{Fingerprint, cached},
    process,
    toolchain::WASM,
    workspace::Workspace,
};

/// Proposals that rustc's default for this target (or wasm-bindgen) uses, and that every browser of
/// the last years has; wasm-opt refuses a module that uses one it was not told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Flattening first, so that structure is found anew, saves a hundredth over `-Oz` alone.
const PASSES: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

/// The options below are inputs of the steps, too.
const RECIPE: &str = include_str!("wasm.rs");

/// A module ready to be served, and the script that loads it.
pub struct Module {
    /// The WebAssembly file.
    pub wasm: PathBuf,
    /// The ES module with wasm-bindgen's `init`, beside the snippets that it imports.
    pub glue: PathBuf,
}

/// Compiles `guichet-web` and derives its glue.
pub fn build(workspace: &Workspace, tools: &Tools, steps: &Path, mode: Mode) -> Result<Module> {
    let compiled = compile(workspace, mode)?;
    let bytes = fs::read(&compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let key = Fingerprint::new()
        .bytes(&bytes)
        .file(&tools.lock)?
        .text(RECIPE)
        .finish();
    let bound = cached(&steps.join("wasm-bindgen"), &key, |out| {
        bind(bytes, out, mode)
    })?;
    let raw = bound.join("glue_bg.wasm");
    let glue = bound.join("glue.js");
    if mode == Mode::Dev {
        return Ok(Module { wasm: raw, glue });
    }
    let optimised = cached(&steps.join("wasm-opt"), &key, |out| {
        process::run(
            tools
                .command("wasm-opt")
                .args(FEATURES)
                .args(PASSES)
                .arg(&raw)
                .arg("--output")
                .arg(out.join("guichet.wasm")),
        )
    })?;
    Ok(Module {
        wasm: optimised.join("guichet.wasm"),
        glue,
    })
}

/// One line of cargo's `--message-format=json`; only finished artefacts have file names.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

fn compile(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    let mut build = process::cargo();
    build
        .args(["build", "--package", "guichet-web", "--target", WASM])
        .args(["--profile", mode.profile()])
        .arg("--target-dir")
        .arg(workspace.spa_target())
        .args(["--message-format", "json-render-diagnostics"])
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags().join("\x1f"));
    let messages = process::capture_stdout(&mut build)?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
        .flat_map(|message| message.filenames)
        .rfind(|file| {
            file.extension()
                .is_some_and(|extension| extension == "wasm")
        })
        .context("guichet-web gave no .wasm file: it needs a `src/main.rs`")
}

/// Paths of this machine must not reach the browser (they are in the messages of panics), and would
/// make the bytes differ from one machine to the next.
///
/// Only cargo's home needs a new name: cargo compiles our own crates by relative paths, and flags
/// that name the checkout would compile everything anew in the next one.
///
/// `erase_components` boxes the types of views at each component. Without it each page's view is one
/// huge type with its own copies of all generic code: builds take minutes longer, and the browser
/// gets a third more to load.
fn rust_flags() -> Vec<String> {
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    if let Some(home) = cargo_home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags
}

fn bind(bytes: Vec<u8>, out: &Path, mode: Mode) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("glue", bytes)
        .web(true)?
        .typescript(false)
        .demangle(mode == Mode::Dev)
        .remove_name_section(mode == Mode::Release)
        .remove_producers_section(true);
    bindgen.generate(out).context("wasm-bindgen")
}
