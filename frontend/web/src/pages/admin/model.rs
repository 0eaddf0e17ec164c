//! The state of a list of the directory. All of it is in the address.

use guichet_common::AccountId;
use guichet_common::directory::DirectoryQuery;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

/// Rows a page.
const PAGE_SIZE: u32 = 25;

/// Which entries a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Those in use.
    #[default]
    Active,
    /// Those out of use.
    Inactive,
    /// Both.
    All,
}

impl Shown {
    /// All choices.
    pub const ALL: [Self; 3] = [Self::Active, Self::Inactive, Self::All];

    /// Its name in the address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::All => "all",
        }
    }

    /// Its name on screen.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Self::Active => t!(language, "admin-shown-active"),
            Self::Inactive => t!(language, "admin-shown-inactive"),
            Self::All => t!(language, "admin-shown-all"),
        }
    }

    /// The choice of that name; the first for any other.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|shown| shown.name() == name).unwrap_or_default()
    }
}

/// Filters and page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListState {
    /// Keyword.
    pub q: String,
    /// Which entries.
    pub shown: Shown,
    /// Only of this account.
    pub account: Option<AccountId>,
    /// The cursors that led to this page; empty on the first.
    pub cursors: Vec<String>,
}

impl ListState {
    /// Reads the parameters of the address. What is unknown or wrong is as if it were not there.
    #[must_use]
    pub fn from_address(pairs: &[(String, String)]) -> Self {
        let all = |name: &str| -> Vec<String> {
            let found = pairs.iter().filter(|(other, _)| other == name);
            found.map(|(_, value)| value.clone()).collect()
        };
        let one = |name: &str| all(name).pop().unwrap_or_default();
        Self {
            q: one("q").trim().to_owned(),
            shown: Shown::of(&one("shown")),
            account: one("account").parse().ok(),
            cursors: all("cursor"),
        }
    }

    /// The parameters of the address; what is as it first appears is left out.
    #[must_use]
    pub fn to_address(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        if self.shown != Shown::default() {
            pairs.push(("shown", self.shown.name().to_owned()));
        }
        pairs.extend(self.account.map(|id| ("account", id.to_string())));
        pairs.extend(self.cursors.iter().map(|cursor| ("cursor", cursor.clone())));
        pairs
    }

    /// What to ask the server.
    #[must_use]
    pub fn to_query(&self) -> DirectoryQuery {
        DirectoryQuery {
            q: Some(self.q.clone()).filter(|q| !q.is_empty()),
            account_id: self.account,
            active: match self.shown {
                Shown::Active => Some(true),
                Shown::Inactive => Some(false),
                Shown::All => None,
            },
            limit: Some(PAGE_SIZE),
            cursor: self.cursors.last().cloned(),
        }
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.q.is_empty() || self.account.is_some() || self.shown != Shown::default()
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

    /// "Lignes 1 - 25 sur 2 340".
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

    fn read(pairs: &[(&str, &str)]) -> ListState {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        ListState::from_address(&pairs.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn address_says_all_that_was_chosen() {
        let id = uuid::Uuid::from_u128(7).to_string();
        let pairs = [
            ("q", "morvan"),
            ("shown", "all"),
            ("account", id.as_str()),
            ("cursor", "a"),
            ("cursor", "b"),
        ];
        let state = read(&pairs);
        let written = state.to_address();
        assert_eq!(written, pairs.map(|(name, value)| (name, value.to_owned())));
        let query = state.to_query();
        assert_eq!(query.active, None);
        assert_eq!(query.cursor.as_deref(), Some("b"));
    }

    #[test]
    fn empty_or_wrong_address_is_the_list_of_what_is_in_use() {
        for pairs in [&[][..], &[("shown", "x"), ("account", "7"), ("q", " ")][..]] {
            let state = read(pairs);
            assert_eq!(state, ListState::default());
            assert_eq!(state.to_query().active, Some(true));
            assert!(!state.is_filtered() && state.to_address().is_empty());
        }
    }

    #[test]
    fn changed_filters_begin_at_the_first_page() {
        let state = ListState::default().next_page("a").next_page("b");
        assert_eq!(state.previous_page().cursors, ["a"]);
        assert!(state.with(|list| list.q = "x".into()).cursors.is_empty());
        assert_eq!(state.range(Language::En, 5, 55), "Rows 51 - 55 of 55");
    }
}
