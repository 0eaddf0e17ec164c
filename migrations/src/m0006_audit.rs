//! The audit trail: who did what to whom, when, from where.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::for_database;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_audit"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let db = manager.get_connection();
        let schema = for_database(include_str!("sql/m0006_audit.sql"), backend);
        db.execute_unprepared(&schema).await?;
        let own = if backend == DbBackend::Sqlite {
            include_str!("sql/m0006_audit_sqlite.sql")
        } else {
            include_str!("sql/m0006_audit_postgres.sql")
        };
        db.execute_unprepared(own).await?;
        Ok(())
    }
}
