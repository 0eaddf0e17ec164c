//! Signing in and forgotten passwords: whether answers or their times tell who exists, and what
//! somebody who looks at a list notices of a storm of wrong passwords.

mod storm;
mod tell;

use std::fs;
use std::net::Ipv4Addr;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::api::subjects;
use crate::report::Report;
use crate::server::{Process, Setup};

/// Arguments of a measure by hand.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server's release build.
    #[arg(long)]
    server: PathBuf,
    /// An empty or missing folder for the database.
    #[arg(long)]
    work: PathBuf,
    /// How much is tried.
    #[command(flatten)]
    much: Much,
}

/// How much is tried.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Much {
    /// Tickets that are there; with them come the contacts, one for 200 tickets.
    #[arg(long, default_value_t = Self::WHOLE.tickets)]
    tickets: usize,
    /// Tries with names that exist, and as many with names that do not.
    #[arg(long, default_value_t = Self::WHOLE.tries)]
    tries: usize,
    /// Connections of the storm.
    #[arg(long, default_value_t = Self::WHOLE.connections)]
    connections: usize,
    /// Seconds of each storm.
    #[arg(long, default_value_t = Self::WHOLE.seconds)]
    seconds: u64,
}

impl Much {
    /// The whole measure.
    pub const WHOLE: Self = Self {
        tickets: 50_000,
        tries: 200,
        connections: 64,
        seconds: 30,
    };
}

/// Measures signing in, and nothing else.
pub fn run(args: &Args) -> Result<()> {
    fs::create_dir_all(&args.work)
        .with_context(|| format!("{} cannot be made", args.work.display()))?;
    let setup = Setup {
        program: args.server.clone(),
        data: args.work.join("sign-in"),
        database_url: None,
    };
    let mut report = Report::new(args.much.tickets);
    measure(&setup, args.much, &mut report)?;
    report.print();
    report.require()
}

/// Measures on an instance of its own.
pub fn measure(setup: &Setup, much: Much, report: &mut Report) -> Result<()> {
    if setup.data.exists() {
        fs::remove_dir_all(&setup.data)?;
    }
    let (demo, _) = setup.fill(much.tickets)?;
    let mut environment = setup.environment();
    // Each try comes from an address of its own, as the header says.
    environment.push(("GUICHET_TRUST_PROXY", "true".to_owned()));
    let server = Process::start(&setup.program, &["serve"], &environment, "/readyz")?;
    let subjects = subjects(server.address, &demo)?;
    tell::measure(&server, &subjects, much.tries, report)?;
    storm::measure(&server, &subjects, much.connections, much.seconds, report)
}

/// A request of somebody at this address.
fn post_from(address: Ipv4Addr, path: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\naccept: */*\r\nx-forwarded-for: {address}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The `n`th address of a private network.
fn address(n: usize) -> Ipv4Addr {
    let n = u32::try_from(n).unwrap_or(u32::MAX) % (1 << 24);
    Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 0, 0, 0)) | n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_has_an_address_of_its_own() {
        assert_eq!(address(0).to_string(), "10.0.0.0");
        assert_eq!(address(258).to_string(), "10.0.1.2");
        assert_ne!(address(5), address(6));
    }
}
