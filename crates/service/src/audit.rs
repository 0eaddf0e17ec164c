//! The audit trail: every use case that lets somebody in, changes rights or settings, or hands data
//! out, records it in its own transaction. Entries form a chain of hashes, so that a change made to
//! the database behind our back shows.

use std::collections::HashMap;

use guichet_common::audit::{
    ActorKind, AuditAction, AuditActor, AuditEntry, AuditProgram, AuditQuery, AuditTarget,
    AuditTargetKind, ProgramKind,
};
use guichet_common::ids::PersonId;
use guichet_common::{ErrorCode, Page};
use guichet_db::audit::{self as rows, AuditEnd, AuditFacts, AuditFilter, AuditRow};
use guichet_db::{Conn, PageRequest, Tx, api_tokens, oauth_clients, people};
use guichet_domain::{Actor, policy};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::app::App;
use crate::auth::ClientInfo;
use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};

/// Entries read at once when the chain is checked.
const BATCH: u32 = 1000;

/// Who does something, and from where.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The signed-in person; `None` for who is not known (yet).
    pub actor: Option<&'a Actor>,
    /// Their browser or program.
    pub client: &'a ClientInfo,
}

/// Inside, nobody comes from anywhere.
static INSIDE: ClientInfo = ClientInfo {
    user_agent: String::new(),
    address: String::new(),
};

impl By<'static> {
    /// Guichet itself, or its operator at the command line.
    pub const SYSTEM: Self = Self {
        actor: None,
        client: &INSIDE,
    };
}

impl<'a> By<'a> {
    /// The signed-in person.
    pub(crate) fn person(&self) -> Result<&'a Actor> {
        self.actor.ok_or(Error::Refused(ErrorCode::Unauthenticated))
    }

    fn kind(&self) -> ActorKind {
        match self.actor {
            Some(actor) if actor.program.is_some() => ActorKind::Machine,
            Some(_) => ActorKind::Person,
            None if self.client.address.is_empty() => ActorKind::System,
            None => ActorKind::Anonymous,
        }
    }
}

/// What is acted on, by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: AuditTargetKind,
    /// Its id.
    pub id: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub action: AuditAction,
    /// To what.
    pub target: Option<Target>,
    /// More of it: never a secret, a name or an address of mail. Entries outlive what they tell of.
    pub details: Map<String, Value>,
}

impl Event {
    /// Something done to nothing in particular.
    #[must_use]
    pub fn of(action: AuditAction) -> Self {
        Self {
            action,
            target: None,
            details: Map::new(),
        }
    }

    /// Done to this.
    #[must_use]
    pub fn on(self, kind: AuditTargetKind, id: impl std::fmt::Display) -> Self {
        let id = id.to_string();
        Self {
            target: Some(Target { kind, id }),
            ..self
        }
    }

