//! SQL that differs between the two databases.
