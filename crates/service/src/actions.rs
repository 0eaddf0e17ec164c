//! The actions of a ticket's life cycle.

use guichet_common::ids::{AttachmentId, GroupId, PersonId, TicketNumber};
use guichet_common::problem::FieldError;
use guichet_common::tickets::{
    AcceptTicket, AssignTicket, CancelTicket, CloseTicket, FollowUpTicket, HoldTicket,
    RejectTicket, ResolveTicket, ResumeTicket, StartTicket, TicketDetail,
};
use guichet_common::vocabulary::{OnHoldReason, TicketAction};
use guichet_db::{Tx, groups, people};
use guichet_domain::Actor;
use guichet_domain::policy;
use guichet_domain::ticket::{Assignment, Resolution, Side};

use crate::app::App;
use crate::attachments::check_file_count;
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer};
use crate::settings::timers::timers_of;
use crate::text::{Presence, RichText, read_rich_text};
use crate::tickets::change::{Change, Terms};
use crate::tickets::notify::Notice;
use crate::tickets::{file_follow_up, read_subject};

/// An agent takes a new ticket into work, for themselves unless somebody is named.
pub async fn start_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: StartTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let mut change = Change::begin(app, actor, number, TicketAction::Start, if_match).await?;
    let to = Assignment {
        group_id: body
            .assignment_group_id
            .or(change.ticket.assignment_group_id),
        agent_id: Some(body.assigned_to_id.unwrap_or(actor.id)),
    };
    check_assignment(&change, to).await?;
    change.apply(|ticket, now| ticket.start(to, now)).await?;
    change.notify(Notice::Assigned).await?;
    change.save().await
}

/// An agent gives a ticket to a group, an agent, or nobody.
pub async fn assign_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: AssignTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let mut change = Change::begin(app, actor, number, TicketAction::Assign, if_match).await?;
    let group = body.assignment_group_id.into_change();
    let agent = body.assigned_to_id.into_change();
    if group.is_none() && agent.is_none() {
        return Err(Error::field("assigned_to_id", "required"));
    }
    let to = Assignment {
        group_id: group.unwrap_or(change.ticket.assignment_group_id),
        agent_id: agent.unwrap_or(change.ticket.assigned_to_id),
    };
    check_assignment(&change, to).await?;
    let before = (
        change.ticket.assignment_group_id,
        change.ticket.assigned_to_id,
    );
    change.apply(|ticket, now| ticket.assign(to, now)).await?;
    if to.agent_id.is_some() && to.agent_id != before.1 {
        change.notify(Notice::Assigned).await?;
    } else if to.agent_id.is_none() && to.group_id.is_some() && to.group_id != before.0 {
        change.notify(Notice::InGroup).await?;
    }
    change.save().await
}

/// Group and agent must be there, active, and serve the ticket's account.
async fn check_assignment(change: &Change<'_>, to: Assignment) -> Result<()> {
    let mut errors = Vec::new();
    if let Some(group) = to.group_id
        && Some(group) != change.ticket.assignment_group_id
    {
        check_group(change, group, &mut errors).await?;
    }
    if let Some(agent) = to.agent_id
        && Some(agent) != change.ticket.assigned_to_id
    {
        check_agent(&change.tx, change, agent, &mut errors).await?;
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

async fn check_group(
    change: &Change<'_>,
    group: GroupId,
    errors: &mut Vec<FieldError>,
) -> Result<()> {
    if !groups::group_serves(&change.tx, group, change.ticket.account_id).await? {
        errors.push(FieldError::at("/assignment_group_id", "not_found"));
    }
    Ok(())
}

async fn check_agent(
    tx: &Tx,
    change: &Change<'_>,
    agent: PersonId,
    errors: &mut Vec<FieldError>,
) -> Result<()> {
    let ticket = &change.ticket;
    let serves = people::find_actor(tx, agent).await?.is_some_and(|agent| {
        agent.role.is_agent()
            && policy::ticket_scope(&agent).contains(ticket.account_id, ticket.contact_id)
    });
    if !serves {
        errors.push(FieldError::at("/assigned_to_id", "not_found"));
    }
    Ok(())
}

/// An agent puts a ticket on hold; waiting for the customer needs the question.
pub async fn hold_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: HoldTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let waits_for_customer = body.reason == OnHoldReason::AwaitingCustomer;
    let presence = if waits_for_customer {
        Presence::Required
    } else {
        Presence::Optional
    };
    let mut errors = Vec::new();
    let comment = read_rich_text(
        "comment",
        body.comment_html,
        body.comment_text,
        presence,
        &mut errors,
    );
    let change = Change::begin(app, actor, number, TicketAction::Hold, if_match).await?;
    let mut change = unless_refused(change, errors)?;
    let question = match comment {
        Some(comment) => Some(change.write_comment(actor, comment, &[]).await?),
        None => None,
    };
    let timers = timers_of(&change.tx, change.ticket.account_id).await?;
    let plan = timers.wait_plan(change.now);
    change
        .apply(|ticket, now| ticket.hold(body.reason, Some(plan), now))
        .await?;
    match question {
        Some(id) if waits_for_customer => change.notify(Notice::OnHold(id)).await?,
        Some(id) => change.notify(Notice::Comment(Side::Support, id)).await?,
        None => {}
    }
    change.save().await
}

/// An agent takes a ticket off hold.
pub async fn resume_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    _body: ResumeTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let mut change = Change::begin(app, actor, number, TicketAction::Resume, if_match).await?;
    change.apply(guichet_domain::Ticket::resume).await?;
    change.save().await
}

