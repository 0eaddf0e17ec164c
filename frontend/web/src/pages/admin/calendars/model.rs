//! Which calendar is shown, and what is filled in.

use chrono::NaiveDate;
use guichet_common::calendar::{DayKind, DayOfWeek, HolidayRegion};
use guichet_common::fields::Parts;
use guichet_common::problem::FieldError;
use guichet_common::settings::calendars::{CalendarException, PutCalendar, PutCalendarException};

/// Which calendar, and of which year its holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The calendar.
    pub key: HolidayRegion,
    /// The year; the present one when not said.
    pub year: Option<u32>,
}

impl Shown {
    /// Reads the parameters of the address. What is unknown or wrong is as if it were not there.
    pub fn from_address(key: Option<&str>, year: Option<&str>) -> Self {
        Self {
            key: key
                .and_then(|key| key.parse().ok())
                .unwrap_or(HolidayRegion::France),
            year: year.and_then(|year| year.parse().ok()),
        }
    }

    /// The parameters of the address.
    pub fn to_address(self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("key", self.key.to_string())];
        pairs.extend(self.year.map(|year| ("year", year.to_string())));
        pairs
    }
}

/// One day that is different, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day, as a date field writes it.
    pub date: String,
    /// What it is.
    pub kind: String,
    /// What it is called.
    pub name: String,
}

impl From<&CalendarException> for Day {
    fn from(exception: &CalendarException) -> Self {
        Self {
            date: exception.date.to_string(),
            kind: exception.kind.to_string(),
            name: exception.name.clone(),
        }
    }
}

/// What is missing before anything can be sent: which day, and which of its fields.
pub fn missing(days: &[Day]) -> Vec<(usize, &'static str)> {
    let mut missing = Vec::new();
    for (index, day) in days.iter().enumerate() {
        if day.date.parse::<NaiveDate>().is_err() {
            missing.push((index, "date"));
        }
        if day.name.trim().is_empty() {
            missing.push((index, "name"));
        }
    }
    missing
}

/// What is sent. Days without a date were told of before.
pub fn body(week: &[DayOfWeek], days: &[Day]) -> PutCalendar {
    let exception = |day: &Day| {
        Some(PutCalendarException {
            date: day.date.parse().ok()?,
            kind: day.kind.parse().unwrap_or(DayKind::Holiday),
            name: day.name.trim().to_owned(),
        })
    };
    PutCalendar {
        week: week.to_vec(),
        exceptions: Parts(days.iter().filter_map(exception).collect()),
    }
}

/// Where the server's errors belong: to a field of a day, or to none.
pub fn place(error: &FieldError) -> Option<(usize, &str)> {
    let path = error.pointer.as_deref()?.strip_prefix("/exceptions/")?;
    let (index, field) = path.split_once('/')?;
    Some((index.parse().ok()?, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: &str, name: &str) -> Day {
        Day {
            date: date.to_owned(),
            kind: "working".to_owned(),
            name: name.to_owned(),
        }
    }

    #[test]
    fn address_says_which_calendar_and_year() {
        let shown = Shown::from_address(Some("fr_alsace_moselle"), Some("2027"));
        assert_eq!(shown.key, HolidayRegion::FranceAlsaceMoselle);
        let pairs = shown.to_address();
        assert_eq!(
            pairs,
            [
                ("key", "fr_alsace_moselle".to_owned()),
                ("year", "2027".to_owned())
            ]
        );
        let other = Shown::from_address(Some("mars"), Some("x"));
        assert_eq!((other.key, other.year), (HolidayRegion::France, None));
    }

    #[test]
    fn days_without_date_or_name_are_told_and_not_sent() {
        let days = [day("2026-05-15", "Pont"), day("", " ")];
        assert_eq!(missing(&days), [(1, "date"), (1, "name")]);
        let sent = body(&[DayOfWeek::Monday], &days[..1]);
        assert_eq!(sent.exceptions.0.len(), 1);
        assert!(sent.errors().is_empty());
    }

    #[test]
    fn errors_of_the_server_find_their_day() {
        let error = FieldError::at("/exceptions/3/date", "repeated");
        assert_eq!(place(&error), Some((3, "date")));
        assert_eq!(place(&FieldError::at("/week", "required")), None);
    }
}
