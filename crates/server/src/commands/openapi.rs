//! `guichet openapi`.
