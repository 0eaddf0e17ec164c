//! How much a token may ask for: a bucket that fills up steadily, and holds a minute's worth.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use moka::sync::Cache;
use uuid::Uuid;

use super::Grant;

const MINUTE_MICROS: i64 = 60_000_000;

/// What is left to a token after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Requests a minute.
    pub limit: u16,
    /// Requests that could be made at once.
    pub remaining: u16,
    /// Seconds until all of them could be.
    pub reset_seconds: u64,
    /// Seconds after which the next request is answered, when this one is not.
    pub retry_after_seconds: Option<u64>,
}

/// The buckets of the tokens that were used lately; each replica has its own.
#[derive(Debug)]
pub(crate) struct Buckets(Cache<Uuid, Arc<Mutex<Bucket>>>);

#[derive(Debug)]
struct Bucket {
    /// What was in it, as the time that it takes to fill in so much.
    micros: i64,
    at: DateTime<Utc>,
}

impl Buckets {
    pub(crate) fn new() -> Self {
        Self(
            Cache::builder()
                .max_capacity(10_000)
                // A bucket that is full again is as good as a new one.
                .time_to_idle(Duration::from_mins(2))
                .build(),
        )
    }

    /// Takes one request out of the token's bucket.
    pub(crate) fn take(&self, grant: &Grant, now: DateTime<Utc>) -> Quota {
        let bucket = self.0.get_with(grant.id, || {
            Arc::new(Mutex::new(Bucket {
                micros: MINUTE_MICROS,
                at: now,
            }))
        });
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.take(grant.requests_per_minute.max(1), now)
    }
}

impl Bucket {
    fn take(&mut self, limit: u16, now: DateTime<Utc>) -> Quota {
        let one = MINUTE_MICROS / i64::from(limit);
        let passed = (now - self.at).num_microseconds().unwrap_or(MINUTE_MICROS);
        self.micros = (self.micros + passed.clamp(0, MINUTE_MICROS)).min(MINUTE_MICROS);
        self.at = now;
        let is_allowed = self.micros >= one;
        if is_allowed {
            self.micros -= one;
        }
        let remaining = (self.micros / one).min(i64::from(limit));
        Quota {
            limit,
            remaining: u16::try_from(remaining).unwrap_or_default(),
            reset_seconds: seconds(MINUTE_MICROS - self.micros),
            retry_after_seconds: (!is_allowed).then(|| seconds(one - self.micros).max(1)),
        }
    }
}

fn seconds(micros: i64) -> u64 {
    u64::try_from(micros)
        .unwrap_or_default()
        .div_ceil(1_000_000)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn quota(remaining: u16, reset_seconds: u64, retry_after_seconds: Option<u64>) -> Quota {
        Quota {
            limit: 6,
            remaining,
            reset_seconds,
            retry_after_seconds,
        }
    }

    #[test]
    fn bucket_holds_a_minutes_worth_and_fills_up_steadily() {
        let grant = Grant {
            id: Uuid::from_u128(1),
            scopes: Vec::new(),
            expires_at: DateTime::<Utc>::MAX_UTC,
            requests_per_minute: 6,
        };
        let buckets = Buckets::new();
        let start = DateTime::from_timestamp(1_760_000_000, 0).unwrap();
        let after = |seconds| buckets.take(&grant, start + TimeDelta::seconds(seconds));
        assert_eq!(after(0), quota(5, 10, None));
        for left in (0..5).rev() {
            assert_eq!(after(0).remaining, left);
        }
        assert_eq!(after(0), quota(0, 60, Some(10)));
        assert_eq!(after(4), quota(0, 56, Some(6)));
        assert_eq!(after(10), quota(0, 60, None));
        assert_eq!(after(600), quota(5, 10, None));
        // A clock that goes back gives nothing and takes nothing.
        assert_eq!(after(500), quota(4, 20, None));
        let other = Grant {
            id: Uuid::from_u128(2),
            ..grant.clone()
        };
        assert_eq!(buckets.take(&other, start), quota(5, 10, None));
    }
}
