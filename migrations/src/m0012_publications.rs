//! Publications in several languages, for all accounts or some, with versions and a life.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::for_database;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_publications"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let db = manager.get_connection();
        let own = if backend == DbBackend::Sqlite {
            include_str!("sql/m0012_publications_sqlite.sql")
        } else {
            include_str!("sql/m0012_publications_postgres.sql")
        };
        // The index comes first: what was published before is put into it.
        db.execute_unprepared(own).await?;
        let schema = for_database(include_str!("sql/m0012_publications.sql"), backend);
        db.execute_unprepared(&schema).await?;
        Ok(())
    }
}
