//! Workers that are killed while timers and mails fall due: nothing may be lost, nothing done
//! twice.

mod house;
mod random;
pub mod sink;
mod verdict;
mod workers;

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::api::{Client, sign_ins};
use crate::run::fresh_database;
use crate::server::{Process, Setup};
use house::House;
use random::Random;
use sink::Sink;
use workers::{Recipe, Workers};

/// Workers at once.
const WORKERS: usize = 3;
/// What is not done so long after the last kill is lost: leases of two minutes, repeated tries
/// of mails that were refused up to three times, and some air.
const PATIENCE: Duration = Duration::from_mins(20);

/// Arguments of a run.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The server's build.
    #[arg(long)]
    server: PathBuf,
    /// An empty or missing folder for files.
    #[arg(long)]
    work: PathBuf,
    /// A cluster of PostgreSQL's, as its superuser.
    #[arg(long)]
    postgres: String,
    /// Workers that are killed.
    #[arg(long, default_value_t = 100)]
    kills: usize,
    /// Timers that fall due meanwhile; each writes a mail.
    #[arg(long, default_value_t = 2_000)]
    timers: usize,
    /// Mails that wait at the beginning.
    #[arg(long, default_value_t = 2_000)]
    mails: usize,
    /// Seconds between two kills, on average.
    #[arg(long, default_value_t = 2)]
    pace: u64,
    /// With the same number the same workers are killed at the same times.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// After the last kill, kill all and let time pass in the database instead of waiting until
    /// leases and pauses end.
    #[arg(long)]
    hurry: bool,
}

/// Runs it, prints what was seen, and fails when a promise was not kept.
pub fn run(args: &Args) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let name = format!("guichet_chaos_{}", std::process::id());
    let url = runtime.block_on(fresh_database(&args.postgres, &name))?;
    let sink = Sink::start(args.seed)?;
    let setup = Setup {
        program: args.server.clone(),
        data: args.work.join("chaos"),
        database_url: Some(url.clone()),
    };
    // About one in three made-up tickets was closed after a solution.
    let (demo, _) = setup.fill(args.timers * 4 + 500)?;
    let mut house = House::open(&url)?;
    fill(&setup, &mut house, &demo, args)?;
    let recipe = Recipe {
        program: args.server.clone(),
        environment: setup
            .environment()
            .into_iter()
            .filter(|(name, _)| *name != "GUICHET_LISTEN")
            .chain([(
                "GUICHET_SMTP_URL",
                format!("smtp://{}?tls=none", sink.address),
            )])
            .collect(),
    };
    let kills = kill(args, &mut house, &sink, recipe)?;

    let state = house.state()?;
    let verdict = verdict::compare(&sink.taken(), &house.message_ids()?);
    println!(
        "{kills} kills with seed {}: {state:?}, {verdict:?}",
        args.seed
    );
    verdict.judge(&state, kills, args.timers + args.mails)
}

/// Has the tickets filed that write the first mails, and sets the timers.
fn fill(setup: &Setup, house: &mut House, demo: &Value, args: &Args) -> Result<()> {
    let server = Process::start(
        &setup.program,
        &["serve", "--no-worker"],
        &setup.environment(),
        "/readyz",
    )?;
    let people = sign_ins(demo)?;
    let agent = people.iter().find(|one| one.role == "agent");
    let mut client = Client::open(server.address)?;
    let token = client.sign_in(agent.context("no agent")?)?;
    house.file_tickets(&mut client, &token, args.mails)?;
    house.set_timers(args.timers, span(args))
}

/// For how long workers are killed.
fn span(args: &Args) -> Duration {
    Duration::from_secs(args.pace) * u32::try_from(args.kills).unwrap_or(u32::MAX)
}

/// Kills, then waits until everything is done; returns how many were killed.
fn kill(args: &Args, house: &mut House, sink: &Sink, recipe: Recipe) -> Result<usize> {
    let mut random = Random::seeded(args.seed);
    sink.set_moody(true);
    let mut workers = Workers::start(recipe.clone(), WORKERS)?;
    let mut killed = 0;
    for _ in 0..args.kills {
        thread::sleep(Duration::from_millis(random.below(args.pace * 2_000)));
        workers.replace(usize::try_from(random.below(3))?)?;
        killed += 1;
    }
    if args.hurry {
        thread::sleep(house.until_due());
        workers.kill_all()?;
        killed += WORKERS;
        sink.set_moody(false);
        house.pass_time()?;
        workers = Workers::start(recipe, WORKERS)?;
    }
    let give_up = Instant::now() + PATIENCE;
    let waiting = loop {
        let state = house.state()?;
        if state.timers_missed == 0 && state.mails_waiting == 0 {
            break None;
        }
        if Instant::now() > give_up {
            break Some(state);
        }
        thread::sleep(Duration::from_millis(200));
    };
    drop(workers);
    match waiting {
        Some(state) => bail!("not done in time: {state:?}"),
        None => Ok(killed),
    }
}
