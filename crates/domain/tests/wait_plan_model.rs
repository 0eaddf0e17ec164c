//! Ten years of waiting in eight time zones and on five calendars equal a model that counts in
//! whole numbers and walks day by day.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must fail loudly"
)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZeroU8;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Offset, TimeDelta, TimeZone, Weekday, WeekdaySet};
use chrono_tz::{Africa, America, Australia, Europe, Pacific, Tz};
use guichet_domain::calendar::{
    Calendar, DayKind, HolidayRegion, WaitPlan, WaitRules, WorkingWeek,
};
use proptest::prelude::*;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// Clock changes by an hour, by half an hour, backwards in winter, at midnight, in the south.
const ZONES: [Tz; 8] = [
    Europe::Paris,
    Europe::London,
    America::New_York,
    America::Santiago,
    Africa::Cairo,
    Africa::Casablanca,
    Australia::Lord_Howe,
    Pacific::Apia,
];

/// A zone as the model sees it: from which instant on its clocks are how far ahead of UTC, in
/// microseconds.
type Changes = Vec<(i64, i64)>;

static CHANGES: LazyLock<Vec<Changes>> = LazyLock::new(|| ZONES.map(changes).into());

/// Asks for the offset every half hour: no change of those years falls between.
fn changes(zone: Tz) -> Changes {
    let mut changes = Changes::new();
    for half_hours in days("2019-12-01") * 48..days("2030-12-31") * 48 {
        let at = DateTime::from_timestamp_micros(half_hours * DAY / 48).expect("in range");
        let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
        let ahead = i64::from(offset.local_minus_utc()) * SECOND;
        if changes.last().is_none_or(|(_, before)| *before != ahead) {
            changes.push((at.timestamp_micros(), ahead));
        }
    }
    changes
}

/// The first instant at which the clocks show that local time, or one after it.
fn instant(changes: &Changes, local: i64) -> i64 {
    let ends = changes
        .iter()
        .skip(1)
        .map(|(from, _)| *from)
        .chain([i64::MAX / 2]);
    for ((from, ahead), end) in changes.iter().zip(ends) {
        if local < end + ahead {
            return (local - ahead).max(*from);
        }
    }
    unreachable!("the last offset has no end");
}

/// Days since 1 January 1970.
fn days(date: &str) -> i64 {
    let date: NaiveDate = date.parse().expect("a date");
    (date - NaiveDate::default()).num_days()
}

/// A calendar as the model sees it.
struct Model {
    /// The working days of a week; Monday is 0.
    week: Vec<i64>,
    off: HashSet<i64>,
    worked: HashSet<i64>,
}

impl Model {
    fn of(region: &str, week: &[i64]) -> Self {
        let files = [
            include_str!("../holidays/oracle.txt"),
            include_str!("../holidays/tables.txt"),
        ];
        let off = files
            .iter()
            .flat_map(|file| file.lines())
            .filter_map(|line| line.strip_prefix(region)?.strip_prefix(' '))
            .flat_map(|line| {
                let (year, rest) = line.split_once(' ').expect("a year");
                rest.split(' ')
                    .map(move |day| days(&format!("{year}-{}-{}", &day[..2], &day[2..])))
            })
            .collect();
        Self {
            week: week.to_vec(),
            off,
            worked: HashSet::new(),
        }
    }

    fn works(&self, day: i64) -> bool {
        // 1 January 1970 was a Thursday.
        let in_week = self.week.contains(&(day + 3).rem_euclid(7));
        self.worked.contains(&day) || in_week && !self.off.contains(&day)
    }

    /// Reminders and closing of what waits since `since`.
    fn plan(
        &self,
        changes: &Changes,
        since: i64,
        reminders: u8,
        close_after: u8,
    ) -> (Vec<i64>, Option<i64>) {
        let (_, ahead) = changes
            .iter()
            .rfind(|(from, _)| *from <= since)
            .expect("in range");
        let (mut day, time) = (
            (since + ahead).div_euclid(DAY),
            (since + ahead).rem_euclid(DAY),
        );
        let (mut worked, mut sent) = (0, Vec::new());
        loop {
            day += 1;
            if !self.works(day) {
                continue;
            }
            worked += 1;
            let at = instant(changes, day * DAY + time);
            if worked == close_after {
                return (sent, Some(at));
            }
            if worked <= reminders {
                sent.push(at);
            }
            if close_after == 0 && worked >= reminders {
                return (sent, None);
            }
        }
    }
}

/// The five calendars, each with its model.
static CALENDARS: LazyLock<Vec<(Calendar, Model)>> = LazyLock::new(|| {
    let mut all: Vec<_> = ["fr", "fr_alsace_moselle", "de", "gb_scotland"]
        .into_iter()
        .map(|word| {
            let region: HolidayRegion = word.parse().expect("a region");
            (
                Calendar::of_region(region),
                Model::of(word, &[0, 1, 2, 3, 4]),
            )
        })
        .collect();
    all.push(sunday_to_thursday());
    all
});

