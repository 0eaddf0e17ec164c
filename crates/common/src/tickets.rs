//! Tickets: what goes in, what comes out, and the actions on them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::{AccountRef, ConfigurationItemRef, GroupRef, PersonRef};
use crate::fields::{Checks, Patch};
use crate::ids::{AccountId, AttachmentId, ConfigurationItemId, GroupId, PersonId, TicketNumber};
use crate::limits::SUBJECT_MAX;
use crate::vocabulary::{
    Channel, CloseReason, ExportFormat, Impact, NextActionKind, OnHoldReason, Priority,
    ResolutionCode, TicketAction, TicketSort, TicketState, Urgency,
};
use crate::{query, query::QueryInstant, request};

request! {
    /// A ticket to be filed. Exactly one of `description_html` and `description_text`.
    pub struct CreateTicket {
        /// What it is about, 1 to 160 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 160))]
        pub subject: String,
        /// The description as HTML; what is not in the allow-list is removed.
        pub description_html: Option<String>,
        /// The description as plain text.
        pub description_text: Option<String>,
        /// How many people are hit.
        pub impact: Impact,
        /// How soon it matters.
        pub urgency: Urgency,
        /// For whom; the caller when absent. Agents name a contact.
        pub contact_id: Option<PersonId>,
        /// Their account; must be the contact's.
        pub account_id: Option<AccountId>,
        /// The thing of the account's that it is about.
        pub configuration_item_id: Option<ConfigurationItemId>,
        /// Files uploaded before, at most 10.
        #[serde(default)]
        pub attachment_ids: Vec<AttachmentId>,
        /// A frozen ticket of the same account that this one follows.
        pub follow_up_of: Option<TicketNumber>,
    }
    rules create_ticket_rules;

    /// Changes of a ticket's fields by an agent; absent fields stay.
    pub struct UpdateTicket {
        /// New subject, 1 to 160 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 160))]
        pub subject: Option<String>,
        /// New impact; the priority follows.
        pub impact: Option<Impact>,
        /// New urgency; the priority follows.
        pub urgency: Option<Urgency>,
        /// New configuration item of the ticket's account; `null` clears it.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<ConfigurationItemId>))]
        pub configuration_item_id: Patch<ConfigurationItemId>,
        /// New internal reference, shown to the customer; `null` clears it.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub internal_reference: Patch<String>,
    }
    rules update_ticket_rules;

    /// Takes a new ticket into work, for the caller unless somebody is named.
    pub struct StartTicket {
        /// The group that works it.
        pub assignment_group_id: Option<GroupId>,
        /// The agent who works it; the caller when absent.
        pub assigned_to_id: Option<PersonId>,
    }

    /// Gives a ticket to a group, an agent, or nobody.
    pub struct AssignTicket {
        /// The group; `null` clears it.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<GroupId>))]
        pub assignment_group_id: Patch<GroupId>,
        /// The agent; `null` clears it.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<PersonId>))]
        pub assigned_to_id: Patch<PersonId>,
    }

    /// Puts a ticket on hold. `awaiting_customer` needs the question, as exactly one of
    /// `comment_html` and `comment_text`.
    pub struct HoldTicket {
        /// For whom it waits.
        pub reason: OnHoldReason,
        /// A public message, as HTML.
        pub comment_html: Option<String>,
        /// A public message, as plain text.
        pub comment_text: Option<String>,
    }
    rules hold_ticket_rules;

    /// Takes a ticket off hold.
    pub struct ResumeTicket {}

    /// Proposes a solution. Exactly one of `notes_html` and `notes_text`.
    pub struct ResolveTicket {
        /// What kind of solution.
        pub code: ResolutionCode,
        /// The solution as HTML, mailed to the customer.
        pub notes_html: Option<String>,
        /// The solution as plain text, mailed to the customer.
        pub notes_text: Option<String>,
    }
    rules resolve_ticket_rules;

    /// Accepts the solution.
    pub struct AcceptTicket {
        /// A last public message, as plain text.
        pub comment_text: Option<String>,
        /// Satisfaction, 1 (bad) to 5 (very good).
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
        pub rating: Option<u8>,
    }

    /// Rejects the solution.
    pub struct RejectTicket {
        /// Why, as plain text; becomes a public message.
        pub reason: String,
    }

    /// Ends a ticket without a proposed solution.
    pub struct CloseTicket {
        /// A last public message, as plain text.
        pub comment_text: Option<String>,
    }

    /// Withdraws a ticket.
    pub struct CancelTicket {
        /// Why, as plain text; becomes a public message.
        pub comment_text: Option<String>,
    }

    /// Files a ticket that follows a frozen one. Exactly one of `description_html` and
    /// `description_text`; all else is taken over from the frozen ticket.
    pub struct FollowUpTicket {
        /// Its subject; the frozen ticket's when absent.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 160))]
        pub subject: Option<String>,
        /// The description as HTML.
        pub description_html: Option<String>,
        /// The description as plain text.
        pub description_text: Option<String>,
        /// Files uploaded before, at most 10.
        #[serde(default)]
        pub attachment_ids: Vec<AttachmentId>,
    }
    rules follow_up_ticket_rules;
}

fn create_ticket_rules(checks: &mut Checks<'_>) {
    checks.line("subject", SUBJECT_MAX);
    checks.rich_text("description", true);
}

