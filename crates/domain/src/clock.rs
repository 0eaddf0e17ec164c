//! Time and ids, injected.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

/// Tells the time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The current instant, cut to microseconds as both databases keep it.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
        let now = Utc::now();
        now.duration_trunc(TimeDelta::microseconds(1))
            .unwrap_or(now)
    }
}

/// A clock that stands still until it is moved; for tests and the sandbox.
#[derive(Debug)]
pub struct MockClock(AtomicI64);

impl MockClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn at(at: DateTime<Utc>) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(at.timestamp_micros())))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.0
            .fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::SeqCst);
    }
}

impl Clock for MockClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// Makes `UUIDv7` ids (RFC 9562): ordered by the clock's time, random otherwise.
#[derive(Debug, Clone)]
pub struct Ids {
    clock: Arc<dyn Clock>,
    // Keeps the ids of one process in order within a millisecond.
    context: Arc<Mutex<ContextV7>>,
}

impl Ids {
    /// A generator that reads this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            context: Arc::new(Mutex::new(ContextV7::new())),
        }
    }

    /// A new id, of any of the typed kinds.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        let now = self.clock.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        // The context keeps ids of one process in order within a millisecond.
        let stamp = Timestamp::from_unix(&*self.context, seconds, now.timestamp_subsec_nanos());
        T::from(Uuid::new_v7(stamp))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_process_are_in_order_even_when_the_clock_stands_still() {
        let clock = MockClock::at(DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default());
        let ids = Ids::new(clock);
        let made: Vec<Uuid> = (0..1000).map(|_| ids.new_id()).collect();
        assert!(made.is_sorted());
        assert_eq!(made.first().map(Uuid::get_version_num), Some(7));
    }
}
