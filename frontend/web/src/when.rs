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

#[cfg(test)]
mod tests {
    use super::*;

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
