//! Numbers and sizes as each language writes them.

use guichet_common::vocabulary::Language;

/// Groups of three digits: "2 340" with a narrow no-break space in French, "2,340" in English.
#[must_use]
pub fn format_number(language: Language, number: i64) -> String {
    let mut into = String::new();
    push_number(&mut into, language, number);
    into
}

pub(crate) fn push_number(into: &mut String, language: Language, number: i64) {
    let separator = match language {
        Language::Fr => '\u{202f}',
        Language::En => ',',
    };
    if number < 0 {
        into.push('-');
    }
    let digits = number.unsigned_abs().to_string();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            into.push(separator);
        }
        into.push(digit);
    }
}

/// The size of a file in decimal units with one decimal where it helps: "2,4 Mo", "2.4 MB",
/// "812 ko", "17 octets".
#[must_use]
pub fn format_file_size(language: Language, bytes: u64) -> String {
    let (units, mark, space) = match language {
        Language::Fr => (["octets", "ko", "Mo", "Go", "To"], ',', '\u{a0}'),
        Language::En => (["bytes", "kB", "MB", "GB", "TB"], '.', '\u{a0}'),
    };
    // Tenths of the unit, rounded half up, in whole numbers: floats would need casts.
    let mut tenths = u128::from(bytes) * 10;
    let mut unit = 0;
    while tenths >= 9_995 && unit + 1 < units.len() {
        tenths = (tenths + 500) / 1_000;
        unit += 1;
    }
    let unit_name = match (language, bytes) {
        (Language::Fr, 0 | 1) => "octet",
        (Language::En, 1) => "byte",
        _ => units.get(unit).copied().unwrap_or_default(),
    };
    if tenths < 100 && !tenths.is_multiple_of(10) {
        format!("{}{mark}{}{space}{unit_name}", tenths / 10, tenths % 10)
    } else {
        format!("{}{space}{unit_name}", (tenths + 5) / 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_threes() {
        for (number, french, english) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (2340, "2\u{202f}340", "2,340"),
            (-1_000_000, "-1\u{202f}000\u{202f}000", "-1,000,000"),
        ] {
            assert_eq!(format_number(Language::Fr, number), french);
            assert_eq!(format_number(Language::En, number), english);
        }
        assert_eq!(
            format_number(Language::En, i64::MIN),
            "-9,223,372,036,854,775,808"
        );
    }

    #[test]
    fn sizes_take_the_largest_unit_that_fits() {
        for (bytes, french, english) in [
            (0, "0\u{a0}octet", "0\u{a0}bytes"),
            (1, "1\u{a0}octet", "1\u{a0}byte"),
            (999, "999\u{a0}octets", "999\u{a0}bytes"),
            (1_000, "1\u{a0}ko", "1\u{a0}kB"),
            (2_400_000, "2,4\u{a0}Mo", "2.4\u{a0}MB"),
            (25_000_000, "25\u{a0}Mo", "25\u{a0}MB"),
            (999_960, "1\u{a0}Mo", "1\u{a0}MB"),
            (1_550, "1,6\u{a0}ko", "1.6\u{a0}kB"),
        ] {
            assert_eq!(format_file_size(Language::Fr, bytes), french);
            assert_eq!(format_file_size(Language::En, bytes), english);
        }
    }
}
