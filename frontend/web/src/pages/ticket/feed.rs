//! The activity as it is loaded: the history, and for agents the work notes, merged by date.

use chrono::{DateTime, Utc};
use guichet_common::Page;
use guichet_common::comments::{Activity, WorkNote};
use uuid::Uuid;

/// One thing to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Of the history.
    Activity(Box<Activity>),
    /// A work note.
    Note(WorkNote),
}

/// What can be put in order.
trait Dated {
    fn id(&self) -> Uuid;
    fn at(&self) -> DateTime<Utc>;
}

impl Dated for Activity {
    fn id(&self) -> Uuid {
        self.id.0
    }

    fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

impl Dated for WorkNote {
    fn id(&self) -> Uuid {
        self.id.0
    }

    fn at(&self) -> DateTime<Utc> {
        self.created_at
    }
}

impl Entry {
    /// Tells it from all others.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Activity(activity) => activity.id(),
            Self::Note(note) => note.id(),
        }
    }

    fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Activity(activity) => activity.at(),
            Self::Note(note) => note.at(),
        }
    }
}

/// One of the lists that are merged, newest first, as far as it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
    loaded: bool,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            next_cursor: None,
            loaded: false,
        }
    }
}

impl<T: Dated> Part<T> {
    /// Takes the newest page again: what is new goes to the top. When even its oldest row is new,
    /// rows between are not known, and the list begins anew.
    fn refresh(&mut self, page: Page<T>) {
        let is_known = |row: &T| self.items.iter().any(|known| known.id() == row.id());
        let overlaps = page.items.last().is_some_and(is_known);
        if self.loaded && (overlaps || page.next_cursor.is_none()) {
            let known: Vec<Uuid> = self.items.iter().map(Dated::id).collect();
            let news = page
                .items
                .into_iter()
                .filter(|row| !known.contains(&row.id()));
            let news: Vec<T> = news.collect();
            self.items.splice(0..0, news);
        } else {
            self.items = page.items;
            self.next_cursor = page.next_cursor;
        }
        self.loaded = true;
    }

    /// Takes the page at that cursor, unless the list began anew meanwhile.
    fn extend(&mut self, cursor: &str, page: Page<T>) {
        if self.next_cursor.as_deref() == Some(cursor) {
            self.items.extend(page.items);
            self.next_cursor = page.next_cursor;
        }
    }

    /// Where the part of it that is not loaded begins.
    fn horizon(&self) -> Option<DateTime<Utc>> {
        self.next_cursor
            .as_ref()
            .and_then(|_| self.items.last().map(Dated::at))
    }
}

/// The whole activity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    history: Part<Activity>,
    notes: Part<WorkNote>,
}

impl Feed {
    /// Whether the first answer is there.
    #[must_use]
    pub const fn is_loaded(&self) -> bool {
        self.history.loaded
    }

    /// Takes the newest page of the history.
    pub fn refresh_history(&mut self, page: Page<Activity>) {
        self.history.refresh(page);
    }

    /// Takes the newest page of the work notes.
    pub fn refresh_notes(&mut self, page: Page<WorkNote>) {
        self.notes.refresh(page);
    }

    /// Takes the page of the history that began at that cursor.
    pub fn extend_history(&mut self, cursor: &str, page: Page<Activity>) {
        self.history.extend(cursor, page);
    }

    /// Takes the page of the work notes that began at that cursor.
    pub fn extend_notes(&mut self, cursor: &str, page: Page<WorkNote>) {
        self.notes.extend(cursor, page);
    }

    /// Where to go on in the history.
    #[must_use]
    pub fn next_history(&self) -> Option<String> {
        self.history.next_cursor.clone()
    }

    /// Where to go on in the notes.
    #[must_use]
    pub fn next_notes(&self) -> Option<String> {
        self.notes.next_cursor.clone()
    }

    /// Whether there is more to load.
    #[must_use]
    pub const fn has_more(&self) -> bool {
        self.history.next_cursor.is_some() || self.notes.next_cursor.is_some()
    }

