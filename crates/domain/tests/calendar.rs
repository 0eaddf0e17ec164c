//! Business days: the computed holidays against those of another program, and what goes before
//! what.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must fail loudly"
)]

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday, WeekdaySet};
use guichet_domain::calendar::{Calendar, DayKind, HolidayRegion, WorkingWeek};
use rstest::rstest;

/// The French regions' holidays by the Python package `holidays`; see `holidays/generate.py`.
const ORACLE: &str = include_str!("../holidays/oracle.txt");

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Every day a business day but the region's holidays.
fn all_week(region: HolidayRegion) -> Calendar {
    let week = WorkingWeek::new(WeekdaySet::ALL).expect("seven days");
    Calendar {
        week,
        ..Calendar::of_region(region)
    }
}

#[test]
fn twenty_years_of_every_french_region_equal_the_oracle() {
    let mut compared = BTreeSet::new();
    for line in ORACLE.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let region = words.next().expect("a region");
        let year: i32 = words.next().expect("a year").parse().expect("a year");
        let expected: Vec<&str> = words.collect();

        let calendar = all_week(region.parse().expect("a region"));
        let computed: Vec<String> = NaiveDate::from_ymd_opt(year, 1, 1)
            .expect("a date")
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| !calendar.is_business_day(*day))
            .map(|day| day.format("%m%d").to_string())
            .collect();
        assert_eq!(computed, expected, "{region} {year}");
        compared.insert((region, year));
    }
    assert_eq!(compared.len(), 7 * 20, "7 regions of 20 years");
}

#[rstest]
#[case("fr", "2025-07-14", false)]
#[case("fr", "2025-12-26", true)]
#[case("fr_alsace_moselle", "2025-12-26", false)]
#[case("fr_reunion", "2024-12-20", false)]
#[case("be", "2025-07-21", false)]
#[case("de", "2025-10-03", false)]
#[case("lu", "2025-06-23", false)]
#[case("ch", "2025-08-01", false)]
#[case("gb", "2027-12-28", false)]
#[case("gb_england_wales", "2025-04-21", false)]
#[case("gb_scotland", "2025-04-21", true)]
#[case("none", "2025-12-25", true)]
#[case("none", "2025-12-27", false)]
fn days_of_regions(#[case] region: HolidayRegion, #[case] date: NaiveDate, #[case] worked: bool) {
    assert_eq!(
        Calendar::of_region(region).is_business_day(date),
        worked,
        "{region} {date}"
    );
}

#[test]
fn years_outside_of_a_table_have_the_weekly_pattern_only() {
    let germany = Calendar::of_region(HolidayRegion::Germany);
    assert!(!germany.is_business_day(day("2045-12-25")));
    assert!(germany.is_business_day(day("2046-12-25")));
    assert!(!germany.is_business_day(day("2046-12-23")), "a Sunday");
    let france = Calendar::default();
    assert!(!france.is_business_day(day("2046-12-25")), "computed");
}

#[test]
fn exceptions_go_before_holidays_and_the_week() {
    let calendar = Calendar {
        exceptions: [
            (day("2025-05-02"), DayKind::Holiday),
            (day("2025-05-03"), DayKind::Working),
            (day("2025-05-08"), DayKind::Working),
        ]
        .into(),
        ..Calendar::default()
    };
    let worked: Vec<NaiveDate> = calendar
        .business_days_after(day("2025-04-30"))
        .take(5)
        .collect();
    // Thursday 1 May is a holiday, Friday the 2nd and Saturday the 3rd exceptions, and so is
    // Victory Day.
    assert_eq!(
        worked,
        [
            "2025-05-03",
            "2025-05-05",
            "2025-05-06",
            "2025-05-07",
            "2025-05-08"
        ]
        .map(day)
    );
}

#[test]
fn a_week_has_a_working_day_at_least() {
    assert_eq!(WorkingWeek::new(WeekdaySet::EMPTY), None);
    let sunday = WorkingWeek::new(WeekdaySet::single(Weekday::Sun)).expect("one day");
    assert_eq!(sunday.days().collect::<Vec<_>>(), [Weekday::Sun]);
    let calendar = Calendar {
        week: sunday,
        ..Calendar::of_region(HolidayRegion::France)
    };
    let from = day("2025-10-27");
    let next = calendar.business_days_after(from).next();
    assert_eq!(
        next,
        from.checked_add_days(Days::new(6)),
        "Sunday 2 November"
    );
}