/// Another week, with exceptions of both kinds, some of them at the weekend.
fn sunday_to_thursday() -> (Calendar, Model) {
    use Weekday::{Mon, Sun, Thu, Tue, Wed};
    let mut model = Model::of("ch", &[6, 0, 1, 2, 3]);
    let mut exceptions = BTreeMap::new();
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a date");
    for (index, date) in first.iter_days().take(3700).step_by(11).enumerate() {
        let number = (date - NaiveDate::default()).num_days();
        if index % 2 == 0 {
            exceptions.insert(date, DayKind::Working);
            model.worked.insert(number);
        } else {
            exceptions.insert(date, DayKind::Holiday);
            model.off.insert(number);
        }
    }
    let calendar = Calendar {
        week: WorkingWeek::new(WeekdaySet::from_array([Sun, Mon, Tue, Wed, Thu]))
            .expect("five days"),
        exceptions,
        ..Calendar::of_region(HolidayRegion::Switzerland)
    };
    (calendar, model)
}

/// A calendar of Alsace with a week of the days of this mask (Monday is 1) and exceptions, and its
/// model.
fn changed(week: u8, exceptions: &BTreeMap<i64, bool>) -> (Calendar, Model) {
    let worked: Vec<i64> = (0..7).filter(|day| week >> day & 1 == 1).collect();
    let mut model = Model::of("fr_alsace_moselle", &worked);
    let mut calendar = Calendar::of_region(HolidayRegion::FranceAlsaceMoselle);
    let all: Vec<Weekday> = WeekdaySet::ALL.iter(Weekday::Mon).collect();
    let days = all
        .into_iter()
        .zip(0..7)
        .filter(|(_, day)| worked.contains(day));
    calendar.week = WorkingWeek::new(days.map(|(day, _)| day).collect()).expect("a day");
    for (number, is_worked) in exceptions {
        let date = NaiveDate::default() + TimeDelta::days(*number);
        let kind = if *is_worked {
            model.worked.insert(*number);
            DayKind::Working
        } else {
            model.off.insert(*number);
            DayKind::Holiday
        };
        calendar.exceptions.insert(date, kind);
    }
    (calendar, model)
}

/// The plan as the model writes it.
fn planned(
    calendar: &Calendar,
    zone: Tz,
    since: i64,
    reminders: u8,
    close_after: u8,
) -> (Vec<i64>, Option<i64>) {
    let since = DateTime::from_timestamp_micros(since).expect("in range");
    let rules = WaitRules {
        reminders,
        close_after: NonZeroU8::new(close_after),
    };
    let plan = WaitPlan::new(since, zone, calendar, rules);
    let reminders = plan.reminders().iter();
    (
        reminders
            .map(|reminder| reminder.at.timestamp_micros())
            .collect(),
        plan.closes_at().map(|end| end.timestamp_micros()),
    )
}

#[test]
fn every_day_of_ten_years_equals_the_model() {
    // Local times that clock changes skip or repeat in one zone or another.
    let times = [30 * 60, 90 * 60, 135 * 60].map(|seconds| seconds * SECOND + 1);
    let mut compared = HashMap::new();
    for (zone, changes) in ZONES.into_iter().zip(CHANGES.iter()) {
        for (calendar, model) in CALENDARS.iter() {
            for day in days("2020-01-01")..days("2030-01-01") {
                for time in times {
                    let since = instant(changes, day * DAY + time);
                    assert_eq!(
                        planned(calendar, zone, since, 2, 3),
                        model.plan(changes, since, 2, 3),
                        "{zone}, {}, {since}",
                        calendar.key
                    );
                }
                *compared.entry((zone, &calendar.key)).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(compared.len(), 8 * 5);
    assert!(compared.values().all(|days| *days == 3653), "ten years");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_wait_equals_the_model(
        (zone, calendar) in (0..ZONES.len(), 0_usize..5),
        since in days("2020-01-01") * DAY..days("2030-01-01") * DAY,
        (reminders, close_after) in (0_u8..6, 0_u8..25),
    ) {
        let (calendar, model) = &CALENDARS[calendar];
        prop_assert_eq!(
            planned(calendar, ZONES[zone], since, reminders, close_after),
            model.plan(&CHANGES[zone], since, reminders, close_after)
        );
    }

    #[test]
    fn any_week_and_exceptions_equal_the_model(
        zone in 0..ZONES.len(),
        since in days("2020-01-01") * DAY..days("2030-01-01") * DAY,
        (reminders, close_after) in (0_u8..6, 0_u8..12),
        week in 1_u8..128,
        exceptions in prop::collection::btree_map(0_i64..60, any::<bool>(), 0..30),
    ) {
        let exceptions = exceptions
            .into_iter()
            .map(|(after, worked)| (since / DAY + after, worked))
            .collect();
        let (calendar, model) = changed(week, &exceptions);
        prop_assert_eq!(
            planned(&calendar, ZONES[zone], since, reminders, close_after),
            model.plan(&CHANGES[zone], since, reminders, close_after)
        );
    }
}
