//! The words of the field (spec, section 1). The wire form of each is what integrators, the
//! database and the translations use.

use serde::{Deserialize, Serialize};

/// The text is none of the enum's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the allowed values")]
pub struct UnknownWord;

/// The schema of a fixed set of words.
#[cfg(feature = "openapi")]
pub(crate) fn schema_of_words(
    description: &str,
    words: impl Iterator<Item = &'static str>,
) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    let lines: Vec<&str> = description.lines().map(str::trim).collect();
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .description(Some(lines.join("\n").trim()))
        .enum_values(Some(words))
        .into()
}

macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $wire:literal,)+ })*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $wire)] $variant,)+
        }

        impl $name {
            /// Every word, in the order of the field.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The wire form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $wire,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($wire => Ok(Self::$variant),)+ _ => Err(UnknownWord) }
            }
        }

        // Not derived: the derive does not see names that come out of a macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::vocabulary::schema_of_words(
                    concat!($($doc, "\n",)*),
                    Self::ALL.iter().map(|word| word.as_str()),
                )
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )*};
}

pub(crate) use words;

// After the macro, which it uses.
mod identity;
mod inbound;
pub use identity::{
    PasswordLinkKind, PasswordLinkState, PersonalMailKind, SecondFactorDuty, SignInMethod,
};
pub use inbound::{InboundReason, InboundVerdict, MailDoor};

words! {
    /// Where a ticket stands in its life cycle.
    TicketState {
        /// Nobody of the support has taken it yet.
        New = "new",
        /// Being worked on.
        Open = "open",
        /// Waiting for somebody; see [`OnHoldReason`].
        OnHold = "on_hold",
        /// A solution is proposed and waits for the customer's word.
        Resolved = "resolved",
        /// Done; frozen.
        Closed = "closed",
        /// Withdrawn; frozen.
        Cancelled = "cancelled",
    }

    /// For whom a ticket waits.
    OnHoldReason {
        /// The customer owes an answer.
        AwaitingCustomer = "awaiting_customer",
        /// A vendor owes an answer.
        AwaitingVendor = "awaiting_vendor",
        /// A planned change comes first.
        AwaitingChange = "awaiting_change",
        /// A problem's cause is being looked for.
        AwaitingProblem = "awaiting_problem",
    }

    /// Why a ticket is closed.
    CloseReason {
        /// The customer accepted the solution.
        CustomerAccepted = "customer_accepted",
        /// The customer closed it without a proposed solution.
        CustomerClosed = "customer_closed",
        /// An agent closed it.
        AgentClosed = "agent_closed",
        /// Nobody accepted or rejected the solution in time.
        AutoClosed = "auto_closed",
        /// The customer did not answer a question in time.
        NoAnswer = "no_answer",
    }

    /// What kind of solution was found.
    ResolutionCode {
        /// Solved for good.
        Solved = "solved",
        /// Solved by a workaround.
        Workaround = "workaround",
        /// The question was answered, or the user shown how.
        Information = "information",
        /// It could not be reproduced.
        NotReproducible = "not_reproducible",
        /// A duplicate of another ticket.
        Duplicate = "duplicate",
        /// It will not be changed, or is out of scope.
        WontFix = "wont_fix",
    }

    /// The way by which a ticket came in.
    Channel {
        /// The portal in the browser.
        Portal = "portal",
        /// An e-mail.
        Email = "email",
        /// The REST API.
        Api = "api",
        /// A telephone call, noted by an agent.
        Phone = "phone",
    }

    /// What a person may do in general.
    Role {
        /// A person of an account.
        Contact = "contact",
        /// A contact who also manages the account's contacts.
        AccountAdmin = "account_admin",
        /// A technician of the supplier.
        Agent = "agent",
        /// An agent who also runs the instance.
        Admin = "admin",
    }

    /// What can be done to a ticket beyond editing and talking.
    TicketAction {
        /// An agent takes it into work.
        Start = "start",
        /// An agent gives it to a group or an agent.
        Assign = "assign",
        /// An agent puts it on hold.
        Hold = "hold",
        /// An agent takes it off hold.
        Resume = "resume",
        /// An agent proposes a solution.
        Resolve = "resolve",
        /// The customer accepts the solution.
        Accept = "accept",
        /// The customer rejects the solution.
        Reject = "reject",
        /// Ends it without a proposed solution.
        Close = "close",
        /// Withdraws it.
        Cancel = "cancel",
        /// Opens a linked ticket after a frozen one.
        FollowUp = "follow_up",
        /// Writes a public message.
        Comment = "comment",
        /// Writes an internal note.
        WorkNote = "work_note",
        /// Changes fields.
        Update = "update",
    }

    /// What will happen to a ticket by itself.
    NextActionKind {
        /// The customer is reminded by mail.
        Reminder = "reminder",
        /// The ticket closes.
        AutoClose = "auto_close",
    }

    /// What an entry of a ticket's history tells.
    ActivityKind {
        /// The ticket was created.
        Created = "created",
        /// A public message.
        Comment = "comment",
        /// The state changed.
        StateChanged = "state_changed",
        /// Group or agent changed.
        Assigned = "assigned",
        /// Fields changed.
        Updated = "updated",
        /// Files were added without a message.
        AttachmentsAdded = "attachments_added",
        /// Files that came by mail were too large or too many, and are left out.
        AttachmentsRefused = "attachments_refused",
        /// The customer was reminded that the support waits for them.
        Reminded = "reminded",
    }

    /// A language of the portal and its mails.
    Language {
        /// French, the default.
        Fr = "fr",
        /// English.
        En = "en",
    }

    /// A mail about a ticket (spec, section 5).
    MailKind {
        /// The ticket was created.
        Created = "created",
        /// The other side wrote.
        Comment = "comment",
        /// The support waits for the customer.
        OnHold = "on_hold",
        /// A solution is proposed.
        Resolved = "resolved",
        /// The ticket is closed.
        Closed = "closed",
        /// To agents: a ticket waits in their group.
        InGroup = "in_group",
        /// To an agent: a ticket is theirs now.
        Assigned = "assigned",
        /// To who wrote by mail: files of it were left out.
        FilesRefused = "files_refused",
    }

    /// What became of a mail that goes out.
    MailState {
        /// It was not tried yet, or its address had enough for this hour.
        Waiting = "waiting",
        /// It did not go, and is tried again.
        Retrying = "retrying",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server took it, and the receiver's sent it back.
        Bounced = "bounced",
        /// It was refused for good, or tried for long enough.
        Failed = "failed",
        /// An admin withdrew it before it went.
        Cancelled = "cancelled",
    }

    /// What the link of a mail answers, without signing in.
    MailAction {
        /// The solution is right.
        Accept = "accept",
        /// The solution is not.
        Reject = "reject",
        /// The matter that the support asks about still stands.
        StillNeeded = "still_needed",
    }

    /// Whether the link of a mail can be used.
    MailActionState {
        /// It waits to be confirmed.
        Ready = "ready",
        /// It was used; what it says is done.
        Done = "done",
        /// It is too old.
        Expired = "expired",
        /// The ticket has gone on without it, or is no longer the person's.
        NotPossible = "not_possible",
    }

    /// The way by which somebody acted, where it is not the portal or the API.
    ActivityVia {
        /// The link of a mail, without signing in.
        MailLink = "mail_link",
        /// A program, by an API token or as an OAuth client.
        Api = "api",
    }

    /// What a live event tells.
    EventKind {
        /// A ticket came to be.
        TicketCreated = "ticket.created",
        /// A ticket changed in any way.
        TicketUpdated = "ticket.updated",
        /// A public message was written.
        CommentCreated = "comment.created",
        /// An internal note was written (agents only).
        WorkNoteCreated = "work_note.created",
    }

    /// A format of the ticket export.
    ExportFormat {
        /// Office Open XML workbook.
        Xlsx = "xlsx",
        /// Comma-separated values, UTF-8 with a byte order mark.
        Csv = "csv",
    }

    /// What a browser does with a downloaded file.
    Disposition {
        /// Saves it.
        Attachment = "attachment",
        /// Shows it.
        Inline = "inline",
    }

    /// The order of a ticket list; a leading `-` is descending.
    TicketSort {
        /// Oldest first.
        CreatedAt = "created_at",
        /// Newest first.
        CreatedAtDesc = "-created_at",
        /// Longest untouched first.
        UpdatedAt = "updated_at",
        /// Last touched first.
        UpdatedAtDesc = "-updated_at",
        /// Lowest number first.
        Number = "number",
        /// Highest number first.
        NumberDesc = "-number",
        /// Most urgent first.
        Priority = "priority",
        /// Least urgent first.
        PriorityDesc = "-priority",
        /// Life-cycle order.
        State = "state",
        /// Life-cycle order, backwards.
        StateDesc = "-state",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro has no place for #[default]"
)]
impl Default for Language {
    fn default() -> Self {
        Self::Fr
    }
}

