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

    /// The same as the clock of a sandbox, where it is one.
    fn sandbox(&self) -> Option<&SandboxClock> {
        None
    }
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

/// A clock that stands still until it is moved; for tests and the demo.
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

/// A clock that goes as another one does, ahead of it by as much as it was turned. It is never
/// turned back.
#[derive(Debug)]
pub struct SandboxClock {
    real: Arc<dyn Clock>,
    /// In microseconds.
    ahead: AtomicI64,
    /// The instant at which it stands still, in microseconds since the epoch; else [`GOING`].
    stopped_at: AtomicI64,
}

/// No instant: a clock that goes.
const GOING: i64 = i64::MIN;

impl SandboxClock {
    /// A clock that shows what `real` does, until it is turned.
    #[must_use]
    pub fn over(real: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            real,
            ahead: AtomicI64::new(0),
            stopped_at: AtomicI64::new(GOING),
        })
    }

    /// The current instant by the clock below, which nobody turns.
    #[must_use]
    pub fn real_now(&self) -> DateTime<Utc> {
        self.real.now()
    }

    /// How far it is ahead.
    #[must_use]
    pub fn ahead(&self) -> TimeDelta {
        TimeDelta::microseconds(self.ahead.load(Ordering::SeqCst))
    }

    /// How far it must be ahead to show `at` now; as far as it is, when it shows later.
    #[must_use]
    pub fn ahead_at(&self, at: DateTime<Utc>) -> TimeDelta {
        self.ahead().max(at - self.real.now())
    }

    /// Turns it until it is this far ahead.
    pub fn turn(&self, ahead: TimeDelta) {
        self.ahead.fetch_max(
            ahead.num_microseconds().unwrap_or_default(),
            Ordering::SeqCst,
        );
    }

    /// Lets it stand still at `at`, until [`SandboxClock::go_on`]; before that it must be turned
    /// there.
    pub fn stop_at(&self, at: DateTime<Utc>) {
        self.stopped_at
            .store(at.timestamp_micros(), Ordering::SeqCst);
    }

    /// Lets it go again.
    pub fn go_on(&self) {
        self.stopped_at.store(GOING, Ordering::SeqCst);
    }
}

impl Clock for SandboxClock {
    fn now(&self) -> DateTime<Utc> {
        let stopped_at = self.stopped_at.load(Ordering::SeqCst);
        if stopped_at != GOING {
            return DateTime::from_timestamp_micros(stopped_at).unwrap_or_default();
        }
        let now = self.real.now();
        now.checked_add_signed(self.ahead()).unwrap_or(now)
    }

    fn sandbox(&self) -> Option<&SandboxClock> {
        Some(self)
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
    fn clock_of_a_sandbox_goes_ahead_and_is_never_turned_back() {
        let real = MockClock::at(DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default());
        let clock = SandboxClock::over(real.clone());
        assert_eq!(clock.now(), real.now());
        clock.turn(TimeDelta::hours(72));
        clock.turn(TimeDelta::hours(1));
        real.advance(TimeDelta::minutes(1));
        assert_eq!(clock.now() - real.now(), TimeDelta::hours(72));
        assert_eq!(clock.real_now(), real.now());
        assert_eq!(clock.ahead_at(real.now()), TimeDelta::hours(72));
    }

    #[test]
    fn clock_of_a_sandbox_stands_still_and_goes_on_from_there() {
        let real = MockClock::at(DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default());
        let clock = SandboxClock::over(real.clone());
        let due = real.now() + TimeDelta::days(3);
        clock.stop_at(due);
        clock.turn(clock.ahead_at(due));
        real.advance(TimeDelta::seconds(2));
        assert_eq!(clock.now(), due);
        clock.go_on();
        assert_eq!(clock.now(), due + TimeDelta::seconds(2));
    }

    #[test]
    fn ids_of_one_process_are_in_order_even_when_the_clock_stands_still() {
        let clock = MockClock::at(DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default());
        let ids = Ids::new(clock);
        let made: Vec<Uuid> = (0..1000).map(|_| ids.new_id()).collect();
        assert!(made.is_sorted());
        assert_eq!(made.first().map(Uuid::get_version_num), Some(7));
    }
}