/// An agent proposes a solution.
pub async fn resolve_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: ResolveTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let mut errors = Vec::new();
    let notes = read_rich_text(
        "notes",
        body.notes_html,
        body.notes_text,
        Presence::Required,
        &mut errors,
    );
    let mut change = Change::begin(app, actor, number, TicketAction::Resolve, if_match).await?;
    let Some(notes) = notes else {
        return Err(Error::Invalid(errors));
    };
    let resolution = Resolution {
        code: body.code,
        notes_html: notes.html,
        notes_text: notes.text,
    };
    let timers = timers_of(&change.tx, change.ticket.account_id).await?;
    change
        .apply(|ticket, now| ticket.resolve(resolution, timers.close_resolved_after, now))
        .await?;
    change.notify(Notice::Resolved).await?;
    change.save().await
}

/// The customer accepts the solution.
pub async fn accept_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: AcceptTicket,
    terms: Terms,
) -> Result<TicketDetail> {
    let mut errors = Vec::new();
    if body.rating.is_some_and(|rating| !(1..=5).contains(&rating)) {
        errors.push(
            FieldError::at("/rating", "out_of_range")
                .with("min", 1)
                .with("max", 5),
        );
    }
    let comment = read_last_word(body.comment_text, &mut errors);
    let change = Change::begin_on(app, actor, number, TicketAction::Accept, terms).await?;
    let mut change = unless_refused(change, errors)?;
    change
        .apply(|ticket, now| ticket.accept(body.rating, now))
        .await?;
    end_with(change, actor, comment, Notice::Closed).await
}

/// The customer rejects the solution; the reason becomes a message.
pub async fn reject_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: RejectTicket,
    terms: Terms,
) -> Result<TicketDetail> {
    let mut errors = Vec::new();
    let reason = read_reason(&body.reason, &mut errors);
    let mut change = Change::begin_on(app, actor, number, TicketAction::Reject, terms).await?;
    let Some(reason) = reason else {
        return Err(Error::Invalid(errors));
    };
    change.apply(guichet_domain::Ticket::reject).await?;
    let id = change.write_comment(actor, reason, &[]).await?;
    change.notify(Notice::Comment(Side::Customer, id)).await?;
    change.save().await
}

fn read_reason(reason: &str, errors: &mut Vec<FieldError>) -> Option<RichText> {
    let mut found = Vec::new();
    let rich = read_plain(
        "reason",
        Some(reason.to_owned()),
        Presence::Required,
        &mut found,
    );
    // This one field is not named after its format.
    errors.extend(found.into_iter().map(|error| FieldError {
        pointer: Some("/reason".into()),
        ..error
    }));
    rich
}

fn read_plain(
    name: &str,
    text: Option<String>,
    presence: Presence,
    errors: &mut Vec<FieldError>,
) -> Option<RichText> {
    read_rich_text(name, None, text, presence, errors)
}

/// Somebody ends a ticket without a proposed solution.
pub async fn close_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: CloseTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let mut errors = Vec::new();
    let comment = read_last_word(body.comment_text, &mut errors);
    let change = Change::begin(app, actor, number, TicketAction::Close, if_match).await?;
    let mut change = unless_refused(change, errors)?;
    let side = change.side();
    change.apply(|ticket, now| ticket.close(side, now)).await?;
    end_with(change, actor, comment, Notice::Closed).await
}

/// Somebody withdraws a ticket.
pub async fn cancel_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: CancelTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let mut errors = Vec::new();
    let comment = read_last_word(body.comment_text, &mut errors);
    let change = Change::begin(app, actor, number, TicketAction::Cancel, if_match).await?;
    let mut change = unless_refused(change, errors)?;
    change.apply(guichet_domain::Ticket::cancel).await?;
    end_with(change, actor, comment, Notice::Closed).await
}

/// The message that may come with the end of a ticket.
fn read_last_word(text: Option<String>, errors: &mut Vec<FieldError>) -> Option<RichText> {
    read_plain("comment", text, Presence::Optional, errors)
}

/// Who may not act, or acts on what is not theirs, is told so before what is wrong with the fields.
fn unless_refused(change: Change<'_>, errors: Vec<FieldError>) -> Result<Change<'_>> {
    if errors.is_empty() {
        Ok(change)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// The end of a ticket, with a last message perhaps. The support's message is in the ticket that
/// the receipt leads to; only the customer's is told to the other side, who gets no receipt.
async fn end_with(
    mut change: Change<'_>,
    actor: &Actor,
    comment: Option<RichText>,
    receipt: Notice,
) -> Result<TicketDetail> {
    change.notify(receipt).await?;
    if let Some(comment) = comment {
        let side = change.side();
        let id = change.write_comment(actor, comment, &[]).await?;
        change.notify(Notice::Comment(side, id)).await?;
    }
    change.save().await
}

/// Files a ticket that follows a frozen one.
pub async fn follow_up_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: FollowUpTicket,
    key: Option<&IdempotencyKey>,
) -> Result<Created<TicketDetail>> {
    let mut errors = Vec::new();
    let subject = body
        .subject
        .and_then(|subject| read_subject(&subject, &mut errors));
    let description = read_rich_text(
        "description",
        body.description_html,
        body.description_text,
        Presence::Required,
        &mut errors,
    );
    let attachment_ids: Vec<AttachmentId> = body.attachment_ids;
    check_file_count(app, &attachment_ids, &mut errors);
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let scope = policy::ticket_scope(actor);
    let before = guichet_db::tickets::find_ticket_in(&tx, &scope, number)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let (Some(description), true) = (description, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    file_follow_up(
        app,
        tx,
        actor,
        before,
        (subject, description),
        attachment_ids,
        key,
    )
    .await
}
