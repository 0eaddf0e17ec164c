//! The audit trail: who did what to whom, when, from where.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::query;
use crate::query::QueryInstant;
use crate::vocabulary::{UnknownWord, words};

words! {
    /// Something that somebody did, or tried to.
    AuditAction {
        /// Signed in.
        SessionSignIn = "session.sign_in",
        /// Tried to sign in, and was refused.
        SessionSignInFailed = "session.sign_in_failed",
        /// Signed out.
        SessionSignOut = "session.sign_out",
        /// A session was ended: by its person, by an admin, or because its refresh token came twice.
        SessionEnded = "session.ended",
        /// Asked for a new password.
        PasswordResetRequested = "password.reset_requested",
        /// Set a password.
        PasswordChanged = "password.changed",
        /// Sign-in was locked after too many wrong passwords.
        AccountLocked = "sign_in.locked",
        /// A lock was taken away.
        AccountUnlocked = "sign_in.unlocked",
        /// A person was entered.
        PersonCreated = "person.created",
        /// A person was changed.
        PersonUpdated = "person.updated",
        /// A person may not sign in any more.
        PersonDeactivated = "person.deactivated",
        /// A person may sign in again.
        PersonReactivated = "person.reactivated",
        /// A person was sent an invitation.
        PersonInvited = "person.invited",
        /// All that is kept of a person was handed out.
        PersonExported = "person.exported",
        /// A person's name and address were removed.
        PersonAnonymised = "person.anonymised",
        /// An account was entered.
        AccountCreated = "account.created",
        /// An account was changed.
        AccountUpdated = "account.updated",
        /// An account was deactivated.
        AccountDeactivated = "account.deactivated",
        /// An account was reactivated.
        AccountReactivated = "account.reactivated",
        /// A group was entered.
        GroupCreated = "group.created",
        /// A group, its members or the accounts that it serves were changed.
        GroupUpdated = "group.updated",
        /// A group was deactivated.
        GroupDeactivated = "group.deactivated",
        /// A group was reactivated.
        GroupReactivated = "group.reactivated",
        /// A configuration item was entered.
        ConfigurationItemCreated = "configuration_item.created",
        /// A configuration item was changed.
        ConfigurationItemUpdated = "configuration_item.updated",
        /// A configuration item was deactivated.
        ConfigurationItemDeactivated = "configuration_item.deactivated",
        /// A configuration item was reactivated.
        ConfigurationItemReactivated = "configuration_item.reactivated",
        /// Contacts or configuration items were read from a file.
        DirectoryImported = "directory.imported",
        /// An account admin tried more addresses of other people than they may, and has to wait.
        AddressesProbed = "directory.addresses_probed",
        /// Contacts or configuration items were written to a file.
        DirectoryExported = "directory.exported",
        /// A section of the settings was changed.
        SettingsChanged = "settings.changed",
        /// A calendar was changed.
        CalendarChanged = "calendar.changed",
        /// An identity provider was entered.
        IdentityProviderCreated = "identity_provider.created",
        /// An identity provider was changed.
        IdentityProviderUpdated = "identity_provider.updated",
        /// An identity provider was removed.
        IdentityProviderDeleted = "identity_provider.deleted",
        /// A person's identity at a provider was linked.
        IdentityLinked = "identity.linked",
        /// A link to an identity at a provider was removed.
        IdentityUnlinked = "identity.unlinked",
        /// A sign-in through a provider was refused.
        SsoRefused = "sso.refused",
        /// A second factor was set up.
        SecondFactorEnabled = "second_factor.enabled",
        /// A second factor was removed.
        SecondFactorDisabled = "second_factor.disabled",
        /// New recovery codes were made.
        RecoveryCodesCreated = "second_factor.codes_created",
        /// A recovery code was used.
        RecoveryCodeUsed = "second_factor.code_used",
        /// A passkey was added.
        PasskeyAdded = "passkey.added",
        /// A passkey was removed.
        PasskeyRemoved = "passkey.removed",
        /// An API token was made.
        ApiTokenCreated = "api_token.created",
        /// An API token was revoked.
        ApiTokenRevoked = "api_token.revoked",
        /// An OAuth client was entered.
        OauthClientCreated = "oauth_client.created",
        /// An OAuth client was changed.
        OauthClientUpdated = "oauth_client.updated",
        /// An OAuth client got a new secret.
        OauthClientSecretRotated = "oauth_client.secret_rotated",
        /// An OAuth client was removed.
        OauthClientDeleted = "oauth_client.deleted",
        /// A program asked for access as an OAuth client, and was refused.
        OauthClientRefused = "oauth_client.refused",
        /// A mail that came in was read by an admin.
        InboundMailRead = "inbound_mail.read",
        /// A mail that came in was placed into a ticket.
        InboundMailPlaced = "inbound_mail.placed",
        /// A mail that came in was dropped.
        InboundMailDropped = "inbound_mail.dropped",
        /// A mail that came in was decided about again.
        InboundMailReplayed = "inbound_mail.replayed",
        /// A mail that went out was read by an admin.
        MailRead = "mail.read",
        /// A mail was sent again.
        MailResent = "mail.resent",
        /// A mail was withdrawn.
        MailCancelled = "mail.cancelled",
        /// Tickets were written to a file.
        TicketsExported = "tickets.exported",
        /// A publication was begun.
        PublicationCreated = "publication.created",
        /// A publication was changed.
        PublicationUpdated = "publication.updated",
        /// A publication was published, or is to be.
        PublicationPublished = "publication.published",
        /// A publication was taken back.
        PublicationWithdrawn = "publication.withdrawn",
        /// A draft of a publication was deleted.
        PublicationDeleted = "publication.deleted",
        /// The clock of the instance was turned.
        ClockTurned = "clock.turned",
    }

    /// What a program acts by.
    ProgramKind {
        /// An API token of the person.
        ApiToken = "api_token",
        /// An OAuth client that acts as the person.
        OauthClient = "oauth_client",
    }

    /// Who acts.
    ActorKind {
        /// A person, signed in or known by a link that was sent to them.
        Person = "person",
        /// A program, on behalf of a person: by a token of theirs, or as an OAuth client.
        Machine = "machine",
        /// Somebody who is not known.
        Anonymous = "anonymous",
        /// Guichet itself, or its operator at the command line.
        System = "system",
    }

    /// What is acted on.
    AuditTargetKind {
        /// A person.
        Person = "person",
        /// A session.
        Session = "session",
        /// An account.
        Account = "account",
        /// An assignment group.
        Group = "group",
        /// A configuration item.
        ConfigurationItem = "configuration_item",
        /// A section of the settings.
        Settings = "settings",
        /// A calendar.
        Calendar = "calendar",
        /// An identity provider.
        IdentityProvider = "identity_provider",
        /// A passkey.
        Passkey = "passkey",
        /// An API token.
        ApiToken = "api_token",
        /// An OAuth client.
        OauthClient = "oauth_client",
        /// A mail that came in.
        InboundMail = "inbound_mail",
        /// A mail that goes out.
        Mail = "mail",
        /// A publication.
        Publication = "publication",
    }
}

