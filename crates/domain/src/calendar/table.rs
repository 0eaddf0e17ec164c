//! The public holidays that are not computed: a table made by `holidays/generate.py`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use guichet_common::calendar::HolidayRegion;

const TABLES: &str = include_str!("../../holidays/tables.txt");

/// The holidays of each region, in order.
static HOLIDAYS: LazyLock<BTreeMap<HolidayRegion, Vec<NaiveDate>>> = LazyLock::new(|| {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (region, days) in rows(TABLES).flatten() {
        all.entry(region).or_default().extend(days);
    }
    for days in all.values_mut() {
        days.sort_unstable();
    }
    all
});

/// Whether the table has that day; a year outside of it has none.
pub(super) fn is_holiday(region: HolidayRegion, day: NaiveDate) -> bool {
    HOLIDAYS
        .get(&region)
        .is_some_and(|days| days.binary_search(&day).is_ok())
}

/// The table's rows; nothing in the place of one that does not read.
fn rows(table: &str) -> impl Iterator<Item = Option<(HolidayRegion, Vec<NaiveDate>)>> {
    table.lines().filter(|line| !line.starts_with('#')).map(row)
}

/// `be 2022 0101 0417`: the region, the year, its days.
fn row(line: &str) -> Option<(HolidayRegion, Vec<NaiveDate>)> {
    let mut words = line.split(' ');
    let region = words.next()?.parse().ok()?;
    let year = words.next()?.parse().ok()?;
    let days = words
        .map(|day| {
            let (month, day) = day.split_at_checked(2)?;
            NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
        })
        .collect::<Option<_>>()?;
    Some((region, days))
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;

    #[test]
    fn every_row_of_the_table_reads() {
        for (line, row) in (1..).zip(rows(TABLES)) {
            assert!(row.is_some(), "row {line}");
        }
    }

    #[test]
    fn every_region_has_holidays_in_each_of_26_years() {
        assert_eq!(HOLIDAYS.len(), 10);
        for (region, days) in HOLIDAYS.iter() {
            let mut years: Vec<i32> = days.iter().map(Datelike::year).collect();
            years.dedup();
            assert_eq!(years, (2020..=2045).collect::<Vec<_>>(), "{region}");
        }
    }
}
