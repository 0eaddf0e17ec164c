//! Wrong passwords by many connections at once, and what a quiet person notices of them.

use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};
use serde_json::json;

use super::{address, post_from};
use crate::api::Subjects;
use crate::client::request;
use crate::load::{Plan, Seen, run};
use crate::report::{Report, micros};
use crate::server::Process;

/// What a list may take meanwhile, against what it takes without.
const TARGET: f64 = 3.0;
/// Most memory meanwhile, in MB.
const MEMORY: u64 = 300;
/// Until the storm is a storm, and after the list is measured.
const MARGIN: u64 = 2;
const WRONG: &str = "Corbeau-Rouge-8!";

/// Both storms: guesses from everywhere at whatever name, and from one address at one name.
pub fn measure(
    server: &Process,
    subjects: &Subjects,
    connections: usize,
    seconds: u64,
    report: &mut Report,
) -> Result<()> {
    for (what, from_everywhere) in [
        ("wrong passwords from everywhere", true),
        ("wrong passwords for one name from one address", false),
    ] {
        // What the storm before has left is over.
        thread::sleep(Duration::from_secs(6));
        let quiet = list(server, subjects, seconds.clamp(1, 8))?;
        server.forget_peak();
        let at = server.address;
        let plan = Plan {
            connections,
            ..Plan::closed(seconds)
        };
        let storm = thread::spawn(move || {
            run(at, plan, &[401, 429, 503], move |connection, n| {
                let number = if from_everywhere {
                    connection * 100_000 + n + 30_000
                } else {
                    1
                };
                let name = format!("nom{number}@orage.example");
                let body = json!({"username": name, "password": WRONG});
                post_from(address(number), "/api/v1/auth/login", &body)
            })
        });
        thread::sleep(Duration::from_secs(MARGIN));
        let meanwhile = list(server, subjects, seconds.saturating_sub(2 * MARGIN).max(1));
        let storm = storm
            .join()
            .map_err(|_panic| anyhow!("the storm panicked"))??;
        let meanwhile = meanwhile?;
        report.seen(&format!("{what}, {connections} connections"), &storm);
        report.seen("  list, quiet", &quiet);
        report.seen("  list meanwhile", &meanwhile);
        report.at_most(
            &format!("list while there are {what}"),
            micros(meanwhile.p95()),
            micros(quiet.p95()),
            TARGET,
            "its quiet p95",
        );
        report.memory(&format!("memory: {what}"), server.peak(), MEMORY);
    }
    Ok(())
}

fn list(server: &Process, subjects: &Subjects, seconds: u64) -> Result<Seen> {
    let token = Some(&*subjects.contact_token);
    let request = request("GET", "/api/v1/tickets", token, None);
    run(server.address, Plan::quiet(seconds), &[200], move |_, _| {
        request.clone()
    })
}
