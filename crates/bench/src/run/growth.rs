//! How latencies grow with the number of tickets.

use anyhow::Result;

use super::Args;
use crate::api::{Subjects, subjects};
use crate::report::{Report, micros};
use crate::scenarios;
use crate::server::Process;

/// A latency that must not grow.
#[derive(Debug)]
pub struct Latency {
    name: String,
    p95: u64,
    /// Times that it may grow.
    target: f64,
}

/// Fills so many tickets and measures.
pub fn measure(args: &Args, report: &mut Report, tickets: usize) -> Result<Vec<Latency>> {
    let setup = args.setup(&format!("sqlite-{tickets}"));
    let (demo, took) = setup.fill(tickets)?;
    report.note(
        &format!("{tickets} tickets: filled in"),
        &format!("{:.1} s", took.as_secs_f64()),
    );
    let server = setup.start()?;
    let subjects = subjects(server.address, &demo)?;
    latencies(&server, &subjects, report, tickets)
}

/// Measures what must not grow.
pub fn latencies(
    server: &Process,
    subjects: &Subjects,
    report: &mut Report,
    tickets: usize,
) -> Result<Vec<Latency>> {
    let mut found = Vec::new();
    let mut keep = |report: &mut Report, name: String, seen: &crate::load::Seen, target| {
        report.seen(&format!("{tickets} tickets: {name}"), seen);
        found.push(Latency {
            name,
            p95: seen.p95(),
            target,
        });
    };
    let address = server.address;
    keep(
        report,
        "list".to_owned(),
        &scenarios::list(address, subjects)?,
        1.5,
    );
    keep(
        report,
        "ticket and history".to_owned(),
        &scenarios::ticket(address, subjects)?,
        1.5,
    );
    for (name, word, token) in scenarios::searches(subjects) {
        let seen = scenarios::search(address, word, &token)?;
        let target = if name.starts_with("common") { 5.0 } else { 1.5 };
        keep(report, format!("search: {name}"), &seen, target);
    }
    Ok(found)
}

/// Holds a size against the small one.
pub fn compare(report: &mut Report, tickets: usize, small: &[Latency], large: &[Latency]) {
    for (small, large) in small.iter().zip(large) {
        report.at_most(
            &format!("growth to {tickets} tickets: {}", large.name),
            micros(large.p95),
            micros(small.p95),
            large.target,
            "the p95 at 10000",
        );
    }
}

/// Searches against the list, of the main size.
pub fn compare_searches(report: &mut Report, latencies: &[Latency]) {
    let Some(list) = latencies.first() else {
        return;
    };
    for search in latencies
        .iter()
        .filter(|latency| latency.name.starts_with("search"))
    {
        let target = if search.name.contains("common") {
            10.0
        } else {
            3.0
        };
        report.at_most(
            &search.name,
            micros(search.p95),
            micros(list.p95),
            target,
            "the list's p95",
        );
    }
}
