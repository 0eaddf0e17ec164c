//! Looking for a text in the whole database, whatever the table.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

use crate::app::TestApp;

impl TestApp {
    /// The columns of text in which this occurs, in any case: `table.column`. The keyword index of
    /// SQLite keeps no texts, that of PostgreSQL is looked through as well.
    pub async fn columns_with(&self, text: &str) -> Vec<String> {
        let db = sea_orm::Database::connect(&self.database)
            .await
            .expect("the database answers");
        let mut found = Vec::new();
        for (table, column) in columns(&db).await {
            let sql = format!(
                "SELECT count(*) AS n FROM \"{table}\" \
                 WHERE lower(CAST(\"{column}\" AS TEXT)) LIKE lower($1)"
            );
            let pattern = format!("%{text}%").into();
            let statement =
                Statement::from_sql_and_values(db.get_database_backend(), sql, [pattern]);
            let row = db.query_one_raw(statement).await.expect("it is read");
            let count: i64 = row.expect("a count").try_get("", "n").expect("a number");
            if count > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
        db.close().await.expect("closes");
        found
    }
}

/// Every column that holds text, JSON among it.
async fn columns(db: &DatabaseConnection) -> Vec<(String, String)> {
    let backend = db.get_database_backend();
    let sql = if backend == DbBackend::Sqlite {
        "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p \
         WHERE m.type = 'table' AND p.type = 'TEXT'"
    } else {
        "SELECT table_name::text AS t, column_name::text AS c FROM information_schema.columns \
         WHERE table_schema = 'public' AND data_type IN ('text', 'tsvector', 'character varying')"
    };
    let rows = db
        .query_all_raw(Statement::from_string(backend, sql))
        .await
        .expect("the columns are known");
    let text = |row: &sea_orm::QueryResult, name: &str| row.try_get("", name).expect("a name");
    let columns: Vec<_> = rows
        .iter()
        .map(|row| (text(row, "t"), text(row, "c")))
        .collect();
    assert!(columns.len() > 40, "the columns are found: {columns:?}");
    columns
}
