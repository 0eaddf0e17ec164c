//! The words of business calendars.

use std::collections::BTreeSet;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use crate::problem::FieldError;
use crate::vocabulary::{UnknownWord, words};

words! {
    /// Whose public holidays a business calendar observes. A country of several states or cantons
    /// has the days that all of them share; the rest are exceptions of the calendar.
    HolidayRegion {
        /// None: the weekly pattern alone.
        None = "none",
        /// France: the 11 national holidays.
        France = "fr",
        /// Alsace and Moselle: two more.
        FranceAlsaceMoselle = "fr_alsace_moselle",
        /// Guadeloupe.
        FranceGuadeloupe = "fr_guadeloupe",
        /// Martinique.
        FranceMartinique = "fr_martinique",
        /// French Guiana.
        FranceGuyane = "fr_guyane",
        /// Réunion.
        FranceReunion = "fr_reunion",
        /// Mayotte.
        FranceMayotte = "fr_mayotte",
        /// Belgium.
        Belgium = "be",
        /// Switzerland.
        Switzerland = "ch",
        /// Luxembourg.
        Luxembourg = "lu",
        /// Germany.
        Germany = "de",
        /// Spain.
        Spain = "es",
        /// Italy.
        Italy = "it",
        /// The United Kingdom.
        UnitedKingdom = "gb",
        /// England and Wales.
        EnglandAndWales = "gb_england_wales",
        /// Scotland.
        Scotland = "gb_scotland",
        /// Northern Ireland.
        NorthernIreland = "gb_northern_ireland",
    }

    /// A day of the week.
    DayOfWeek {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }

    /// What an exception makes of a day, whatever the weekly pattern and the region say.
    DayKind {
        /// Nobody works.
        Holiday = "holiday",
        /// People work.
        Working = "working",
    }
}

impl From<DayOfWeek> for Weekday {
    fn from(day: DayOfWeek) -> Self {
        match day {
            DayOfWeek::Monday => Self::Mon,
            DayOfWeek::Tuesday => Self::Tue,
            DayOfWeek::Wednesday => Self::Wed,
            DayOfWeek::Thursday => Self::Thu,
            DayOfWeek::Friday => Self::Fri,
            DayOfWeek::Saturday => Self::Sat,
            DayOfWeek::Sunday => Self::Sun,
        }
    }
}

impl From<Weekday> for DayOfWeek {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// What is wrong with the working days of a week: it has one at least, and none twice.
#[must_use]
pub fn check_week(week: &[DayOfWeek]) -> Option<FieldError> {
    let days: BTreeSet<_> = week.iter().collect();
    let code = match (week.len(), days.len()) {
        (0, _) => "required",
        (given, different) if given != different => "repeated",
        _ => return None,
    };
    Some(FieldError::at("/week", code))
}
