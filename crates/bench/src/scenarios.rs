//! What is asked of the server, and what of the limit.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};

use crate::api::{Client, Subjects, login, new_tickets};
use crate::client::{create, request};
use crate::limit::Sample;
use crate::load::{Plan, Seen, run};
use crate::server::Process;

/// Seconds of each loop.
const SECONDS: u64 = 4;
/// A word that a few tickets have, and one that three tickets in ten have.
const WORDS: [&str; 2] = ["xylophone", "imprimante"];

const LIST: &str = "/api/v1/tickets";

fn get(path: &str, token: &str) -> Vec<u8> {
    request("GET", path, Some(token), None)
}

/// The list of a contact's tickets, newest first, with its total.
pub fn list(address: SocketAddr, subjects: &Subjects) -> Result<Seen> {
    let request = get(LIST, &subjects.contact_token);
    run(address, Plan::closed(SECONDS), &[200], move |_, _| {
        request.clone()
    })
}

/// A ticket and its history, one after the other.
pub fn ticket(address: SocketAddr, subjects: &Subjects) -> Result<Seen> {
    let requests = ticket_requests(subjects);
    run(address, Plan::closed(SECONDS), &[200], move |_, n| {
        requests.get(n % 2).cloned().unwrap_or_default()
    })
}

fn ticket_requests(subjects: &Subjects) -> [Vec<u8>; 2] {
    let path = format!("/api/v1/tickets/{}", subjects.long_ticket);
    let activity = format!("{path}/activity");
    [path, activity].map(|path| get(&path, &subjects.contact_token))
}

/// The answers that the limit shall give as well: each with owners and rows of its table.
pub fn samples(
    address: SocketAddr,
    subjects: &Subjects,
    tickets: usize,
) -> Result<Vec<(Sample, usize, usize)>> {
    let mut client = Client::open(address)?;
    let list = client.call(&get(LIST, &subjects.contact_token))?;
    let mut samples = vec![(Sample::of("list", &list.body)?, tickets / 200, 200)];
    for (name, request) in ["ticket", "activity"]
        .into_iter()
        .zip(ticket_requests(subjects))
    {
        let answer = client.call(&request)?;
        let sample = Sample::of(name, &answer.body)?;
        let rows = sample.shape.limit;
        samples.push((sample, (tickets / 25).min(4000), rows));
    }
    Ok(samples)
}

/// The limit's list, over all owners.
pub fn bare_list(limit: SocketAddr, owners: usize) -> Result<Seen> {
    run(
        limit,
        Plan::closed(SECONDS),
        &[200],
        move |connection, n| {
            request(
                "GET",
                &format!("/rows/list/{}", (connection * 31 + n * 7) % owners),
                None,
                None,
            )
        },
    )
}

/// The limit's ticket and history.
pub fn bare_ticket(limit: SocketAddr, owners: usize) -> Result<Seen> {
    run(
        limit,
        Plan::closed(SECONDS),
        &[200],
        move |connection, n| {
            let owner = (connection * 31 + n / 2 * 7) % owners;
            let table = if n % 2 == 0 { "ticket" } else { "activity" };
            request("GET", &format!("/rows/{table}/{owner}"), None, None)
        },
    )
}

/// A body of so many bytes, from memory.
pub fn fixed(limit: SocketAddr, bytes: usize) -> Result<Seen> {
    run(limit, Plan::closed(SECONDS), &[200], move |_, _| {
        request("GET", &format!("/fixed/{bytes}"), None, None)
    })
}

/// What a customer writes.
pub const TICKET: &str = r#"{"subject":"L'imprimante du premier étage ne répond plus","description_text":"Bonjour, depuis ce matin l'imprimante du premier étage ne répond plus. Nous avons redémarré deux fois, sans effet. Plusieurs collègues sont dans le même cas, et nous avons une échéance demain à midi. Merci de nous rappeler avant d'intervenir.","impact":2,"urgency":2}"#;
/// What a customer answers.
pub const COMMENT: &str = r#"{"body_text":"Toujours la même chose de notre côté. C'est arrivé à 9 h 40, puis à nouveau à 11 h 15. Le voyant reste orange, et le message d'erreur porte le numéro 0x80070035."}"#;

/// A key that no other request has.
fn key(connection: usize, n: usize) -> String {
    // The loops of one run follow each other; their keys must differ too.
    static LOOP: AtomicU64 = AtomicU64::new(0);
    let number = if connection == 0 && n == 0 {
        LOOP.fetch_add(1, Ordering::Relaxed) + 1
    } else {
        LOOP.load(Ordering::Relaxed)
    };
    format!("bench-{}-{number}-{connection}-{n}", std::process::id())
}

/// Tickets filed.
pub fn create_ticket(address: SocketAddr, subjects: &Subjects, connections: usize) -> Result<Seen> {
    let token = subjects.contact_token.clone();
    let plan = Plan {
        connections,
        ..Plan::closed(SECONDS)
    };
    run(address, plan, &[201], move |connection, n| {
        create(LIST, &token, &key(connection, n), TICKET)
    })
}

