//! The history of the many tickets, as the use cases would have written it.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::{ActivityKind, CloseReason, TicketAction, TicketState};
use guichet_db::demo_bulk::{BulkActivity, BulkComment};
use guichet_domain::ticket::Status;
use guichet_service::activity::ActivityData;

use super::id_at;
use crate::demo::random::Random;

/// Who and when.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Who filed the ticket.
    pub contact: PersonId,
    /// Who works it.
    pub agent: PersonId,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Filed, taken into work, talked about, ended.
pub fn history(
    random: &mut Random,
    told: Told,
    status: &Status,
    comments: &[BulkComment],
) -> Vec<BulkActivity> {
    let mut entries = vec![BulkActivity {
        id: id_at(random, told.created_at),
        at: told.created_at,
        actor_id: Some(told.contact),
        kind: ActivityKind::Created,
        comment_id: None,
        data: data(&ActivityData::default()),
    }];
    if *status != Status::New {
        // The first message comes five minutes after the filing at the earliest.
        let at = told.created_at + TimeDelta::minutes(2);
        let by = Some((TicketAction::Start, told.agent));
        entries.push(change(
            random,
            at,
            by,
            (TicketState::New, TicketState::Open),
            None,
        ));
    }
    entries.extend(comments.iter().map(|comment| BulkActivity {
        id: id_at(random, comment.created_at),
        at: comment.created_at,
        actor_id: Some(comment.author_id),
        kind: ActivityKind::Comment,
        comment_id: Some(comment.id),
        data: data(&ActivityData::default()),
    }));
    end(random, told, status, &mut entries);
    entries
}

fn end(random: &mut Random, told: Told, status: &Status, entries: &mut Vec<BulkActivity>) {
    let at = told.updated_at;
    let agent = |action| Some((action, told.agent));
    match status {
        Status::New | Status::Open => {}
        Status::OnHold(hold) => {
            let from_to = (TicketState::Open, TicketState::OnHold);
            let reason = Some(hold.reason.as_str());
            entries.push(change(
                random,
                at,
                agent(TicketAction::Hold),
                from_to,
                reason,
            ));
        }
        Status::Cancelled(_) => {
            let from_to = (TicketState::Open, TicketState::Cancelled);
            let by = Some((TicketAction::Cancel, told.contact));
            entries.push(change(random, at, by, from_to, None));
        }
        Status::Resolved(_) | Status::Closed(_) => {
            if let Some(resolved) = status.resolved() {
                let from_to = (TicketState::Open, TicketState::Resolved);
                let reason = Some(resolved.resolution.code.as_str());
                let mut entry = change(
                    random,
                    resolved.at,
                    agent(TicketAction::Resolve),
                    from_to,
                    reason,
                );
                if let Some(notes) = entry.data.as_object_mut() {
                    let html = resolved.resolution.notes_html.clone();
                    notes.insert("notes_html".to_owned(), html.into());
                }
                entries.push(entry);
            }
            if let Status::Closed(closed) = status {
                let from_to = (TicketState::Resolved, TicketState::Closed);
                let by = (closed.reason == CloseReason::CustomerAccepted)
                    .then_some((TicketAction::Accept, told.contact));
                entries.push(change(
                    random,
                    at,
                    by,
                    from_to,
                    Some(closed.reason.as_str()),
                ));
            }
        }
    }
}

fn change(
    random: &mut Random,
    at: DateTime<Utc>,
    by: Option<(TicketAction, PersonId)>,
    (from, to): (TicketState, TicketState),
    reason: Option<&str>,
) -> BulkActivity {
    BulkActivity {
        id: id_at(random, at),
        at,
        actor_id: by.map(|(_, person)| person),
        kind: ActivityKind::StateChanged,
        comment_id: None,
        data: data(&ActivityData {
            action: by.map(|(action, _)| action),
            from_state: Some(from),
            to_state: Some(to),
            reason: reason.map(str::to_owned),
            ..ActivityData::default()
        }),
    }
}

/// Text and lists, which always serialise.
fn data(data: &ActivityData) -> serde_json::Value {
    serde_json::to_value(data).unwrap_or_default()
}
