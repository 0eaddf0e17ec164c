//! What is filled in.

use std::str::FromStr;

/// Between the values of a field that takes several.
const SEPARATOR: char = ',';

/// The word of a box that is ticked.
const ON: &str = "true";

/// What is filled in, by the fields' names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(Vec<(&'static str, String)>);

impl Values {
    /// Nothing filled in.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same with a field filled in.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.retain(|(other, _)| *other != name);
        self.0.push((name, value.into()));
        self
    }

    /// The same with a box ticked or not.
    #[must_use]
    pub fn with_check(self, name: &'static str, is_on: bool) -> Self {
        self.with(name, if is_on { ON } else { "" })
    }

    /// The same with several values in one field.
    #[must_use]
    pub fn with_all(self, name: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        self.with(name, join(values))
    }

    /// The text of a field, as it was typed.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        let found = self.0.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The value of a field; `None` when it is empty, or is no such thing.
    #[must_use]
    pub fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).trim().parse().ok()
    }

    /// The text of a field; `None` when it is empty.
    #[must_use]
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.trim().is_empty())
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.text(name) == ON
    }

    /// The values of a field that takes several.
    #[must_use]
    pub fn all<T: FromStr>(&self, name: &str) -> Vec<T> {
        split(&self.text(name))
            .filter_map(|value| value.parse().ok())
            .collect()
    }
}

/// Several values as one text.
pub fn join(values: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    for value in values {
        if !text.is_empty() {
            text.push(SEPARATOR);
        }
        text.push_str(&value);
    }
    text
}

/// The values in such a text.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATOR).filter(|value| !value.is_empty())
}

/// The text of a box.
pub fn check_word(is_on: bool) -> String {
    if is_on { ON.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_read_by_name_and_kind() {
        let values = Values::new()
            .with("name", " Lacaze ")
            .with("days", "14")
            .with("name", "Lacaze")
            .with_check("right", true)
            .with_all("ids", ["1".to_owned(), "x".to_owned(), "3".to_owned()]);
        assert_eq!(values.text("name"), "Lacaze");
        assert_eq!(values.parsed::<u16>("days"), Some(14));
        assert_eq!(values.parsed::<u16>("name"), None);
        assert!(values.is_on("right") && !values.is_on("name"));
        assert_eq!(values.all::<u8>("ids"), [1, 3]);
        assert_eq!(values.filled("nothing"), None);
    }

    #[test]
    fn several_values_survive_their_way_through_one_text() {
        assert_eq!(
            split(&join(["a".into(), "b".into()])).collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert_eq!(split("").count(), 0);
    }
}