impl TicketState {
    /// Closed and cancelled tickets take no more changes.
    #[must_use]
    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

impl Role {
    /// A person of the supplier's.
    #[must_use]
    pub const fn is_agent(self) -> bool {
        matches!(self, Self::Agent | Self::Admin)
    }
}

macro_rules! levels {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $wire:literal,)+ })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every level, the highest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The wire form.
            #[must_use]
            pub const fn level(self) -> u8 {
                match self { $(Self::$variant => $wire,)+ }
            }

            /// The level with this wire form.
            #[must_use]
            pub const fn from_level(level: i64) -> Option<Self> {
                match level { $($wire => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.level().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().ok().and_then(Self::from_level).ok_or(UnknownWord)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u8(self.level())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let level = i64::deserialize(deserializer)?;
                Self::from_level(level).ok_or_else(|| {
                    serde::de::Error::invalid_value(
                        serde::de::Unexpected::Signed(level),
                        &"one of the levels",
                    )
                })
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::Integer)
                    .enum_values(Some([$($wire,)+]))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )*};
}

levels! {
    /// How many people are hit.
    Impact {
        /// All users.
        AllUsers = 1,
        /// More than five users.
        MoreThanFive = 2,
        /// Fewer than five users.
        FewerThanFive = 3,
    }

    /// How soon it matters.
    Urgency {
        /// High.
        High = 1,
        /// Medium.
        Medium = 2,
        /// Low.
        Low = 3,
    }

    /// The rank of the work, computed from impact and urgency.
    Priority {
        /// Critical.
        Critical = 1,
        /// High.
        High = 2,
        /// Moderate.
        Moderate = 3,
        /// Low.
        Low = 4,
        /// Planning.
        Planning = 5,
    }
}
