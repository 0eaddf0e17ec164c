//! Waiting for the customer: what goes out when, also after a down time.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must fail loudly"
)]

use std::collections::BTreeSet;
use std::num::NonZeroU8;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use guichet_domain::Calendar;
use guichet_domain::calendar::{Due, WaitPlan, WaitRules, resolve_local};
use proptest::prelude::*;

/// An instant from a local time in Paris.
fn paris(local: &str) -> DateTime<Utc> {
    resolve_local(Paris, local.parse().expect("a local time"))
}

fn plan(since: &str) -> WaitPlan {
    plan_with(since, WaitRules::default())
}

fn plan_with(since: &str, rules: WaitRules) -> WaitPlan {
    WaitPlan::new(paris(since), Paris, &Calendar::default(), rules)
}

fn reminders(plan: &WaitPlan) -> Vec<DateTime<Utc>> {
    plan.reminders()
        .iter()
        .map(|reminder| reminder.at)
        .collect()
}

/// The number of the reminder that is due, if one is.
fn reminder_due(plan: &WaitPlan, now: &str, last_sent: u8) -> Option<u8> {
    match plan.upcoming(paris(now), last_sent).due(paris(now)) {
        Some(Due::Remind(reminder)) => Some(reminder.number),
        Some(Due::Close(_)) | None => None,
    }
}

#[test]
fn thursday_reminds_friday_and_monday_and_closes_tuesday() {
    let plan = plan("2025-03-13T18:09:07.123456");
    let expected = [
        paris("2025-03-14T18:09:07.123456"),
        paris("2025-03-17T18:09:07.123456"),
    ];
    assert_eq!(reminders(&plan), expected);
    assert_eq!(plan.closes_at(), Some(paris("2025-03-18T18:09:07.123456")));
}

#[test]
fn public_holidays_and_clock_changes_keep_the_local_time() {
    // Friday 11 July 2025; Monday is 14 July.
    let plan = plan("2025-07-11T09:00:00");
    let expected = [paris("2025-07-15T09:00:00"), paris("2025-07-16T09:00:00")];
    assert_eq!(reminders(&plan), expected);

    // Clocks go forward on Sunday 30 March.
    let since = paris("2025-03-28T09:00:00");
    let first = plan_with("2025-03-28T09:00:00", WaitRules::default()).reminders()[0].at;
    assert_eq!(first - since, TimeDelta::hours(3 * 24 - 1));
}

#[test]
fn a_start_on_a_day_off_counts_from_the_next_business_day() {
    let plan = plan("2025-03-15T10:00:00");
    let expected = [paris("2025-03-17T10:00:00"), paris("2025-03-18T10:00:00")];
    assert_eq!(reminders(&plan), expected);
    assert_eq!(plan.closes_at(), Some(paris("2025-03-19T10:00:00")));
}

#[test]
fn the_closing_ends_the_reminders() {
    let rules = WaitRules {
        reminders: 9,
        close_after: NonZeroU8::new(2),
    };
    assert_eq!(plan_with("2025-03-13T18:09:00", rules).reminders().len(), 1);
    let at_once = WaitRules {
        close_after: Some(NonZeroU8::MIN),
        ..rules
    };
    assert_eq!(plan_with("2025-03-13T18:09:00", at_once).reminders(), []);
}

#[test]
fn reminders_and_closing_can_be_off() {
    let endless = WaitRules {
        reminders: 4,
        close_after: None,
    };
    let plan = plan_with("2025-03-13T18:09:00", endless);
    assert_eq!((plan.reminders().len(), plan.closes_at()), (4, None));
    let after = plan.upcoming(paris("2026-01-01T00:00:00"), 4);
    assert_eq!(
        (after.next_at(), after.due(paris("2026-01-01T00:00:00"))),
        (None, None)
    );

    let silent = WaitRules {
        reminders: 0,
        ..WaitRules::default()
    };
    let plan = plan_with("2025-03-13T18:09:00", silent);
    let next = plan.upcoming(paris("2025-03-13T18:09:00"), 0).next_at();
    assert_eq!(next, Some(paris("2025-03-18T18:09:00")));
}

#[test]
fn each_reminder_is_due_once() {
    let plan = plan("2025-03-13T18:09:00");
    assert_eq!(reminder_due(&plan, "2025-03-14T18:08:59", 0), None);
    assert_eq!(reminder_due(&plan, "2025-03-14T18:09:00", 0), Some(1));
    assert_eq!(reminder_due(&plan, "2025-03-14T18:09:00", 1), None);
    assert_eq!(reminder_due(&plan, "2025-03-17T18:09:00", 1), Some(2));
    assert_eq!(reminder_due(&plan, "2025-03-17T18:09:00", 2), None);
}

