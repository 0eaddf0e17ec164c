//! A whole instance behind real HTTP.

use std::net::TcpListener;
use std::sync::Arc;

use chrono::{DateTime, TimeZone as _, Utc};
use guichet_api::{Options, Shutdown};
use guichet_common::ids::PersonId;
use guichet_db::{Db, DbSettings};
use guichet_domain::{Clock, MockClock, SandboxClock};
use guichet_jobs::{Mailer, Worker};
use guichet_mail::{Brand, Memory, OutgoingMail};
use guichet_service::storage::Storage;
use guichet_service::{App, AppParts, InboundSettings, Limits, Settings, events};
use sea_orm::ConnectionTrait as _;
use tokio::task::JoinHandle;

use crate::answer::Answer;
use crate::fixture::Directory;
use crate::person::{Person, send};

/// On which database a test runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backend {
    /// A file of its own.
    Sqlite,
    /// A database of its own on this server.
    Postgres(String),
}

impl Backend {
    /// The server that `GUICHET_TEST_POSTGRES_URL` names. `cargo xtask test` always names one.
    #[must_use]
    pub fn postgres() -> Option<Self> {
        std::env::var("GUICHET_TEST_POSTGRES_URL")
            .ok()
            .map(Self::Postgres)
    }
}

/// The name of the mail server that the instances believe.
pub const AUTHSERV_ID: &str = "mx.heliaq.example";

/// A whole instance behind real HTTP, with a clock that stands still.
#[derive(Debug)]
pub struct TestApp {
    /// The address, without a slash at its end.
    pub base: String,
    /// The inside.
    pub app: App,
    /// The clock.
    pub clock: Arc<MockClock>,
    /// Who and what is there.
    pub people: Directory,
    /// The mails that were sent.
    pub mails: Memory,
    worker: Worker,
    client: reqwest::Client,
    shutdown: Shutdown,
    feed: JoinHandle<()>,
    folder: Arc<tempfile::TempDir>,
    pub(crate) database: String,
}

/// What an instance stands on.
struct Ground {
    db: Db,
    database: String,
    folder: Arc<tempfile::TempDir>,
    clock: Arc<MockClock>,
}

/// A Tuesday afternoon in Paris.
fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 17, 14, 0, 0)
        .single()
        .expect("an instant")
}

