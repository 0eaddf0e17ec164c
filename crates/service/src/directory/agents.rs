//! Agents: read by agents, managed by admins.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::{
    Agent, AgentQuery, CreateAgent, DeactivatedAgent, GROUP_MEMBERS_MAX, UpdateAgent,
};
use guichet_common::ids::{GroupId, PersonId};
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::Role;
use guichet_common::{Page, Patch};
use guichet_db::people::PersonRow;
use guichet_db::{Tx, agents as rows, groups, people};
use guichet_domain::{Actor, policy};

use super::assignment_groups::too_many;
use super::people::{
    Written, deactivate, email_taken, forget_callers, keep_an_admin, still_known, updated,
};
use super::{DEFAULT_ZONE, filter};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::invitations::invite;
use crate::paging::{read_page, write_page};

const ROLES: [Role; 2] = [Role::Agent, Role::Admin];

/// The agents, by last and first name; for agents.
pub async fn list_agents(app: &App, actor: &Actor, query: AgentQuery) -> Result<Page<Agent>> {
    policy::require_agent(actor)?;
    let page = read_page(app, "agents", query.limit, query.cursor.as_deref())?;
    let mut filter = filter(query.q.as_deref(), query.account_id, query.active);
    filter.role = query.role;
    filter.group_id = query.group_id;
    let found = rows::list_agents(&app.db.read(), &filter, &page).await?;
    write_page(app, "agents", found)
}

/// One agent; for agents.
pub async fn get_agent(app: &App, actor: &Actor, id: PersonId) -> Result<Agent> {
    policy::require_agent(actor)?;
    rows::find_agent(&app.db.read(), id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// Enters an agent, and invites them unless told otherwise.
pub async fn create_agent(
    app: &App,
    by: By<'_>,
    body: CreateAgent,
    key: Option<&IdempotencyKey>,
) -> Result<Created<Agent>> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let invites = body.send_invitation != Some(false);
    let mut errors = Vec::new();
    let now = app.now();
    let mut person = PersonRow {
        id: app.ids.new_id(),
        role: Role::Agent,
        email: String::new(),
        password_hash: None,
        first_name: String::new(),
        last_name: String::new(),
        account_id: None,
        sees_account_tickets: false,
        language: body.language.unwrap_or_default(),
        time_zone: DEFAULT_ZONE.to_owned(),
        active: true,
        created_at: now,
        updated_at: now,
    };
    let written = Written {
        first_name: Patch::Set(body.first_name),
        last_name: Patch::Set(body.last_name),
        email: Patch::Set(body.email),
        role: body.role.map_or(Patch::Keep, Patch::Set),
        language: Patch::Keep,
        time_zone: body.time_zone.map_or(Patch::Keep, Patch::Set),
    };
    written
        .put_into(&mut person, ROLES, &tx, &mut errors)
        .await?;
    check_groups(&tx, &body.group_ids, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    people::insert_person(&tx, &person)
        .await
        .map_err(email_taken)?;
    groups::put_groups_of(&tx, person.id, &body.group_ids).await?;
    let agent = existing(&tx, person.id).await?;
    keep_answer(app, &tx, actor.id, key, &agent).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::PersonCreated).on(AuditTargetKind::Person, person.id),
    )
    .await?;
    if invites {
        invite(app, &tx, by, &person).await?;
    }
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(Created::fresh(agent))
}

/// Changes an agent's fields, role and groups. They hold from the agent's next request on.
pub async fn update_agent(app: &App, by: By<'_>, id: PersonId, body: UpdateAgent) -> Result<Agent> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    existing(&tx, id).await?;
    still_known(&tx, id).await?;
    let before = people::get_person(&tx, id).await?;
    let mut person = before.clone();
    let mut errors = Vec::new();
    let written = Written {
        first_name: body.first_name,
        last_name: body.last_name,
        email: body.email,
        role: body.role,
        language: body.language,
        time_zone: body.time_zone,
    };
    written
        .put_into(&mut person, ROLES, &tx, &mut errors)
        .await?;
    let group_ids = body.group_ids.into_change().map(Option::unwrap_or_default);
    check_groups(&tx, group_ids.as_deref().unwrap_or_default(), &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if person.role != Role::Admin {
        keep_an_admin(&tx, &before).await?;
    }
    person.updated_at = app.now();
    people::update_person(&tx, &person)
        .await
        .map_err(email_taken)?;
    if let Some(group_ids) = group_ids {
        groups::put_groups_of(&tx, id, &group_ids).await?;
    }
    let agent = existing(&tx, id).await?;
    record(app, &tx, by, updated(&before, &person)).await?;
    tx.commit().await?;
    forget_callers(app, &[id]);
    Ok(agent)
}

/// An agent who does not sign in any more, and is mailed nothing. Their tickets stay theirs until
/// somebody takes them.
pub async fn deactivate_agent(app: &App, by: By<'_>, id: PersonId) -> Result<DeactivatedAgent> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let agent = existing(&tx, id).await?;
    let person = people::get_person(&tx, id).await?;
    let ended = deactivate(app, &tx, actor, &person).await?;
    let open_tickets = rows::count_open_tickets(&tx, id).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::PersonDeactivated).on(AuditTargetKind::Person, id),
    )
    .await?;
    tx.commit().await?;
    ended.take_hold(app);
    Ok(DeactivatedAgent {
        agent: Agent {
            active: false,
            ..agent
        },
        open_tickets,
    })
}

/// An agent who may sign in again, with the password that they had.
pub async fn reactivate_agent(app: &App, by: By<'_>, id: PersonId) -> Result<Agent> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let agent = existing(&tx, id).await?;
    still_known(&tx, id).await?;
    if !agent.active {
        people::set_person_active(&tx, id, true, app.now()).await?;
    }
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::PersonReactivated).on(AuditTargetKind::Person, id),
    )
    .await?;
    tx.commit().await?;
    Ok(Agent {
        active: true,
        ..agent
    })
}

async fn existing(tx: &Tx, id: PersonId) -> Result<Agent> {
    rows::find_agent(tx, id).await?.ok_or(Error::NOT_FOUND)
}

async fn check_groups(tx: &Tx, ids: &[GroupId], errors: &mut Vec<FieldError>) -> Result<()> {
    if too_many("/group_ids", ids.len(), GROUP_MEMBERS_MAX, errors) {
        return Ok(());
    }
    for (index, id) in ids.iter().enumerate() {
        if groups::find_group(tx, *id).await?.is_none() {
            errors.push(FieldError::at(format!("/group_ids/{index}"), "not_found"));
        }
    }
    Ok(())
}
