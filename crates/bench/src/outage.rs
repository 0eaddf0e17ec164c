//! Mails that wait while the mail server is away, and how soon after its return they are gone.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::api::{Client, sign_ins};
use crate::chaos::sink::{Sink, Taken};
use crate::client::create;
use crate::server::{Process, Setup};

/// Mails of one ticket to its contact: a receipt, and what the support writes.
const MAILS_A_TICKET: usize = 3;
/// What the target allows.
const WITHIN: Duration = Duration::from_mins(10);
/// Tickets between two sign-ins: a token lives for minutes.
const TICKETS_A_TOKEN: usize = 500;

/// Arguments of a run.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The server's build.
    #[arg(long)]
    server: PathBuf,
    /// An empty or missing folder for files.
    #[arg(long)]
    work: PathBuf,
    /// Tickets that are there already; with them come the contacts, one for 200 tickets.
    #[arg(long, default_value_t = 20_000)]
    tickets: usize,
    /// Mails that are written during the outage.
    #[arg(long, default_value_t = 10_000)]
    mails: usize,
    /// Seconds for which the outage goes on after the last one.
    #[arg(long, default_value_t = 120)]
    outage: u64,
    /// Milliseconds that the mail server takes for a mail.
    #[arg(long, default_value_t = 100)]
    pace: u64,
}

/// Runs it, prints what was seen, and fails when a promise was not kept.
pub fn run(args: &Args) -> Result<()> {
    let setup = Setup {
        program: args.server.clone(),
        data: args.work.join("outage"),
        database_url: None,
    };
    if setup.data.exists() {
        fs::remove_dir_all(&setup.data)?;
    }
    let (demo, _) = setup.fill(args.tickets)?;
    // Nobody listens there yet.
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let environment: Vec<(&str, String)> = setup
        .environment()
        .into_iter()
        .chain([
            ("GUICHET_SMTP_URL", format!("smtp://{address}?tls=none")),
            ("GUICHET_MAIL_HOURLY_LIMIT", args.mails.to_string()),
            // A line for each try in vain is not what is looked for.
            ("GUICHET_LOG", "error".to_owned()),
        ])
        .collect();
    let server = Process::start(&setup.program, &["serve"], &environment, "/readyz")?;
    let begun = Instant::now();
    let written = write_mails(&server, &demo, args.mails)?;
    let writing = begun.elapsed();
    thread::sleep(Duration::from_secs(args.outage));
    let over = Instant::now();
    let sink = Sink::start_at(address, Duration::from_millis(args.pace), 0)?;
    let mut first = None;
    let seen = loop {
        let count = sink.count();
        if count > 0 {
            first.get_or_insert_with(|| over.elapsed());
        }
        if count >= written || over.elapsed() > WITHIN {
            break count;
        }
        thread::sleep(Duration::from_millis(50));
    };
    let drained = over.elapsed();
    let (begun_after, connections) = (first.unwrap_or(drained), sink.connections());
    println!(
        "{seen} of {written} mails, written in {writing:.1?}, left {drained:.1?} after the end of an \
         outage of {}: the first after {begun_after:.1?}, then {:.0} a second, over {connections} \
         connections, at {} ms a mail",
        format_args!("{:.0?}", over - begun),
        f64::from(u32::try_from(seen)?)
            / drained.saturating_sub(begun_after).as_secs_f64().max(0.001),
        args.pace,
    );
    judge(&sink.taken(), written)
}

/// Files tickets and writes on them, so that their contacts are to be mailed; returns how many
/// mails that makes.
fn write_mails(server: &Process, demo: &Value, mails: usize) -> Result<usize> {
    let people = sign_ins(demo)?;
    let agent = people.iter().find(|one| one.role == "agent");
    let agent = agent.context("no agent")?;
    let mut client = Client::open(server.address)?;
    let mut token = client.sign_in(agent)?;
    let list = client.get("/api/v1/contacts?limit=100", &token)?;
    let contacts: Vec<&str> = list
        .get("items")
        .and_then(Value::as_array)
        .context("no contacts")?
        .iter()
        .filter_map(|contact| contact.get("id").and_then(Value::as_str))
        .collect();
    let tickets = mails.div_ceil(MAILS_A_TICKET);
    for (index, contact) in contacts.iter().cycle().take(tickets).enumerate() {
        if index % TICKETS_A_TOKEN == TICKETS_A_TOKEN - 1 {
            token = client.sign_in(agent)?;
        }
        let body = json!({
            "subject": format!("Panne {index}"), "description_text": "Rien ne va plus.",
            "impact": 3, "urgency": 3, "contact_id": contact,
        });
        let key = format!("outage-{index}");
        let request = create("/api/v1/tickets", &token, &key, &body.to_string());
        let ticket = client.call(&request)?.json().context("filing a ticket")?;
        let number = ticket.get("number").and_then(Value::as_str);
        let path = format!("/api/v1/tickets/{}/comments", number.context("no number")?);
        for message in 1..MAILS_A_TICKET {
            let body = json!({"body_text": format!("Message {message}")}).to_string();
            let request = create(&path, &token, &format!("{key}-{message}"), &body);
            client.call(&request)?.json().context("writing a message")?;
        }
    }
    Ok(tickets * MAILS_A_TICKET)
}

/// Every mail once, and those of a ticket in the order in which they were written.
fn judge(taken: &[Taken], written: usize) -> Result<()> {
    let ids: HashSet<&str> = taken.iter().map(|mail| &*mail.message_id).collect();
    if ids.len() != written || taken.len() != written {
        bail!(
            "{} mails arrived, {} of them different, instead of {written}",
            taken.len(),
            ids.len()
        );
    }
    // `<CS0000123.<id in the order of time>@host>`
    let mut last: HashMap<&str, &str> = HashMap::new();
    for mail in taken {
        let id = mail.message_id.split('@').next().unwrap_or_default();
        let (ticket, id) = id
            .split_once('.')
            .context("a Message-ID without a ticket")?;
        if last.insert(ticket, id).is_some_and(|before| before > id) {
            bail!("the mails of {ticket} arrived out of order");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(ids: &[&str]) -> Vec<Taken> {
        let mail = |id: &&str| Taken {
            message_id: format!("<{id}@host>"),
            recipient: String::new(),
        };
        ids.iter().map(mail).collect()
    }

    #[test]
    fn lost_repeated_and_overtaken_mails_are_told() {
        assert!(judge(&taken(&["A.1", "B.2", "A.3"]), 3).is_ok());
        assert!(judge(&taken(&["A.1", "B.2"]), 3).is_err());
        assert!(judge(&taken(&["A.1", "A.1", "B.2"]), 3).is_err());
        assert!(judge(&taken(&["A.3", "B.2", "A.1"]), 3).is_err());
    }
}
