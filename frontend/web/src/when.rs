//! Instants in the reader's time zone, written as the mails write them.

use chrono::{NaiveDate, NaiveDateTime};
use guichet_common::Instant;
use guichet_common::vocabulary::Language;
use guichet_i18n::{format_date_time, format_day_time};
use guichet_ui::{Ui, absolute_time, local_clock};

use crate::words::millis;

/// "mercredi 19 mars à 18:09" in the reader's time zone.
#[must_use]
pub fn day_time(ui: &Ui, language: Language, at: Instant) -> String {
    local_time(ui, millis(at)).map_or_else(
        || absolute_time(ui, millis(at)),
        |local| format_day_time(language, local),
    )
}

/// "19/03/2025 18:09" in the reader's time zone: for lists.
#[must_use]
pub fn date_time(ui: &Ui, language: Language, at: Instant) -> String {
    local_time(ui, millis(at)).map_or_else(
        || absolute_time(ui, millis(at)),
        |local| format_date_time(language, local),
    )
}

/// What the clocks show in the reader's time zone; `None` when the browser does not know the zone.
#[must_use]
pub fn local_time(ui: &Ui, at: f64) -> Option<NaiveDateTime> {
    local_clock(ui, at).and_then(to_local)
}

fn to_local([year, month, day, hour, minute]: [u32; 5]) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(hour, minute, 0)
}

/// When the clocks in the reader's time zone show this. A time that a clock change skips becomes the
/// one that is as long after the change.
#[must_use]
pub fn instant_of(ui: &Ui, local: NaiveDateTime) -> Option<Instant> {
    instant_by(local, |at| local_time(ui, millis(at)))
}

fn instant_by(
    local: NaiveDateTime,
    clock: impl Fn(Instant) -> Option<NaiveDateTime>,
) -> Option<Instant> {
    let as_if_utc = local.and_utc();
    // What the zone is ahead by there and then; the second look is right next to a clock change too.
    let first = as_if_utc - (clock(as_if_utc)? - local);
    Some(as_if_utc - (clock(first)? - first.naive_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_become_instants_also_next_to_a_clock_change() {
        // As in Paris in the spring of 2026: from 1 to 2 hours ahead at 01:00 UTC on 29 March.
        let change: Instant = "2026-03-29T01:00:00Z".parse().expect("an instant");
        let clock = |at: Instant| {
            let ahead = if at < change { 1 } else { 2 };
            Some(at.naive_utc() + chrono::TimeDelta::hours(ahead))
        };
        for (local, expected) in [
            ("2026-03-29T01:30:00", "2026-03-29T00:30:00Z"),
            ("2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
            ("2026-03-29T04:15:00", "2026-03-29T02:15:00Z"),
            ("2026-01-01T00:00:00", "2025-12-31T23:00:00Z"),
        ] {
            let local: NaiveDateTime = local.parse().expect("a time");
            let expected: Instant = expected.parse().expect("an instant");
            assert_eq!(instant_by(local, clock), Some(expected), "{local}");
        }
    }

    #[test]
    fn clocks_become_days_with_their_names() {
        let local = to_local([2025, 3, 19, 18, 9]).expect("a date");
        assert_eq!(
            format_day_time(Language::Fr, local),
            "mercredi 19 mars à 18:09"
        );
        assert_eq!(to_local([2025, 2, 30, 1, 1]), None);
    }
}
