//! The schema of the first release.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::for_database;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_initial"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let db = manager.get_connection();
        let schema = for_database(include_str!("sql/m0001_initial.sql"), backend);
        db.execute_unprepared(&schema).await?;
        let own = if backend == DbBackend::Sqlite {
            include_str!("sql/m0001_initial_sqlite.sql")
        } else {
            include_str!("sql/m0001_initial_postgres.sql")
        };
        db.execute_unprepared(own).await?;
        Ok(())
    }
}
