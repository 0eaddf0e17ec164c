//! Business time of the demo: Monday to Friday, 08:30 to 18:00 in Paris.
//!
//! This only makes the history of the demo believable. Timers have their own calendar, with
//! holidays and per account.

use chrono::{
    DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc, Weekday,
};
use chrono_tz::Europe::Paris;

/// Minutes from 08:30 to 18:00.
const DAY: i64 = 570;

/// A length of business time, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusinessTime(i64);

impl BusinessTime {
    /// Reads `2d3h15m`; every part is optional, one must be there.
    pub fn parse(text: &str) -> Option<Self> {
        let mut minutes = 0;
        let mut number: Option<i64> = None;
        for c in text.chars() {
            if let Some(digit) = c.to_digit(10) {
                number = Some(number.unwrap_or(0) * 10 + i64::from(digit));
                continue;
            }
            let unit = match c {
                'd' => DAY,
                'h' => 60,
                'm' => 1,
                _ => return None,
            };
            minutes += number.take()? * unit;
        }
        (number.is_none() && !text.is_empty()).then_some(Self(minutes))
    }

    /// This much and the other.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// The instant that lies so much business time before `end`. An `end` outside of business
    /// hours counts as the end of the business day before it.
    pub fn before(self, end: DateTime<Utc>) -> DateTime<Utc> {
        let local = end.with_timezone(&Paris).naive_local();
        let (mut day, mut minute) = (local.date(), minutes_since_opening(local.time()).min(DAY));
        if !is_business_day(day) || minute <= 0 {
            (day, minute) = (previous(day), DAY);
        }
        let mut left = self.0;
        while left >= minute {
            left -= minute;
            (day, minute) = (previous(day), DAY);
        }
        at(day, minute - left)
    }
}

fn opening() -> NaiveTime {
    NaiveTime::from_hms_opt(8, 30, 0).unwrap_or_default()
}

fn minutes_since_opening(time: NaiveTime) -> i64 {
    (time - opening()).num_minutes()
}

fn is_business_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The business day before this day.
fn previous(mut day: NaiveDate) -> NaiveDate {
    while let Some(before) = day.pred_opt() {
        day = before;
        if is_business_day(day) {
            break;
        }
    }
    day
}

fn at(day: NaiveDate, minute: i64) -> DateTime<Utc> {
    let local = day.and_time(opening()) + TimeDelta::minutes(minute);
    // Clocks change at night, so a time of the day exists exactly once.
    Paris
        .from_local_datetime(&local)
        .earliest()
        .map_or_else(|| local.and_utc(), |time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn before(length: &str, end: &str) -> DateTime<Utc> {
        BusinessTime::parse(length).unwrap().before(utc(end))
    }

    #[test]
    fn length_is_read_in_parts() {
        assert_eq!(BusinessTime::parse("1d2h5m"), Some(BusinessTime(570 + 125)));
        for bad in ["", "5", "h", "5x", "1d5"] {
            assert_eq!(BusinessTime::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn two_hours_before_tuesday_ten_is_monday_evening() {
        // 10:00 in Paris is one and a half hours after opening.
        assert_eq!(
            before("2h", "2026-11-24T09:00:00Z"),
            utc("2026-11-23T16:30:00Z")
        );
    }

    #[test]
    fn weekend_counts_as_friday_evening() {
        assert_eq!(
            before("1h", "2026-11-22T12:00:00Z"),
            utc("2026-11-20T16:00:00Z")
        );
    }

    #[test]
    fn change_of_clocks_keeps_the_time_of_the_day() {
        assert_eq!(
            before("1d", "2026-10-26T09:00:00Z"),
            utc("2026-10-23T08:00:00Z")
        );
    }
}
