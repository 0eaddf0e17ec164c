//! The conversation on a ticket: public messages, internal notes, and the history.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::attachments::Attachment;
use crate::ids::{ActivityId, AttachmentId, CommentId, PersonId, WorkNoteId};
use crate::vocabulary::{ActivityKind, ActivityVia, TicketAction, TicketState};
use crate::{query, request};

request! {
    /// A public message. Exactly one of `body_html` and `body_text`.
    pub struct CreateComment {
        /// The message as HTML; what is not in the allow-list is removed.
        pub body_html: Option<String>,
        /// The message as plain text.
        pub body_text: Option<String>,
        /// Files uploaded before, at most 10. With files the message may be absent.
        #[serde(default)]
        pub attachment_ids: Vec<AttachmentId>,
    }

    /// An internal note. Exactly one of `body_html` and `body_text`.
    pub struct CreateWorkNote {
        /// The note as HTML; what is not in the allow-list is removed.
        pub body_html: Option<String>,
        /// The note as plain text.
        pub body_text: Option<String>,
    }
}

/// Who did or wrote something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// Their id.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// Whether they are of the supplier's support.
    pub is_agent: bool,
}

/// A public message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// Who wrote it.
    pub author: Author,
    /// Sanitised HTML; empty when the message is only files.
    pub body_html: String,
    /// Plain text.
    pub body_text: String,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Whether it came by mail and was cut: there is a whole text to be read.
    pub shortened: bool,
}

/// A message as it came by mail, with what it quotes and its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentOriginal {
    /// Sanitised HTML, without pictures.
    pub whole_html: String,
    /// Plain text.
    pub whole_text: String,
}

/// An internal note; only agents ever get one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkNote {
    /// Its id.
    pub id: WorkNoteId,
    /// Who wrote it.
    pub author: Author,
    /// Sanitised HTML.
    pub body_html: String,
    /// Plain text.
    pub body_text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// One changed field in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field: `assigned_to`, `assignment_group`, `impact`, `urgency`, `priority`, `subject`,
    /// `configuration_item`, `internal_reference`, `attachment`.
    pub field: String,
    /// What it was: a wire value, or a name for people, groups and configuration items.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub from: Option<String>,
    /// What it is now.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub to: Option<String>,
}

/// One entry of a ticket's history. The history is append-only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activity {
    /// Its id.
    pub id: ActivityId,
    /// What it tells.
    pub kind: ActivityKind,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; `null` when the system did.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub actor: Option<Author>,
    /// By which way, when it was not the portal.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub via: Option<ActivityVia>,
    /// When it was due, if it happened by itself: much earlier than `at` after a down time.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub due_at: Option<DateTime<Utc>>,
    /// With `state_changed`: the action that did it; `null` when a message did.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub action: Option<TicketAction>,
    /// With `state_changed`: the state before.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub from_state: Option<TicketState>,
    /// With `state_changed`: the state after.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub to_state: Option<TicketState>,
    /// With `state_changed`: the reason's wire value (hold, close) or the resolution code.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub reason: Option<String>,
    /// With `state_changed` to `resolved`: the solution as sanitised HTML.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub notes_html: Option<String>,
    /// With `assigned` and `updated`: the changed fields. With `attachments_refused`: the files'
    /// names, in `to`.
    pub changes: Vec<FieldChange>,
    /// With `comment`: the message.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub comment: Option<Comment>,
    /// With `created` and `attachments_added`: the files.
    pub attachments: Vec<Attachment>,
}

query! {
    /// Page of a list that has no filters.
    pub struct PageQuery {
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }
}
