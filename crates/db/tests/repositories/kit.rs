//! A database with two accounts and a few people.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::directory::{Account, AssignmentGroup};
use guichet_common::ids::{AccountId, ActivityId, GroupId, PersonId, TicketNumber};
use guichet_common::vocabulary::{Channel, Impact, Language, Role, Urgency};
use guichet_db::people::PersonRow;
use guichet_db::tickets::Counts;
use guichet_db::{Db, DbSettings, Tx, accounts, groups, people, search, tickets};
use guichet_domain::ticket::NewTicket;
use guichet_domain::{Clock, Ids, MockClock, Scope};

/// An account with two contacts.
#[derive(Debug, Clone, Copy)]
pub struct Customer {
    pub account: AccountId,
    pub contact: PersonId,
    pub colleague: PersonId,
}

impl Customer {
    /// What the contact sees who sees only their own.
    pub fn own(self) -> Scope {
        Scope::Contact(self.account, self.contact)
    }

    /// What a contact sees who sees their account's.
    pub fn all(self) -> Scope {
        Scope::Account(self.account)
    }
}

pub struct Kit {
    pub db: Db,
    pub clock: Arc<MockClock>,
    pub ids: Ids,
    pub acme: Customer,
    pub zenith: Customer,
    pub agent: PersonId,
    pub group: GroupId,
}

/// Tells the databases of this process apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Runs a test on every database there is.
pub async fn on_each_database(test: impl AsyncFn(&Kit)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let kit = Kit::open(&format!("sqlite:{}", path.display())).await;
    test(&kit).await;
    kit.db.close().await.unwrap();

    let Ok(server) = std::env::var("GUICHET_TEST_POSTGRES_URL") else {
        return;
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("guichet_db_{}_{number}", std::process::id());
    let admin = sea_orm::Database::connect(&server).await.unwrap();
    run(&admin, &format!("CREATE DATABASE {name}")).await;
    let url = match server.rsplit_once('/') {
        Some((start, _)) if start.contains('@') || start.matches('/').count() > 1 => {
            format!("{start}/{name}")
        }
        _ => format!("{server}/{name}"),
    };
    let kit = Kit::open(&url).await;
    test(&kit).await;
    kit.db.close().await.unwrap();
    run(&admin, &format!("DROP DATABASE {name}")).await;
}

async fn run(admin: &sea_orm::DatabaseConnection, sql: &str) {
    use sea_orm::ConnectionTrait;
    admin.execute_unprepared(sql).await.unwrap();
}

impl Kit {
    pub async fn open(url: &str) -> Self {
        let db = Db::connect(&DbSettings {
            url: url.to_owned(),
            readers: 8,
        })
        .await
        .unwrap();
        db.migrate().await.unwrap();
        let clock = MockClock::at(DateTime::from_timestamp(1_760_000_000, 0).unwrap());
        let ids = Ids::new(clock.clone());
        let tx = db.begin_write().await.unwrap();
        let acme = customer(&tx, &ids, clock.now(), "Acme").await;
        let zenith = customer(&tx, &ids, clock.now(), "Zénith").await;
        let agent = person(
            &tx,
            &ids,
            clock.now(),
            Role::Agent,
            "Tom",
            "Technicien",
            None,
        )
        .await;
        let group = AssignmentGroup {
            id: ids.new_id(),
            name: "CDS - Supervision".to_owned(),
            active: true,
            created_at: clock.now(),
        };
        groups::insert_group(&tx, &group).await.unwrap();
        groups::add_group_member(&tx, group.id, agent)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Self {
            db,
            clock,
            ids,
            acme,
            zenith,
            agent,
            group: group.id,
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A ticket of the customer's contact, not yet inserted.
    pub fn new_ticket(&self, of: Customer, subject: &str, description: &str) -> NewTicket {
        NewTicket {
            account_id: of.account,
            contact_id: of.contact,
            opened_by_id: of.contact,
            subject: subject.to_owned(),
            description_html: format!("<p>{description}</p>"),
            description_text: description.to_owned(),
            impact: Impact::MoreThanFive,
            urgency: Urgency::Medium,
            configuration_item_id: None,
            assignment_group_id: None,
            channel: Channel::Portal,
            follow_up_of: None,
            created_at: self.now(),
        }
    }

    /// Files a ticket a second after the one before.
    pub async fn file(&self, ticket: &NewTicket) -> TicketNumber {
        let tx = self.db.begin_write().await.unwrap();
        let number = tickets::insert_ticket(&tx, ticket, Counts::default())
            .await
            .unwrap();
        search::index_new_ticket(&tx, number, ticket).await.unwrap();
        tx.commit().await.unwrap();
        self.clock.advance(TimeDelta::seconds(1));
        number
    }

    /// Files a ticket of the customer's contact.
    pub async fn ticket(&self, of: Customer, subject: &str, description: &str) -> TicketNumber {
        self.file(&self.new_ticket(of, subject, description)).await
    }

    pub fn activity_id(&self) -> ActivityId {
        self.ids.new_id()
    }
}

async fn customer(tx: &Tx, ids: &Ids, now: DateTime<Utc>, name: &str) -> Customer {
    let account = Account {
        id: ids.new_id(),
        name: name.to_owned(),
        active: true,
        time_zone: "Europe/Paris".to_owned(),
        created_at: now,
    };
    accounts::insert_account(tx, &account).await.unwrap();
    let of = Some(account.id);
    Customer {
        account: account.id,
        contact: person(tx, ids, now, Role::Contact, "Zoé", name, of).await,
        colleague: person(tx, ids, now, Role::AccountAdmin, "Élie", name, of).await,
    }
}

async fn person(
    tx: &Tx,
    ids: &Ids,
    now: DateTime<Utc>,
    role: Role,
    first_name: &str,
    last_name: &str,
    account_id: Option<AccountId>,
) -> PersonId {
    let person = PersonRow {
        id: ids.new_id(),
        role,
        email: format!("{first_name}.{last_name}@example.com"),
        password_hash: None,
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        account_id,
        sees_account_tickets: role == Role::AccountAdmin,
        language: Language::Fr,
        time_zone: "Europe/Paris".to_owned(),
        active: true,
        created_at: now,
        updated_at: now,
    };
    people::insert_person(tx, &person).await.unwrap();
    person.id
}