fn update_ticket_rules(checks: &mut Checks<'_>) {
    checks.line("subject", SUBJECT_MAX);
}

fn hold_ticket_rules(checks: &mut Checks<'_>) {
    checks.rich_text("comment", false);
}

fn resolve_ticket_rules(checks: &mut Checks<'_>) {
    checks.rich_text("notes", true);
}

fn follow_up_ticket_rules(checks: &mut Checks<'_>) {
    checks.line("subject", SUBJECT_MAX);
    checks.rich_text("description", true);
}

/// A ticket in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketSummary {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// The beginning of its description as plain text, at most 200 characters.
    pub description_excerpt: String,
    /// Where it stands.
    pub state: TicketState,
    /// For whom it waits, when on hold.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub on_hold_reason: Option<OnHoldReason>,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Its rank.
    pub priority: Priority,
    /// Whose it is.
    pub account: AccountRef,
    /// For whom it is.
    pub contact: PersonRef,
    /// The group that works it.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub assignment_group: Option<GroupRef>,
    /// The agent who works it.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub assigned_to: Option<PersonRef>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A proposed solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resolution {
    /// What kind of solution.
    pub code: ResolutionCode,
    /// The solution as sanitised HTML.
    pub notes_html: String,
    /// The solution as plain text.
    pub notes_text: String,
}

/// What will happen to a ticket by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextAction {
    /// What.
    pub action: NextActionKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// A ticket with all that the caller may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketDetail {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// Its description as sanitised HTML.
    pub description_html: String,
    /// Its description as plain text.
    pub description_text: String,
    /// Where it stands.
    pub state: TicketState,
    /// For whom it waits, when on hold.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub on_hold_reason: Option<OnHoldReason>,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Its rank, computed from impact and urgency.
    pub priority: Priority,
    /// Whose it is.
    pub account: AccountRef,
    /// For whom it is.
    pub contact: PersonRef,
    /// Who filed it.
    pub opened_by: PersonRef,
    /// The group that works it.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub assignment_group: Option<GroupRef>,
    /// The agent who works it.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub assigned_to: Option<PersonRef>,
    /// The thing of the account's that it is about.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub configuration_item: Option<ConfigurationItemRef>,
    /// Free text set by agents.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub internal_reference: Option<String>,
    /// The way by which it came in.
    pub channel: Channel,
    /// The proposed solution, while resolved and after.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub resolution: Option<Resolution>,
    /// Why it is closed.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub close_reason: Option<CloseReason>,
    /// Satisfaction, 1 (bad) to 5 (very good).
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub rating: Option<u8>,
    /// The frozen ticket that this one follows.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub follow_up_of: Option<TicketNumber>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
    /// When the solution was proposed.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed or cancelled.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub closed_at: Option<DateTime<Utc>>,
    /// How many files it has.
    pub attachment_count: u32,
    /// How many public messages it has.
    pub comment_count: u32,
    /// What the caller may do now.
    pub allowed_actions: Vec<TicketAction>,
    /// What will happen by itself, soonest first.
    pub next_actions: Vec<NextAction>,
    /// Grows by one with every change; the `ETag` is made of it.
    pub version: i64,
}

query! {
    /// Filters, order and page of a ticket list.
    pub struct TicketQuery {
        /// Keywords, all of which must occur in number, subject, description or messages; case
        /// and accents do not matter.
        #[cfg_attr(feature = "openapi", param(max_length = 200))]
        pub q: Option<String>,
        /// In one of these states (repeatable).
        pub state: Vec<TicketState>,
        /// For this contact.
        #[cfg_attr(feature = "openapi", param(value_type = Option<PersonId>))]
        pub contact_id: Option<PersonId>,
        /// Of this account.
        #[cfg_attr(feature = "openapi", param(value_type = Option<AccountId>))]
        pub account_id: Option<AccountId>,
        /// Of one of these priorities (repeatable).
        #[cfg_attr(feature = "openapi", param(value_type = Vec<Priority>))]
        pub priority: Vec<Priority>,
        /// Worked by this group.
        #[cfg_attr(feature = "openapi", param(value_type = Option<GroupId>))]
        pub assignment_group_id: Option<GroupId>,
        /// Worked by this agent.
        #[cfg_attr(feature = "openapi", param(value_type = Option<PersonId>))]
        pub assigned_to_id: Option<PersonId>,
        /// `true`: worked by no agent; `false`: worked by some agent.
        pub unassigned: Option<bool>,
        /// On hold for this reason.
        pub on_hold_reason: Option<OnHoldReason>,
        /// `true`: only tickets that wait for the customer (on hold for them, or resolved).
        pub needs_action: Option<bool>,
        /// Filed at or after this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub created_after: Option<QueryInstant>,
        /// Filed before this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub created_before: Option<QueryInstant>,
        /// Changed at or after this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub updated_after: Option<QueryInstant>,
        /// Changed before this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub updated_before: Option<QueryInstant>,
        /// The order; `-created_at` when absent.
        pub sort: Option<TicketSort>,
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before, with the same filters.
        pub cursor: Option<String>,
        /// Only for the export: its format; `xlsx` when absent.
        #[cfg_attr(feature = "openapi", param(value_type = Option<ExportFormat>))]
        pub format: Option<ExportFormat>,
    }
}
