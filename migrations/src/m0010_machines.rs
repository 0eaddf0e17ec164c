//! Credentials of programs: API tokens of people, and OAuth clients.

use sea_orm_migration::prelude::*;

use crate::for_database;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0010_machines"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let schema = for_database(include_str!("sql/m0010_machines.sql"), backend);
        manager.get_connection().execute_unprepared(&schema).await?;
        Ok(())
    }
}
