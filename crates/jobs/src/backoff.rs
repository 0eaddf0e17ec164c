//! How long to wait after a failure.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// The first wait.
const FIRST: TimeDelta = TimeDelta::minutes(1);
/// The longest wait between two tries of a mail.
const MAIL_CAP: TimeDelta = TimeDelta::hours(4);
/// A mail is tried for at least so long (RFC 5321, section 4.5.4.1).
const MAIL_AGE: TimeDelta = TimeDelta::days(5);
/// A mail is tried at least so often: those of a long down time are old at their first try.
const MAIL_ATTEMPTS: u32 = 36;
/// By how many thousandths a wait is shortened at most, so that what failed together does not
/// come back together.
const JITTER: u64 = 250;

/// Doubles from `FIRST` on: the wait after the given number of failures in a row, from 1.
fn doubled(failures: u32, cap: TimeDelta) -> TimeDelta {
    let factor = 1_i32
        .checked_shl(failures.saturating_sub(1))
        .filter(|factor| *factor > 0);
    factor
        .and_then(|factor| FIRST.checked_mul(factor))
        .map_or(cap, |wait| wait.min(cap))
}

/// When a mail is tried again; `None` when it is given up. The same question has the same answer.
pub(crate) fn next_mail_attempt(
    id: Uuid,
    created_at: DateTime<Utc>,
    attempts: u32,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if attempts >= MAIL_ATTEMPTS && now - created_at >= MAIL_AGE {
        return None;
    }
    let wait = doubled(attempts, MAIL_CAP);
    // The lower half of an id is random; the multiplication lets every bit of it count.
    let seed = id.as_u64_pair().1.wrapping_add(u64::from(attempts));
    let thousandths = (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) % (JITTER + 1);
    let shortened = 1000 - i32::try_from(thousandths).unwrap_or_default();
    Some(now + wait * shortened / 1000)
}

/// How long a task waits after failures in a row: never much longer than it would anyway.
pub(crate) fn task_wait(failures: u32, every: TimeDelta) -> TimeDelta {
    doubled(failures, every.max(TimeDelta::minutes(15)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_760_000_000, 0).unwrap()
    }

    /// The instants of all tries of a mail that never gets through.
    fn tries(id: Uuid) -> Vec<DateTime<Utc>> {
        let mut at = vec![start()];
        while let Some(next) = next_mail_attempt(
            id,
            start(),
            u32::try_from(at.len()).unwrap(),
            *at.last().unwrap(),
        ) {
            at.push(next);
        }
        at
    }

    #[test]
    fn waits_double_from_a_minute_to_four_hours() {
        let waits: Vec<i64> = (1..12)
            .map(|attempts| doubled(attempts, MAIL_CAP).num_minutes())
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]);
        assert_eq!(doubled(u32::MAX, MAIL_CAP), MAIL_CAP);
        assert_eq!(doubled(0, MAIL_CAP), FIRST);
    }

    #[test]
    fn jitter_only_shortens_and_by_a_quarter_at_most() {
        for seed in 0..200_u128 {
            let id = Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + seed);
            for attempts in 1..40 {
                let wait = next_mail_attempt(id, start(), attempts, start()).unwrap() - start();
                let full = doubled(attempts, MAIL_CAP);
                assert!(wait <= full && wait * 4 >= full * 3, "{wait} of {full}");
            }
        }
    }

    #[test]
    fn what_failed_together_does_not_come_back_together() {
        let waits: std::collections::HashSet<_> = (0..50_u128)
            .map(|seed| next_mail_attempt(Uuid::from_u128(seed), start(), 9, start()))
            .collect();
        assert!(waits.len() > 30, "{}", waits.len());
    }

    #[test]
    fn same_try_waits_the_same() {
        assert_eq!(tries(Uuid::from_u128(7)), tries(Uuid::from_u128(7)));
    }

    #[test]
    fn outage_of_three_days_is_survived_whenever_it_begins_in_the_first_two() {
        for seed in 0..20_u128 {
            let tries = tries(Uuid::from_u128(seed));
            let last = *tries.last().unwrap() - start();
            assert!(last >= TimeDelta::hours(48 + 72), "{last}");
            assert!(tries.windows(2).all(|pair| pair[1] - pair[0] <= MAIL_CAP));
            assert!(tries.len() < 60, "{}", tries.len());
        }
    }

    #[test]
    fn mail_that_is_old_at_its_first_try_is_tried_for_three_days() {
        let mut at = start() + TimeDelta::days(30);
        let first = at;
        let mut attempts = 1;
        while let Some(next) = next_mail_attempt(Uuid::nil(), start(), attempts, at) {
            at = next;
            attempts += 1;
        }
        assert!(at - first >= TimeDelta::days(3), "{}", at - first);
    }

    #[test]
    fn failing_task_is_tried_again_soon_and_then_rarely() {
        let minutes = |failures, every| task_wait(failures, every).num_minutes();
        assert_eq!(minutes(1, TimeDelta::hours(1)), 1);
        assert_eq!(minutes(3, TimeDelta::minutes(1)), 4);
        assert_eq!(minutes(20, TimeDelta::minutes(1)), 15);
        assert_eq!(minutes(20, TimeDelta::hours(1)), 60);
    }
}
