//! Identity providers, and the domains that each answers for.

use chrono::{DateTime, Utc};
use guichet_common::ids::{AccountId, IdentityProviderId};

use crate::fold::fold;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// An identity provider.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityProviderRow {
    /// Its id.
    pub id: IdentityProviderId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its name on the button.
    pub name: String,
    /// Its address.
    pub issuer: String,
    /// What it calls this portal.
    pub client_id: String,
    /// The portal's password there, sealed.
    pub client_secret: Option<String>,
    /// What it is asked for.
    pub scopes: String,
    /// The account whose people it knows; `None`: people of all.
    pub account_id: Option<AccountId>,
    /// Whether unknown people of its domains are entered.
    pub creates_people: bool,
    /// Whether the people of the account can sign in by it alone.
    pub sso_only: bool,
    /// Whether it can be used.
    pub active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl std::fmt::Debug for IdentityProviderRow {
    // A sealed secret is a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityProviderRow")
            .field("id", &self.id)
            .field("slug", &self.slug)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str = "SELECT id, slug, name, issuer, client_id, client_secret, scopes, \
    account_id, creates_people, sso_only, active, created_at, updated_at FROM identity_providers";

fn read(row: &Row) -> Result<IdentityProviderRow, Error> {
    let mut row = Reader::new(row);
    Ok(IdentityProviderRow {
        id: row.get()?,
        slug: row.get()?,
        name: row.get()?,
        issuer: row.get()?,
        client_id: row.get()?,
        client_secret: row.find()?,
        scopes: row.get()?,
        account_id: row.find()?,
        creates_people: row.get()?,
        sso_only: row.get()?,
        active: row.get()?,
        created_at: row.get()?,
        updated_at: row.get()?,
    })
}

async fn find(conn: &Conn, sql: Sql) -> Result<Option<IdentityProviderRow>, Error> {
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
}

/// Enters a provider; [`Error::Conflict`] when its slug is taken.
pub async fn insert_identity_provider(tx: &Tx, row: &IdentityProviderRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO identity_providers (id, slug, name, sort_name, issuer, client_id, \
         client_secret, scopes, account_id, creates_people, sso_only, active, created_at, \
         updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        values![
            row.id,
            row.slug,
            row.name,
            fold(&row.name),
            row.issuer,
            row.client_id,
            row.client_secret,
            row.scopes,
            row.account_id,
            row.creates_people,
            row.sso_only,
            row.active,
            row.created_at,
            row.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// Saves a provider; its slug and the instant of its entry stay.
pub async fn update_identity_provider(tx: &Tx, row: &IdentityProviderRow) -> Result<(), Error> {
    tx.execute(
        "UPDATE identity_providers SET name = $2, sort_name = $3, issuer = $4, client_id = $5, \
         client_secret = $6, scopes = $7, account_id = $8, creates_people = $9, sso_only = $10, \
         active = $11, updated_at = $12 WHERE id = $1",
        values![
            row.id,
            row.name,
            fold(&row.name),
            row.issuer,
            row.client_id,
            row.client_secret,
            row.scopes,
            row.account_id,
            row.creates_people,
            row.sso_only,
            row.active,
            row.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// Deletes a provider and all that was known by it; returns whether it was there.
pub async fn delete_identity_provider(tx: &Tx, id: IdentityProviderId) -> Result<bool, Error> {
    for sql in [
        "DELETE FROM sso_sessions WHERE provider_id = $1",
        "DELETE FROM sso_sign_ins WHERE provider_id = $1",
        "DELETE FROM identities WHERE provider_id = $1",
        "DELETE FROM identity_provider_domains WHERE provider_id = $1",
    ] {
        tx.execute(sql, values![id]).await?;
    }
    let deleted = tx
        .execute("DELETE FROM identity_providers WHERE id = $1", values![id])
        .await?;
    Ok(deleted > 0)
}

/// The provider with this id.
pub async fn find_identity_provider(
    conn: &Conn,
    id: IdentityProviderId,
) -> Result<Option<IdentityProviderRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE id = ").bind(id);
    find(conn, sql).await
}

/// The active provider with this slug.
pub async fn find_active_by_slug(
    conn: &Conn,
    slug: &str,
) -> Result<Option<IdentityProviderRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE active AND slug = ").bind(slug);
    find(conn, sql).await
}

/// The active provider that answers for addresses of this domain, in lower case.
pub async fn find_active_by_domain(
    conn: &Conn,
    domain: &str,
) -> Result<Option<IdentityProviderRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(
        " WHERE active AND id = (SELECT provider_id FROM identity_provider_domains WHERE domain = ",
    );
    sql.bind(domain).push(")");
    find(conn, sql).await
}

/// All providers, by name.
pub async fn list_identity_providers(conn: &Conn) -> Result<Vec<IdentityProviderRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" ORDER BY sort_name, id");
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(read).collect()
}

/// Whether people of this account can sign in by a provider alone.
pub async fn is_sso_only(conn: &Conn, account: AccountId) -> Result<bool, Error> {
    let row = conn
        .one(
            "SELECT 1 FROM identity_providers WHERE account_id = $1 AND sso_only AND active \
             LIMIT 1",
            values![account],
        )
        .await?;
    Ok(row.is_some())
}

/// The domains that a provider answers for, in order.
pub async fn list_domains(conn: &Conn, id: IdentityProviderId) -> Result<Vec<String>, Error> {
    let rows = conn
        .all(
            "SELECT domain FROM identity_provider_domains WHERE provider_id = $1 ORDER BY domain",
            values![id],
        )
        .await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// Puts these domains in the place of those before; [`Error::Conflict`] when another provider
/// answers for one of them.
pub async fn put_domains(tx: &Tx, id: IdentityProviderId, domains: &[String]) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM identity_provider_domains WHERE provider_id = $1",
        values![id],
    )
    .await?;
    if domains.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT INTO identity_provider_domains (domain, provider_id) VALUES ");
    sql.bind_rows(domains.iter().map(|domain| values![domain, id]));
    tx.execute(&sql.text, sql.values).await?;
    Ok(())
}

/// The one of these domains that another provider answers for, if there is one.
pub async fn find_taken_domain(
    conn: &Conn,
    id: IdentityProviderId,
    domains: &[String],
) -> Result<Option<String>, Error> {
    if domains.is_empty() {
        return Ok(None);
    }
    let mut sql = Sql::new("SELECT domain FROM identity_provider_domains WHERE provider_id <> ");
    sql.bind(id).push(" AND domain IN ").bind_list(domains);
    sql.push(" ORDER BY domain LIMIT 1");
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}
