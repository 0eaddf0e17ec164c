//! What a ticket list shows, and in which order.

use chrono::{DateTime, Utc};
use guichet_common::ids::{AccountId, GroupId, PersonId};
use guichet_common::vocabulary::{OnHoldReason, Priority, TicketSort, TicketState};
use guichet_domain::Scope;

use crate::page::SortKey;
use crate::scope;
use crate::sql::Sql;

/// Filters and order of a ticket list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TicketFilter {
    /// Keywords, all of which must occur.
    pub keywords: Option<String>,
    /// In one of these states; in any when empty.
    pub states: Vec<TicketState>,
    /// For this contact.
    pub contact_id: Option<PersonId>,
    /// Of this account.
    pub account_id: Option<AccountId>,
    /// Of one of these priorities; of any when empty.
    pub priorities: Vec<Priority>,
    /// Worked by this group.
    pub assignment_group_id: Option<GroupId>,
    /// Worked by this agent.
    pub assigned_to_id: Option<PersonId>,
    /// `true`: worked by no agent; `false`: worked by some agent.
    pub unassigned: Option<bool>,
    /// On hold for this reason.
    pub on_hold_reason: Option<OnHoldReason>,
    /// Whether the customer's next word is expected.
    pub needs_action: Option<bool>,
    /// Filed at or after this instant.
    pub created_after: Option<DateTime<Utc>>,
    /// Filed before this instant.
    pub created_before: Option<DateTime<Utc>>,
    /// Changed at or after this instant.
    pub updated_after: Option<DateTime<Utc>>,
    /// Changed before this instant.
    pub updated_before: Option<DateTime<Utc>>,
    /// The order.
    pub sort: TicketSort,
}

impl Default for TicketFilter {
    /// Everything, newest first.
    fn default() -> Self {
        Self {
            keywords: None,
            states: Vec::new(),
            contact_id: None,
            account_id: None,
            priorities: Vec::new(),
            assignment_group_id: None,
            assigned_to_id: None,
            unassigned: None,
            on_hold_reason: None,
            needs_action: None,
            created_after: None,
            created_before: None,
            updated_after: None,
            updated_before: None,
            sort: TicketSort::CreatedAtDesc,
        }
    }
}

/// For what a query is put together: SQLite's planner has to be told which index to walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The rows of a page, in order.
    Rows,
    /// Their number.
    Count,
}

impl TicketFilter {
    /// The column of `tickets t` that the list is sorted by, and whether downwards.
    ///
    /// A search reads its matches in the order of their numbers, which is the order of creation.
    pub(super) const fn order(&self) -> (&'static str, bool) {
        match self.sort {
            TicketSort::CreatedAt if self.keywords.is_some() => ("t.id", false),
            TicketSort::CreatedAtDesc if self.keywords.is_some() => ("t.id", true),
            TicketSort::CreatedAt => ("t.created_at", false),
            TicketSort::CreatedAtDesc => ("t.created_at", true),
            TicketSort::UpdatedAt => ("t.updated_at", false),
            TicketSort::UpdatedAtDesc => ("t.updated_at", true),
            TicketSort::Number => ("t.id", false),
            TicketSort::NumberDesc => ("t.id", true),
            TicketSort::Priority => ("t.priority", false),
            TicketSort::PriorityDesc => ("t.priority", true),
            TicketSort::State => ("t.state", false),
            TicketSort::StateDesc => ("t.state", true),
        }
    }

    /// Whether only tickets that are being worked on can match. They are few and have an index of
    /// their own.
    fn is_active(&self) -> bool {
        self.needs_action == Some(true)
            || self.on_hold_reason.is_some()
            || (!self.states.is_empty() && !self.states.iter().any(|state| state.is_frozen()))
    }

