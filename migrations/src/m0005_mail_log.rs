//! The log of mails that go out, for admins.

use sea_orm_migration::prelude::*;

use crate::for_database;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_mail_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let schema = for_database(include_str!("sql/m0005_mail_log.sql"), backend);
        manager.get_connection().execute_unprepared(&schema).await?;
        Ok(())
    }
}
