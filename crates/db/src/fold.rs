//! Finding names without regard to case and accents, the same way on both databases.

pub use guichet_common::fold::fold;

/// A pattern for `LIKE … ESCAPE '!'` that finds the folded keyword anywhere.
pub(crate) fn like_pattern(keyword: &str) -> String {
    let mut pattern = String::from("%");
    for letter in fold(keyword.trim()).chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_of_like_are_plain_characters_in_a_keyword() {
        assert_eq!(like_pattern(" 100%_é! "), "%100!%!_e!!%");
    }
}
