//! What a token may be used for.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{UnknownWord, words};

words! {
    /// What a token may be used for. A person's own session is good for all that their role allows;
    /// a token for what it was given, and never for more than the person may.
    ApiScope {
        /// The own profile, sessions and drafts.
        MeRead = "me:read",
        /// Changes of them.
        MeWrite = "me:write",
        /// Tickets, their messages and files.
        TicketsRead = "tickets:read",
        /// Filing and changing tickets.
        TicketsWrite = "tickets:write",
        /// Internal notes.
        WorkNotesRead = "work_notes:read",
        /// Writing internal notes.
        WorkNotesWrite = "work_notes:write",
        /// Accounts, people, groups and configuration items.
        DirectoryRead = "directory:read",
        /// Changes of them.
        DirectoryWrite = "directory:write",
        /// Publications.
        PublicationsRead = "publications:read",
        /// Writing publications.
        PublicationsWrite = "publications:write",
        /// Live events.
        EventsRead = "events:read",
        /// Mails.
        MailRead = "mail:read",
        /// Handing in, placing, dropping, sending again.
        MailWrite = "mail:write",
        /// Settings.
        SettingsRead = "settings:read",
        /// Changes of them.
        SettingsWrite = "settings:write",
        /// The audit trail.
        AuditRead = "audit:read",
        /// Credentials of people and programs. No token ever has it.
        CredentialsWrite = "credentials:write",
    }
}

impl ApiScope {
    /// What it allows, for the reference.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::MeRead => "read the own profile, sessions and drafts",
            Self::MeWrite => "change the own profile and drafts, say whether a publication helped",
            Self::TicketsRead => "read tickets, their messages and files",
            Self::TicketsWrite => "file and change tickets, write messages, upload files",
            Self::WorkNotesRead => "read internal notes",
            Self::WorkNotesWrite => "write internal notes",
            Self::DirectoryRead => "read accounts, people, groups and configuration items",
            Self::DirectoryWrite => "enter, change and deactivate them",
            Self::PublicationsRead => "read publications",
            Self::PublicationsWrite => "write, publish and withdraw publications",
            Self::EventsRead => "receive live events",
            Self::MailRead => "read mails that came in or go out",
            Self::MailWrite => "hand in mails, place or drop them, send them again",
            Self::SettingsRead => "read settings, calendars and timers",
            Self::SettingsWrite => "change settings, calendars and timers",
            Self::AuditRead => "read the audit trail",
            Self::CredentialsWrite => {
                "manage sessions, passwords, tokens and clients; no token ever has it"
            }
        }
    }

    /// Whether a token can have it.
    #[must_use]
    pub const fn is_grantable(self) -> bool {
        !matches!(self, Self::CredentialsWrite)
    }
}
