//! Business calendars: public holidays that are known, and what admins change of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{DayKind, DayOfWeek, HolidayRegion, check_week};
use crate::fields::{Checks, Parts};
use crate::problem::FieldError;
use crate::{query, request};

/// Most exceptions of a calendar.
pub const EXCEPTIONS_MAX: usize = 500;
/// Longest name of an exception, in characters.
pub const EXCEPTION_NAME_MAX: usize = 100;
/// The years that can be asked for.
pub const YEARS: std::ops::RangeInclusive<u32> = 1970..=2200;

request! {
    /// A calendar's week and exceptions, in the place of those that it had.
    pub struct PutCalendar {
        /// The working days of a plain week: one at least, none twice.
        #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 7))]
        pub week: Vec<DayOfWeek>,
        /// The days that are different, at most 500, none twice; `[]` for none.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<PutCalendarException>, max_items = 500))]
        pub exceptions: Parts<PutCalendarException>,
    }

    /// A day that is different.
    pub struct PutCalendarException {
        /// The day.
        pub date: NaiveDate,
        /// What it is.
        pub kind: DayKind,
        /// What it is called, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub name: String,
    }
    rules exception_rules;
}

fn exception_rules(checks: &mut Checks<'_>) {
    checks.line("name", EXCEPTION_NAME_MAX);
}

impl PutCalendar {
    /// All that is wrong with it.
    #[must_use]
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors: Vec<FieldError> = check_week(&self.week).into_iter().collect();
        let exceptions = &self.exceptions.0;
        if exceptions.len() > EXCEPTIONS_MAX {
            let error = FieldError::at("/exceptions", "too_many");
            errors.push(error.with("max", EXCEPTIONS_MAX));
        }
        let mut dates = BTreeSet::new();
        for (index, exception) in exceptions.iter().enumerate() {
            let pointer = |field| format!("/exceptions/{index}/{field}");
            if !YEARS.contains(&exception.year()) {
                errors.push(FieldError::at(pointer("date"), "invalid_value"));
            }
            if !dates.insert(exception.date) {
                errors.push(FieldError::at(pointer("date"), "repeated"));
            }
            if exception.name.chars().any(char::is_control) {
                errors.push(FieldError::at(pointer("name"), "invalid_value"));
            }
        }
        errors
    }
}

impl PutCalendarException {
    fn year(&self) -> u32 {
        u32::try_from(chrono::Datelike::year(&self.date)).unwrap_or(0)
    }
}

query! {
    /// Which year's holidays.
    pub struct CalendarQuery {
        /// The year, 1970 to 2200; the current one when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1970, maximum = 2200))]
        pub year: Option<u32>,
    }
}

/// Every calendar that accounts may go by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendars {
    /// The calendars.
    pub items: Vec<Calendar>,
}

/// A business calendar: the public holidays of its region, a weekly pattern, and exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendar {
    /// Its key.
    pub key: HolidayRegion,
    /// What it is called, in the language of the request.
    pub label: String,
    /// The working days of a plain week, from Monday on.
    pub week: Vec<DayOfWeek>,
    /// The days that are different, in order.
    pub exceptions: Vec<CalendarException>,
}

/// A business calendar with the public holidays of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarDetail {
    /// Its key.
    pub key: HolidayRegion,
    /// What it is called, in the language of the request.
    pub label: String,
    /// The working days of a plain week, from Monday on.
    pub week: Vec<DayOfWeek>,
    /// The days that are different, in order.
    pub exceptions: Vec<CalendarException>,
    /// The year of `holidays`.
    pub year: u32,
    /// The public holidays of that year, in order, whatever the exceptions say. Those of countries
    /// other than France are known from 2020 to 2045.
    pub holidays: Vec<NaiveDate>,
}

/// A day that is different, whatever the week and the public holidays say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarException {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// What it is called.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fields::Request as _;

    #[test]
    fn everything_wrong_with_a_calendar_is_told() {
        let body = json!({
            "week": ["monday", "monday"],
            "exceptions": [
                {"date": "2026-05-15", "kind": "holiday", "name": "Pont"},
                {"date": "2026-05-15", "kind": "working", "name": "a\u{7}b"},
                {"date": "1026-05-15", "kind": "working", "name": "Jadis"},
            ],
        });
        let told = |errors: Vec<FieldError>| -> Vec<String> {
            errors
                .into_iter()
                .map(|error| format!("{} {}", error.pointer.unwrap_or_default(), error.code))
                .collect()
        };
        let calendar = PutCalendar::from_json(body).expect("its types are right");
        assert_eq!(
            told(calendar.errors()),
            [
                "/week repeated",
                "/exceptions/1/date repeated",
                "/exceptions/1/name invalid_value",
                "/exceptions/2/date invalid_value",
            ]
        );
        let body = json!({
            "week": ["lundi"],
            "exceptions": [{"date": "2026-02-30", "kind": "open", "name": " "}, {}],
        });
        assert_eq!(
            told(PutCalendar::from_json(body).expect_err("refused")),
            [
                "/week invalid_value",
                "/exceptions/0/name required",
                "/exceptions/0/date invalid_value",
                "/exceptions/0/kind invalid_value",
                "/exceptions/1/date required",
                "/exceptions/1/kind required",
                "/exceptions/1/name required",
            ]
        );
        let many: Vec<_> = (0..=500)
            .map(|day| {
                json!({
                    "date": NaiveDate::default() + chrono::Days::new(day),
                    "kind": "holiday", "name": "x",
                })
            })
            .collect();
        let body = json!({"week": [], "exceptions": many});
        let calendar = PutCalendar::from_json(body).expect("its types are right");
        assert_eq!(
            told(calendar.errors()),
            ["/week required", "/exceptions too_many"]
        );
    }
}
