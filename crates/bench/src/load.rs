//! The closed loop: so many connections, each asking again as soon as it is answered.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::task::LocalSet;

use crate::client::Connection;

/// Connections of the loops, as the targets have it.
pub const CONNECTIONS: usize = 16;
/// Before the clock runs: caches fill, processors wake.
const WARM_UP: Duration = Duration::from_millis(700);

/// What a loop does.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Connections.
    pub connections: usize,
    /// For how long.
    pub duration: Duration,
    /// How long each connection rests after an answer; zero for a closed loop.
    pub rest: Duration,
}

impl Plan {
    /// The closed loop of the targets.
    pub const fn closed(seconds: u64) -> Self {
        Self {
            connections: CONNECTIONS,
            duration: Duration::from_secs(seconds),
            rest: Duration::ZERO,
        }
    }

    /// A few requests that leave the machine idle: what a quiet person notices of others' load.
    pub const fn quiet(seconds: u64) -> Self {
        Self {
            connections: 2,
            duration: Duration::from_secs(seconds),
            rest: Duration::from_millis(8),
        }
    }
}

/// What a loop saw.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Answers a second.
    pub rate: f64,
    /// Latencies in microseconds, sorted.
    latencies: Vec<u64>,
    /// The body's length of the last answer.
    pub bytes: usize,
}

impl Seen {
    /// The latency that `percent` of the answers kept within, in microseconds.
    pub fn percentile(&self, percent: usize) -> u64 {
        let last = self.latencies.len().saturating_sub(1);
        let index = (self.latencies.len() * percent / 100).min(last);
        self.latencies.get(index).copied().unwrap_or_default()
    }

    /// Nineteen answers of twenty came within this many microseconds.
    pub fn p95(&self) -> u64 {
        self.percentile(95)
    }
}

/// Runs the loop on this thread. `make` gives the request of the `n`th try on a connection; an
/// answer whose status is not one of `expected` ends it all: what fails fast is not measured.
pub fn run(
    address: SocketAddr,
    plan: Plan,
    expected: &[u16],
    make: impl Fn(usize, usize) -> Vec<u8> + 'static,
) -> Result<Seen> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the load's runtime")?;
    let local = LocalSet::new();
    let make = Rc::new(make);
    let expected: Rc<[u16]> = expected.into();
    let results = local.block_on(&runtime, async {
        let tasks: Vec<_> = (0..plan.connections)
            .map(|number| {
                let (make, expected) = (Rc::clone(&make), Rc::clone(&expected));
                tokio::task::spawn_local(async move {
                    one(address, plan, &expected, number, &*make).await
                })
            })
            .collect();
        let mut results = Vec::new();
        for task in tasks {
            results.push(task.await.context("a connection's task")??);
        }
        anyhow::Ok(results)
    })?;
    let mut seen = Seen::default();
    for (latencies, bytes) in results {
        seen.latencies.extend(latencies);
        seen.bytes = bytes;
    }
    seen.latencies.sort_unstable();
    if seen.latencies.is_empty() {
        bail!("nothing was answered in {:?}", plan.duration);
    }
    seen.rate = count(seen.latencies.len()) / plan.duration.as_secs_f64();
    Ok(seen)
}

async fn one(
    address: SocketAddr,
    plan: Plan,
    expected: &[u16],
    number: usize,
    make: &impl Fn(usize, usize) -> Vec<u8>,
) -> Result<(Vec<u64>, usize)> {
    let mut connection = Connection::open(address).await?;
    let mut latencies = Vec::with_capacity(64 * 1024);
    let mut last = 0;
    let begin = Instant::now() + WARM_UP;
    for n in 0.. {
        let request = make(number, n);
        let sent = Instant::now();
        if sent >= begin + plan.duration {
            break;
        }
        let (status, bytes) = connection.call_and_drop(&request).await?;
        let answered = Instant::now();
        if !expected.contains(&status) {
            let text = String::from_utf8_lossy(&request).into_owned();
            bail!(
                "status {status} to {}",
                text.lines().next().unwrap_or_default()
            );
        }
        last = bytes;
        if sent >= begin && answered <= begin + plan.duration {
            let micros = answered.duration_since(sent).as_micros();
            latencies.push(u64::try_from(micros).unwrap_or(u64::MAX));
        }
        if !plan.rest.is_zero() {
            tokio::time::sleep(plan.rest).await;
        }
    }
    Ok((latencies, last))
}

/// A count for arithmetic with measured things.
pub fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentile_is_the_latency_that_so_many_kept_within() {
        let seen = Seen {
            latencies: (1..=100).collect(),
            ..Seen::default()
        };
        assert_eq!(seen.percentile(50), 51);
        assert_eq!(seen.p95(), 96);
        assert_eq!(Seen::default().p95(), 0);
    }
}
