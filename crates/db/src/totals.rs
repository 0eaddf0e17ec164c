//! Totals of ticket lists, remembered until the next write.
//!
//! Counting ten thousand rows costs as much as reading a page of them, and a list is asked for more
//! often than it changes. A total is forgotten with the next transaction that writes tickets, and after
//! a second at the latest: another process may have written.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::page::Total;

/// How long a total is believed.
const LIFETIME: Duration = Duration::from_secs(1);
/// Most totals remembered.
const CAPACITY: usize = 1_000;

/// The totals remembered.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    commits: AtomicU64,
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    total: Total,
    commits: u64,
    since: Instant,
}

impl Totals {
    /// Forgets all totals: a transaction that wrote tickets was committed.
    pub(crate) fn forget(&self) {
        self.commits.fetch_add(1, Ordering::SeqCst);
    }

    /// How many such transactions were committed. To be asked before counting.
    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }

    /// The total of the list with this description.
    pub(crate) fn find(&self, list: &str) -> Option<Total> {
        let known = *self.known.lock().ok()?.get(list)?;
        let holds = known.commits == self.commits() && known.since.elapsed() < LIFETIME;
        holds.then_some(known.total)
    }

    /// Remembers a total that was counted after `commits` transactions.
    pub(crate) fn remember(&self, list: String, total: Total, commits: u64) {
        let Ok(mut known) = self.known.lock() else {
            return;
        };
        if known.len() >= CAPACITY {
            known.clear();
        }
        let since = Instant::now();
        known.insert(
            list,
            Known {
                total,
                commits,
                since,
            },
        );
    }
}