    /// Whether there are filters besides the keywords and those that the search index knows.
    pub(crate) fn narrows_matches(&self) -> bool {
        let rest = Self {
            keywords: None,
            account_id: None,
            contact_id: None,
            sort: TicketSort::CreatedAtDesc,
            ..self.clone()
        };
        rest != Self::default()
    }

    /// Whether the tickets of one agent or group are asked for, which are found by their index.
    const fn is_queue(&self) -> bool {
        self.assigned_to_id.is_some() || self.assignment_group_id.is_some()
    }

    /// Appends ` AND …` for every filter but the keywords, on `tickets t`.
    ///
    /// A `+` before a column keeps SQLite from choosing that column's index (to PostgreSQL it
    /// means nothing): a page is best read by walking the index of its order.
    pub(crate) fn push_filters(&self, sql: &mut Sql, scope: &Scope, purpose: Purpose) {
        scope::tickets(sql, "t", scope);
        let free = purpose == Purpose::Count || self.is_queue();
        if self.is_active() {
            sql.push(" AND t.state < 4");
        }
        if !self.states.is_empty() {
            sql.push(if free {
                " AND t.state IN "
            } else {
                " AND +t.state IN "
            });
            sql.bind_list(&self.states);
        }
        if let Some(contact) = self.contact_id {
            sql.push(" AND t.contact_id = ").bind(contact);
        }
        if let Some(account) = self.account_id {
            sql.push(" AND t.account_id = ").bind(account);
        }
        if !self.priorities.is_empty() {
            sql.push(" AND +t.priority IN ").bind_list(&self.priorities);
        }
        if let Some(group) = self.assignment_group_id {
            sql.push(" AND t.assignment_group_id = ").bind(group);
        }
        if let Some(agent) = self.assigned_to_id {
            sql.push(" AND t.assigned_to_id = ").bind(agent);
        }
        match self.unassigned {
            Some(true) => {
                sql.push(" AND t.assigned_to_id IS NULL");
            }
            Some(false) => {
                sql.push(" AND t.assigned_to_id IS NOT NULL");
            }
            None => {}
        }
        if let Some(reason) = self.on_hold_reason {
            sql.push(" AND t.on_hold_reason = ").bind(reason);
        }
        match self.needs_action {
            Some(true) => {
                sql.push(" AND t.needs_action");
            }
            Some(false) => {
                sql.push(" AND NOT t.needs_action");
            }
            None => {}
        }
        let bounds = [
            (" AND t.created_at >= ", self.created_after),
            (" AND t.created_at < ", self.created_before),
            (" AND t.updated_at >= ", self.updated_after),
            (" AND t.updated_at < ", self.updated_before),
        ];
        for (text, bound) in bounds {
            if let Some(bound) = bound {
                sql.push(text).bind(bound);
            }
        }
    }

    /// Appends ` AND …`: only what comes after this place.
    pub(super) fn push_after(&self, sql: &mut Sql, after: Option<SortKey>) {
        let Some(after) = after else { return };
        let (column, down) = self.order();
        let compare = if down { "<" } else { ">" };
        if column == "t.id" {
            sql.push(" AND t.id ").push(compare).push(" ");
            sql.bind(after.id);
        } else {
            sql.push(" AND (").push(column).push(", t.id) ");
            sql.push(compare).push(" (").bind(after.key);
            sql.push(", ").bind(after.id);
            sql.push(")");
        }
    }

    /// Appends ` ORDER BY …`.
    pub(crate) fn push_order(&self, sql: &mut Sql) {
        let (column, down) = self.order();
        let direction = if down { " DESC" } else { "" };
        sql.push(" ORDER BY ");
        if column != "t.id" {
            // The few that are worked on are sorted faster than they are picked out of an index
            // of all.
            let by_level = matches!(column, "t.priority" | "t.state");
            sql.push(if by_level && self.is_active() {
                "+"
            } else {
                ""
            });
            sql.push(column).push(direction).push(", ");
        }
        sql.push("t.id").push(direction);
    }
}
