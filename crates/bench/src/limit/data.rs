//! Answers of the server, taken apart into rows for the limit's database.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use rusqlite::Connection;
use serde_json::Value;
use sqlx::{Connection as _, PgConnection};

/// What an answer is made of.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The table with its rows.
    pub table: String,
    /// Its fields, and whether each is a text.
    pub fields: Vec<(String, bool)>,
    /// How many rows it has.
    pub limit: usize,
    /// What comes before its rows.
    pub before: String,
    /// What comes after them.
    pub after: String,
    /// How long it is.
    pub bytes: usize,
}

/// An answer of the server, taken apart.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it is made of.
    pub shape: Shape,
    /// Its rows' fields.
    rows: Vec<Vec<String>>,
}

impl Sample {
    /// Takes an answer apart: the items of a list, or the one thing that it is.
    pub fn of(table: &str, answer: &[u8]) -> Result<Self> {
        let value: Value = serde_json::from_slice(answer)?;
        let (items, before, after) = match value.get("items").and_then(Value::as_array) {
            Some(items) => {
                let mut rest = value.clone();
                if let Some(list) = rest.as_object_mut() {
                    list.remove("items");
                }
                let rest = rest.to_string();
                let after = format!("],{}", rest.trim_start_matches('{'));
                (items.clone(), "{\"items\":[".to_owned(), after)
            }
            None => (vec![value.clone()], String::new(), String::new()),
        };
        let first = items
            .first()
            .and_then(Value::as_object)
            .context("an answer without rows")?;
        // A field is a text when it is one in every row; else it is kept as JSON.
        let fields: Vec<(String, bool)> = first
            .keys()
            .map(|name| {
                let text = items
                    .iter()
                    .all(|item| item.get(name).is_some_and(Value::is_string));
                (name.clone(), text)
            })
            .collect();
        let rows = items
            .iter()
            .map(|item| {
                fields
                    .iter()
                    .map(|(name, is_text)| match item.get(name) {
                        Some(Value::String(text)) if *is_text => text.clone(),
                        Some(other) => other.to_string(),
                        None => "null".to_owned(),
                    })
                    .collect()
            })
            .collect();
        let shape = Shape {
            table: table.to_owned(),
            fields,
            limit: items.len(),
            before,
            after,
            bytes: answer.len(),
        };
        Ok(Self { shape, rows })
    }

    /// The name of every column.
    fn columns(&self) -> Vec<String> {
        (0..self.shape.fields.len())
            .map(|number| format!("c{number}"))
            .collect()
    }

    fn create(&self) -> String {
        let table = &self.shape.table;
        let columns: Vec<_> = self
            .columns()
            .iter()
            .map(|column| format!("{column} TEXT NOT NULL"))
            .collect();
        let columns = columns.join(", ");
        format!(
            "CREATE TABLE {table} (owner INTEGER NOT NULL, at INTEGER NOT NULL, {columns}); \
             CREATE INDEX {table}_owner ON {table} (owner, at);"
        )
    }
}

/// The query that answers with a shape's rows; its parameter is the owner.
pub fn query(shape: &Shape) -> String {
    let columns: Vec<_> = (0..shape.fields.len())
        .map(|number| format!("c{number}"))
        .collect();
    format!(
        "SELECT {} FROM {} WHERE owner = $1 ORDER BY at DESC LIMIT {}",
        columns.join(", "),
        shape.table,
        shape.limit
    )
}

/// Fills a database of SQLite's: each sample's rows again and again, for so many owners of so many
/// rows each.
pub fn fill_sqlite(file: &Path, samples: &[(Sample, usize, usize)]) -> Result<()> {
    let mut database = Connection::open(file)?;
    database.pragma_update(None, "journal_mode", "wal")?;
    for (sample, owners, rows) in samples {
        database.execute_batch(&sample.create())?;
        let columns = sample.columns();
        let places: Vec<_> = (0..columns.len())
            .map(|number| format!("?{}", number + 3))
            .collect();
        let insert = format!(
            "INSERT INTO {} (owner, at, {}) VALUES (?1, ?2, {})",
            sample.shape.table,
            columns.join(", "),
            places.join(", ")
        );
        let transaction = database.transaction()?;
        {
            let mut insert = transaction.prepare(&insert)?;
            for (owner, row, fields) in each(sample, *owners, *rows) {
                let keys = [owner.to_string(), row.to_string()];
                insert.execute(rusqlite::params_from_iter(keys.iter().chain(fields)))?;
            }
        }
        transaction.commit()?;
    }
    Ok(())
}