impl TestApp {
    /// Starts an instance with small limits for files.
    pub async fn start(backend: Backend) -> Self {
        // Another test of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let url = match backend {
            Backend::Sqlite => format!("sqlite:{}", folder.path().join("test.sqlite3").display()),
            Backend::Postgres(server) => create_database(&server).await,
        };
        let db = connect(&url).await;
        db.migrate().await.expect("the schema is made");
        let clock = MockClock::at(beginning());
        let ground = Ground {
            db,
            database: url,
            folder,
            clock: clock.clone(),
        };
        Self::open(ground, clock, None).await
    }

    /// Starts a sandbox on the data of this instance, which goes on: what a restart or another
    /// replica would be.
    pub async fn start_sandbox(&self) -> Self {
        let ground = Ground {
            // Its own connections: those of an instance end with the threads that it runs on.
            db: connect(&self.database).await,
            database: self.database.clone(),
            folder: Arc::clone(&self.folder),
            clock: self.clock.clone(),
        };
        let clock = SandboxClock::over(self.clock.clone());
        Self::open(ground, clock, Some(self.people)).await
    }

    /// Starts another replica on the data of this instance, which goes on.
    pub async fn start_replica(&self) -> Self {
        let ground = Ground {
            db: connect(&self.database).await,
            database: self.database.clone(),
            folder: Arc::clone(&self.folder),
            clock: self.clock.clone(),
        };
        Self::open(ground, self.clock.clone(), Some(self.people)).await
    }

    async fn open(ground: Ground, shared_clock: Arc<dyn Clock>, people: Option<Directory>) -> Self {
        let Ground {
            db,
            database,
            folder,
            clock,
        } = ground;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let app = App::open(AppParts {
            db,
            clock: shared_clock,
            storage: Storage::folder(&folder.path().join("files")).expect("a storage"),
            settings: Settings {
                public_url: base.clone(),
                mail_link_days: 30,
                captcha_cost: 1,
                limits: Limits {
                    file_bytes: 1024 * 1024,
                    files_per_request: 10,
                    ticket_bytes: 3 * 1024 * 1024,
                },
                reply_address: "support@heliaq.example".into(),
                inbound: InboundSettings {
                    authserv_id: Some(AUTHSERV_ID.into()),
                    ..InboundSettings::default()
                },
                brand: Brand {
                    public_url: base.clone(),
                    ..Brand::default()
                },
            },
        })
        .await
        .expect("the instance opens");
        let people = match people {
            Some(people) => people,
            None => Directory::enter(&app).await,
        };
        let mails = Memory::new();
        let worker = Worker::new(app.clone(), Mailer::new(Arc::new(mails.clone())));
        let shutdown = Shutdown::default();
        let options = Options {
            workers: 2,
            shutdown: shutdown.clone(),
            ..Options::default()
        };
        let server = guichet_api::server(app.clone(), &options, listener).expect("a server");
        tokio::spawn(server);
        let feed = tokio::spawn(events::run_feed(app.clone()));
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Self {
            base,
            app,
            clock,
            people,
            mails,
            worker,
            client,
            shutdown,
            feed,
            folder,
            database,
        }
    }

    async fn sign_in(&self, id: PersonId, username: &str) -> Person {
        Person::sign_in(&self.base, &self.client, id, username).await
    }

    /// A contact of Dupont who sees her own tickets.
    pub async fn claire(&self) -> Person {
        self.sign_in(self.people.claire, "claire@dupont.example")
            .await
    }

    /// A contact of Dupont who sees all of the account's tickets.
    pub async fn denis(&self) -> Person {
        self.sign_in(self.people.denis, "denis@dupont.example")
            .await
    }

    /// The account admin of Dupont.
    pub async fn paul(&self) -> Person {
        self.sign_in(self.people.paul, "paul@dupont.example").await
    }

    /// A contact of Tilleuls.
    pub async fn stella(&self) -> Person {
        self.sign_in(self.people.stella, "stella@tilleuls.example")
            .await
    }

    /// An agent whose group serves every account.
    pub async fn lea(&self) -> Person {
        self.sign_in(self.people.lea, "lea@heliaq.example").await
    }

    /// An agent whose group serves Dupont alone.
    pub async fn marc(&self) -> Person {
        self.sign_in(self.people.marc, "marc@heliaq.example").await
    }

    /// The admin.
    pub async fn ada(&self) -> Person {
        self.sign_in(self.people.ada, "ada@heliaq.example").await
    }

    /// A request of nobody's; `path` is the whole path.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Sends a request of nobody's.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        send("a request of nobody's".into(), request).await
    }

    /// `GET` of nobody's; `path` is the whole path.
    pub async fn get(&self, path: &str) -> Answer {
        send(
            format!("GET {path}"),
            self.request(reqwest::Method::GET, path),
        )
        .await
    }

    /// Runs every job that is due until none is.
    pub async fn run_jobs(&self) {
        self.worker.run_due_once().await.expect("the jobs run");
    }

    /// Runs the jobs and takes the mails that went out, in order.
    pub async fn take_mails(&self) -> Vec<OutgoingMail> {
        self.run_jobs().await;
        self.mails.take()
    }

    /// Another process on the same database and files, at the same time.
    pub async fn another_app(&self) -> App {
        let settings = DbSettings {
            url: self.database.clone(),
            readers: 4,
        };
        App::open(AppParts {
            db: Db::connect(&settings).await.expect("the database opens"),
            clock: self.clock.clone(),
            storage: Storage::folder(&self.folder.path().join("files")).expect("a storage"),
            settings: self.app.settings().clone(),
        })
        .await
        .expect("the instance opens")
    }

    /// Deactivates a person, as an admin does behind the instance's back.
    pub async fn deactivate(&self, person: PersonId) {
        let sql = "UPDATE people SET active = $1 WHERE id = $2";
        let changed = self.execute(sql, [false.into(), person.0.into()]).await;
        assert_eq!(changed.expect("it is written"), 1);
    }

    /// Runs a statement behind the instance's back; tells how many rows it changed.
    pub async fn execute(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = sea_orm::Value>,
    ) -> Result<u64, sea_orm::DbErr> {
        let admin = sea_orm::Database::connect(&self.database).await?;
        let backend = admin.get_database_backend();
        let statement = sea_orm::Statement::from_sql_and_values(backend, sql, values);
        let done = admin.execute_raw(statement).await;
        admin.close().await?;
        Ok(done?.rows_affected())
    }

    /// Whether its database is a file.
    #[must_use]
    pub fn is_on_sqlite(&self) -> bool {
        self.database.starts_with("sqlite:")
    }

    /// The folder that the instance keeps its files in.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.feed.abort();
        self.shutdown.trigger();
    }
}

async fn connect(url: &str) -> Db {
    let settings = DbSettings {
        url: url.to_owned(),
        readers: 8,
    };
    Db::connect(&settings).await.expect("the database opens")
}

/// A database of the test's own on the server.
async fn create_database(server: &str) -> String {
    let name = format!("guichet_{}", uuid::Uuid::from_bytes(random()).simple());
    let admin = sea_orm::Database::connect(server)
        .await
        .expect("the PostgreSQL server answers");
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database is made");
    admin.close().await.expect("closes");
    let (place, query) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = place.rsplit_once('/').expect("an address with a database");
    format!("{host}/{name}?{query}")
}

/// Random bytes, from the seeds that the standard library draws for its hash maps.
fn random() -> [u8; 16] {
    use std::hash::{BuildHasher as _, RandomState};
    let halves = [
        RandomState::new().hash_one(1_u8),
        RandomState::new().hash_one(2_u8),
    ];
    let mut bytes = [0; 16];
    for (to, from) in bytes
        .iter_mut()
        .zip(halves.iter().flat_map(|half| half.to_be_bytes()))
    {
        *to = from;
    }
    bytes
}
