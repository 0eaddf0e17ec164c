//! Who is mailed what (spec, section 5).

use chrono::{DateTime, Utc};
use guichet_common::ids::{ActivityId, CommentId, PersonId};
use guichet_common::vocabulary::MailKind;
use guichet_db::outbox::NewMail;
use guichet_domain::Ticket;
use guichet_domain::ticket::Side;
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, Result};
use crate::outbox::{MailData, RefusedFiles};

/// Something that people are mailed about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Notice {
    /// The ticket was filed: a receipt for its contact, also when they filed it themselves.
    Created,
    /// A public message from this side, told to the other.
    Comment(Side, CommentId),
    /// On hold for the customer, with the question.
    OnHold(CommentId),
    /// The same again, on a following business day.
    Reminder(CommentId),
    /// A solution is proposed.
    Resolved,
    /// The ticket has ended: a receipt for its contact, also when they ended it themselves.
    Closed,
    /// The same, by itself, much later than at this instant, at which it was due.
    ClosedLate(DateTime<Utc>),
    /// The ticket came to a group, and nobody works it yet.
    InGroup,
    /// An agent works the ticket now.
    Assigned,
    /// Files of the mail by which the actor wrote were left out.
    FilesRefused(Vec<String>),
}

impl Notice {
    const fn kind(&self) -> MailKind {
        match self {
            Self::Created => MailKind::Created,
            Self::Comment(..) => MailKind::Comment,
            Self::OnHold(_) | Self::Reminder(_) => MailKind::OnHold,
            Self::Resolved => MailKind::Resolved,
            Self::Closed | Self::ClosedLate(_) => MailKind::Closed,
            Self::InGroup => MailKind::InGroup,
            Self::Assigned => MailKind::Assigned,
            Self::FilesRefused(_) => MailKind::FilesRefused,
        }
    }

    const fn comment_id(&self) -> Option<CommentId> {
        match self {
            Self::Comment(_, id) | Self::OnHold(id) | Self::Reminder(id) => Some(*id),
            Self::Created
            | Self::Resolved
            | Self::Closed
            | Self::ClosedLate(_)
            | Self::InGroup
            | Self::Assigned
            | Self::FilesRefused(_) => None,
        }
    }

    /// Whom it concerns. The guide promises a mail after filing and after closing; these two are
    /// receipts, and go to the contact whoever acted. All else is news, and goes to nobody about
    /// their own act.
    pub(crate) fn recipients(&self, ticket: &Ticket, actor: Option<PersonId>) -> Vec<PersonId> {
        match self {
            Self::Created | Self::Closed | Self::ClosedLate(_) => vec![ticket.contact_id],
            Self::Comment(Side::Customer, _) => ticket.assigned_to_id.into_iter().collect(),
            Self::Assigned => ticket
                .assigned_to_id
                .into_iter()
                .filter(|id| Some(*id) != actor)
                .collect(),
            // They do not know: their mail went out as they wrote it.
            Self::FilesRefused(_) => actor.into_iter().collect(),
            // See `concerns_the_group`.
            Self::InGroup => Vec::new(),
            Self::Comment(Side::Support, _)
            | Self::OnHold(_)
            | Self::Reminder(_)
            | Self::Resolved => vec![ticket.contact_id]
                .into_iter()
                .filter(|id| Some(*id) != actor)
                .collect(),
        }
    }

    /// Whether it concerns the whole group, as long as nobody works the ticket.
    pub(crate) const fn concerns_the_group(&self) -> bool {
        matches!(self, Self::Comment(Side::Customer, _) | Self::InGroup)
    }

    /// The mail to one person. Its Message-ID is made here and never changes between tries.
    pub(crate) fn mail(
        &self,
        app: &App,
        ticket: &Ticket,
        person_id: PersonId,
        activity_id: ActivityId,
        now: DateTime<Utc>,
    ) -> Result<NewMail> {
        let id: Uuid = app.ids.new_id();
        let said_again_at = matches!(self, Self::Reminder(_)).then_some(now);
        let was_due_at = match self {
            Self::ClosedLate(due) => Some(*due),
            _ => None,
        };
        let limits = app.settings.limits;
        let refused_files = match self {
            Self::FilesRefused(names) => Some(RefusedFiles {
                names: names.clone(),
                file_bytes: limits.file_bytes,
                files: limits.files_per_request,
                ticket_bytes: limits.ticket_bytes,
            }),
            _ => None,
        };
        let data = MailData {
            was_due_at,
            said_again_at,
            refused_files,
            ..MailData::of(ticket, self.kind())
        };
        Ok(NewMail {
            id,
            kind: self.kind(),
            number: ticket.number,
            person_id,
            comment_id: self.comment_id(),
            activity_id,
            data: serde_json::to_value(data).map_err(Error::internal)?,
            message_id: format!("{}.{id}@{}", ticket.number, app.settings.host()),
            created_at: now,
        })
    }
}