#[test]
fn a_late_worker_still_reminds() {
    let plan = plan("2025-03-13T18:09:00");
    assert_eq!(reminder_due(&plan, "2025-03-15T00:15:00", 0), Some(1));
    assert_eq!(reminder_due(&plan, "2025-03-18T09:00:00", 1), Some(2));
}

#[test]
fn a_reminder_that_another_follows_on_the_same_day_is_skipped() {
    let plan = plan("2025-03-13T18:09:00");
    let monday = paris("2025-03-17T09:00:00");
    assert_eq!(plan.upcoming(monday, 0).due(monday), None);
    let next = plan.upcoming(monday, 0).next_at();
    assert_eq!(next, Some(paris("2025-03-17T18:09:00")));
    assert_eq!(reminder_due(&plan, "2025-03-17T20:00:00", 0), Some(2));
}

#[test]
fn a_week_of_down_time_closes_and_sends_no_backlog() {
    let plan = plan("2025-03-13T18:09:00");
    let now = paris("2025-03-21T08:00:00");
    let upcoming = plan.upcoming(now, 0);
    assert_eq!(upcoming.reminder, None);
    assert_eq!(
        upcoming.due(now),
        Some(Due::Close(paris("2025-03-18T18:09:00")))
    );
}

#[test]
fn at_the_closing_instant_only_the_closing_is_due() {
    let plan = plan("2025-03-13T18:09:00");
    let end = paris("2025-03-18T18:09:00");
    assert_eq!(plan.upcoming(end, 1).due(end), Some(Due::Close(end)));
}

/// What a worker that looks at these instants does.
fn work(plan: &WaitPlan, looks: &[DateTime<Utc>]) -> Vec<(DateTime<Utc>, Due)> {
    let mut done = Vec::new();
    let mut last_sent = 0;
    for now in looks {
        match plan.upcoming(*now, last_sent).due(*now) {
            Some(Due::Remind(reminder)) => {
                last_sent = reminder.number;
                done.push((*now, Due::Remind(reminder)));
            }
            Some(close) => {
                done.push((*now, close));
                break;
            }
            None => {}
        }
    }
    done
}

proptest! {
    #[test]
    fn a_worker_that_sleeps_at_random_sends_one_mail_a_day_and_closes_once(
        since in 1_735_000_000_i64..1_767_000_000,
        (reminders, close_after) in (0_u8..8, 1_u8..8),
        naps in prop::collection::vec(1_i64..100, 40..60),
    ) {
        let since = DateTime::from_timestamp(since, 0).expect("in range");
        let rules = WaitRules { reminders, close_after: NonZeroU8::new(close_after) };
        let plan = WaitPlan::new(since, Paris, &Calendar::default(), rules);
        let mut looks: Vec<_> = naps
            .iter()
            .scan(since, |at, hours| {
                *at += TimeDelta::hours(*hours);
                Some(*at)
            })
            .collect();
        looks.extend(plan.closes_at().map(|end| end.max(since + TimeDelta::days(300))));

        let done = work(&plan, &looks);
        let days: BTreeSet<_> = done
            .iter()
            .filter(|(_, due)| matches!(due, Due::Remind(_)))
            .map(|(at, _)| at.with_timezone(&Paris).date_naive())
            .collect();
        prop_assert_eq!(days.len() + 1, done.len(), "a reminder a day, one closing");
        prop_assert!(matches!(done.last(), Some((_, Due::Close(_)))));
    }

    #[test]
    fn a_worker_that_never_sleeps_does_everything_on_time(
        since in 1_735_000_000_i64..1_767_000_000,
        (reminders, close_after) in (0_u8..8, 1_u8..8),
    ) {
        let since = DateTime::from_timestamp(since, 0).expect("in range");
        let rules = WaitRules { reminders, close_after: NonZeroU8::new(close_after) };
        let plan = WaitPlan::new(since, Paris, &Calendar::default(), rules);
        let mut now = since;
        let mut last_sent = 0;
        let mut sent = Vec::new();
        while let Some(next) = plan.upcoming(now, last_sent).next_at() {
            prop_assert!(next > now, "time goes on");
            now = next;
            match plan.upcoming(now, last_sent).due(now) {
                Some(Due::Remind(reminder)) => {
                    prop_assert_eq!(reminder.at, now);
                    last_sent = reminder.number;
                    sent.push(reminder);
                }
                due => {
                    prop_assert_eq!(due, plan.closes_at().map(Due::Close));
                    break;
                }
            }
        }
        prop_assert_eq!(sent, plan.reminders());
    }
}
