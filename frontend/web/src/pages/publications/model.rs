//! The state of the list of publications. All of it is in the address.

use guichet_common::publications::PublicationQuery;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

/// Rows a page.
const PAGE_SIZE: u32 = 20;

/// Filters and page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListState {
    /// Keyword.
    pub q: String,
    /// Category; empty for all.
    pub category: String,
    /// The cursors that led to this page; empty on the first.
    pub cursors: Vec<String>,
}

impl ListState {
    /// Reads the parameters of the address.
    #[must_use]
    pub fn from_address(pairs: &[(String, String)]) -> Self {
        let all = |name: &str| -> Vec<String> {
            let found = pairs.iter().filter(|(other, _)| other == name);
            found.map(|(_, value)| value.trim().to_owned()).collect()
        };
        let one = |name: &str| all(name).pop().unwrap_or_default();
        Self {
            q: one("q"),
            category: one("category"),
            cursors: all("cursor"),
        }
    }

    /// The parameters of the address.
    #[must_use]
    pub fn to_address(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        for (name, value) in [("q", &self.q), ("category", &self.category)] {
            if !value.is_empty() {
                pairs.push((name, value.clone()));
            }
        }
        pairs.extend(self.cursors.iter().map(|cursor| ("cursor", cursor.clone())));
        pairs
    }

    /// What to ask the server.
    #[must_use]
    pub fn to_query(&self) -> PublicationQuery {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        PublicationQuery {
            q: given(&self.q),
            category: given(&self.category),
            limit: Some(PAGE_SIZE),
            cursor: self.cursors.last().cloned(),
            ..PublicationQuery::default()
        }
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub const fn is_filtered(&self) -> bool {
        !self.q.is_empty() || !self.category.is_empty()
    }

    /// The same list with a change, from its first page.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = self.clone();
        change(&mut changed);
        changed.cursors.clear();
        changed
    }

    /// The page after, which begins at `cursor`.
    #[must_use]
    pub fn next_page(&self, cursor: &str) -> Self {
        let mut next = self.clone();
        next.cursors.push(cursor.to_owned());
        next
    }

    /// The page before.
    #[must_use]
    pub fn previous_page(&self) -> Self {
        let mut previous = self.clone();
        previous.cursors.pop();
        previous
    }

    /// "Lignes 1 - 20 sur 45".
    #[must_use]
    pub fn range(&self, language: Language, rows: usize, total: u64) -> String {
        let before = u64::from(PAGE_SIZE) * u64::try_from(self.cursors.len()).unwrap_or_default();
        let rows = u64::try_from(rows).unwrap_or_default();
        let from = if rows == 0 { 0 } else { before + 1 };
        let (to, total) = (before + rows, total.max(before + rows));
        t!(language, "home-rows", from = from, to = to, total = total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_says_all_that_was_chosen() {
        let pairs = [("q", "vpn"), ("category", "Sécurité"), ("cursor", "a")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let state = ListState::from_address(&pairs);
        let written: Vec<_> = state
            .to_address()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        assert_eq!(written, pairs);
        assert_eq!(state.to_query().cursor.as_deref(), Some("a"));
        assert!(state.with(|list| list.q.clear()).cursors.is_empty());
        assert_eq!(state.range(Language::En, 5, 25), "Rows 21 - 25 of 25");
        let nothing = ListState::from_address(&[]);
        assert!(!nothing.is_filtered() && nothing.to_address().is_empty());
    }
}
