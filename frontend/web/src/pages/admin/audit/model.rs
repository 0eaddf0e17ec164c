//! What is searched for, all of which is in the address, and how an entry is put into words.

use chrono::{Days, NaiveDate};
use guichet_common::audit::{AuditAction, AuditEntry, AuditQuery};
use guichet_common::query::QueryInstant;
use guichet_common::vocabulary::Language;
use guichet_common::{Instant, PersonId};
use guichet_i18n::t;
use serde_json::Value;

/// Rows a page.
const PAGE_SIZE: u32 = 25;

/// What is searched for, and which page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// By this person or program.
    pub actor: Option<PersonId>,
    /// This act.
    pub action: Option<AuditAction>,
    /// Done to the thing with this id.
    pub target: String,
    /// From this network address.
    pub address: String,
    /// On this day, or after it.
    pub from: Option<NaiveDate>,
    /// On this day, or before it.
    pub to: Option<NaiveDate>,
    /// The cursors that led to this page; empty on the first.
    pub cursors: Vec<String>,
}

impl Search {
    /// Reads the parameters of the address. What is unknown or wrong is as if it were not there.
    pub fn from_address(pairs: &[(String, String)]) -> Self {
        let all = |name: &str| -> Vec<String> {
            let found = pairs.iter().filter(|(other, _)| other == name);
            found.map(|(_, value)| value.clone()).collect()
        };
        let one = |name: &str| all(name).pop().unwrap_or_default().trim().to_owned();
        Self {
            actor: one("actor").parse().ok(),
            action: one("action").parse().ok(),
            target: one("target"),
            address: one("address"),
            from: one("from").parse().ok(),
            to: one("to").parse().ok(),
            cursors: all("cursor"),
        }
    }

    /// The parameters of the address; what is not searched for is left out.
    pub fn to_address(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.actor.map(|id| ("actor", id.to_string())));
        pairs.extend(self.action.map(|action| ("action", action.to_string())));
        for (name, text) in [("target", &self.target), ("address", &self.address)] {
            if !text.is_empty() {
                pairs.push((name, text.clone()));
            }
        }
        pairs.extend(self.from.map(|day| ("from", day.to_string())));
        pairs.extend(self.to.map(|day| ("to", day.to_string())));
        pairs.extend(self.cursors.iter().map(|cursor| ("cursor", cursor.clone())));
        pairs
    }

    /// What to ask the server; `begins` tells when a day begins where the person is.
    pub fn to_query(&self, begins: impl Fn(NaiveDate) -> Instant) -> AuditQuery {
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let next = |day: NaiveDate| day.checked_add_days(Days::new(1));
        AuditQuery {
            limit: Some(PAGE_SIZE),
            cursor: self.cursors.last().cloned(),
            actor_id: self.actor,
            action: self.action.into_iter().collect(),
            target_id: text(&self.target),
            address: text(&self.address),
            after: self.from.map(|day| QueryInstant(begins(day))),
            before: self.to.and_then(next).map(|day| QueryInstant(begins(day))),
        }
    }

    /// Whether anything is searched for.
    pub fn is_narrow(&self) -> bool {
        Self {
            cursors: Vec::new(),
            ..self.clone()
        } != Self::default()
    }

    /// The same search with a change, from its first page.
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = self.clone();
        change(&mut changed);
        changed.cursors.clear();
        changed
    }

    /// The page after, which begins at `cursor`.
    pub fn next_page(&self, cursor: &str) -> Self {
        let mut next = self.clone();
        next.cursors.push(cursor.to_owned());
        next
    }

    /// The page before.
    pub fn previous_page(&self) -> Self {
        let mut previous = self.clone();
        previous.cursors.pop();
        previous
    }

    /// "Lignes 1 - 25 sur 2 340".
    pub fn range(&self, language: Language, rows: usize, total: u64) -> String {
        let before = u64::from(PAGE_SIZE) * u64::try_from(self.cursors.len()).unwrap_or_default();
        let rows = u64::try_from(rows).unwrap_or_default();
        let from = if rows == 0 { 0 } else { before + 1 };
        let (to, total) = (before + rows, total.max(before + rows));
        t!(language, "home-rows", from = from, to = to, total = total)
    }
}

/// The details of an entry, each as a line.
pub fn details(entry: &AuditEntry) -> Vec<(String, String)> {
    let line = |(name, value): (&String, &Value)| (name.clone(), words(value));
    entry.details.iter().map(line).collect()
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use serde_json::json;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Search {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Search::from_address(&pairs.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn address_says_all_that_is_searched_for() {
        let id = uuid::Uuid::from_u128(7).to_string();
        let pairs = [
            ("actor", id.as_str()),
            ("action", "session.sign_in_failed"),
            ("target", "x"),
            ("address", "192.0.2.1"),
            ("from", "2026-11-01"),
            ("to", "2026-11-24"),
            ("cursor", "a"),
        ];
        let search = read(&pairs);
        let written = search.to_address();
        assert_eq!(written, pairs.map(|(name, value)| (name, value.to_owned())));
        assert!(search.is_narrow());
        assert!(!read(&[("cursor", "a"), ("from", "hier"), ("action", "x")]).is_narrow());
    }

    #[test]
    fn last_day_is_searched_to_its_end() {
        let search = read(&[("from", "2026-11-24"), ("to", "2026-11-24")]);
        let query = search.to_query(|day| day.and_time(NaiveTime::MIN).and_utc());
        let text = |at: Option<QueryInstant>| at.map(|at| at.0.to_rfc3339()).unwrap_or_default();
        assert_eq!(text(query.after), "2026-11-24T00:00:00+00:00");
        assert_eq!(text(query.before), "2026-11-25T00:00:00+00:00");
    }

    #[test]
    fn details_are_lines_whatever_they_hold() {
        assert_eq!(words(&json!(["a", "b"])), "a, b");
        assert_eq!(words(&json!(3)), "3");
        assert_eq!(words(&json!("texte")), "texte");
    }
}
