//! The whole run.

mod growth;
mod main_size;
mod postgres;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::mail_in::{self, Much};
use crate::report::Report;
use crate::server::Setup;
use crate::sign_in;

pub use postgres::fresh as fresh_database;

/// Arguments of a run.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server's release build.
    #[arg(long)]
    server: PathBuf,
    /// An empty or missing folder for the databases, on a disk that keeps what it is told to.
    #[arg(long)]
    work: PathBuf,
    /// Tickets of the main size.
    #[arg(long, default_value_t = 100_000)]
    tickets: usize,
    /// Measure growth at this size as well, and hold it against the targets.
    #[arg(long)]
    grow_to: Option<usize>,
    /// A cluster of PostgreSQL's to measure on, as its superuser.
    #[arg(long)]
    postgres: Option<String>,
    /// Bytes of a first visit to the portal.
    #[arg(long)]
    first_visit: Option<u64>,
    /// Bytes of the portal's editor.
    #[arg(long)]
    editor: Option<u64>,
    /// File with the markers between which the ratios go.
    #[arg(long)]
    report: Option<PathBuf>,
}

impl Args {
    /// The server with a data folder of this name.
    fn setup(&self, name: &str) -> Setup {
        Setup {
            program: self.server.clone(),
            data: self.work.join(name),
            database_url: None,
        }
    }
}

/// Measures everything; the report is printed even when the last of it fails.
pub fn run(args: &Args) -> Result<()> {
    fs::create_dir_all(&args.work)
        .with_context(|| format!("{} cannot be made", args.work.display()))?;
    let mut report = Report::new(args.tickets);
    let result = measure(args, &mut report);
    report.print();
    result?;
    if let Some(file) = &args.report {
        report.write(file)?;
        println!("\nthe ratios are in {}", file.display());
    }
    Ok(())
}

fn measure(args: &Args, report: &mut Report) -> Result<()> {
    let small = growth::measure(args, report, 10_000)?;
    let main = main_size::measure(args, report)?;
    growth::compare(report, args.tickets, &small, &main);
    mail_in::measure(&args.setup("mail-in"), Much::WHOLE, report)?;
    sign_in::measure(&args.setup("sign-in"), sign_in::Much::WHOLE, report)?;
    if let Some(tickets) = args.grow_to {
        let large = growth::measure(args, report, tickets)?;
        growth::compare(report, tickets, &small, &large);
    }
    if let Some(cluster) = &args.postgres {
        postgres::measure(args, report, cluster)?;
    }
    if let Some(bytes) = args.first_visit {
        report.transfer("portal: first visit, brotli", bytes, 350);
    }
    if let Some(bytes) = args.editor {
        report.transfer("portal: editor, brotli", bytes, 90);
    }
    Ok(())
}
