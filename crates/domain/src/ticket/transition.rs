//! The transitions. Each consumes the ticket and gives the next one and what happened.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::fields::Patch;
use guichet_common::ids::{ConfigurationItemId, GroupId, PersonId};
use guichet_common::vocabulary::{
    CloseReason, Impact, OnHoldReason, TicketAction, TicketState, Urgency,
};

use super::status::{Closed, Hold, Resolution, Resolved, Status, Wait};
use super::{Event, Ticket, TicketError};
use crate::calendar::{Due, WaitPlan};
use crate::policy::state_allows;

/// On whose behalf somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A person of the account.
    Customer,
    /// A person of the support.
    Support,
}

/// Who works a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Assignment {
    /// The group.
    pub group_id: Option<GroupId>,
    /// The agent.
    pub agent_id: Option<PersonId>,
}

/// The ticket after a transition, and what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The ticket after it, with its next version.
    pub ticket: Ticket,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// An agent's changes of fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldChanges {
    /// The new subject.
    pub subject: Option<String>,
    /// The new impact.
    pub impact: Option<Impact>,
    /// The new urgency.
    pub urgency: Option<Urgency>,
    /// The new configuration item.
    pub configuration_item_id: Patch<ConfigurationItemId>,
    /// The new internal reference.
    pub internal_reference: Patch<String>,
}

impl Ticket {
    fn require(&self, action: TicketAction) -> Result<(), TicketError> {
        if state_allows(&self.status, action) {
            Ok(())
        } else if self.status.is_frozen() {
            Err(TicketError::Frozen)
        } else {
            Err(TicketError::InvalidStateTransition)
        }
    }

    /// Counts the change and stamps it.
    fn touched(mut self, now: DateTime<Utc>, events: Vec<Event>) -> Transition {
        self.version += 1;
        self.updated_at = now;
        Transition {
            ticket: self,
            events,
        }
    }

    fn enter(
        &mut self,
        status: Status,
        action: Option<TicketAction>,
        reason: Option<&'static str>,
    ) -> Event {
        let from = self.state();
        self.status = status;
        Event::StateChanged {
            action,
            from,
            to: self.state(),
            reason,
        }
    }

    fn give_to(&mut self, to: Assignment) -> Option<Event> {
        let from = Assignment {
            group_id: self.assignment_group_id,
            agent_id: self.assigned_to_id,
        };
        self.assignment_group_id = to.group_id;
        self.assigned_to_id = to.agent_id;
        (from != to).then_some(Event::Assigned { from, to })
    }

