//! The folder that is served: hashed names, `index.html`, public files, compressed twins.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::{
    Mode,
    bundle::{Bundles, Tools},
    wasm::{GLUE, LOADER, Module},
};
use crate::{fingerprint::content_hash, process, tree, workspace::Workspace};

/// Fills the empty folder `out` with all that is served.
pub fn assemble(
    workspace: &Workspace,
    tools: &Tools,
    module: &Module,
    bundles: &Bundles,
    out: &Path,
) -> Result<()> {
    let assets = Assets { out };
    let wasm = assets.add("app", "wasm", &module.main)?;
    let loader = loader(&assets, module, out)?;
    let values = [
        (
            "app_js",
            Some(assets.add(
                "boot",
                "js",
                &boot(workspace, tools, module, bundles, (&wasm, &loader), out)?,
            )?),
        ),
        ("app_wasm", Some(wasm)),
        ("app_css", Some(assets.add("app", "css", &bundles.styles)?)),
        (
            "editor_js",
            Some(assets.add("editor", "js", &bundles.editor)?),
        ),
        (
            "editor_css",
            bundles
                .editor_styles
                .as_ref()
                .map(|css| assets.add("editor", "css", css))
                .transpose()?,
        ),
    ];
    let template = read(&workspace.path("frontend/web/index.html"))?;
    fs::write(out.join("index.html"), render(&template, &values)?)?;

    let public = workspace.path("frontend/web/public");
    if public.exists() {
        for file in tree::sources(&public)? {
            copy(&file, &out.join(file.strip_prefix(&public)?))?;
        }
    }
    copy(
        &tools.file("rapidoc/dist/rapidoc-min.js"),
        &out.join("api-docs/rapidoc-min.js"),
    )?;

    if bundles.mode == Mode::Dev {
        return Ok(());
    }
    process::run(
        Command::new("node")
            .arg(workspace.path("crates/xtask/src/spa/compress.mjs"))
            .arg(out),
    )
}

/// Files under `/assets/`, named after their content, so that browsers may keep them for ever.
struct Assets<'a> {
    out: &'a Path,
}

impl Assets<'_> {
    /// Adds a file and returns its URL.
    fn add(&self, name: &str, extension: &str, file: &Path) -> Result<String> {
        let content = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let url = format!("assets/{name}-{}.{extension}", content_hash(&content));
        write(&self.out.join(&url), &content)?;
        Ok(format!("/{url}"))
    }
}

/// The script that loads the parts, with the names that their content gives them.
fn loader(assets: &Assets<'_>, module: &Module, out: &Path) -> Result<PathBuf> {
    let mut script = read(&module.loader)?;
    for part in &module.parts {
        let name = part
            .file_stem()
            .with_context(|| format!("{} has no name", part.display()))?
            .to_string_lossy()
            .replace("split_", "part-")
            .replace('_', "-");
        let url = assets.add(&name, "wasm", part)?;
        let wanted = format!("\"./{}\"", part.file_name().unwrap_or_default().display());
        if !script.contains(&wanted) {
            bail!("the loader of the portal's parts does not name {wanted}");
        }
        script = script.replace(&wanted, &format!("\"{url}\""));
    }
    let target = out.with_file_name("parts.js");
    write(&target, script.as_bytes())?;
    Ok(target)
}

/// Bundles the boot script with wasm-bindgen's glue and the loader of the parts: one request instead
/// of three in a row.
fn boot(
    workspace: &Workspace,
    tools: &Tools,
    module: &Module,
    bundles: &Bundles,
    (wasm_url, loader): (&str, &Path),
    out: &Path,
) -> Result<PathBuf> {
    let target = out.with_file_name("boot.js");
    let options = [
        "--format=esm".to_owned(),
        format!("--alias:{GLUE}={}", module.glue.display()),
        format!("--alias:{LOADER}={}", loader.display()),
        // The glue names the loader once for each part.
        "--log-override:duplicate-object-key=silent".to_owned(),
        format!("--define:PORTAL_WASM={}", serde_json::to_string(wasm_url)?),
        format!("--outfile={}", target.display()),
    ];
    tools.esbuild(
        &workspace.path("crates/xtask/src/spa/boot.js"),
        bundles.mode,
        &options,
    )?;
    Ok(target)
}

/// Replaces each `{{name}}` of the template; lines that name a value which does not exist are left
/// out.
fn render(template: &str, values: &[(&str, Option<String>)]) -> Result<String> {
    let mut page = String::with_capacity(template.len());
    for line in template.lines() {
        let mut line = line.to_owned();
        let mut wanted = true;
        for (name, value) in values {
            let placeholder = format!("{{{{{name}}}}}");
            match value {
                Some(value) => line = line.replace(&placeholder, value),
                None => wanted &= !line.contains(&placeholder),
            }
        }
        if !wanted {
            continue;
        }
        if line.contains("{{") {
            bail!(
                "frontend/web/index.html names something unknown: {}",
                line.trim()
            );
        }
        page.push_str(&line);
        page.push('\n');
    }
    Ok(page)
}

/// Makes `to` equal to `from`. Files that are equal are not touched: a newer time would have the
/// server compiled anew.
pub fn mirror(from: &Path, to: &Path) -> Result<()> {
    let mut wanted = BTreeSet::new();
    for file in tree::files(from)? {
        let relative = file.strip_prefix(from)?.to_path_buf();
        let target = to.join(&relative);
        let content = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        if fs::read(&target).ok().is_none_or(|old| old != content) {
            write(&target, &content)?;
        }
        wanted.insert(relative);
    }
    for file in tree::files(to)? {
        if !wanted.contains(file.strip_prefix(to)?) {
            fs::remove_file(&file).with_context(|| format!("removing {}", file.display()))?;
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

fn write(file: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(file, content).with_context(|| format!("writing {}", file.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    write(
        to,
        &fs::read(from).with_context(|| format!("reading {}", from.display()))?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_gets_the_urls_and_loses_lines_of_absent_files() -> Result<()> {
        let values = [
            ("app_js", Some("/assets/boot-1.js".to_owned())),
            ("editor_css", None),
        ];
        let page = render(
            "<a src=\"{{app_js}}\">\n<b href=\"{{editor_css}}\">\n<c>",
            &values,
        )?;
        assert_eq!(page, "<a src=\"/assets/boot-1.js\">\n<c>\n");
        Ok(())
    }

    #[test]
    fn unknown_placeholder_is_refused() {
        assert!(render("{{nothing}}", &[]).is_err());
    }

    #[test]
    fn mirror_adds_changes_removes_and_leaves_equal_files_alone() -> Result<()> {
        let dir = tempfile::tempdir()?;
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        write(&from.join("same"), b"same")?;
        write(&from.join("sub/changed"), b"new")?;
        write(&to.join("same"), b"same")?;
        write(&to.join("sub/changed"), b"old")?;
        write(&to.join("gone"), b"gone")?;
        let before = fs::metadata(to.join("same"))?.modified()?;
        mirror(&from, &to)?;
        assert_eq!(fs::metadata(to.join("same"))?.modified()?, before);
        assert_eq!(fs::read(to.join("sub/changed"))?, b"new");
        assert!(!to.join("gone").exists());
        Ok(())
    }
}
