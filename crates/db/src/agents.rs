//! Agents: the people of the supplier's support.

use guichet_common::directory::{Agent, GroupRef};
use guichet_common::ids::PersonId;

use crate::directory::{self, DirectoryFilter};
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, NameKey, PageRequest, Rows, groups};

const AGENT: &str = "SELECT p.id, p.first_name, p.last_name, p.email, p.role, p.language, \
    p.time_zone, p.active, p.password_hash IS NULL, p.created_at, p.sort_name";
const AGENTS: &str = " FROM people p WHERE p.account_id IS NULL";

fn read_agent(row: &Row) -> Result<(NameKey, Agent), Error> {
    let mut row = Reader::new(row);
    let id: PersonId = row.get()?;
    let (first_name, last_name): (String, String) = (row.get()?, row.get()?);
    let agent = Agent {
        id,
        name: format!("{first_name} {last_name}"),
        first_name,
        last_name,
        email: row.get()?,
        role: row.get()?,
        groups: Vec::new(),
        language: row.get()?,
        time_zone: row.get()?,
        active: row.get()?,
        invitation_pending: row.get()?,
        created_at: row.get()?,
    };
    let name = row.get()?;
    Ok((NameKey { name, id: id.0 }, agent))
}

/// The agent with this id.
pub async fn find_agent(conn: &Conn, id: PersonId) -> Result<Option<Agent>, Error> {
    let mut sql = Sql::new(AGENT);
    sql.push(AGENTS).push(" AND p.id = ").bind(id);
    let Some(row) = conn.one(&sql.text, sql.values).await? else {
        return Ok(None);
    };
    let (_, mut agent) = read_agent(&row)?;
    agent.groups = groups::list_groups_of(conn, id).await?;
    Ok(Some(agent))
}

/// Agents, by last and first name. Of an account are those whose groups serve it.
pub async fn list_agents(
    conn: &Conn,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<Agent, NameKey>, Error> {
    let mut from = Sql::new(AGENTS);
    if let Some(account) = filter.account_id {
        from.push(
            " AND (NOT EXISTS (SELECT 1 FROM group_members m WHERE m.person_id = p.id) \
             OR EXISTS (SELECT 1 FROM group_members m \
             LEFT JOIN group_accounts s ON s.group_id = m.group_id \
             WHERE m.person_id = p.id AND (s.account_id IS NULL OR s.account_id = ",
        );
        from.bind(account).push(")))");
    }
    if let Some(group) = filter.group_id {
        from.push(
            " AND EXISTS (SELECT 1 FROM group_members m WHERE m.person_id = p.id \
             AND m.group_id = ",
        );
        from.bind(group).push(")");
    }
    filter.push_role(&mut from);
    let by_name = filter.without_account();
    by_name.push(&mut from, "p", "", &["p.sort_name", "p.email"]);
    let mut rows = directory::list(conn, AGENT, from, "p", page, read_agent).await?;
    fill_groups(conn, &mut rows.items).await?;
    Ok(rows)
}

/// The groups of these agents, in one query.
async fn fill_groups(conn: &Conn, agents: &mut [Agent]) -> Result<(), Error> {
    if agents.is_empty() {
        return Ok(());
    }
    let ids: Vec<PersonId> = agents.iter().map(|agent| agent.id).collect();
    let mut sql = Sql::new(
        "SELECT m.person_id, g.id, g.name FROM group_members m \
         JOIN assignment_groups g ON g.id = m.group_id WHERE m.person_id IN ",
    );
    sql.bind_list(&ids).push(" ORDER BY g.sort_name, g.id");
    for row in &conn.all(&sql.text, sql.values).await? {
        let mut row = Reader::new(row);
        let person: PersonId = row.get()?;
        let group = GroupRef {
            id: row.get()?,
            name: row.get()?,
        };
        if let Some(agent) = agents.iter_mut().find(|agent| agent.id == person) {
            agent.groups.push(group);
        }
    }
    Ok(())
}

/// How many tickets that are not frozen are assigned to this agent.
pub async fn count_open_tickets(conn: &Conn, agent: PersonId) -> Result<u64, Error> {
    // Closed is the fifth state: see `TicketState::ALL`.
    let row = conn
        .one(
            "SELECT count(*) FROM tickets WHERE assigned_to_id = $1 AND state < 4",
            values![agent],
        )
        .await?;
    row.map_or(Ok(0), |row| Reader::new(&row).get())
}
