//! Instants of local times.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

/// The instant at which clocks in `zone` show `local`: the first, where a clock change makes it
/// occur twice; the next that exists, where one skips it.
#[must_use]
pub fn resolve_local(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return at.to_utc();
    }
    // Every gap known to the time zone database ends; UTC is for the type's sake.
    GapInfo::new(&local, &zone)
        .and_then(|gap| gap.end)
        .map_or_else(|| local.and_utc(), |end| end.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use chrono_tz::{Africa, America, Australia, Europe, Pacific};
    use rstest::rstest;

    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().expect("a local time")
    }

    #[rstest]
    #[case::winter(Europe::Paris, "2025-03-17T18:09:00", "2025-03-17T17:09:00Z")]
    #[case::summer(Europe::Paris, "2025-07-14T18:09:00", "2025-07-14T16:09:00Z")]
    #[case::skipped(Europe::Paris, "2025-03-30T02:30:00.000001", "2025-03-30T01:00:00Z")]
    #[case::first_skipped(Europe::Paris, "2025-03-30T02:00:00", "2025-03-30T01:00:00Z")]
    #[case::last_skipped(Europe::Paris, "2025-03-30T02:59:59.999999", "2025-03-30T01:00:00Z")]
    #[case::twice(Europe::Paris, "2025-10-26T02:30:00", "2025-10-26T00:30:00Z")]
    #[case::end_of_twice(Europe::Paris, "2025-10-26T03:00:00", "2025-10-26T02:00:00Z")]
    #[case::half_an_hour(Australia::Lord_Howe, "2025-10-05T02:10:00", "2025-10-04T15:30:00Z")]
    #[case::midnight(Africa::Cairo, "2025-04-25T00:00:00", "2025-04-24T22:00:00Z")]
    #[case::west(America::Santiago, "2025-09-07T00:30:00", "2025-09-07T04:00:00Z")]
    #[case::whole_day(Pacific::Apia, "2011-12-30T18:09:00", "2011-12-30T10:00:00Z")]
    fn local_times_around_clock_changes(
        #[case] zone: Tz,
        #[case] time: &str,
        #[case] instant: DateTime<Utc>,
    ) {
        assert_eq!(resolve_local(zone, local(time)), instant);
    }

    #[test]
    fn every_zone_has_an_instant_for_every_local_time() {
        let days = NaiveDate::from_ymd_opt(2024, 1, 1)
            .expect("a date")
            .iter_days();
        for zone in chrono_tz::TZ_VARIANTS {
            for day in days.take(2 * 365).step_by(5) {
                let time = day.and_hms_opt(2, 30, 0).expect("a time");
                let shown = resolve_local(zone, time).with_timezone(&zone).naive_local();
                assert!(
                    shown == time
                        || shown > time && zone.from_local_datetime(&time).earliest().is_none()
                );
            }
        }
    }
}
