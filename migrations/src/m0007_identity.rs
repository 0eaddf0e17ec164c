//! Who signs in, how often they fail, and the links by which they set passwords.

use sea_orm_migration::prelude::*;

use crate::for_database;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_identity"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let schema = for_database(include_str!("sql/m0007_identity.sql"), backend);
        manager.get_connection().execute_unprepared(&schema).await?;
        Ok(())
    }
}
