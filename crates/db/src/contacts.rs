//! Contacts: the people of the accounts.

use guichet_common::directory::{AccountRef, Contact};
use guichet_common::ids::PersonId;
use guichet_domain::Scope;

use crate::directory::{self, DirectoryFilter};
use crate::row::{Reader, Row};
use crate::sql::Sql;
use crate::{Conn, Error, NameKey, PageRequest, Rows, scope};

const CONTACT: &str = "SELECT p.id, p.first_name, p.last_name, p.email, p.role, \
    p.sees_account_tickets, a.id, a.name, p.language, p.time_zone, \
    p.active, p.password_hash IS NULL, p.created_at, p.sort_name";
const CONTACTS: &str = " FROM people p JOIN accounts a ON a.id = p.account_id WHERE TRUE";

fn read_contact(row: &Row) -> Result<(NameKey, Contact), Error> {
    let mut row = Reader::new(row);
    let id: PersonId = row.get()?;
    let (first_name, last_name): (String, String) = (row.get()?, row.get()?);
    let contact = Contact {
        id,
        name: format!("{first_name} {last_name}"),
        first_name,
        last_name,
        email: row.get()?,
        role: row.get()?,
        sees_account_tickets: row.get()?,
        account: AccountRef {
            id: row.get()?,
            name: row.get()?,
        },
        language: row.get()?,
        time_zone: row.get()?,
        active: row.get()?,
        invitation_pending: row.get()?,
        created_at: row.get()?,
    };
    let name = row.get()?;
    Ok((NameKey { name, id: id.0 }, contact))
}

/// A contact within the scope.
pub async fn find_contact_in(
    conn: &Conn,
    scope: &Scope,
    id: PersonId,
) -> Result<Option<Contact>, Error> {
    let mut sql = Sql::new(CONTACT);
    sql.push(CONTACTS).push(" AND p.id = ").bind(id);
    scope::accounts(&mut sql, "p.account_id", scope);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| Ok(read_contact(&row)?.1)).transpose()
}

/// Contacts within the scope, by last and first name.
pub async fn list_contacts_in(
    conn: &Conn,
    scope: &Scope,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<Contact, NameKey>, Error> {
    let mut from = Sql::new(CONTACTS);
    scope::accounts(&mut from, "p.account_id", scope);
    filter.push(&mut from, "p", "p.account_id", &["p.sort_name", "p.email"]);
    filter.push_role(&mut from);
    directory::list(conn, CONTACT, from, "p", page, read_contact).await
}
