//! Business days (spec, section 4): a weekly pattern, the public holidays of a region, and
//! exceptions; and the instants of what happens on them.

mod french;
mod local;
mod table;
mod wait;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday, WeekdaySet};
use chrono_tz::Tz;
pub use guichet_common::calendar::{DayKind, HolidayRegion};

pub use local::resolve_local;
pub use wait::{Due, Reminder, Upcoming, WaitPlan, WaitRules};

/// Which days are business days. Exceptions go before the region's holidays, and those before the
/// weekly pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// What accounts and settings call it.
    pub key: String,
    /// The days of a plain week that are worked.
    pub week: WorkingWeek,
    /// Whose public holidays are observed.
    pub holidays: HolidayRegion,
    /// Days that are different.
    pub exceptions: BTreeMap<NaiveDate, DayKind>,
}

impl Calendar {
    /// Monday to Friday less the public holidays of `region`, under the region's word.
    #[must_use]
    pub fn of_region(region: HolidayRegion) -> Self {
        Self {
            key: region.as_str().to_owned(),
            week: WorkingWeek::default(),
            holidays: region,
            exceptions: BTreeMap::new(),
        }
    }

    /// Whether people work on that day.
    #[must_use]
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        match self.exceptions.get(&day) {
            Some(DayKind::Working) => true,
            Some(DayKind::Holiday) => false,
            None => self.week.contains(day.weekday()) && !is_holiday(self.holidays, day),
        }
    }

    /// The business days that follow `day`, which is never one of them.
    pub fn business_days_after(&self, day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        day.iter_days()
            .skip(1)
            .filter(|next| self.is_business_day(*next))
    }

    /// The same local time as `since`, to the last digit, on each following business day.
    pub fn same_time_after(
        &self,
        since: DateTime<Utc>,
        zone: Tz,
    ) -> impl Iterator<Item = DateTime<Utc>> {
        let local = since.with_timezone(&zone).naive_local();
        self.business_days_after(local.date())
            .map(move |day| resolve_local(zone, day.and_time(local.time())))
    }
}

impl Default for Calendar {
    /// That of an account that chose none: France.
    fn default() -> Self {
        Self::of_region(HolidayRegion::France)
    }
}

/// The days of a plain week that are worked: one at least, so that there always is a next
/// business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkingWeek(WeekdaySet);

impl WorkingWeek {
    /// These days; nothing when there are none.
    #[must_use]
    pub fn new(days: WeekdaySet) -> Option<Self> {
        (!days.is_empty()).then_some(Self(days))
    }

    /// Whether that day of the week is worked.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0.contains(day)
    }

    /// The working days, from Monday on.
    pub fn days(self) -> impl Iterator<Item = Weekday> {
        self.0.iter(Weekday::Mon)
    }
}

impl Default for WorkingWeek {
    /// Monday to Friday.
    fn default() -> Self {
        Self(WeekdaySet::from_array([
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ]))
    }
}

/// The public holidays of the region in that year, in order.
#[must_use]
pub fn public_holidays(region: HolidayRegion, year: i32) -> Vec<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)
        .into_iter()
        .flat_map(|first| first.iter_days())
        .take_while(|day| day.year() == year)
        .filter(|day| is_holiday(region, *day))
        .collect()
}

/// Whether the region has a public holiday on that day. The French regions are computed, by the
/// law of today; the others come from tables of the years 2020 to 2045, and have no holidays
/// outside of them.
fn is_holiday(region: HolidayRegion, day: NaiveDate) -> bool {
    use HolidayRegion as Region;
    match region {
        Region::None => false,
        Region::France
        | Region::FranceAlsaceMoselle
        | Region::FranceGuadeloupe
        | Region::FranceMartinique
        | Region::FranceGuyane
        | Region::FranceReunion
        | Region::FranceMayotte => french::is_holiday(region, day),
        Region::Belgium
        | Region::Switzerland
        | Region::Luxembourg
        | Region::Germany
        | Region::Spain
        | Region::Italy
        | Region::UnitedKingdom
        | Region::EnglandAndWales
        | Region::Scotland
        | Region::NorthernIreland => table::is_holiday(region, day),
    }
}
