//! What the workers work on: a database full of things that fall due.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::json;
use sqlx::{Connection as _, PgConnection, Row as _};

use crate::api::Client;
use crate::client::create;

/// Contacts among whom the mails are shared out: nobody gets more than some in an hour.
const CONTACTS: i64 = 400;

/// An hour in the microseconds of the database.
const HOUR: i64 = 3_600_000_000;

/// The database.
#[derive(Debug)]
pub struct House {
    database: PgConnection,
    runtime: tokio::runtime::Runtime,
    /// When it was filled: what is newer is the workers'.
    begun: i64,
    /// When the last timer is due.
    due_by: Instant,
}

/// What is in the database in the end.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Timers that have not done what they shall.
    pub timers_missed: i64,
    /// Timers that did it more than once.
    pub timers_twice: i64,
    /// Mails to customers.
    pub mails: i64,
    /// Those that are not sent.
    pub mails_waiting: i64,
    /// Mails that were given up.
    pub mails_failed: i64,
}

impl House {
    /// Opens a database that the demo is loaded into, with at least as many tickets as timers.
    pub fn open(url: &str) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let database = runtime.block_on(PgConnection::connect(url))?;
        let mut house = Self {
            database,
            runtime,
            begun: 0,
            due_by: Instant::now(),
        };
        house.begun = house.number("SELECT (extract(epoch FROM now()) * 1000000)::bigint")?;
        house.add_contacts()?;
        Ok(house)
    }

    fn run(&mut self, statement: String) -> Result<u64> {
        let statement = sqlx::query(sqlx::AssertSqlSafe(statement));
        let done = self
            .runtime
            .block_on(statement.execute(&mut self.database))?;
        Ok(done.rows_affected())
    }

    fn number(&mut self, query: &str) -> Result<i64> {
        let query = sqlx::query(sqlx::AssertSqlSafe(query.to_owned()));
        let row = self.runtime.block_on(query.fetch_one(&mut self.database))?;
        Ok(row.try_get(0)?)
    }

    fn add_contacts(&mut self) -> Result<()> {
        self.run(format!(
            "INSERT INTO people (id, role, email, first_name, last_name, sort_name, account_id, \
             sees_account_tickets, language, time_zone, active, created_at, updated_at) \
             SELECT gen_random_uuid(), 'contact', 'chaos' || g || '@chaos.example', 'Chaos', \
             g::text, 'chaos ' || g, one.account_id, false, 'fr', 'Europe/Paris', true, \
             one.created_at, one.created_at FROM generate_series(0, {CONTACTS} - 1) g, \
             (SELECT account_id, created_at FROM people WHERE role = 'contact' ORDER BY id \
             LIMIT 1) one"
        ))?;
        Ok(())
    }

    /// Lets closed tickets be resolved ones again, whose 72 hours end within the next seconds.
    pub fn set_timers(&mut self, count: usize, within: Duration) -> Result<()> {
        let span = within.as_micros();
        let due = format!("now.at + (due.n * {span} / {count})");
        let set = self.run(format!(
            "WITH now AS (SELECT (extract(epoch FROM now()) * 1000000)::bigint AS at), \
             due AS (SELECT id, row_number() OVER (ORDER BY md5(id::text)) AS n FROM tickets \
             WHERE state = 4 AND resolved_at IS NOT NULL ORDER BY id LIMIT {count}), \
             chaos AS (SELECT id, account_id, row_number() OVER (ORDER BY id) AS n FROM people \
             WHERE email LIKE 'chaos%@chaos.example') \
             UPDATE tickets SET state = 3, needs_action = true, closed_at = NULL, \
             close_reason = NULL, rating = NULL, resolved_at = {due} - 72 * {HOUR}, \
             auto_close_at = {due}, contact_id = chaos.id, account_id = chaos.account_id, \
             opened_by_id = chaos.id, internal_reference = 'chaos' \
             FROM now, due, chaos \
             WHERE tickets.id = due.id AND chaos.n = due.n % {CONTACTS} + 1"
        ))?;
        if usize::try_from(set)? != count {
            bail!("only {set} of {count} timers could be set");
        }
        self.due_by = Instant::now() + within;
        Ok(())
    }

    /// How long it is until all timers are due.
    pub fn until_due(&self) -> Duration {
        self.due_by.saturating_duration_since(Instant::now())
    }

    /// Files tickets for the contacts by the API, which writes a mail each.
    pub fn file_tickets(&mut self, client: &mut Client, token: &str, count: usize) -> Result<()> {
        let query =
            "SELECT id::text FROM people WHERE email LIKE 'chaos%@chaos.example' ORDER BY 1";
        let rows = self
            .runtime
            .block_on(sqlx::query(query).fetch_all(&mut self.database))?;
        let contacts: Vec<String> = rows
            .iter()
            .map(|row| row.try_get(0))
            .collect::<std::result::Result<_, _>>()?;
        for (number, contact) in contacts.iter().cycle().take(count).enumerate() {
            let body = json!({
                "subject": format!("Chaos {number}"),
                "description_text": "Rien ne va plus.",
                "impact": 3, "urgency": 3,
                "contact_id": contact,
            });
            let key = format!("chaos-{number}");
            let request = create("/api/v1/tickets", token, &key, &body.to_string());
            client.call(&request)?.json().context("filing a ticket")?;
        }
        Ok(())
    }

    /// Time passes for what dead workers had in hand and for tries to be repeated. Only when no
    /// worker lives.
    pub fn pass_time(&mut self) -> Result<()> {
        self.run("UPDATE schedule SET lease_until = NULL, next_run_at = 0".to_owned())?;
        self.run(
            "UPDATE mail_outbox SET lease_until = NULL, next_attempt_at = created_at \
             WHERE sent_at IS NULL AND failed_at IS NULL"
                .to_owned(),
        )?;
        Ok(())
    }

    /// What is done and what is not.
    pub fn state(&mut self) -> Result<State> {
        let begun = self.begun;
        let mails = format!(
            "SELECT count(*) FROM mail_outbox m JOIN people p ON p.id = m.person_id \
             WHERE m.created_at >= {begun} AND p.email LIKE 'chaos%@chaos.example'"
        );
        Ok(State {
            timers_missed: self.number(
                "SELECT count(*) FROM tickets WHERE internal_reference = 'chaos' AND state <> 4",
            )?,
            // Every kind of entry once a ticket, and one closing mail.
            timers_twice: self.number(&format!(
                "SELECT (SELECT count(*) FROM (SELECT 1 FROM activities a JOIN tickets t \
                 ON t.id = a.ticket_id WHERE t.internal_reference = 'chaos' AND a.at >= {begun} \
                 GROUP BY a.ticket_id, a.kind HAVING count(*) > 1) twice) + \
                 (SELECT count(*) FROM (SELECT 1 FROM mail_outbox m JOIN tickets t \
                 ON t.id = m.ticket_id WHERE t.internal_reference = 'chaos' \
                 AND m.created_at >= {begun} GROUP BY m.ticket_id, m.person_id \
                 HAVING count(*) > 1) twice)"
            ))?,
            mails: self.number(&mails)?,
            mails_waiting: self.number(&format!("{mails} AND m.sent_at IS NULL"))?,
            mails_failed: self.number(&format!("{mails} AND m.failed_at IS NOT NULL"))?,
        })
    }

    /// The Message-IDs of the mails, as they have to arrive.
    pub fn message_ids(&mut self) -> Result<Vec<String>> {
        let query = format!(
            "SELECT m.message_id FROM mail_outbox m JOIN people p ON p.id = m.person_id \
             WHERE m.created_at >= {} AND p.email LIKE 'chaos%@chaos.example' ORDER BY m.id",
            self.begun
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(query));
        let rows = self.runtime.block_on(query.fetch_all(&mut self.database))?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}
