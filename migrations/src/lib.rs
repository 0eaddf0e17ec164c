//! The database schema, for SQLite and PostgreSQL.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseConnection;

/// Brings the schema up to date.
pub async fn migrate(db: &DatabaseConnection) -> Result<(), DbErr> {
    todo!()
}

/// Whether the schema is up to date.
pub async fn is_current(db: &DatabaseConnection) -> Result<bool, DbErr> {
    todo!()
}
