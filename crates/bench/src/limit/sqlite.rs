//! The limit on SQLite: one connection a thread, asked directly.

use std::cell::RefCell;

use actix_web::{HttpResponse, web};
use anyhow::Result;
use rusqlite::{Connection, OpenFlags};

use super::data::query;
use super::{Answer, Shape};

/// A thread's connection.
#[derive(Debug)]
pub struct Bare(RefCell<Option<Connection>>);

impl Bare {
    /// Opens the database; one that cannot be opened answers with errors.
    pub fn open(file: &str) -> Self {
        let open = || -> Result<Connection> {
            let database = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            database.pragma_update(None, "mmap_size", 1_u32 << 30)?;
            database.set_prepared_statement_cache_capacity(16);
            Ok(database)
        };
        let opened = open();
        if let Err(error) = &opened {
            eprintln!("the limit's database: {error}");
        }
        Self(RefCell::new(opened.ok()))
    }
}

/// Answers with the rows of a table and owner.
pub async fn rows(
    bare: web::Data<Bare>,
    shapes: web::Data<Vec<Shape>>,
    path: web::Path<(String, i64)>,
) -> HttpResponse {
    let (table, owner) = path.into_inner();
    let database = bare.0.borrow();
    let shape = shapes.iter().find(|shape| shape.table == table);
    let (Some(database), Some(shape)) = (&*database, shape) else {
        return HttpResponse::NotFound().finish();
    };
    match read(database, shape, owner) {
        Ok(answer) => answer,
        Err(error) => {
            eprintln!("the limit's query: {error}");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn read(database: &Connection, shape: &Shape, owner: i64) -> Result<HttpResponse> {
    let mut statement = database.prepare_cached(&query(shape))?;
    let mut found = statement.query([owner])?;
    let mut answer = Answer::new(shape);
    while let Some(row) = found.next()? {
        answer.begin_row();
        for index in 0..shape.fields.len() {
            answer.field(index, row.get_ref(index)?.as_str()?);
        }
        answer.end_row();
    }
    Ok(answer.finish())
}
