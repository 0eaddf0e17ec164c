//! Waiting for the customer: reminders on following business days, then the end.

use std::num::NonZeroU8;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::Calendar;

/// How often to remind, and when to give up; settings, per account where that makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitRules {
    /// Reminders at most. The closing instant ends them, however many are left.
    pub reminders: u8,
    /// Business days without an answer after which the ticket closes; never, without.
    pub close_after: Option<NonZeroU8>,
}

impl Default for WaitRules {
    /// Two reminders, closing on the third business day.
    fn default() -> Self {
        Self {
            reminders: 2,
            close_after: NonZeroU8::new(3),
        }
    }
}

/// One reminder of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// Its place in the plan, from 1.
    pub number: u8,
    /// When it is due.
    pub at: DateTime<Utc>,
}

/// All that happens to a ticket that waits for its customer, if nobody does anything.
///
/// With a start on Thursday at 18:09: reminders on Friday and Monday at 18:09, closing on Tuesday
/// at 18:09. A start on a day off counts from the next business day in the same way. The plan is
/// kept with the ticket while it waits, beside the number of the last reminder sent: calendars and
/// settings that change meanwhile change nothing of what the customer was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitPlan {
    zone: Tz,
    reminders: Vec<Reminder>,
    closes_at: Option<DateTime<Utc>>,
}

impl WaitPlan {
    /// The plan of a ticket that waits since `since`, on the calendar and in the time zone of its
    /// account.
    #[must_use]
    pub fn new(since: DateTime<Utc>, zone: Tz, calendar: &Calendar, rules: WaitRules) -> Self {
        let closing_day = rules.close_after.map(|days| usize::from(days.get()));
        let closes_at =
            closing_day.and_then(|days| calendar.same_time_after(since, zone).nth(days - 1));
        let reminders = (1..=rules.reminders)
            .zip(calendar.same_time_after(since, zone))
            .map(|(number, at)| Reminder { number, at })
            // At the closing instant only the closing mail goes out.
            .take_while(|reminder| closes_at.is_none_or(|end| reminder.at < end))
            .collect();
        Self {
            zone,
            reminders,
            closes_at,
        }
    }

    /// A plan that was kept: these reminders, in order, and the closing.
    #[must_use]
    pub fn kept(
        zone: Tz,
        reminders: impl IntoIterator<Item = DateTime<Utc>>,
        closes_at: Option<DateTime<Utc>>,
    ) -> Self {
        Self {
            zone,
            reminders: (1..=u8::MAX)
                .zip(reminders)
                .map(|(number, at)| Reminder { number, at })
                .collect(),
            closes_at,
        }
    }

    /// The account's time zone, by whose days the customer is reminded once a day at most.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Every reminder, in order.
    #[must_use]
    pub fn reminders(&self) -> &[Reminder] {
        &self.reminders
    }

    /// When the ticket closes, if it ever does by itself.
    #[must_use]
    pub fn closes_at(&self) -> Option<DateTime<Utc>> {
        self.closes_at
    }

    /// What is still to come, as seen at `now`, after the reminder number `last_sent` (0: none
    /// yet).
    ///
    /// A worker that was away sends no backlog: of several reminders past due only the last goes
    /// out, none if the closing is past due too, and none that another follows on the same local
    /// day. One that is merely late goes out at once, on a day off as well.
    #[must_use]
    pub fn upcoming(&self, now: DateTime<Utc>, last_sent: u8) -> Upcoming {
        let over = self.closes_at.is_some_and(|end| end <= now);
        let mut pending = self
            .reminders
            .iter()
            .copied()
            .filter(|reminder| reminder.number > last_sent && !over);
        let today = self.day_of(now);
        let first = pending.clone().next();
        let latest =
            pending.rfind(|reminder| reminder.at <= now || self.day_of(reminder.at) == today);
        Upcoming {
            reminder: latest.or(first),
            closes_at: self.closes_at,
        }
    }

    fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }
}

/// The next steps of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upcoming {
    /// The next reminder; in the past if it is due.
    pub reminder: Option<Reminder>,
    /// The closing; in the past if it is due.
    pub closes_at: Option<DateTime<Utc>>,
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Send this reminder, and remember its number as the last sent.
    Remind(Reminder),
    /// Close the ticket, which was to close at this instant.
    Close(DateTime<Utc>),
}

impl Upcoming {
    /// When to look again: the earliest instant at which something is due.
    #[must_use]
    pub fn next_at(&self) -> Option<DateTime<Utc>> {
        let reminder = self.reminder.map(|reminder| reminder.at);
        reminder.into_iter().chain(self.closes_at).min()
    }

    /// What is due at `now`: one thing at most.
    #[must_use]
    pub fn due(&self, now: DateTime<Utc>) -> Option<Due> {
        if let Some(end) = self.closes_at.filter(|end| *end <= now) {
            return Some(Due::Close(end));
        }
        self.reminder
            .filter(|reminder| reminder.at <= now)
            .map(Due::Remind)
    }
}
