//! Accounts.

use guichet_common::calendar::HolidayRegion;
use guichet_common::directory::Account;
use guichet_common::ids::AccountId;
use guichet_domain::Scope;

use crate::fold::fold;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, NameKey, PageRequest, Rows, Tx, directory, scope};

pub use crate::directory::DirectoryFilter;

const COLUMNS: &str = "SELECT a.id, a.name, a.active, a.time_zone, a.created_at, a.sort_name";

fn read(row: &Row) -> Result<(NameKey, Account), Error> {
    let mut row = Reader::new(row);
    let account = Account {
        id: row.get()?,
        name: row.get()?,
        active: row.get()?,
        time_zone: row.get()?,
        created_at: row.get()?,
    };
    let key = NameKey {
        name: row.get()?,
        id: account.id.0,
    };
    Ok((key, account))
}

/// Enters an account.
pub async fn insert_account(tx: &Tx, account: &Account) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO accounts (id, name, sort_name, active, time_zone, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            account.id,
            account.name,
            fold(&account.name),
            account.active,
            account.time_zone,
            account.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// An account within the scope.
pub async fn find_account_in(
    conn: &Conn,
    scope: &Scope,
    id: AccountId,
) -> Result<Option<Account>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM accounts a WHERE a.id = ").bind(id);
    scope::accounts(&mut sql, "a.id", scope);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| Ok(read(&row)?.1)).transpose()
}

/// Saves an account's name and time zone.
pub async fn update_account(tx: &Tx, account: &Account) -> Result<(), Error> {
    tx.execute(
        "UPDATE accounts SET name = $2, sort_name = $3, time_zone = $4 WHERE id = $1",
        values![
            account.id,
            account.name,
            fold(&account.name),
            account.time_zone,
        ],
    )
    .await?;
    Ok(())
}

/// Lets an account file tickets, or not any more.
pub async fn set_account_active(tx: &Tx, id: AccountId, active: bool) -> Result<(), Error> {
    tx.execute(
        "UPDATE accounts SET active = $2 WHERE id = $1",
        values![id, active],
    )
    .await?;
    Ok(())
}

/// The accounts with this name, without regard to case and accents: one, unless two were entered
/// at the same instant.
pub async fn list_accounts_named(conn: &Conn, name: &str) -> Result<Vec<Account>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM accounts a WHERE a.sort_name = ")
        .bind(fold(name));
    sql.push(" ORDER BY a.id LIMIT 2");
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(|row| Ok(read(row)?.1)).collect()
}

/// By which calendar, in which time zone and by which timers of its own an account's tickets wait.
#[derive(Debug, Clone, PartialEq)]
pub struct TimersRow {
    /// The calendar.
    pub calendar: HolidayRegion,
    /// IANA time zone.
    pub time_zone: String,
    /// The timers that are not those of all accounts.
    pub timers: Option<serde_json::Value>,
}

/// The timers of an account within the scope.
pub async fn find_account_timers_in(
    conn: &Conn,
    scope: &Scope,
    id: AccountId,
) -> Result<Option<TimersRow>, Error> {
    let mut sql =
        Sql::new("SELECT a.calendar, a.time_zone, a.timers FROM accounts a WHERE a.id = ");
    sql.bind(id);
    scope::accounts(&mut sql, "a.id", scope);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| {
        let mut row = Reader::new(&row);
        Ok(TimersRow {
            calendar: row.get()?,
            time_zone: row.get()?,
            timers: row.find()?,
        })
    })
    .transpose()
}

/// Changes the timers of an account.
pub async fn update_account_timers(
    tx: &Tx,
    id: AccountId,
    timers: &TimersRow,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE accounts SET calendar = $2, time_zone = $3, timers = $4 WHERE id = $1",
        values![id, timers.calendar, timers.time_zone, timers.timers],
    )
    .await?;
    Ok(())
}

/// Accounts within the scope, by name.
pub async fn list_accounts_in(
    conn: &Conn,
    scope: &Scope,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<Account, NameKey>, Error> {
    let mut from = Sql::new(" FROM accounts a WHERE TRUE");
    scope::accounts(&mut from, "a.id", scope);
    filter.push(&mut from, "a", "a.id", &["a.sort_name"]);
    directory::list(conn, COLUMNS, from, "a", page, read).await
}

/// Whether nothing has been entered yet: neither account nor person.
pub async fn is_empty(conn: &Conn) -> Result<bool, Error> {
    let found = conn
        .one(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM people)",
            vec![],
        )
        .await?;
    Ok(found.is_none())
}