    /// An agent takes it into work, for this agent and group.
    pub fn start(mut self, to: Assignment, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Start)?;
        let mut events: Vec<Event> = self.give_to(to).into_iter().collect();
        events.push(self.enter(Status::Open, Some(TicketAction::Start), None));
        Ok(self.touched(now, events))
    }

    /// An agent gives it to a group, an agent, or nobody. A new ticket that gets an agent is
    /// thereby taken into work; a group alone leaves it new, for the group to pick from.
    pub fn assign(mut self, to: Assignment, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Assign)?;
        let mut events: Vec<Event> = self.give_to(to).into_iter().collect();
        if matches!(self.status, Status::New) && to.agent_id.is_some() {
            events.push(self.enter(Status::Open, Some(TicketAction::Assign), None));
        }
        Ok(self.touched(now, events))
    }

    /// An agent puts it on hold; `plan` is what then happens by itself, when it waits for the
    /// customer.
    pub fn hold(
        mut self,
        reason: OnHoldReason,
        plan: Option<WaitPlan>,
        now: DateTime<Utc>,
    ) -> Result<Transition, TicketError> {
        self.require(TicketAction::Hold)?;
        let wait = plan
            .filter(|_| reason == OnHoldReason::AwaitingCustomer)
            .and_then(|plan| Wait::from_plan(plan, now, 0));
        let status = Status::OnHold(Hold {
            reason,
            since: now,
            wait,
        });
        let event = self.enter(status, Some(TicketAction::Hold), Some(reason.as_str()));
        Ok(self.touched(now, vec![event]))
    }

    /// The customer is reminded, as the plan says for this moment. A reminder that is past when
    /// another one follows on the same day gives way to it: then nothing happened but that.
    pub fn remind(mut self, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        if self.status.is_frozen() {
            return Err(TicketError::Frozen);
        }
        let Status::OnHold(Hold { wait, .. }) = &mut self.status else {
            return Err(TicketError::InvalidStateTransition);
        };
        let Some(planned) = wait else {
            return Err(TicketError::InvalidStateTransition);
        };
        let upcoming = planned.plan.upcoming(now, planned.last_reminder);
        let next = upcoming.reminder.map(|reminder| reminder.at);
        let reminder = match upcoming.due(now) {
            Some(Due::Remind(reminder)) => reminder,
            None if next != planned.remind_at => {
                planned.remind_at = next;
                self.version += 1;
                return Ok(Transition {
                    ticket: self,
                    events: Vec::new(),
                });
            }
            Some(Due::Close(_)) | None => return Err(TicketError::InvalidStateTransition),
        };
        *wait = wait
            .take()
            .and_then(|wait| Wait::from_plan(wait.plan, now, reminder.number));
        Ok(self.touched(now, vec![Event::Reminded]))
    }

    /// An agent takes it off hold.
    pub fn resume(mut self, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Resume)?;
        let event = self.enter(Status::Open, Some(TicketAction::Resume), None);
        Ok(self.touched(now, vec![event]))
    }

    /// An agent proposes a solution. The ticket closes so much time after it unless the customer
    /// says otherwise; without, it waits for their word.
    pub fn resolve(
        mut self,
        resolution: Resolution,
        close_after: Option<TimeDelta>,
        now: DateTime<Utc>,
    ) -> Result<Transition, TicketError> {
        self.require(TicketAction::Resolve)?;
        let code = resolution.code.as_str();
        let status = Status::Resolved(Resolved {
            resolution,
            at: now,
            close_at: close_after.and_then(|after| now.checked_add_signed(after)),
        });
        let event = self.enter(status, Some(TicketAction::Resolve), Some(code));
        Ok(self.touched(now, vec![event]))
    }

    /// The customer accepts the solution, perhaps with a rating of 1 to 5.
    pub fn accept(self, rating: Option<u8>, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Accept)?;
        Ok(self.end(
            CloseReason::CustomerAccepted,
            Some(TicketAction::Accept),
            rating,
            now,
        ))
    }

    /// The customer rejects the solution; the reason is a message of its own.
    pub fn reject(mut self, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Reject)?;
        let event = self.enter(Status::Open, Some(TicketAction::Reject), None);
        Ok(self.touched(now, vec![event]))
    }

    /// Somebody ends it without a proposed solution.
    pub fn close(self, by: Side, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Close)?;
        let reason = match by {
            Side::Customer => CloseReason::CustomerClosed,
            Side::Support => CloseReason::AgentClosed,
        };
        Ok(self.end(reason, Some(TicketAction::Close), None, now))
    }

    /// The time for the customer's word, on a solution or on a question, is over.
    pub fn auto_close(self, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        let reason = match &self.status {
            Status::OnHold(_) => CloseReason::NoAnswer,
            _ => CloseReason::AutoClosed,
        };
        match self.status.auto_close_at() {
            Some(at) if at <= now => Ok(self.end(reason, None, None, now)),
            _ if self.status.is_frozen() => Err(TicketError::Frozen),
            _ => Err(TicketError::InvalidStateTransition),
        }
    }

    fn end(
        mut self,
        reason: CloseReason,
        action: Option<TicketAction>,
        rating: Option<u8>,
        now: DateTime<Utc>,
    ) -> Transition {
        let resolved = self.status.resolved().map(|resolved| Resolved {
            close_at: None,
            ..resolved.clone()
        });
        let status = Status::Closed(Closed {
            reason,
            at: now,
            resolved,
            rating,
        });
        let event = self.enter(status, action, Some(reason.as_str()));
        self.touched(now, vec![event])
    }

    /// Somebody withdraws it.
    pub fn cancel(mut self, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Cancel)?;
        let event = self.enter(Status::Cancelled(now), Some(TicketAction::Cancel), None);
        Ok(self.touched(now, vec![event]))
    }

    /// A public message or a file came from this side. The customer's takes the ticket off a hold
    /// for them, and reopens a resolved one; the support's first one opens a new ticket.
    pub fn message(mut self, from: Side, now: DateTime<Utc>) -> Result<Transition, TicketError> {
        self.require(TicketAction::Comment)?;
        let reopens = match (&self.status, from) {
            (Status::New, Side::Support) | (Status::Resolved(_), Side::Customer) => true,
            (Status::OnHold(hold), Side::Customer) => {
                matches!(hold.reason, OnHoldReason::AwaitingCustomer)
            }
            _ => false,
        };
        let events = if reopens {
            vec![self.enter(Status::Open, None, None)]
        } else {
            Vec::new()
        };
        Ok(self.touched(now, events))
    }

    /// An agent changes fields; a changed impact or urgency changes the priority.
    pub fn update(
        mut self,
        changes: FieldChanges,
        now: DateTime<Utc>,
    ) -> Result<Transition, TicketError> {
        self.require(TicketAction::Update)?;
        let before = self.clone();
        if let Some(subject) = changes.subject {
            self.subject = subject;
        }
        self.impact = changes.impact.unwrap_or(self.impact);
        self.urgency = changes.urgency.unwrap_or(self.urgency);
        if let Some(item) = changes.configuration_item_id.into_change() {
            self.configuration_item_id = item;
        }
        if let Some(reference) = changes.internal_reference.into_change() {
            self.internal_reference = reference;
        }
        let events = self.changes_since(&before);
        Ok(self.touched(now, events))
    }

    fn changes_since(&self, before: &Self) -> Vec<Event> {
        let text = |value: &dyn ToString| Some(value.to_string());
        let item = |ticket: &Self| ticket.configuration_item_id.map(|id| id.to_string());
        let pairs = [
            ("subject", text(&before.subject), text(&self.subject)),
            ("impact", text(&before.impact), text(&self.impact)),
            ("urgency", text(&before.urgency), text(&self.urgency)),
            ("priority", text(&before.priority()), text(&self.priority())),
            ("configuration_item", item(before), item(self)),
            (
                "internal_reference",
                before.internal_reference.clone(),
                self.internal_reference.clone(),
            ),
        ];
        pairs
            .into_iter()
            .filter(|(_, from, to)| from != to)
            .map(|(field, from, to)| Event::FieldChanged { field, from, to })
            .collect()
    }
}

impl Transition {
    /// The states before and after, when they differ.
    #[must_use]
    pub fn state_change(&self) -> Option<(TicketState, TicketState)> {
        self.events.iter().find_map(|event| match event {
            Event::StateChanged { from, to, .. } => Some((*from, *to)),
            _ => None,
        })
    }
}
