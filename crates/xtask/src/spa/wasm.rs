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
    tree,
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

/// What the main part is called, before its name tells its content.
const MAIN: &str = "app";

/// The folder of all parts but the main one, inside that of a step.
const PARTS: &str = "parts";

/// The modules ready to be served, and the scripts that load them.
pub struct Module {
    /// The main part: what loads at once.
    pub main: PathBuf,
    /// The parts that load when they are needed, by the names that `loader` has for them.
    pub parts: Vec<PathBuf>,
    /// The ES module that loads the parts. It names them by string literals such as
    /// `"./split_tickets.wasm"`.
    pub loader: PathBuf,
    /// The ES module with wasm-bindgen's `init`, which imports the loader as [`LOADER`].
    pub glue: PathBuf,
}

/// What `glue` imports the loader as.
pub const LOADER: &str = "portal-parts";

/// What the loader imports the glue as.
pub const GLUE: &str = "portal-glue";

/// Compiles `guichet-web`, cuts it into parts, and derives its glue.
pub fn build(workspace: &Workspace, tools: &Tools, steps: &Path, mode: Mode) -> Result<Module> {
    let compiled = compile(workspace, mode)?;
    let bytes = fs::read(&compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let key = Fingerprint::new()
        .bytes(&bytes)
        .file(&tools.lock)?
        .text(RECIPE)
        .finish();
    let bound = cached(&steps.join("wasm-bindgen"), &key, |out| {
        split(&bytes, out)?;
        bind(out, mode)
    })?;
    let modules = match mode {
        Mode::Dev => bound.clone(),
        Mode::Release => cached(&steps.join("wasm-opt"), &key, |out| {
            optimise(tools, &bound, out)
        })?,
    };
    Ok(Module {
        main: modules.join(format!("{MAIN}.wasm")),
        parts: tree::files(&modules.join(PARTS))?
            .into_iter()
            .filter(|file| is_wasm(file))
            .collect(),
        loader: bound.join(PARTS).join(LOADER),
        glue: bound.join("glue.js"),
    })
}

/// Cuts a module where its functions are marked by `wasm_split`: what only they need moves to parts
/// of their own, and what several parts need but not the main one, to parts that they share.
fn split(bytes: &[u8], out: &Path) -> Result<()> {
    let (parts, main) = (out.join(PARTS), out.join("main.wasm"));
    let mut options = wasm_split_cli_support::Options::new(bytes);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = GLUE;
    wasm_split_cli_support::transform(options)
        .map_err(|report| anyhow::anyhow!("cutting the portal into parts: {report:?}"))?;
    Ok(())
}

/// Makes each part small.
fn optimise(tools: &Tools, bound: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out.join(PARTS))?;
    for file in tree::files(bound)?.into_iter().filter(|file| is_wasm(file)) {
        process::run(
            tools
                .command("wasm-opt")
                .args(FEATURES)
                .args(PASSES)
                .arg(&file)
                .arg("--output")
                .arg(out.join(file.strip_prefix(bound)?)),
        )?;
    }
    Ok(())
}

fn is_wasm(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "wasm")
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
        .rfind(|file| is_wasm(file))
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
///
/// Relocations say who needs what, which [`split`] must know; they stay here.
fn rust_flags() -> Vec<String> {
    let mut flags = vec![
        "--cfg".to_owned(),
        "erase_components".to_owned(),
        "-Clink-args=--emit-relocs".to_owned(),
    ];
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    if let Some(home) = cargo_home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags
}

/// Derives the glue of the main part, which alone speaks with the browser.
fn bind(out: &Path, mode: Mode) -> Result<()> {
    let main = out.join("main.wasm");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&main)
        .out_name("glue")
        .web(true)?
        .typescript(false)
        // The parts put their functions into the table of the main one.
        .keep_lld_exports(true)
        .demangle(mode == Mode::Dev)
        .remove_name_section(mode == Mode::Release)
        .remove_producers_section(true);
    bindgen.generate(out).context("wasm-bindgen")?;
    fs::remove_file(&main)?;
    fs::rename(out.join("glue_bg.wasm"), out.join(format!("{MAIN}.wasm")))?;
    Ok(())
}
