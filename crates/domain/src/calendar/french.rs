//! The public holidays of France, computed.
//!
//! - The 11 national ones: Code du travail, art. L3133-1.
//! - Alsace and Moselle: art. L3134-13. Good Friday is one only where the municipality has a
//!   Protestant or a mixed church; here it always is, as nearly all people there live with it.
//! - Abolition of slavery overseas: art. L3422-2.
//! - Mid-Lent and Good Friday (Guadeloupe) and Victor Schœlcher's day (Guadeloupe, Martinique) are
//!   custom, not law, and kept by employers there.
//!
//! This is the law since 2008, when Whit Monday became a holiday again.

use chrono::{Datelike, Days, NaiveDate};
use guichet_common::calendar::HolidayRegion as Region;

const GOOD_FRIDAY: i64 = -2;
const MID_LENT: i64 = -24;
const EASTER_MONDAY: i64 = 1;
const ASCENSION: i64 = 39;
const WHIT_MONDAY: i64 = 50;

/// Whether that day is a public holiday of the French region.
pub(super) fn is_holiday(region: Region, day: NaiveDate) -> bool {
    let date = (day.month(), day.day());
    let from_easter = easter_sunday(day.year()).map(|easter| (day - easter).num_days());
    is_national(date, from_easter) || is_regional(region, date, from_easter)
}

fn is_national(date: (u32, u32), from_easter: Option<i64>) -> bool {
    matches!(
        date,
        (1, 1) | (5, 1 | 8) | (7, 14) | (8, 15) | (11, 1 | 11) | (12, 25)
    ) || matches!(from_easter, Some(EASTER_MONDAY | ASCENSION | WHIT_MONDAY))
}

fn is_regional(region: Region, date: (u32, u32), from_easter: Option<i64>) -> bool {
    match region {
        Region::FranceAlsaceMoselle => date == (12, 26) || from_easter == Some(GOOD_FRIDAY),
        Region::FranceGuadeloupe => {
            matches!(date, (5, 27) | (7, 21)) || matches!(from_easter, Some(MID_LENT | GOOD_FRIDAY))
        }
        Region::FranceMartinique => matches!(date, (5, 22) | (7, 21)),
        Region::FranceGuyane => date == (6, 10),
        Region::FranceReunion => date == (12, 20),
        Region::FranceMayotte => date == (4, 27),
        _ => false,
    }
}

/// Easter Sunday of the Gregorian calendar: the Sunday after the full moon of the Church, by the
/// algorithm of Meeus, Jones and Butcher (Nature 13, 1876; Meeus, Astronomical Algorithms, ch. 8).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let lunar_correction = (century - (century + 8) / 25 + 1) / 3;
    // Days from 21 March to the full moon, then on to the Sunday.
    let moon = (19 * golden + century - century / 4 - lunar_correction + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let late_moon = (golden + 11 * moon + 22 * sunday) / 451;
    let days = u64::try_from(moon + sunday - 7 * late_moon).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 22)?.checked_add_days(Days::new(days))
}