    /// With this besides.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}

/// Appends to the trail. Comes last before the commit: until then nobody else can append.
pub(crate) async fn record(app: &App, tx: &Tx, by: By<'_>, event: Event) -> Result<()> {
    let end = rows::lock_end(tx).await?;
    let facts = AuditFacts {
        at: app.real_now(),
        actor_kind: by.kind(),
        actor_id: by.actor.map(|actor| actor.id.0),
        program: by
            .actor
            .and_then(|actor| actor.program)
            .map(|program| (program.kind, program.id)),
        action: event.action,
        target: event.target.map(|target| (target.kind, target.id)),
        address: by.client.address.clone(),
        details: Value::Object(event.details).to_string(),
    };
    let seq = end.seq + 1;
    let entry = AuditRow {
        seq,
        hash: hash(seq, &facts, &end.hash),
        facts,
        previous_hash: end.hash,
    };
    Ok(rows::insert_entry(tx, &entry).await?)
}

/// Records what no other change goes with.
pub(crate) async fn record_alone(app: &App, by: By<'_>, event: Event) -> Result<()> {
    let tx = app.db.begin_write().await?;
    record(app, &tx, by, event).await?;
    Ok(tx.commit().await?)
}

/// SHA-256 over a JSON array of all that an entry says, and the hash before it. What only some
/// entries say comes last, and is not there in others.
fn hash(seq: i64, facts: &AuditFacts, previous: &str) -> String {
    let (kind, id) = facts.target.as_ref().map_or((None, None), |(kind, id)| {
        (Some(kind.as_str()), Some(id.as_str()))
    });
    let actor = facts.actor_id.map(|id| id.to_string());
    let mut content = vec![
        seq.into(),
        facts.at.timestamp_micros().into(),
        facts.actor_kind.as_str().into(),
        actor.into(),
        facts.action.as_str().into(),
        kind.into(),
        id.into(),
        facts.address.clone().into(),
        facts.details.clone().into(),
        previous.into(),
    ];
    if let Some((kind, id)) = facts.program {
        content.extend([kind.as_str().into(), id.to_string().into()]);
    }
    sha256_hex(Value::Array(content).to_string().as_bytes())
}

/// The trail, newest first. For admins.
pub async fn list_audit_entries(
    app: &App,
    actor: &Actor,
    query: AuditQuery,
) -> Result<Page<AuditEntry>> {
    policy::require_admin(actor)?;
    let page = read_page(app, "audit", query.limit, query.cursor.as_deref())?;
    let filter = AuditFilter {
        actor_id: query.actor_id,
        actions: query.action,
        target_id: query.target_id,
        address: query.address,
        after: query.after.map(|at| at.0),
        before: query.before.map(|at| at.0),
    };
    let read = app.db.read();
    let rows = rows::list_entries(&read, &filter, &page).await?;
    let names = names(&read, &rows.items).await?;
    let page = write_page(app, "audit", rows)?;
    Ok(Page {
        items: page
            .items
            .into_iter()
            .map(|row| to_entry(row, &names))
            .collect(),
        next_cursor: page.next_cursor,
        total: page.total,
        total_is_exact: page.total_is_exact,
    })
}

/// All that the trail tells of what a person did, and of what was done to them.
pub(crate) async fn entries_about(conn: &Conn, person: PersonId) -> Result<Vec<AuditEntry>> {
    let theirs = AuditFilter {
        actor_id: Some(person),
        ..AuditFilter::default()
    };
    let about = AuditFilter {
        target_id: Some(person.to_string()),
        ..AuditFilter::default()
    };
    let mut found = Vec::new();
    for filter in [theirs, about] {
        let mut page = PageRequest::first(BATCH);
        loop {
            let batch = rows::list_entries(conn, &filter, &page).await?;
            found.extend(batch.items);
            match batch.next {
                Some(after) => page.after = Some(after),
                None => break,
            }
        }
    }
    found.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    found.dedup_by_key(|entry| entry.seq);
    let names = names(conn, &found).await?;
    Ok(found.into_iter().map(|row| to_entry(row, &names)).collect())
}

/// The names of today of the people and programs in these entries.
async fn names(conn: &Conn, entries: &[AuditRow]) -> Result<HashMap<Uuid, String>> {
    let actors = entries.iter().filter_map(|entry| entry.facts.actor_id);
    let targets = entries
        .iter()
        .filter_map(|entry| entry.facts.target.as_ref())
        .filter(|(kind, _)| *kind == AuditTargetKind::Person)
        .filter_map(|(_, id)| id.parse().ok());
    let mut ids: Vec<PersonId> = actors.chain(targets).map(PersonId).collect();
    ids.sort();
    ids.dedup();
    let people = people::list_people(conn, &ids).await?;
    let named = people
        .into_iter()
        .map(|person| (person.id.0, person.name()));
    let mut named: HashMap<Uuid, String> = named.collect();
    named.extend(api_tokens::list_names(conn, &programs(entries, ProgramKind::ApiToken)).await?);
    let clients = programs(entries, ProgramKind::OauthClient);
    named.extend(oauth_clients::list_names(conn, &clients).await?);
    Ok(named)
}

/// The programs of this kind in these entries, each once.
fn programs(entries: &[AuditRow], kind: ProgramKind) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = entries
        .iter()
        .filter_map(|entry| entry.facts.program)
        .filter(|(one, _)| *one == kind)
        .map(|(_, id)| id)
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

fn to_entry(row: AuditRow, names: &HashMap<Uuid, String>) -> AuditEntry {
    let AuditRow {
        seq, facts, hash, ..
    } = row;
    let name_of = |id: &Uuid| names.get(id).cloned();
    let details = serde_json::from_str(&facts.details).unwrap_or_default();
    AuditEntry {
        seq,
        at: facts.at,
        actor: AuditActor {
            kind: facts.actor_kind,
            id: facts.actor_id,
            name: facts.actor_id.as_ref().and_then(name_of),
            program: facts.program.map(|(kind, id)| AuditProgram {
                kind,
                id,
                name: name_of(&id),
            }),
        },
        action: facts.action,
        target: facts.target.map(|(kind, id)| AuditTarget {
            kind,
            name: id.parse().ok().as_ref().and_then(name_of),
            id,
        }),
        address: facts.address,
        details,
        hash,
    }
}

/// Where the chain is broken, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditBreak {
    /// An entry is not there.
    Missing {
        /// Its place.
        seq: i64,
    },
    /// An entry is not what was written, or does not follow the one before.
    Changed {
        /// Its place.
        seq: i64,
    },
    /// What was noted before is not in the trail: its end was cut off or written anew.
    Cut {
        /// The place that was noted.
        seq: i64,
    },
}

/// What checking the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// The last entry that is in order.
    pub end: AuditEnd,
    /// The first that is not.
    pub broken: Option<AuditBreak>,
}

/// Reads the whole chain. With an end that was noted before, and kept elsewhere, it is also found
/// out whether entries were cut off: nothing in the database itself can tell that.
pub async fn verify_audit_trail(app: &App, noted: Option<&AuditEnd>) -> Result<AuditReport> {
    let read = app.db.read();
    let mut end = AuditEnd::default();
    let mut kept = noted.is_none_or(|noted| noted.seq == 0);
    loop {
        let batch = rows::list_chain(&read, end.seq, BATCH).await?;
        if batch.is_empty() {
            break;
        }
        for entry in batch {
            if let Some(broken) = check(&entry, &end) {
                let broken = Some(broken);
                return Ok(AuditReport { end, broken });
            }
            end = AuditEnd {
                seq: entry.seq,
                hash: entry.hash,
            };
            kept |= noted == Some(&end);
        }
    }
    let broken = noted
        .filter(|_| !kept)
        .map(|noted| AuditBreak::Cut { seq: noted.seq });
    Ok(AuditReport { end, broken })
}

fn check(entry: &AuditRow, end: &AuditEnd) -> Option<AuditBreak> {
    let seq = end.seq + 1;
    if entry.seq != seq {
        return Some(AuditBreak::Missing { seq });
    }
    let follows = entry.previous_hash == end.hash;
    let unchanged = entry.hash == hash(seq, &entry.facts, &entry.previous_hash);
    (!follows || !unchanged).then_some(AuditBreak::Changed { seq })
}
