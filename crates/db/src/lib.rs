//! Entities, transactions, repositories and search on SQLite and PostgreSQL.
