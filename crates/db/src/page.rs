//! Pages by keyset: a page begins after the last row of the one before, so that rows which come
//! or go in between are neither skipped nor repeated.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which page of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest<K> {
    /// Most rows on it.
    pub limit: u32,
    /// The last row of the page before; `None` for the first page.
    pub after: Option<K>,
}

impl<K> PageRequest<K> {
    /// The first page.
    #[must_use]
    pub const fn first(limit: u32) -> Self {
        Self { limit, after: None }
    }
}

/// The place of a ticket in a list, whatever its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortKey {
    /// What the list is sorted by.
    pub key: i64,
    /// The ticket's number, which decides between equals.
    pub id: i64,
}

/// The place of a row in a list in the order of the `UUIDv7` ids, which is the order in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdKey {
    /// The row's id.
    pub id: Uuid,
}

/// The place of a row in a list sorted by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameKey {
    /// The folded name.
    pub name: String,
    /// The row's id, which decides between equals.
    pub id: Uuid,
}

/// The place of a row in a list sorted by an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstantKey {
    /// Microseconds since 1970.
    pub at: i64,
    /// The row's id, which decides between equals.
    pub id: Uuid,
}

/// How many rows a list has in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The rows counted.
    pub count: u64,
    /// `false` when counting stopped and there are more.
    pub is_exact: bool,
}

impl Total {
    /// Where counting stops.
    pub const COUNTED_AT_MOST: i64 = 10_000;

    /// From a count that went one further than [`Self::COUNTED_AT_MOST`]; `-1 - n` says that
    /// there are at least `n`.
    pub(crate) fn from_count(count: i64) -> Self {
        let (found, is_exact) = if count < 0 {
            (-1 - count, false)
        } else {
            (count, count <= Self::COUNTED_AT_MOST)
        };
        Self {
            count: found.min(Self::COUNTED_AT_MOST).unsigned_abs(),
            is_exact,
        }
    }
}

/// One page of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T, K> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// The last row's place, when more rows follow.
    pub next: Option<K>,
    /// How many rows there are in all.
    pub total: Total,
}

impl<T, K> Rows<T, K> {
    /// From up to one row more than the page holds, each with its place.
    pub(crate) fn from_surplus(mut rows: Vec<(K, T)>, limit: u32, total: Total) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let mut next = None;
        let last = rows.len().saturating_sub(1);
        let mut items = Vec::with_capacity(rows.len());
        for (index, (key, item)) in rows.into_iter().enumerate() {
            if more && index == last {
                next = Some(key);
            }
            items.push(item);
        }
        Self { items, next, total }
    }
}
