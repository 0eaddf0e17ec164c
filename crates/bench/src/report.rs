//! What was measured, against what it must reach.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::load::Seen;

const BEGIN: &str = "<!-- bench:begin (written by `cargo xtask bench`) -->";
const END: &str = "<!-- bench:end -->";

/// One figure against its target.
#[derive(Debug, Clone)]
struct Verdict {
    what: String,
    figure: String,
    target: String,
    met: bool,
}

/// Collects loops and verdicts.
#[derive(Debug, Default)]
pub struct Report {
    loops: Vec<String>,
    verdicts: Vec<Verdict>,
    machine: String,
}

impl Report {
    /// Of this machine and so many tickets.
    pub fn new(tickets: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let machine = format!(
            "{tickets} tickets, {cores} cores, {} connections, server and load on the same machine.",
            crate::load::CONNECTIONS
        );
        Self {
            machine,
            ..Self::default()
        }
    }

    /// Prints a loop at once, and keeps it.
    pub fn seen(&mut self, what: &str, seen: &Seen) {
        let ms = |percent| millis(seen.percentile(percent));
        let line = format!(
            "{what:<52} {:>9.0}/s  p50 {:>8}  p95 {:>8}  p99 {:>8}  {:>7} B",
            seen.rate,
            ms(50),
            ms(95),
            ms(99),
            seen.bytes
        );
        println!("{line}");
        self.loops.push(line);
    }

    /// Prints a line at once, and keeps it.
    pub fn note(&mut self, what: &str, figure: &str) {
        let line = format!("{what:<52} {figure}");
        println!("{line}");
        self.loops.push(line);
    }

    /// `ours` must be at least `target` × `limit`.
    pub fn at_least(&mut self, what: &str, ours: f64, limit: f64, target: f64, unit: &str) {
        let ratio = ours / limit;
        self.verdict(
            what,
            format!("{ratio:.2} × {unit}"),
            format!("≥ {target} ×"),
            ratio >= target,
        );
    }

    /// `ours` must be at most `target` × `base`.
    pub fn at_most(&mut self, what: &str, ours: f64, base: f64, target: f64, unit: &str) {
        let ratio = ours / base;
        self.verdict(
            what,
            format!("{ratio:.2} × {unit}"),
            format!("≤ {target} ×"),
            ratio <= target,
        );
    }

    /// So many bytes must be at most `limit` MiB.
    pub fn memory(&mut self, what: &str, bytes: u64, limit: u64) {
        let mebibytes = bytes.div_ceil(1024 * 1024);
        self.verdict(
            what,
            format!("{mebibytes} MB"),
            format!("≤ {limit} MB"),
            mebibytes <= limit,
        );
    }

    /// So many bytes must be at most `limit` kB.
    pub fn transfer(&mut self, what: &str, bytes: u64, limit: u64) {
        let kilobytes = bytes.div_ceil(1000);
        self.verdict(
            what,
            format!("{kilobytes} kB"),
            format!("≤ {limit} kB"),
            kilobytes <= limit,
        );
    }

    /// So many seconds must be at most `limit`.
    pub fn seconds(&mut self, what: &str, seconds: f64, limit: f64) {
        self.verdict(
            what,
            format!("{seconds:.2} s"),
            format!("≤ {limit} s"),
            seconds <= limit,
        );
    }

    fn verdict(&mut self, what: &str, figure: String, target: String, met: bool) {
        self.verdicts.push(Verdict {
            what: what.to_owned(),
            figure,
            target,
            met,
        });
    }

    /// Prints the verdicts.
    pub fn print(&self) {
        println!("\n{}\n", self.machine);
        for verdict in &self.verdicts {
            let word = if verdict.met { "met" } else { "MISSED" };
            println!(
                "{:<62} {:<32} {:<10} {word}",
                verdict.what, verdict.figure, verdict.target
            );
        }
    }

    /// An error that names what missed its target.
    pub fn require(&self) -> Result<()> {
        let missed = self.verdicts.iter().filter(|verdict| !verdict.met);
        let missed: Vec<&str> = missed.map(|verdict| &*verdict.what).collect();
        if !missed.is_empty() {
            bail!("missed: {}", missed.join(", "));
        }
        Ok(())
    }

    /// Writes the verdicts between the markers of the file; all else in it stays.
    pub fn write(&self, file: &Path) -> Result<()> {
        let text = fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let text = between_markers(&text, &self.markdown())?;
        fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
    }

    fn markdown(&self) -> String {
        let mut text = format!(
            "{}\n\n| scenario | measured | target | |\n|---|---|---|---|\n",
            self.machine
        );
        for verdict in &self.verdicts {
            let word = if verdict.met { "met" } else { "**missed**" };
            // Writing to memory does not fail.
            let _ = writeln!(
                text,
                "| {} | {} | {} | {word} |",
                verdict.what, verdict.figure, verdict.target
            );
        }
        text
    }
}

fn between_markers(text: &str, new: &str) -> Result<String> {
    let (Some(begin), Some(end)) = (text.find(BEGIN), text.find(END)) else {
        bail!("the report's file lacks its markers {BEGIN} and {END}");
    };
    let before = text.get(..begin + BEGIN.len()).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    Ok(format!("{before}\n{new}{after}"))
}

/// Microseconds as milliseconds.
fn millis(micros: u64) -> String {
    format!("{}.{:02} ms", micros / 1000, micros % 1000 / 10)
}

/// Microseconds for ratios.
pub fn micros(micros: u64) -> f64 {
    u32::try_from(micros).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_the_figures_are_kept() {
        let text = format!("# Title\n\n{BEGIN}\nold\n{END}\n\nWords.\n");
        let written = between_markers(&text, "new\n").unwrap();
        assert_eq!(
            written,
            format!("# Title\n\n{BEGIN}\nnew\n{END}\n\nWords.\n")
        );
        assert!(between_markers("nothing", "new").is_err());
    }

    #[test]
    fn figure_is_held_against_its_target() {
        let mut report = Report::new(1);
        report.at_least("a", 40.0, 100.0, 0.35, "the limit");
        report.at_most("b", 40.0, 10.0, 3.0, "the list's p95");
        report.memory("c", 65 * 1024 * 1024, 64);
        let met: Vec<_> = report.verdicts.iter().map(|verdict| verdict.met).collect();
        assert_eq!(met, [true, false, false]);
        assert_eq!(report.require().unwrap_err().to_string(), "missed: b, c");
    }
}
