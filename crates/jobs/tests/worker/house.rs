//! An instance in a temporary folder, with a customer and an agent.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::comments::CreateComment;
use guichet_common::directory::Account;
use guichet_common::ids::TicketNumber;
use guichet_common::tickets::{CreateTicket, ResolveTicket, StartTicket};
use guichet_common::vocabulary::{Impact, Language, ResolutionCode, Role, Urgency};
use guichet_db::people::PersonRow;
use guichet_db::{Db, DbSettings, accounts, people};
use guichet_domain::{Actor, MockClock};
use guichet_jobs::{DueRun, Mailer, Task, Worker};
use guichet_mail::{Brand, Memory};
use guichet_service::storage::Storage;
use guichet_service::{App, AppParts, Limits, Settings, actions, comments, tickets};
use tempfile::TempDir;

/// An instance in a temporary folder.
pub struct House {
    pub app: App,
    pub clock: Arc<MockClock>,
    pub outbox: Memory,
    pub customer: Actor,
    pub agent: Actor,
    _folder: TempDir,
}

/// A Monday at noon, on the hour.
pub fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_742_212_800, 0).unwrap()
}

impl House {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.sqlite3").display());
        let db = Db::connect(&DbSettings { url, readers: 2 }).await.unwrap();
        db.migrate().await.unwrap();
        let clock = MockClock::at(noon());
        let parts = AppParts {
            db,
            clock: clock.clone(),
            storage: Storage::folder(&folder.path().join("files")).unwrap(),
            settings: Settings {
                public_url: "https://support.heliaq.example".to_owned(),
                mail_link_days: 30,
                captcha_cost: 1,
                limits: Limits::default(),
                reply_address: "support@heliaq.example".to_owned(),
                inbound: guichet_service::InboundSettings::default(),
                brand: Brand {
                    public_url: "https://support.heliaq.example".to_owned(),
                    ..Brand::default()
                },
            },
        };
        let app = App::open(parts).await.unwrap();
        let account = Account {
            id: app.ids().new_id(),
            name: "Dutrey".to_owned(),
            active: true,
            time_zone: "Europe/Paris".to_owned(),
            created_at: noon(),
        };
        let mut customer = person(&app, Role::Contact, "zoe@dutrey.example", "Zoé", "Client");
        customer.account_id = Some(account.id);
        let agent = person(&app, Role::Agent, "paul@heliaq.example", "Paul", "Agent");
        let tx = app.db().begin_write().await.unwrap();
        accounts::insert_account(&tx, &account).await.unwrap();
        people::insert_person(&tx, &customer).await.unwrap();
        people::insert_person(&tx, &agent).await.unwrap();
        tx.commit().await.unwrap();
        let read = app.db().read();
        Self {
            customer: people::find_actor(&read, customer.id)
                .await
                .unwrap()
                .unwrap(),
            agent: people::find_actor(&read, agent.id).await.unwrap().unwrap(),
            outbox: Memory::new(),
            app,
            clock,
            _folder: folder,
        }
    }

    /// A worker that delivers into this house's box.
    pub fn worker(&self) -> Worker {
        Worker::new(self.app.clone(), Mailer::new(Arc::new(self.outbox.clone())))
    }

    /// A worker with these tasks only.
    pub fn worker_with(&self, tasks: Vec<Task>) -> Worker {
        let mailer = Mailer::new(Arc::new(self.outbox.clone()));
        Worker::with_tasks(self.app.clone(), mailer, tasks)
    }

    pub async fn file(&self, subject: &str) -> TicketNumber {
        let body = CreateTicket {
            subject: subject.to_owned(),
            description_html: None,
            description_text: Some("Bonjour, rien ne va.".to_owned()),
            impact: Impact::FewerThanFive,
            urgency: Urgency::Low,
            contact_id: None,
            account_id: None,
            configuration_item_id: None,
            attachment_ids: Vec::new(),
            follow_up_of: None,
        };
        tickets::create_ticket(&self.app, &self.customer, body, None)
            .await
            .unwrap()
            .value
            .number
    }

    /// A message of the support's.
    pub async fn answer(&self, number: TicketNumber, text: &str) {
        let body = CreateComment {
            body_html: None,
            body_text: Some(text.to_owned()),
            attachment_ids: Vec::new(),
        };
        comments::create_comment(&self.app, &self.agent, number, body, None)
            .await
            .unwrap();
    }

    /// Takes a new ticket and proposes a solution.
    pub async fn resolve(&self, number: TicketNumber) {
        let start = StartTicket {
            assignment_group_id: None,
            assigned_to_id: None,
        };
        actions::start_ticket(&self.app, &self.agent, number, start, None)
            .await
            .unwrap();
        let body = ResolveTicket {
            code: ResolutionCode::ALL.first().copied().unwrap(),
            notes_html: None,
            notes_text: Some("Redémarré.".to_owned()),
        };
        actions::resolve_ticket(&self.app, &self.agent, number, body, None)
            .await
            .unwrap();
    }

    /// Moves the clock on and does what is due.
    pub async fn after(&self, worker: &Worker, time: TimeDelta) -> DueRun {
        self.clock.advance(time);
        worker.run_due_once().await.unwrap()
    }

    /// The kinds of the mails sent since the last look.
    pub fn sent_kinds(&self) -> Vec<String> {
        self.outbox
            .take()
            .into_iter()
            .map(|mail| mail.kind)
            .collect()
    }
}

fn person(app: &App, role: Role, email: &str, first_name: &str, last_name: &str) -> PersonRow {
    PersonRow {
        id: app.ids().new_id(),
        role,
        email: email.to_owned(),
        password_hash: None,
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        account_id: None,
        sees_account_tickets: false,
        language: Language::Fr,
        time_zone: "Europe/Paris".to_owned(),
        active: true,
        created_at: app.clock().now(),
        updated_at: app.clock().now(),
    }
}
