//! The audit trail: a chain of entries that is only ever appended to.

use chrono::{DateTime, Utc};
use guichet_common::audit::{ActorKind, AuditAction, AuditTargetKind, ProgramKind};
use guichet_common::ids::PersonId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dialect;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, PageRequest, Rows, Total, Tx};

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFacts {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who acted, in general.
    pub actor_kind: ActorKind,
    /// The person; of a program, the one on whose behalf it acts.
    pub actor_id: Option<Uuid>,
    /// What a program acted by: an API token or an OAuth client, and its id.
    pub program: Option<(ProgramKind, Uuid)>,
    /// What they did.
    pub action: AuditAction,
    /// What it was done to, and its id.
    pub target: Option<(AuditTargetKind, String)>,
    /// The address that they came from; empty for what happened inside.
    pub address: String,
    /// More of it: a JSON object. Kept as this very text, which the hash is of.
    pub details: String,
}

/// An entry with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place, from 1, without gaps.
    pub seq: i64,
    /// What it says.
    pub facts: AuditFacts,
    /// The hash of the entry before; empty in the first.
    pub previous_hash: String,
    /// Its own.
    pub hash: String,
}

/// The last entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditEnd {
    /// Its place; 0 while there is none.
    pub seq: i64,
    /// Its hash; empty while there is none.
    pub hash: String,
}

/// The place of an entry in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeqKey {
    /// The entry's place in the trail.
    pub seq: i64,
}

const COLUMNS: &str = "SELECT seq, at, actor_kind, actor_id, action, target_kind, target_id, \
    address, details, previous_hash, hash, program_kind, program_id FROM audit_entries";

fn read(row: &Row) -> Result<AuditRow, Error> {
    let mut row = Reader::new(row);
    let seq = row.get()?;
    let (at, actor_kind, actor_id, action) = (row.get()?, row.get()?, row.find()?, row.get()?);
    let target: (Option<AuditTargetKind>, Option<String>) = (row.find()?, row.find()?);
    let (address, details) = (row.get()?, row.get()?);
    let (previous_hash, hash) = (row.get()?, row.get()?);
    let program: (Option<ProgramKind>, Option<Uuid>) = (row.find()?, row.find()?);
    Ok(AuditRow {
        seq,
        facts: AuditFacts {
            at,
            actor_kind,
            actor_id,
            program: program.0.zip(program.1),
            action,
            target: target.0.zip(target.1),
            address,
            details,
        },
        previous_hash,
        hash,
    })
}

/// The end of the trail, and nobody else appends before this transaction is over.
pub async fn lock_end(tx: &Tx) -> Result<AuditEnd, Error> {
    if let Some(lock) = dialect::audit::lock_end(tx.dialect()) {
        tx.one(lock, vec![]).await?;
    }
    find_end(tx).await
}

/// The end of the trail.
pub async fn find_end(conn: &Conn) -> Result<AuditEnd, Error> {
    let row = conn
        .one(
            "SELECT seq, hash FROM audit_entries ORDER BY seq DESC LIMIT 1",
            vec![],
        )
        .await?;
    match row {
        Some(row) => {
            let mut row = Reader::new(&row);
            Ok(AuditEnd {
                seq: row.get()?,
                hash: row.get()?,
            })
        }
        None => Ok(AuditEnd::default()),
    }
}

/// Appends an entry; [`lock_end`] came before.
pub async fn insert_entry(tx: &Tx, entry: &AuditRow) -> Result<(), Error> {
    let facts = &entry.facts;
    let (target_kind, target_id) = facts.target.clone().unzip();
    let (program_kind, program_id) = facts.program.unzip();
    tx.execute(
        "INSERT INTO audit_entries (seq, at, actor_kind, actor_id, action, target_kind, target_id, \
         address, details, previous_hash, hash, program_kind, program_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        values![
            entry.seq,
            facts.at,
            facts.actor_kind,
            facts.actor_id,
            facts.action,
            target_kind,
            target_id,
            facts.address,
            facts.details,
            entry.previous_hash,
            entry.hash,
            program_kind,
            program_id,
        ],
    )
    .await?;
    Ok(())
}

/// Entries in the order of the chain, after this place.
pub async fn list_chain(conn: &Conn, after: i64, limit: u32) -> Result<Vec<AuditRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE seq > ").bind(after);
    sql.push(" ORDER BY seq LIMIT ").bind(i64::from(limit));
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(read).collect()
}

/// Which entries are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// By this person or program.
    pub actor_id: Option<PersonId>,
    /// One of these acts; all when empty.
    pub actions: Vec<AuditAction>,
    /// Done to the thing with this id.
    pub target_id: Option<String>,
    /// From this address.
    pub address: Option<String>,
    /// At or after this instant.
    pub after: Option<DateTime<Utc>>,
    /// Before this instant.
    pub before: Option<DateTime<Utc>>,
}

impl AuditFilter {
    fn push(&self, sql: &mut Sql) {
        sql.push(" WHERE TRUE");
        if let Some(actor) = self.actor_id {
            sql.push(" AND (actor_id = ").bind(actor);
            sql.push(" OR program_id = ").bind(actor).push(")");
        }
        if !self.actions.is_empty() {
            sql.push(" AND action IN ").bind_list(&self.actions);
        }
        if let Some(target) = &self.target_id {
            sql.push(" AND target_id = ").bind(target);
        }
        if let Some(address) = &self.address {
            sql.push(" AND address = ").bind(address);
        }
        if let Some(after) = self.after {
            sql.push(" AND at >= ").bind(after);
        }
        if let Some(before) = self.before {
            sql.push(" AND at < ").bind(before);
        }
    }
}

/// The entries that the filter lets through, newest first.
pub async fn list_entries(
    conn: &Conn,
    filter: &AuditFilter,
    page: &PageRequest<SeqKey>,
) -> Result<Rows<AuditRow, SeqKey>, Error> {
    let mut sql = Sql::new(COLUMNS);
    filter.push(&mut sql);
    if let Some(after) = page.after {
        sql.push(" AND seq < ").bind(after.seq);
    }
    sql.push(" ORDER BY seq DESC LIMIT ");
    sql.bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows
        .iter()
        .map(|row| read(row).map(|entry| (SeqKey { seq: entry.seq }, entry)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut sql = Sql::new("SELECT count(*) FROM (SELECT 1 AS one FROM audit_entries");
    filter.push(&mut sql);
    sql.push(" LIMIT ").bind(Total::COUNTED_AT_MOST + 1);
    sql.push(") counted");
    let count = match conn.one(&sql.text, sql.values).await? {
        Some(row) => Reader::new(&row).get()?,
        None => 0,
    };
    Ok(Rows::from_surplus(
        rows,
        page.limit,
        Total::from_count(count),
    ))
}
