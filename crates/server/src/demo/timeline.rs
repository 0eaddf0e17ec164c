//! When what happens: the scripts of all tickets as one sequence.

use chrono::{DateTime, TimeDelta, Utc};

use super::random::Random;
use super::script::Ticket;

/// One moment of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: DateTime<Utc>,
    /// Which of the tickets.
    pub ticket: usize,
    /// Which of its steps; `None` is its filing.
    pub step: Option<usize>,
}

/// Every filing and every step, the earliest first, the last ones shortly before `now`.
pub fn timeline(tickets: &[Ticket], now: DateTime<Utc>) -> Vec<Moment> {
    // People do not act at full minutes.
    let mut random = Random::seeded(2026);
    let mut moments = Vec::new();
    for (index, ticket) in tickets.iter().enumerate() {
        let seconds = TimeDelta::milliseconds(i64::try_from(random.below(58_000)).unwrap_or(0));
        let mut from_now = ticket.ended.0;
        let mut last = Vec::new();
        for (number, step) in ticket.steps.iter().enumerate().rev() {
            last.push((from_now, Some(number)));
            from_now = from_now.plus(step.after.0);
        }
        last.push((from_now, None));
        moments.extend(last.into_iter().map(|(ago, step)| Moment {
            at: ago.before(now) + seconds,
            ticket: index,
            step,
        }));
    }
    moments.sort_by_key(|moment| (moment.at, moment.ticket, moment.step));
    moments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::script;

    fn moments(now: &str) -> (DateTime<Utc>, Vec<Moment>) {
        let now = now.parse().unwrap();
        (now, timeline(&script::tickets().unwrap(), now))
    }

    #[test]
    fn everything_has_happened_within_the_last_four_months() {
        // Among them a Sunday, a night, and the moment of opening.
        for now in [
            "2026-11-24T09:00:00Z",
            "2026-03-29T20:00:00Z",
            "2026-07-01T01:00:00Z",
            "2026-06-08T06:30:00Z",
        ] {
            let (now, moments) = moments(now);
            assert!(moments.iter().all(|moment| moment.at <= now), "{now}");
            assert!(
                moments
                    .iter()
                    .all(|moment| now - moment.at < TimeDelta::days(120)),
                "{now}"
            );
        }
    }

    #[test]
    fn steps_of_a_ticket_stay_in_order() {
        let (_, moments) = moments("2026-11-24T09:00:00Z");
        for ticket in 0..60 {
            let steps: Vec<_> = moments
                .iter()
                .filter(|moment| moment.ticket == ticket)
                .map(|m| m.step)
                .collect();
            assert!(steps.is_sorted(), "{ticket}: {steps:?}");
        }
    }

    #[test]
    fn proposed_solutions_still_wait_for_the_customer() {
        let tickets = script::tickets().unwrap();
        // The worst hour: Monday morning, when what was done last was done on Friday.
        let (now, moments) = moments("2026-11-23T07:00:00Z");
        let waiting = moments.iter().filter(|moment| {
            let steps = &tickets[moment.ticket].steps;
            moment.step.is_some_and(|step| {
                step + 1 == steps.len() && steps[step].act == script::Act::Resolve
            })
        });
        let mut count = 0;
        for moment in waiting {
            count += 1;
            assert!(
                now - moment.at < TimeDelta::hours(72),
                "{}",
                tickets[moment.ticket].subject
            );
        }
        assert_eq!(count, 5);
    }
}
