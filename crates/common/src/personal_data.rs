//! All that is kept of a person, for themselves or for an admin whom they asked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::audit::AuditEntry;
use crate::directory::{AccountRef, GroupRef};
use crate::ids::{AttachmentId, PersonId, TicketNumber};
use crate::scopes::ApiScope;
use crate::vocabulary::{
    ActivityKind, Language, MailKind, PasswordLinkKind, PersonalMailKind, Role, TicketState,
};

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
    /// Recovery codes that they have not used; only hashes of them are kept.
    pub recovery_codes_left: u32,
    /// Tokens of their programs; only hashes of them are kept.
    pub api_tokens: Vec<PersonalApiToken>,
    /// OAuth clients that act as them.
    pub oauth_clients: Vec<PersonalOauthClient>,
    /// The devices that they were seen with, the last one first.
    pub devices: Vec<PersonalDevice>,
    /// Links by which they could set a password: when, and whether they did.
    pub password_links: Vec<PersonalPasswordLink>,
    /// Mails to them about their own access.
    pub access_mails: Vec<PersonalAccessMail>,
    /// Things half-written.
    pub drafts: Vec<PersonalDraft>,
    /// Tickets that they filed, or that were filed for them.
    pub tickets: Vec<PersonalTicket>,
    /// Public messages that they wrote.
    pub comments: Vec<PersonalText>,
    /// Internal notes that they wrote; agents only.
    pub work_notes: Vec<PersonalText>,
    /// What they did, as the histories of tickets tell it.
    pub acts: Vec<PersonalAct>,
    /// Files that they uploaded.
    pub attachments: Vec<PersonalFile>,
    /// Mails that were written to them.
    pub mails_sent: Vec<PersonalMail>,
    /// Mails that came in from their address.
    pub mails_received: Vec<PersonalInboundMail>,
    /// Whether publications helped them, as they said.
    pub publication_feedback: Vec<PersonalFeedback>,
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
    /// How content the contact was with the solution, from 1 to 5, where they said so.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub rating: Option<u8>,
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

/// A token of their programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalApiToken {
    /// What they call it.
    pub name: String,
    /// Its last characters.
    pub hint: String,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// An OAuth client that acts as them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalOauthClient {
    /// What it is called.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// Whether it gets access.
    pub active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last got access.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Whether a publication helped them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalFeedback {
    /// The publication's short name.
    pub slug: String,
    /// Whether it did.
    pub helpful: bool,
    /// When they said so.
    pub given_at: DateTime<Utc>,
}

/// A device that they were seen with. What it is cannot be told: a keyed hash is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalDevice {
    /// When they last signed in with it.
    pub last_seen_at: DateTime<Utc>,
}

/// A link by which they could set a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalPasswordLink {
    /// Why they got it.
    pub kind: PasswordLinkKind,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub used_at: Option<DateTime<Utc>>,
}

/// A mail to them about their own access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalAccessMail {
    /// What it was about.
    pub kind: PersonalMailKind,
    /// The device that it told of; empty when it told of none.
    pub device: String,
    /// The address that it told of; empty when it told of none.
    pub address: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub sent_at: Option<DateTime<Utc>>,
}

/// Something that they did to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalAct {
    /// To which.
    pub number: TicketNumber,
    /// What it was.
    pub kind: ActivityKind,
    /// When.
    pub at: DateTime<Utc>,
}
