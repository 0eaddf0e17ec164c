//! Who sees which rows, in SQL.
