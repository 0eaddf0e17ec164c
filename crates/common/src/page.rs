//! One page of a list.

use serde::{Deserialize, Serialize};

/// One page of a list, read with a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub next_cursor: Option<String>,
    /// How many rows the filters match in all. Exact up to 10,000 matches of a keyword search or
    /// of all tickets; `total_is_exact` tells.
    pub total: u64,
    /// `false` when there are more than `total` rows.
    pub total_is_exact: bool,
}

impl<T> Page<T> {
    /// The same page with its rows changed by `f`.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next_cursor: self.next_cursor,
            total: self.total,
            total_is_exact: self.total_is_exact,
        }
    }
}
