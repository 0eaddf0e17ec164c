//! Dates as each language writes them. All take local time: the caller knows the reader's zone.

use chrono::{Datelike, NaiveDateTime, Timelike};
use guichet_common::vocabulary::Language;

use crate::{format::text, key::Key, t};

const WEEKDAYS: [Key; 7] = [
    Key::named("weekday-1"),
    Key::named("weekday-2"),
    Key::named("weekday-3"),
    Key::named("weekday-4"),
    Key::named("weekday-5"),
    Key::named("weekday-6"),
    Key::named("weekday-7"),
];

const MONTHS: [Key; 12] = [
    Key::named("month-1"),
    Key::named("month-2"),
    Key::named("month-3"),
    Key::named("month-4"),
    Key::named("month-5"),
    Key::named("month-6"),
    Key::named("month-7"),
    Key::named("month-8"),
    Key::named("month-9"),
    Key::named("month-10"),
    Key::named("month-11"),
    Key::named("month-12"),
];

/// "mardi 18 mars 2025", "Tuesday 18 March 2025".
#[must_use]
pub fn format_date_long(language: Language, at: NaiveDateTime) -> String {
    format!("{} {}", day(language, at), at.year())
}

/// "mardi 18 mars 2025 à 18:09", "Tuesday 18 March 2025 at 18:09".
#[must_use]
pub fn format_date_time_long(language: Language, at: NaiveDateTime) -> String {
    with_clock(language, &format_date_long(language, at), at)
}

/// "mardi 18 mars à 18:09", "Tuesday 18 March at 18:09": for what is near, as in the promise line.
#[must_use]
pub fn format_day_time(language: Language, at: NaiveDateTime) -> String {
    with_clock(language, &day(language, at), at)
}

/// "18/03/2025": both languages write the day first.
#[must_use]
pub fn format_date(_language: Language, at: NaiveDateTime) -> String {
    format!("{:02}/{:02}/{:04}", at.day(), at.month(), at.year())
}

/// "18/03/2025 18:09".
#[must_use]
pub fn format_date_time(language: Language, at: NaiveDateTime) -> String {
    format!("{} {}", format_date(language, at), clock(at))
}

/// How long ago: "maintenant", "il y a 5 min", "il y a 3 h", "il y a 2 jours". The future, which
/// only a wrong clock produces, is now.
#[must_use]
pub fn format_relative(language: Language, seconds_ago: i64) -> String {
    match seconds_ago {
        ..60 => t!(language, "relative-now").to_owned(),
        60..3_600 => t!(language, "relative-minutes", count = seconds_ago / 60),
        3_600..86_400 => t!(language, "relative-hours", count = seconds_ago / 3_600),
        86_400..2_592_000 => t!(language, "relative-days", count = seconds_ago / 86_400),
        2_592_000..31_536_000 => t!(language, "relative-months", count = seconds_ago / 2_592_000),
        _ => t!(language, "relative-years", count = seconds_ago / 31_536_000),
    }
}

fn day(language: Language, at: NaiveDateTime) -> String {
    let name = |keys: &[Key], index: u32| {
        let key = usize::try_from(index)
            .ok()
            .and_then(|index| keys.get(index));
        key.map_or("", |key| text(language, *key))
    };
    let weekday = name(&WEEKDAYS, at.weekday().num_days_from_monday());
    let month = name(&MONTHS, at.month0());
    // French alone counts the first of a month as an ordinal.
    let ordinal = if language == Language::Fr && at.day() == 1 {
        "er"
    } else {
        ""
    };
    format!("{weekday} {}{ordinal} {month}", at.day())
}

fn with_clock(language: Language, date: &str, at: NaiveDateTime) -> String {
    t!(language, "date-at-time", date = date, time = &clock(at))
}

fn clock(at: NaiveDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn at(year: i32, month: u32, day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day)
            .and_then(|date| date.and_hms_opt(18, 9, 14))
            .unwrap_or_default()
    }

    #[test]
    fn dates_are_written_out() {
        let tuesday = at(2025, 3, 18);
        assert_eq!(
            format_date_time_long(Language::Fr, tuesday),
            "mardi 18 mars 2025 à 18:09"
        );
        assert_eq!(
            format_date_time_long(Language::En, tuesday),
            "Tuesday 18 March 2025 at 18:09"
        );
        assert_eq!(
            format_day_time(Language::Fr, tuesday),
            "mardi 18 mars à 18:09"
        );
        assert_eq!(format_date_time(Language::En, tuesday), "18/03/2025 18:09");
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        assert_eq!(
            format_date_long(Language::Fr, at(2025, 2, 1)),
            "samedi 1er février 2025"
        );
        assert_eq!(
            format_date_long(Language::En, at(2025, 2, 1)),
            "Saturday 1 February 2025"
        );
    }

    #[test]
    fn ages_take_the_largest_unit() {
        for (seconds, french, english) in [
            (-5, "maintenant", "just now"),
            (59, "maintenant", "just now"),
            (300, "il y a 5 min", "5 min ago"),
            (7_200, "il y a 2 h", "2 h ago"),
            (86_400, "il y a 1 jour", "1 day ago"),
            (172_800, "il y a 2 jours", "2 days ago"),
            (31_536_000, "il y a 1 an", "1 year ago"),
        ] {
            assert_eq!(format_relative(Language::Fr, seconds), french);
            assert_eq!(format_relative(Language::En, seconds), english);
        }
    }
}
