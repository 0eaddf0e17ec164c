//! Everything at the main size, on SQLite.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::Args;
use super::growth::{Latency, compare_searches, latencies};
use crate::api::{Subjects, subjects};
use crate::bare;
use crate::load::CONNECTIONS;
use crate::report::{Report, micros};
use crate::scenarios;
use crate::server::Process;
use crate::{limit, load};

/// Columns of the export.
const COLUMNS: usize = 12;

/// Measures; returns the latencies that must not grow with the size.
pub fn measure(args: &Args, report: &mut Report) -> Result<Vec<Latency>> {
    let setup = args.setup(&format!("sqlite-{}", args.tickets));
    let (demo, took) = setup.fill(args.tickets)?;
    report.note(
        &format!("{} tickets: filled in", args.tickets),
        &format!("{:.1} s", took.as_secs_f64()),
    );
    let server = setup.start()?;
    let ready = server.ready_after.as_secs_f64();
    report.note("start with these tickets", &format!("{ready:.3} s"));
    thread::sleep(Duration::from_secs(2));
    let idle = server.resident();

    let subjects = subjects(server.address, &demo)?;
    let samples = scenarios::samples(server.address, &subjects, args.tickets)?;
    let latencies = latencies(&server, &subjects, report, args.tickets)?;
    reads(args, report, &server, &subjects, &samples)?;
    compare_searches(report, &latencies);
    note_memory(report, &server, "reads");
    writes(args, report, &server, &subjects)?;
    note_memory(report, &server, "writes");
    sign_ins(report, &server, &subjects)?;
    note_memory(report, &server, "sign-ins");
    export(args, report, &server, &subjects)?;
    note_memory(report, &server, "exports");
    report.memory("memory: idle", idle, 64);
    report.memory(
        "memory: the most under all of the above",
        server.peak_ever(),
        256,
    );
    report.seconds("ready after start", ready, 1.0);
    Ok(latencies)
}

/// The most memory since the last note.
fn note_memory(report: &mut Report, server: &Process, after: &str) {
    let mebibytes = server.peak().div_ceil(1024 * 1024);
    report.note(
        &format!("the most memory during {after}"),
        &format!("{mebibytes} MB"),
    );
    server.forget_peak();
}

fn reads(
    args: &Args,
    report: &mut Report,
    server: &Process,
    subjects: &Subjects,
    samples: &[(limit::Sample, usize, usize)],
) -> Result<()> {
    let list = scenarios::list(server.address, subjects)?;
    let ticket = scenarios::ticket(server.address, subjects)?;
    let database = args.work.join("limit.sqlite3");
    let shapes = args.work.join("limit.json");
    limit::fill_sqlite(&database, samples)?;
    limit::write_shapes(&shapes, samples)?;
    let limit = start_limit(
        &database.display().to_string(),
        &shapes.display().to_string(),
    )?;
    let owners = |number: usize| samples.get(number).map_or(1, |(_, owners, _)| *owners);
    let fixed = scenarios::fixed(limit.address, list.bytes)?;
    let bare_list = scenarios::bare_list(limit.address, owners(0))?;
    let bare_ticket = scenarios::bare_ticket(limit.address, owners(1))?;
    report.seen("list", &list);
    report.seen("  limit: fixed body of the same size", &fixed);
    report.seen("  limit: bare driver, same rows and bytes", &bare_list);
    report.seen("ticket and history", &ticket);
    report.seen("  limit: bare driver, same rows and bytes", &bare_ticket);
    let unit = "the limit's requests/s";
    report.at_least(
        "list of 25 tickets, with total",
        list.rate,
        bare_list.rate,
        0.35,
        unit,
    );
    report.at_least(
        "ticket with 20 comments, history included",
        ticket.rate,
        bare_ticket.rate,
        0.30,
        unit,
    );
    Ok(())
}

/// Starts the limit, which is this same program.
pub fn start_limit(database: &str, shapes: &str) -> Result<Process> {
    let program = std::env::current_exe().context("where this program is")?;
    let arguments = [
        "limit",
        "--listen",
        "{address}",
        "--database",
        database,
        "--shapes",
        shapes,
    ];
    Process::start(&program, &arguments, &[], "/ready")
}

fn writes(args: &Args, report: &mut Report, server: &Process, subjects: &Subjects) -> Result<()> {
    let bare = bare::durable_inserts(&args.work, scenarios::TICKET, Duration::from_secs(3))?;
    let created = scenarios::create_ticket(server.address, subjects, CONNECTIONS)?;
    let commented = scenarios::comment(server.address, subjects)?;
    report.seen("create a ticket", &created);
    report.seen("comment", &commented);
    report.note("  limit: single durable inserts", &format!("{bare:>9.0}/s"));
    let unit = "single durable inserts/s";
    report.at_least("create a ticket", created.rate, bare, 0.25, unit);
    report.at_least("comment", commented.rate, bare, 0.30, unit);
    // The mails that these have caused are still being written.
    thread::sleep(Duration::from_secs(3));
    Ok(())
}

fn sign_ins(report: &mut Report, server: &Process, subjects: &Subjects) -> Result<()> {
    let bare = bare::argon2_hashes(Duration::from_secs(4))?;
    let quiet = scenarios::quiet_list(server.address, subjects)?;
    let signed_in = scenarios::sign_in(server.address, subjects, 4)?;
    let (meanwhile, _) = scenarios::list_while_signing_in(server.address, subjects)?;
    report.seen("sign-in", &signed_in);
    report.note(
        "  limit: bare argon2id on every core",
        &format!("{bare:>9.1}/s"),
    );
    report.seen("list, quiet", &quiet);
    report.seen("list while others sign in", &meanwhile);
    report.at_least(
        "sign-in",
        signed_in.rate,
        bare,
        0.85,
        "bare argon2id hashes/s",
    );
    interference(report, "list while others sign in", &meanwhile, &quiet);
    Ok(())
}

fn interference(report: &mut Report, what: &str, meanwhile: &load::Seen, quiet: &load::Seen) {
    report.at_most(
        what,
        micros(meanwhile.p95()),
        micros(quiet.p95()),
        2.0,
        "its quiet p95",
    );
}

fn export(args: &Args, report: &mut Report, server: &Process, subjects: &Subjects) -> Result<()> {
    let quiet = scenarios::quiet_list(server.address, subjects)?;
    let exported = scenarios::export(server, subjects, &args.work.join("export.xlsx"))?;
    let mut rows = bare::cells(&scenarios::export_csv(server.address, subjects)?)?;
    for row in &mut rows {
        row.truncate(COLUMNS);
    }
    let columns = rows.first().map_or(0, Vec::len);
    let bare = bare::workbook(&rows, &args.work.join("bare.xlsx"))?;
    report.note(
        &format!("export of {} rows × {columns} columns", rows.len()),
        &format!("{:.2} s", exported.took.as_secs_f64()),
    );
    report.note(
        "  limit: bare rust_xlsxwriter",
        &format!("{:.2} s", bare.as_secs_f64()),
    );
    report.seen("list while others export", &exported.list);
    report.at_most(
        "export of all tickets",
        exported.took.as_secs_f64(),
        bare.as_secs_f64(),
        1.6,
        "bare rust_xlsxwriter",
    );
    report.memory("memory: growth by an export", exported.grew, 64);
    interference(report, "list while others export", &exported.list, &quiet);
    Ok(())
}
