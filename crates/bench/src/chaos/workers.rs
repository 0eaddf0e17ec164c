//! The workers, and how they die.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// How a worker is started.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The server's program.
    pub program: PathBuf,
    /// Its environment.
    pub environment: Vec<(&'static str, String)>,
}

impl Recipe {
    fn start(&self) -> Result<Child> {
        Command::new(&self.program)
            .arg("worker")
            .envs(self.environment.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("starting a worker")
    }
}

/// Some workers; dropped, they are killed.
#[derive(Debug)]
pub struct Workers {
    recipe: Recipe,
    running: Vec<Child>,
}

impl Workers {
    /// Starts so many.
    pub fn start(recipe: Recipe, count: usize) -> Result<Self> {
        let mut workers = Self {
            recipe,
            running: Vec::new(),
        };
        for _ in 0..count {
            let worker = workers.recipe.start()?;
            workers.running.push(worker);
        }
        Ok(workers)
    }

    /// Kills one without a warning and starts another in its place.
    pub fn replace(&mut self, which: usize) -> Result<()> {
        let worker = self.running.get_mut(which).context("no such worker")?;
        if let Some(status) = worker.try_wait()? {
            bail!("a worker ended by itself ({status})");
        }
        worker.kill().context("killing a worker")?;
        worker.wait()?;
        *worker = self.recipe.start()?;
        Ok(())
    }

    /// Kills all without a warning.
    pub fn kill_all(&mut self) -> Result<()> {
        for worker in &mut self.running {
            worker.kill().context("killing a worker")?;
            worker.wait()?;
        }
        self.running.clear();
        Ok(())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        if let Err(error) = self.kill_all() {
            eprintln!("the workers could not be stopped: {error:#}");
        }
    }
}