/// An entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Its place in the trail, from 1, without gaps.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who acted.
    pub actor: AuditActor,
    /// What they did.
    pub action: AuditAction,
    /// To whom or what.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub target: Option<AuditTarget>,
    /// The address that they came from; empty for what happened inside.
    pub address: String,
    /// More of it, by action. Never a secret, a name or an address of mail.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: serde_json::Map<String, serde_json::Value>,
    /// The SHA-256 of this entry and the hash before it, in hexadecimal.
    pub hash: String,
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditActor {
    /// Who in general.
    pub kind: ActorKind,
    /// The id of the person, for a program of the one on whose behalf it acts; `null` for others.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub id: Option<uuid::Uuid>,
    /// Their name of today; `null` when there is none.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub name: Option<String>,
    /// The program that acted on the person's behalf; `null` when they did it themselves.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub program: Option<AuditProgram>,
}

/// The program that acted on a person's behalf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditProgram {
    /// What it acted by.
    pub kind: ProgramKind,
    /// The token's or the client's id.
    pub id: uuid::Uuid,
    /// The token's or the client's name of today; `null` when it is gone.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub name: Option<String>,
}

/// To whom or what something was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditTarget {
    /// What it is.
    pub kind: AuditTargetKind,
    /// Its id.
    pub id: String,
    /// A person's name of today; `null` for others.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub name: Option<String>,
}

query! {
    /// Page and filters of the audit trail.
    pub struct AuditQuery {
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
        /// By this person or program.
        #[cfg_attr(feature = "openapi", param(value_type = Option<PersonId>))]
        pub actor_id: Option<PersonId>,
        /// One of these acts; may be repeated.
        pub action: Vec<AuditAction>,
        /// Done to the thing with this id.
        pub target_id: Option<String>,
        /// From this address.
        pub address: Option<String>,
        /// At or after this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub after: Option<QueryInstant>,
        /// Before this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub before: Option<QueryInstant>,
    }
}
