//! Sets of places in a document.

use std::ops::Range;

/// Places in ascending ranges that do not touch; looked up by halving.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Range<usize>>);

impl Places {
    /// The places of all these ranges.
    pub(super) fn of(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Self(merged)
    }

    /// Whether a place is one of them.
    pub(super) fn contains(&self, place: usize) -> bool {
        let after = self.0.partition_point(|range| range.start <= place);
        let before = after.checked_sub(1).and_then(|index| self.0.get(index));
        before.is_some_and(|range| place < range.end)
    }

    /// The first of them.
    pub(super) fn first(&self) -> Option<usize> {
        self.0.first().map(|range| range.start)
    }
}