    /// Newest first. What is older than the unloaded part of either list waits for that part, so
    /// that nothing is ever inserted above what was read already.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let horizon = self.history.horizon().max(self.notes.horizon());
        let history = self.history.items.iter().cloned();
        let notes = self.notes.items.iter().cloned();
        let mut history = history
            .map(|activity| Entry::Activity(Box::new(activity)))
            .peekable();
        let mut notes = notes.map(Entry::Note).peekable();
        let mut entries = Vec::new();
        // Both are in order already.
        loop {
            let note_is_newer = match (history.peek(), notes.peek()) {
                (Some(activity), Some(note)) => note.at() > activity.at(),
                (activity, _) => activity.is_none(),
            };
            let next = if note_is_newer {
                notes.next()
            } else {
                history.next()
            };
            match next {
                Some(entry) if horizon.is_none_or(|horizon| entry.at() >= horizon) => {
                    entries.push(entry);
                }
                _ => return entries,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use guichet_common::comments::Author;
    use guichet_common::vocabulary::ActivityKind;
    use guichet_common::{ActivityId, PersonId, WorkNoteId};

    use super::*;

    fn at(minute: u32) -> DateTime<Utc> {
        DateTime::from_timestamp(i64::from(minute) * 60, 0).expect("a time")
    }

    fn activity(minute: u32) -> Activity {
        Activity {
            id: ActivityId(Uuid::from_u128(minute.into())),
            kind: ActivityKind::Updated,
            at: at(minute),
            actor: None,
            via: None,
            due_at: None,
            action: None,
            from_state: None,
            to_state: None,
            reason: None,
            notes_html: None,
            changes: Vec::new(),
            comment: None,
            attachments: Vec::new(),
        }
    }

    fn note(minute: u32) -> WorkNote {
        WorkNote {
            id: WorkNoteId(Uuid::from_u128(1000 + u128::from(minute))),
            author: Author {
                id: PersonId(Uuid::nil()),
                name: "Camille".into(),
                is_agent: true,
            },
            body_html: String::new(),
            body_text: String::new(),
            created_at: at(minute),
        }
    }

    fn page<T>(items: Vec<T>, next: Option<&str>) -> Page<T> {
        Page {
            total: 0,
            total_is_exact: true,
            next_cursor: next.map(str::to_owned),
            items,
        }
    }

    fn minutes(feed: &Feed) -> Vec<i64> {
        let minute = |entry: &Entry| entry.at().timestamp() / 60;
        feed.entries().iter().map(minute).collect()
    }

    #[test]
    fn notes_and_history_are_merged_newest_first() {
        let mut feed = Feed::default();
        feed.refresh_history(page(vec![activity(9), activity(5), activity(1)], None));
        feed.refresh_notes(page(vec![note(7), note(3)], None));
        assert_eq!(minutes(&feed), [9, 7, 5, 3, 1]);
    }

    #[test]
    fn nothing_is_shown_below_what_is_not_loaded_yet() {
        let mut feed = Feed::default();
        feed.refresh_history(page(vec![activity(9), activity(5)], Some("c")));
        feed.refresh_notes(page(vec![note(7), note(3)], None));
        assert_eq!(minutes(&feed), [9, 7, 5]);
        assert!(feed.has_more());
        feed.extend_history("c", page(vec![activity(4), activity(1)], None));
        assert_eq!(minutes(&feed), [9, 7, 5, 4, 3, 1]);
        assert!(!feed.has_more());
    }

    #[test]
    fn a_refresh_adds_what_is_new_and_keeps_older_pages() {
        let mut feed = Feed::default();
        feed.refresh_history(page(vec![activity(5), activity(4)], Some("c")));
        feed.extend_history("c", page(vec![activity(3)], None));
        feed.refresh_history(page(vec![activity(6), activity(5)], Some("d")));
        assert_eq!(minutes(&feed), [6, 5, 4, 3]);
        assert_eq!(feed.next_history(), None);
    }

    #[test]
    fn an_older_page_of_a_list_that_began_anew_is_dropped() {
        let mut feed = Feed::default();
        feed.refresh_history(page(vec![activity(9), activity(8)], Some("new")));
        feed.extend_history("old", page(vec![activity(1)], None));
        assert_eq!(minutes(&feed), [9, 8]);
    }

    #[test]
    fn after_a_long_absence_the_list_begins_anew() {
        let mut feed = Feed::default();
        feed.refresh_history(page(vec![activity(2), activity(1)], None));
        feed.refresh_history(page(vec![activity(9), activity(8)], Some("c")));
        assert_eq!(minutes(&feed), [9, 8]);
        assert_eq!(feed.next_history().as_deref(), Some("c"));
    }
}
