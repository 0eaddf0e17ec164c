//! The limit: the same actix-web with a bare driver, answering the same rows and bytes.
//!
//! Every row of an answer of the server is a row here, with one column for each of its fields, in
//! an indexed table of the same size. Texts are escaped anew for every answer, as a server must;
//! what is nested in a row is kept as JSON. There is no authentication, no policy, no count, no
//! logging: what any server would have to do, and nothing else.

mod data;
mod postgres;
mod sqlite;

use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;

use actix_web::http::header::ContentType;
use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context as _, Result};

pub use data::{Sample, Shape, fill_postgres, fill_sqlite, write_shapes};

/// Arguments of the limit's process.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen.
    #[arg(long)]
    listen: String,
    /// The database: a file of SQLite's, or `postgres://…`.
    #[arg(long)]
    database: String,
    /// The file that tells the shapes of the answers.
    #[arg(long)]
    shapes: PathBuf,
    /// Threads; one a core when absent.
    #[arg(long)]
    workers: Option<usize>,
}

/// Serves until it is killed.
pub fn serve(args: &Args) -> Result<()> {
    let shapes = data::read_shapes(&args.shapes)?;
    let listener = TcpListener::bind(&args.listen).context("the limit's address")?;
    let workers = args
        .workers
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
    let database = args.database.clone();
    let is_postgres = database.starts_with("postgres:");
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(move || {
            let shapes = web::Data::new(shapes.clone());
            let app = App::new()
                .app_data(shapes)
                .route("/ready", web::get().to(HttpResponse::Ok))
                .route("/fixed/{bytes}", web::get().to(fixed));
            if is_postgres {
                let bare = web::Data::new(postgres::Bare::new(&database));
                app.app_data(bare)
                    .route("/rows/{table}/{owner}", web::get().to(postgres::rows))
                    .route("/insert", web::post().to(postgres::insert))
            } else {
                let bare = web::Data::new(sqlite::Bare::open(&database));
                app.app_data(bare)
                    .route("/rows/{table}/{owner}", web::get().to(sqlite::rows))
            }
        })
        .workers(workers)
        .listen(listener)?
        .run()
        .await
    })?;
    Ok(())
}

/// A body of so many bytes, made once a thread and answer's length.
async fn fixed(bytes: web::Path<usize>) -> HttpResponse {
    thread_local! {
        static BODY: std::cell::RefCell<web::Bytes> = const {
            std::cell::RefCell::new(web::Bytes::new())
        };
    }
    let length = bytes.into_inner();
    let body = BODY.with_borrow_mut(|body| {
        if body.len() != length {
            *body = web::Bytes::from(vec![b'x'; length]);
        }
        body.clone()
    });
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(body)
}

/// Writes an answer: the rows' fields, each as text or as JSON, within what surrounds them.
#[derive(Debug)]
pub struct Answer<'a> {
    shape: &'a Shape,
    body: Vec<u8>,
    first: bool,
}

impl<'a> Answer<'a> {
    /// Begins.
    pub fn new(shape: &'a Shape) -> Self {
        let mut body = Vec::with_capacity(shape.bytes + 64);
        body.extend_from_slice(shape.before.as_bytes());
        Self {
            shape,
            body,
            first: true,
        }
    }

    /// Begins a row.
    pub fn begin_row(&mut self) {
        let separator: &[u8] = if self.first { b"{" } else { b",{" };
        self.body.extend_from_slice(separator);
        self.first = false;
    }

    /// Writes the next field of the row.
    pub fn field(&mut self, index: usize, text: &str) {
        let Some((name, is_text)) = self.shape.fields.get(index) else {
            return;
        };
        if index > 0 {
            self.body.push(b',');
        }
        // Writing to memory does not fail.
        let _ = write!(self.body, "\"{name}\":");
        if *is_text {
            let _ = serde_json::to_writer(&mut self.body, text);
        } else {
            self.body.extend_from_slice(text.as_bytes());
        }
    }

    /// Ends a row.
    pub fn end_row(&mut self) {
        self.body.push(b'}');
    }

    /// Ends.
    pub fn finish(mut self) -> HttpResponse {
        self.body.extend_from_slice(self.shape.after.as_bytes());
        HttpResponse::Ok()
            .content_type(ContentType::json())
            .body(self.body)
    }
}
