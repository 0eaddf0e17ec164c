//! People: contacts and agents.

use chrono::{DateTime, Utc};
use guichet_common::directory::{Agent, Contact};
use guichet_common::ids::{AccountId, PersonId};
use guichet_common::vocabulary::{Language, Role};
use guichet_domain::{Actor, Scope};

use crate::accounts::DirectoryFilter;
use crate::{Conn, Error, NameKey, PageRequest, Rows, Tx};

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

/// Enters a person.
pub async fn insert_person(tx: &Tx, person: &PersonRow) -> Result<(), Error> {
    todo!()
}

/// The person with this e-mail address, in any case of letters; also when not active.
pub async fn find_person_by_email(conn: &Conn, email: &str) -> Result<Option<PersonRow>, Error> {
    todo!()
}

/// The person with this id.
pub async fn get_person(conn: &Conn, id: PersonId) -> Result<PersonRow, Error> {
    todo!()
}

/// The people with these ids, in no order; missing ones are left out.
pub async fn list_people(conn: &Conn, ids: &[PersonId]) -> Result<Vec<PersonRow>, Error> {
    todo!()
}

/// Who an active person is and what decides about them; `None` when not active.
pub async fn find_actor(conn: &Conn, id: PersonId) -> Result<Option<Actor>, Error> {
    todo!()
}

/// Saves a person's profile.
pub async fn update_profile(
    tx: &Tx,
    id: PersonId,
    profile: &Profile,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    todo!()
}

/// Saves the hash of a person's new password.
pub async fn update_password_hash(
    tx: &Tx,
    id: PersonId,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    todo!()
}

/// A contact within the scope.
pub async fn find_contact_in(
    conn: &Conn,
    scope: &Scope,
    id: PersonId,
) -> Result<Option<Contact>, Error> {
    todo!()
}

/// Contacts within the scope, by last and first name.
pub async fn list_contacts_in(
    conn: &Conn,
    scope: &Scope,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<Contact, NameKey>, Error> {
    todo!()
}

/// The agent with this id.
pub async fn find_agent(conn: &Conn, id: PersonId) -> Result<Option<Agent>, Error> {
    todo!()
}

/// Agents, by last and first name.
pub async fn list_agents(
    conn: &Conn,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<Agent, NameKey>, Error> {
    todo!()
}
