//! Assignment groups, their members, and the accounts that they serve.

use guichet_common::Page;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::read_line;
use guichet_common::directory::{
    AssignmentGroup, AssignmentGroupDetail, CreateAssignmentGroup, DirectoryQuery,
    GROUP_ACCOUNTS_MAX, GROUP_MEMBERS_MAX, UpdateAssignmentGroup,
};
use guichet_common::ids::{AccountId, GroupId, PersonId};
use guichet_common::limits::GROUP_NAME_MAX;
use guichet_common::problem::FieldError;
use guichet_db::{Tx, UniqueConstraint, accounts, groups as rows, people};
use guichet_domain::{Actor, Scope, policy};

use super::people::forget_callers;
use super::{changed, filter};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::paging::{read_page, write_page};

const LIST: &str = "assignment_groups";

/// The assignment groups, by name; for agents.
pub async fn list_assignment_groups(
    app: &App,
    actor: &Actor,
    query: DirectoryQuery,
) -> Result<Page<AssignmentGroup>> {
    policy::require_agent(actor)?;
    let page = read_page(app, LIST, query.limit, query.cursor.as_deref())?;
    let filter = filter(query.q.as_deref(), query.account_id, query.active);
    let found = rows::list_groups(&app.db.read(), &filter, &page).await?;
    write_page(app, LIST, found)
}

/// One assignment group; for agents.
pub async fn get_assignment_group(
    app: &App,
    actor: &Actor,
    id: GroupId,
) -> Result<AssignmentGroupDetail> {
    policy::require_agent(actor)?;
    rows::find_group_detail(&app.db.read(), id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// Enters a group.
pub async fn create_assignment_group(
    app: &App,
    by: By<'_>,
    body: CreateAssignmentGroup,
    key: Option<&IdempotencyKey>,
) -> Result<Created<AssignmentGroupDetail>> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let mut errors = Vec::new();
    let group = AssignmentGroup {
        id: app.ids.new_id(),
        name: read_line("name", &body.name, GROUP_NAME_MAX, &mut errors),
        active: true,
        created_at: app.now(),
    };
    check_members(&tx, &body.member_ids, &mut errors).await?;
    check_accounts(&tx, &body.account_ids, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    rows::insert_group(&tx, &group).await.map_err(name_taken)?;
    rows::put_group_members(&tx, group.id, &body.member_ids).await?;
    rows::put_group_accounts(&tx, group.id, &body.account_ids).await?;
    let detail = existing(&tx, group.id).await?;
    keep_answer(app, &tx, actor.id, key, &detail).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::GroupCreated).on(AuditTargetKind::Group, group.id),
    )
    .await?;
    tx.commit().await?;
    forget_callers(app, &body.member_ids);
    Ok(Created::fresh(detail))
}

/// Changes a group's name, members and accounts. What its members see changes at once.
pub async fn update_assignment_group(
    app: &App,
    by: By<'_>,
    id: GroupId,
    body: UpdateAssignmentGroup,
) -> Result<AssignmentGroupDetail> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let before = existing(&tx, id).await?;
    let mut errors = Vec::new();
    let name = changed("name", body.name, &mut errors)
        .map(|name| read_line("name", &name, GROUP_NAME_MAX, &mut errors));
    let members = body.member_ids.into_change().map(Option::unwrap_or_default);
    let served = body
        .account_ids
        .into_change()
        .map(Option::unwrap_or_default);
    check_members(&tx, members.as_deref().unwrap_or_default(), &mut errors).await?;
    check_accounts(&tx, served.as_deref().unwrap_or_default(), &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if let Some(name) = name {
        rows::rename_group(&tx, id, &name)
            .await
            .map_err(name_taken)?;
    }
    if let Some(members) = &members {
        rows::put_group_members(&tx, id, members).await?;
    }
    if let Some(served) = &served {
        rows::put_group_accounts(&tx, id, served).await?;
    }
    let after = existing(&tx, id).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::GroupUpdated).on(AuditTargetKind::Group, id),
    )
    .await?;
    tx.commit().await?;
    let both = before.members.iter().chain(&after.members);
    forget_callers(app, &both.map(|member| member.id).collect::<Vec<_>>());
    Ok(after)
}

/// A group that no more tickets are given to.
pub async fn deactivate_assignment_group(
    app: &App,
    by: By<'_>,
    id: GroupId,
) -> Result<AssignmentGroupDetail> {
    set_active(app, by, id, false).await
}

/// A group that tickets may be given to again.
pub async fn reactivate_assignment_group(
    app: &App,
    by: By<'_>,
    id: GroupId,
) -> Result<AssignmentGroupDetail> {
    set_active(app, by, id, true).await
}

async fn set_active(
    app: &App,
    by: By<'_>,
    id: GroupId,
    active: bool,
) -> Result<AssignmentGroupDetail> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let action = if active {
        AuditAction::GroupReactivated
    } else {
        AuditAction::GroupDeactivated
    };
    let tx = app.db.begin_write().await?;
    let group = existing(&tx, id).await?;
    if group.active != active {
        rows::set_group_active(&tx, id, active).await?;
    }
    record(
        app,
        &tx,
        by,
        Event::of(action).on(AuditTargetKind::Group, id),
    )
    .await?;
    tx.commit().await?;
    Ok(AssignmentGroupDetail { active, ..group })
}

async fn existing(tx: &Tx, id: GroupId) -> Result<AssignmentGroupDetail> {
    rows::find_group_detail(tx, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

fn name_taken(error: guichet_db::Error) -> Error {
    match error {
        guichet_db::Error::Conflict(UniqueConstraint::GroupName) => {
            Error::field("name", "duplicate")
        }
        other => other.into(),
    }
}

/// Members are agents, active or not.
async fn check_members(tx: &Tx, ids: &[PersonId], errors: &mut Vec<FieldError>) -> Result<()> {
    if too_many("/member_ids", ids.len(), GROUP_MEMBERS_MAX, errors) {
        return Ok(());
    }
    let found = people::list_people(tx, ids).await?;
    for (index, id) in ids.iter().enumerate() {
        let is_agent = |person: &people::PersonRow| person.id == *id && person.role.is_agent();
        if !found.iter().any(is_agent) {
            errors.push(FieldError::at(format!("/member_ids/{index}"), "not_found"));
        }
    }
    Ok(())
}

async fn check_accounts(tx: &Tx, ids: &[AccountId], errors: &mut Vec<FieldError>) -> Result<()> {
    if too_many("/account_ids", ids.len(), GROUP_ACCOUNTS_MAX, errors) {
        return Ok(());
    }
    for (index, id) in ids.iter().enumerate() {
        if accounts::find_account_in(tx, &Scope::All, *id)
            .await?
            .is_none()
        {
            errors.push(FieldError::at(format!("/account_ids/{index}"), "not_found"));
        }
    }
    Ok(())
}

pub(super) fn too_many(
    pointer: &str,
    count: usize,
    max: usize,
    errors: &mut Vec<FieldError>,
) -> bool {
    if count > max {
        errors.push(FieldError::at(pointer, "too_many").with("max", max));
    }
    count > max
}
