//! People, whether contacts or agents.

use chrono::{DateTime, Utc};
use guichet_common::ids::{AccountId, PersonId};
use guichet_common::vocabulary::{Language, Role};
use guichet_domain::Actor;

use crate::fold::fold;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// A person with all that is kept of them.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Their id.
    pub id: PersonId,
    /// What they may do in general.
    pub role: Role,
    /// E-mail address in lower case, and user name.
    pub email: String,
    /// The hash of their password, in PHC form; `None` before the first one.
    pub password_hash: Option<String>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// A contact's account; `None` for agents.
    pub account_id: Option<AccountId>,
    /// Whether a contact sees all tickets of their account.
    pub sees_account_tickets: bool,
    /// The language of their screens and mails.
    pub language: Language,
    /// IANA time zone of their screens and mails.
    pub time_zone: String,
    /// Whether they may sign in.
    pub active: bool,
    /// When they were entered.
    pub created_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A person's changes of their own profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The language of their screens and mails.
    pub language: Language,
    /// IANA time zone of their screens and mails.
    pub time_zone: String,
}

impl std::fmt::Debug for PersonRow {
    // Neither password hash nor address may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

impl PersonRow {
    /// First and last name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

const PERSON: &str = "SELECT id, role, email, password_hash, first_name, last_name, account_id, \
    sees_account_tickets, language, time_zone, active, created_at, updated_at FROM people";

fn read_person(row: &Row) -> Result<PersonRow, Error> {
    let mut row = Reader::new(row);
    Ok(PersonRow {
        id: row.get()?,
        role: row.get()?,
        email: row.get()?,
        password_hash: row.find()?,
        first_name: row.get()?,
        last_name: row.get()?,
        account_id: row.find()?,
        sees_account_tickets: row.get()?,
        language: row.get()?,
        time_zone: row.get()?,
        active: row.get()?,
        created_at: row.get()?,
        updated_at: row.get()?,
    })
}

/// People are listed by last name.
fn sort_name(first_name: &str, last_name: &str) -> String {
    fold(&format!("{last_name} {first_name}"))
}

/// Enters a person.
pub async fn insert_person(tx: &Tx, person: &PersonRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO people (id, role, email, password_hash, first_name, last_name, sort_name, \
         account_id, sees_account_tickets, language, time_zone, active, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        values![
            person.id,
            person.role,
            person.email.to_lowercase(),
            person.password_hash,
            person.first_name,
            person.last_name,
            sort_name(&person.first_name, &person.last_name),
            person.account_id,
            person.sees_account_tickets,
            person.language,
            person.time_zone,
            person.active,
            person.created_at,
            person.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// The person with this e-mail address, in any case of letters; also when not active.
pub async fn find_person_by_email(conn: &Conn, email: &str) -> Result<Option<PersonRow>, Error> {
    let mut sql = Sql::new(PERSON);
    sql.push(" WHERE email = ").bind(email.to_lowercase());
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read_person(&row)).transpose()
}

/// The people with these e-mail addresses, in lower case; in no order, missing ones left out.
pub async fn list_people_by_email(conn: &Conn, emails: &[String]) -> Result<Vec<PersonRow>, Error> {
    let mut found = Vec::new();
    for some in emails.chunks(500) {
        let mut sql = Sql::new(PERSON);
        sql.push(" WHERE email IN ").bind_list(some);
        let rows = conn.all(&sql.text, sql.values).await?;
        for row in &rows {
            found.push(read_person(row)?);
        }
    }
    Ok(found)
}

/// The person with this id.
pub async fn get_person(conn: &Conn, id: PersonId) -> Result<PersonRow, Error> {
    let mut sql = Sql::new(PERSON);
    sql.push(" WHERE id = ").bind(id);
    let row = conn.one(&sql.text, sql.values).await?;
    read_person(&row.ok_or(Error::NotFound)?)
}

/// The people with these ids, in no order; missing ones are left out.
pub async fn list_people(conn: &Conn, ids: &[PersonId]) -> Result<Vec<PersonRow>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(PERSON);
    sql.push(" WHERE id IN ").bind_list(ids);
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(read_person).collect()
}

/// Who an active person is and what decides about them; `None` when not active.
pub async fn find_actor(conn: &Conn, id: PersonId) -> Result<Option<Actor>, Error> {
    let rows = conn
        .all(
            "SELECT p.id, p.first_name || ' ' || p.last_name, p.role, p.account_id, \
             p.sees_account_tickets, p.language, p.time_zone, s.account_id \
             FROM people p LEFT JOIN group_members m ON m.person_id = p.id \
             LEFT JOIN group_accounts s ON s.group_id = m.group_id \
             WHERE p.id = $1 AND p.active",
            values![id],
        )
        .await?;
    let mut actor = None;
    let mut served = Vec::new();
    let mut serves_all = false;
    for row in &rows {
        let mut row = Reader::new(row);
        actor = Some(Actor {
            id: row.get()?,
            name: row.get()?,
            role: row.get()?,
            account_id: row.find()?,
            sees_account_tickets: row.get()?,
            served_accounts: None,
            language: row.get()?,
            time_zone: row.get()?,
            program: None,
        });
        let account: Option<AccountId> = row.find()?;
        // An agent without a group, and a group without accounts, serve all.
        serves_all |= account.is_none();
        served.extend(account);
    }
    Ok(actor.map(|actor| Actor {
        served_accounts: (!serves_all).then_some(served),
        ..actor
    }))
}

/// Saves a person's profile.
pub async fn update_profile(
    tx: &Tx,
    id: PersonId,
    profile: &Profile,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let changed = tx
        .execute(
            "UPDATE people SET first_name = $2, last_name = $3, sort_name = $4, language = $5, \
             time_zone = $6, updated_at = $7 WHERE id = $1",
            values![
                id,
                profile.first_name,
                profile.last_name,
                sort_name(&profile.first_name, &profile.last_name),
                profile.language,
                profile.time_zone,
                now,
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Saves the hash of a person's new password.
pub async fn update_password_hash(
    tx: &Tx,
    id: PersonId,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let changed = tx
        .execute(
            "UPDATE people SET password_hash = $2, updated_at = $3 WHERE id = $1",
            values![id, password_hash, now],
        )
        .await?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Saves a person as they are now: all but password, activity and when they were entered.
pub async fn update_person(tx: &Tx, person: &PersonRow) -> Result<(), Error> {
    let changed = tx
        .execute(
            "UPDATE people SET role = $2, email = $3, first_name = $4, last_name = $5, \
             sort_name = $6, sees_account_tickets = $7, language = $8, time_zone = $9, \
             updated_at = $10 WHERE id = $1",
            values![
                person.id,
                person.role,
                person.email.to_lowercase(),
                person.first_name,
                person.last_name,
                sort_name(&person.first_name, &person.last_name),
                person.sees_account_tickets,
                person.language,
                person.time_zone,
                person.updated_at,
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Lets a person sign in, or not any more.
pub async fn set_person_active(
    tx: &Tx,
    id: PersonId,
    active: bool,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE people SET active = $2, updated_at = $3 WHERE id = $1",
        values![id, active, now],
    )
    .await?;
    Ok(())
}

/// How many admins are active. Until the transaction ends nobody else makes them more or fewer.
pub async fn count_active_admins(tx: &Tx) -> Result<u64, Error> {
    // Rows that are written are locked; what is counted afterwards is what the others have left.
    const ADMINS: &str = "role = 'admin' AND active";
    let lock = format!("UPDATE people SET updated_at = updated_at WHERE {ADMINS}");
    tx.execute(&lock, vec![]).await?;
    let row = tx
        .one(
            &format!("SELECT count(*) FROM people WHERE {ADMINS}"),
            vec![],
        )
        .await?;
    row.map_or(Ok(0), |row| Reader::new(&row).get())
}
