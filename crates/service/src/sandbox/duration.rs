//! Durations by ISO 8601.

use chrono::TimeDelta;

/// The units before and after the `T`, with their seconds. Years and months have no fixed length.
const DATE: [(char, i64); 2] = [('W', 7 * 86_400), ('D', 86_400)];
const TIME: [(char, i64); 3] = [('H', 3_600), ('M', 60), ('S', 1)];

/// Reads `P1W`, `P2DT12H`, `PT72H`; whole numbers, each unit once and in order, one at least.
pub(super) fn parse(text: &str) -> Option<TimeDelta> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    if date.is_empty() && time.is_empty() || date.contains('W') && rest.contains(['D', 'T']) {
        return None;
    }
    let seconds = units(date, &DATE)?.checked_add(units(time, &TIME)?)?;
    TimeDelta::try_seconds(seconds)
}

fn units(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut total: i64 = 0;
    for (unit, seconds) in units {
        let Some((number, rest)) = text.split_once(*unit) else {
            continue;
        };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: i64 = number.parse().ok()?;
        total = total.checked_add(number.checked_mul(*seconds)?)?;
        text = rest;
    }
    text.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        for (text, seconds) in [
            ("PT72H", 72 * 3600),
            ("P3D", 3 * 86_400),
            ("P1DT2H3M4S", 86_400 + 2 * 3600 + 3 * 60 + 4),
            ("P2W", 14 * 86_400),
            ("PT90M", 90 * 60),
            ("PT0S", 0),
        ] {
            assert_eq!(parse(text), Some(TimeDelta::seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "-PT1H",
            "PT-1H",
            "P1Y",
            "P1M",
            "P1H",
            "PT1H1H",
            "PT1M1H",
            "PT1.5H",
            "P1W1D",
            "P1WT1H",
            "PTH",
            "PT1H ",
            "pt1h",
            "PT9223372036854775807H",
            "demain",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
