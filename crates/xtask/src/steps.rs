//! Named steps with their durations and counts, summed up at the end.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Tests that ran, by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ended well.
    pub passed: u64,
    /// Did not.
    pub failed: u64,
    /// Not run, on purpose.
    pub skipped: u64,
}

impl Counts {
    fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// The steps of one command.
pub struct Steps {
    started: Instant,
    done: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    counts: Counts,
}

impl Steps {
    /// No step yet; the clock starts.
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
            done: Vec::new(),
        }
    }

    /// Runs one step; an error names it.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.counted(name, |_| work())
    }

    /// Runs one step that counts tests, also those before its failure.
    pub fn counted(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Counts) -> Result<()>,
    ) -> Result<()> {
        println!("\n==> {name}");
        let started = Instant::now();
        let mut counts = Counts::default();
        let result = work(&mut counts);
        self.done.push(Step {
            name,
            took: started.elapsed(),
            counts,
        });
        result.context(name)
    }

    /// Prints what ran and how long it took; when tests ran, their totals too.
    pub fn summary(&self) {
        println!("\n==> summary");
        for step in &self.done {
            let Counts {
                passed,
                failed,
                skipped,
            } = step.counts;
            let counts = if step.counts.is_empty() {
                String::new()
            } else {
                format!("  {passed} passed, {failed} failed, {skipped} skipped")
            };
            println!("{:>8.1} s  {}{counts}", step.took.as_secs_f64(), step.name);
        }
        println!("{:>8.1} s  total", self.started.elapsed().as_secs_f64());
        let total = self
            .done
            .iter()
            .fold(Counts::default(), |sum, step| Counts {
                passed: sum.passed + step.counts.passed,
                failed: sum.failed + step.counts.failed,
                skipped: sum.skipped + step.counts.skipped,
            });
        if !total.is_empty() {
            let Counts {
                passed,
                failed,
                skipped,
            } = total;
            println!("\ntests: {passed} passed, {failed} failed, {skipped} skipped");
        }
    }
}
