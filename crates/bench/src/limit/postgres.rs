//! The limit on PostgreSQL: the driver without an ORM, prepared statements, a few connections a
//! thread.

use actix_web::{HttpResponse, web};
use anyhow::Result;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Row as _};

use super::data::query;
use super::{Answer, Shape};

/// Connections of one thread.
const CONNECTIONS: u32 = 16;

/// A thread's connections.
#[derive(Debug)]
pub struct Bare(Option<PgPool>);

impl Bare {
    /// Connects when first asked.
    pub fn new(url: &str) -> Self {
        let options = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .test_before_acquire(false);
        let pool = options.connect_lazy(url);
        if let Err(error) = &pool {
            eprintln!("the limit's database: {error}");
        }
        Self(pool.ok())
    }
}

/// Answers with the rows of a table and owner.
pub async fn rows(
    bare: web::Data<Bare>,
    shapes: web::Data<Vec<Shape>>,
    path: web::Path<(String, i32)>,
) -> HttpResponse {
    let (table, owner) = path.into_inner();
    let shape = shapes.iter().find(|shape| shape.table == table);
    let (Some(pool), Some(shape)) = (&bare.0, shape) else {
        return HttpResponse::NotFound().finish();
    };
    match read(pool, shape, owner).await {
        Ok(answer) => answer,
        Err(error) => {
            eprintln!("the limit's query: {error}");
            HttpResponse::InternalServerError().finish()
        }
    }
}

async fn read(pool: &PgPool, shape: &Shape, owner: i32) -> Result<HttpResponse> {
    let found = sqlx::query(AssertSqlSafe(query(shape)))
        .bind(owner)
        .fetch_all(pool)
        .await?;
    let mut answer = Answer::new(shape);
    for row in &found {
        answer.begin_row();
        for index in 0..shape.fields.len() {
            answer.field(index, row.try_get(index)?);
        }
        answer.end_row();
    }
    Ok(answer.finish())
}

/// Inserts the body as one row, durable when answered.
pub async fn insert(bare: web::Data<Bare>, body: String) -> HttpResponse {
    let Some(pool) = &bare.0 else {
        return HttpResponse::NotFound().finish();
    };
    let inserted = sqlx::query("INSERT INTO rows (text) VALUES ($1)")
        .bind(body)
        .execute(pool)
        .await;
    match inserted {
        Ok(_) => HttpResponse::Created().finish(),
        Err(error) => {
            eprintln!("the limit's insert: {error}");
            HttpResponse::InternalServerError().finish()
        }
    }
}