/// Messages written, on many tickets.
pub fn comment(address: SocketAddr, subjects: &Subjects) -> Result<Seen> {
    let token = subjects.contact_token.clone();
    let tickets = new_tickets(address, &token)?;
    run(
        address,
        Plan::closed(SECONDS),
        &[201],
        move |connection, n| {
            let number = tickets.get((connection * 61 + n) % tickets.len().max(1));
            let number = number.map_or("", String::as_str);
            create(
                &format!("{LIST}/{number}/comments"),
                &token,
                &key(connection, n),
                COMMENT,
            )
        },
    )
}

/// A search: its name, the word, and by whose token.
pub fn searches(subjects: &Subjects) -> Vec<(String, &'static str, String)> {
    let [rare, common] = WORDS;
    let mut searches = Vec::new();
    for (where_, token) in [
        ("in one account", &subjects.account_token),
        ("over all", &subjects.agent_token),
    ] {
        searches.push((format!("rare word, {where_}"), rare, token.clone()));
        searches.push((format!("common word, {where_}"), common, token.clone()));
    }
    searches
}

/// Searches for a word.
pub fn search(address: SocketAddr, word: &str, token: &str) -> Result<Seen> {
    let request = get(&format!("{LIST}?q={word}"), token);
    run(address, Plan::closed(SECONDS), &[200], move |_, _| {
        request.clone()
    })
}

/// Sign-ins, on each connection of somebody else.
pub fn sign_in(address: SocketAddr, subjects: &Subjects, seconds: u64) -> Result<Seen> {
    let requests: Vec<Vec<u8>> = subjects.contacts.iter().map(login).collect();
    run(
        address,
        Plan::closed(seconds),
        &[200],
        move |connection, _| {
            let request = requests.get(connection % requests.len().max(1));
            request.cloned().unwrap_or_default()
        },
    )
}

/// What a few people who look at their lists notice.
pub fn quiet_list(address: SocketAddr, subjects: &Subjects) -> Result<Seen> {
    let request = get(LIST, &subjects.contact_token);
    run(address, Plan::quiet(SECONDS), &[200], move |_, _| {
        request.clone()
    })
}

/// The same while everybody signs in; returns both.
pub fn list_while_signing_in(address: SocketAddr, subjects: &Subjects) -> Result<(Seen, Seen)> {
    let others = subjects.clone();
    // Longer than the loop beside it, which begins a moment later.
    let load = thread::spawn(move || sign_in(address, &others, SECONDS + 2));
    thread::sleep(Duration::from_millis(500));
    let list = quiet_list(address, subjects)?;
    let load = load
        .join()
        .map_err(|_panic| anyhow!("the sign-ins panicked"))??;
    Ok((list, load))
}

/// An export.
#[derive(Debug)]
pub struct Export {
    /// How long it took.
    pub took: Duration,
    /// By how many bytes the server's memory grew meanwhile.
    pub grew: u64,
    /// What others noticed meanwhile.
    pub list: Seen,
}

/// Exports all tickets as a workbook, first alone for the time, then again and again while a few
/// people look at their lists.
pub fn export(server: &Process, subjects: &Subjects, file: &Path) -> Result<Export> {
    let address = server.address;
    let request = get("/api/v1/tickets/export?format=xlsx", &subjects.agent_token);
    let mut client = Client::open(address)?;
    let before = server.resident();
    server.forget_peak();
    let started = Instant::now();
    let answer = client.call(&request)?;
    let took = started.elapsed();
    let grew = server.peak().saturating_sub(before);
    anyhow::ensure!(
        answer.status == 200,
        "the export's status is {}",
        answer.status
    );
    std::fs::write(file, &answer.body).context("keeping the workbook")?;

    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    let load = thread::spawn(move || -> Result<()> {
        while !stopped.load(Ordering::Relaxed) {
            client.call(&request)?;
        }
        Ok(())
    });
    thread::sleep(Duration::from_millis(300));
    let list = quiet_list(address, subjects);
    stop.store(true, Ordering::Relaxed);
    load.join()
        .map_err(|_panic| anyhow!("the exports panicked"))??;
    Ok(Export {
        took,
        grew,
        list: list?,
    })
}

/// The same rows as text.
pub fn export_csv(address: SocketAddr, subjects: &Subjects) -> Result<Vec<u8>> {
    let request = get("/api/v1/tickets/export?format=csv", &subjects.agent_token);
    let answer = Client::open(address)?.call(&request)?;
    anyhow::ensure!(
        answer.status == 200,
        "the export's status is {}",
        answer.status
    );
    Ok(answer.body)
}

/// Rows of a ticket's size, each durable when answered, through the limit on PostgreSQL.
pub fn bare_insert(limit: SocketAddr, connections: usize) -> Result<Seen> {
    let request = request("POST", "/insert", None, Some(TICKET));
    let plan = Plan {
        connections,
        ..Plan::closed(SECONDS)
    };
    run(limit, plan, &[201], move |_, _| request.clone())
}
