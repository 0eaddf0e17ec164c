//! The server under measure: its process, its start and its memory.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::client::{Connection, request};

/// A server or a limit may take so long to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often memory is looked at.
const SAMPLE: Duration = Duration::from_millis(20);

/// A running process that answers HTTP. Dropped, it is ended.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to its first answer.
    pub ready_after: Duration,
    peak: Arc<AtomicU64>,
    peak_before: AtomicU64,
    stop: Arc<AtomicBool>,
    sampler: Option<JoinHandle<()>>,
}

impl Process {
    /// Starts the program; `{address}` in an argument or a variable becomes where it shall listen.
    pub fn start(
        program: &Path,
        arguments: &[&str],
        environment: &[(&str, String)],
        path: &str,
    ) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let fill = |text: &str| text.replace("{address}", &address.to_string());
        let mut command = Command::new(program);
        command.args(arguments.iter().map(|argument| fill(argument)));
        command.envs(environment.iter().map(|(name, value)| (name, fill(value))));
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let started = Instant::now();
        let child = command
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let peak = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let sampler = sample(child.id(), Arc::clone(&peak), Arc::clone(&stop));
        let mut process = Self {
            child,
            address,
            ready_after: Duration::ZERO,
            peak,
            peak_before: AtomicU64::new(0),
            stop,
            sampler: Some(sampler),
        };
        process.wait_until_ready(path, started)?;
        Ok(process)
    }

    fn wait_until_ready(&mut self, path: &str, started: Instant) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("the process ended at once ({status})");
            }
            let answer = runtime.block_on(async {
                let mut connection = Connection::open(self.address).await?;
                connection.call(&request("GET", path, None, None)).await
            });
            if answer.is_ok_and(|answer| answer.status == 200) {
                self.ready_after = started.elapsed();
                return Ok(());
            }
            if started.elapsed() > PATIENCE {
                bail!("no answer from {path} within {PATIENCE:?}");
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Resident memory now, in bytes.
    pub fn resident(&self) -> u64 {
        resident(self.child.id())
    }

    /// The most resident memory since the start or since [`Process::forget_peak`], in bytes.
    pub fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }

    /// The most resident memory since the start, in bytes.
    pub fn peak_ever(&self) -> u64 {
        self.peak().max(self.peak_before.load(Ordering::Relaxed))
    }

    /// Looks for a new peak from here on.
    pub fn forget_peak(&self) {
        let before = self.peak.swap(0, Ordering::Relaxed);
        self.peak_before.fetch_max(before, Ordering::Relaxed);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // SIGTERM by the shell's means: there is no safe call for it in the standard library.
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        if !asked.is_ok_and(|status| status.success()) && self.child.kill().is_err() {
            eprintln!("the process {} could not be stopped", self.child.id());
        }
        if self.child.wait().is_err() {
            eprintln!("the process {} did not end", self.child.id());
        }
        if let Some(sampler) = self.sampler.take()
            && sampler.join().is_err()
        {
            eprintln!("memory was not sampled to the end");
        }
    }
}

fn sample(id: u32, peak: Arc<AtomicU64>, stop: Arc<AtomicBool>) -> JoinHandle<()> {
    thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            peak.fetch_max(resident(id), Ordering::Relaxed);
            thread::sleep(SAMPLE);
        }
    })
}

/// Resident memory in bytes, pages of files mapped into memory included.
fn resident(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let kilobytes: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|kilobytes| kilobytes.parse().ok())
        .unwrap_or(0);
    kilobytes * 1024
}

/// The server's program, and a data folder of its own.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The release build.
    pub program: PathBuf,
    /// Its data folder.
    pub data: PathBuf,
    /// The database, when it is not the embedded one.
    pub database_url: Option<String>,
}

impl Setup {
    /// What tells the program of it.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = vec![
            ("GUICHET_LISTEN", "{address}".to_owned()),
            ("GUICHET_DATA", self.data.display().to_string()),
            ("GUICHET_LOG", "warn".to_owned()),
        ];
        if let Some(url) = &self.database_url {
            environment.push(("GUICHET_DATABASE_URL", url.clone()));
        }
        environment
    }

    /// Loads the demo with so many tickets; returns the sign-ins and how long it took.
    pub fn fill(&self, tickets: usize) -> Result<(serde_json::Value, Duration)> {
        let started = Instant::now();
        let output = Command::new(&self.program)
            .args(["demo", "--json", "--tickets", &tickets.to_string()])
            .envs(self.environment())
            .env("GUICHET_LISTEN", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .context("loading the demo")?;
        if !output.status.success() {
            bail!("the demo could not be loaded ({})", output.status);
        }
        Ok((serde_json::from_slice(&output.stdout)?, started.elapsed()))
    }

    /// Starts the server.
    pub fn start(&self) -> Result<Process> {
        Process::start(&self.program, &["serve"], &self.environment(), "/readyz")
    }
}