/// Owners, places and fields, newest last: the last rows of every owner are the sample's.
fn each(
    sample: &Sample,
    owners: usize,
    rows: usize,
) -> impl Iterator<Item = (usize, usize, &Vec<String>)> {
    // Rows of one owner lie apart, as those of a real contact do.
    (0..rows).flat_map(move |row| {
        let from_end = (rows - 1 - row) % sample.rows.len().max(1);
        let fields = sample.rows.get(from_end);
        (0..owners).filter_map(move |owner| Some((owner, row, fields?)))
    })
}

/// Fills a database of PostgreSQL's in the same way.
pub async fn fill_postgres(url: &str, samples: &[(Sample, usize, usize)]) -> Result<()> {
    let mut database = PgConnection::connect(url).await?;
    sqlx::raw_sql("CREATE TABLE rows (id BIGSERIAL PRIMARY KEY, text TEXT NOT NULL)")
        .execute(&mut database)
        .await?;
    for (sample, owners, rows) in samples {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sample.create()))
            .execute(&mut database)
            .await?;
        let columns = sample.columns();
        let copy = format!(
            "COPY {} (owner, at, {}) FROM STDIN",
            sample.shape.table,
            columns.join(", ")
        );
        let mut sink = database.copy_in_raw(&copy).await?;
        let mut lines = String::new();
        for (owner, row, fields) in each(sample, *owners, *rows) {
            // Writing to memory does not fail.
            let _ = write!(lines, "{owner}\t{row}");
            for field in fields {
                lines.push('\t');
                lines.push_str(
                    &field
                        .replace('\\', "\\\\")
                        .replace('\t', "\\t")
                        .replace('\n', "\\n"),
                );
            }
            lines.push('\n');
            if lines.len() > 1 << 20 {
                sink.send(std::mem::take(&mut lines).into_bytes()).await?;
            }
        }
        sink.send(lines.into_bytes()).await?;
        sink.finish().await?;
        let analyze = format!("ANALYZE {}", sample.shape.table);
        sqlx::raw_sql(sqlx::AssertSqlSafe(analyze))
            .execute(&mut database)
            .await?;
    }
    Ok(())
}

/// Writes the shapes down for the limit's process.
pub fn write_shapes(file: &Path, samples: &[(Sample, usize, usize)]) -> Result<()> {
    let shapes: Vec<Value> = samples
        .iter()
        .map(|(sample, ..)| {
            let shape = &sample.shape;
            serde_json::json!({
                "table": shape.table,
                "fields": shape.fields,
                "limit": shape.limit,
                "before": shape.before,
                "after": shape.after,
                "bytes": shape.bytes,
            })
        })
        .collect();
    fs::write(file, Value::from(shapes).to_string()).context("writing the limit's shapes")
}

/// Reads what [`write_shapes`] wrote.
pub fn read_shapes(file: &Path) -> Result<Vec<Shape>> {
    let value: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let Some(shapes) = value.as_array() else {
        bail!("the limit's shapes are no list")
    };
    shapes
        .iter()
        .map(|shape| {
            let text = |name: &str| -> Result<String> {
                let text = shape.get(name).and_then(Value::as_str);
                Ok(text
                    .with_context(|| format!("a shape without {name}"))?
                    .to_owned())
            };
            let number = |name: &str| -> Result<usize> {
                let number = shape.get(name).and_then(Value::as_u64);
                Ok(usize::try_from(
                    number.with_context(|| format!("a shape without {name}"))?,
                )?)
            };
            let fields = shape.get("fields").cloned().unwrap_or_default();
            Ok(Shape {
                table: text("table")?,
                fields: serde_json::from_value(fields)?,
                limit: number("limit")?,
                before: text("before")?,
                after: text("after")?,
                bytes: number("bytes")?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"{"items":[{"number":"CS1","rank":1,"who":null},{"number":"CS2","rank":2,"who":{"id":"x"}}],"next_cursor":null,"total":2}"#;

    #[test]
    fn list_is_taken_apart_into_fields() {
        let sample = Sample::of("list", LIST.as_bytes()).unwrap();
        let expected = [("number", true), ("rank", false), ("who", false)];
        assert_eq!(
            sample.shape.fields,
            expected.map(|(name, text)| (name.to_owned(), text))
        );
        assert_eq!(sample.rows[1], ["CS2", "2", r#"{"id":"x"}"#]);
        assert_eq!(sample.shape.after, r#"],"next_cursor":null,"total":2}"#);
    }

    #[test]
    fn shapes_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shapes.json");
        let sample = Sample::of("list", LIST.as_bytes()).unwrap();
        write_shapes(&file, &[(sample.clone(), 1, 1)]).unwrap();
        let read = read_shapes(&file).unwrap();
        assert_eq!(format!("{:?}", read[0]), format!("{:?}", sample.shape));
    }
}
