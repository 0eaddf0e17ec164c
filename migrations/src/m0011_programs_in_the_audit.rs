//! By what a program acted, in the audit trail.

use sea_orm_migration::prelude::*;

use crate::for_database;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0011_programs_in_the_audit"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let schema = for_database(include_str!("sql/m0011_programs_in_the_audit.sql"), backend);
        manager.get_connection().execute_unprepared(&schema).await?;
        Ok(())
    }
}
