//! All that is kept of a person, for themselves or for an admin whom they asked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::audit::AuditEntry;
use crate::directory::{AccountRef, GroupRef};
use crate::ids::{AttachmentId, PersonId, TicketNumber};
use crate::vocabulary::{Language, MailKind, Role, TicketState};

/// All that is kept of a person. What others wrote about them in the texts of tickets is not told
/// apart from the rest of those texts, and work notes are their authors'.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalData {
    /// When this was put together.
    pub exported_at: DateTime<Utc>,
    /// Who they are.
    pub profile: PersonalProfile,
    /// Signed-in browsers and programs, ended ones for as long as they are kept.
    pub sessions: Vec<PersonalSession>,
    /// Passkeys.
    pub passkeys: Vec<PersonalPasskey>,
    /// By what identity providers know them.
    pub identities: Vec<PersonalIdentity>,
    /// Since when they have one-time codes as a second factor.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub second_factor_since: Option<DateTime<Utc>>,
    /// Things half-written.
    pub drafts: Vec<PersonalDraft>,
    /// Tickets that they filed, or that were filed for them.
    pub tickets: Vec<PersonalTicket>,
    /// Public messages that they wrote.
    pub comments: Vec<PersonalText>,
    /// Internal notes that they wrote; agents only.
    pub work_notes: Vec<PersonalText>,
    /// Files that they uploaded.
    pub attachments: Vec<PersonalFile>,
    /// Mails that were written to them.
    pub mails_sent: Vec<PersonalMail>,
    /// Mails that came in from their address.
    pub mails_received: Vec<PersonalInboundMail>,
    /// What the audit trail tells of what they did, and of what was done to them.
    pub audit: Vec<AuditEntry>,
}

/// Who a person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalProfile {
    /// Their id.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address, and user name.
    pub email: String,
    /// What they may do in general.
    pub role: Role,
    /// A contact's account.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub account: Option<AccountRef>,
    /// An agent's groups.
    pub groups: Vec<GroupRef>,
    /// Whether a contact sees all tickets of their account.
    pub sees_account_tickets: bool,
    /// The language of their screens and mails.
    pub language: Language,
    /// IANA time zone of their screens and mails.
    pub time_zone: String,
    /// The kinds of mail that they do not want.
    pub unwanted_mails: Vec<MailKind>,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have set a password; the password itself is not kept, only its hash.
    pub has_password: bool,
    /// When they were entered.
    pub created_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A signed-in browser or program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalSession {
    /// What it calls itself.
    pub user_agent: String,
    /// From where it signed in.
    pub address: String,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it last renewed its access.
    pub last_used_at: DateTime<Utc>,
    /// When it was ended.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub ended_at: Option<DateTime<Utc>>,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalPasskey {
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// By what an identity provider knows a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalIdentity {
    /// The provider's name.
    pub provider: String,
    /// Its name for the person.
    pub subject: String,
    /// Since when.
    pub linked_at: DateTime<Utc>,
    /// When they last signed in by it.
    pub last_used_at: DateTime<Utc>,
}

/// Something half-written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalDraft {
    /// Under which name.
    pub key: String,
    /// What the client had put there.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub content: serde_json::Value,
    /// When it was put there.
    pub updated_at: DateTime<Utc>,
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalTicket {
    /// Its number.
    pub number: TicketNumber,
    /// Whether it is theirs; else they filed it for somebody else.
    pub is_contact: bool,
    /// What it is about.
    pub subject: String,
    /// What was described.
    pub description_text: String,
    /// Where it stands.
    pub state: TicketState,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
}

/// A text that they wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalText {
    /// On which ticket.
    pub number: TicketNumber,
    /// What it says.
    pub body_text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// A file that they uploaded; `GET /attachments/{id}` gives its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalFile {
    /// Its id.
    pub id: AttachmentId,
    /// On which ticket.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub number: Option<TicketNumber>,
    /// Its name.
    pub file_name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// A mail that was written to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalMail {
    /// What it was about.
    pub kind: MailKind,
    /// On which ticket.
    pub number: TicketNumber,
    /// The address that it went to, once it had.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub sent_to: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub sent_at: Option<DateTime<Utc>>,
}

/// A mail that came in from their address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalInboundMail {
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// What it says of its subject.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub subject: Option<String>,
    /// The ticket that it was written into.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub number: Option<TicketNumber>,
}
