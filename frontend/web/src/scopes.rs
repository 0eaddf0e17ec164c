//! What tokens and programs may be used for, in words.

use guichet_common::scopes::ApiScope;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

/// What a scope allows.
#[must_use]
pub fn scope_label(language: Language, scope: ApiScope) -> &'static str {
    match scope {
        ApiScope::MeRead => t!(language, "scope-me-read"),
        ApiScope::MeWrite => t!(language, "scope-me-write"),
        ApiScope::TicketsRead => t!(language, "scope-tickets-read"),
        ApiScope::TicketsWrite => t!(language, "scope-tickets-write"),
        ApiScope::WorkNotesRead => t!(language, "scope-work-notes-read"),
        ApiScope::WorkNotesWrite => t!(language, "scope-work-notes-write"),
        ApiScope::DirectoryRead => t!(language, "scope-directory-read"),
        ApiScope::DirectoryWrite => t!(language, "scope-directory-write"),
        ApiScope::PublicationsRead => t!(language, "scope-publications-read"),
        ApiScope::EventsRead => t!(language, "scope-events-read"),
        ApiScope::MailRead => t!(language, "scope-mail-read"),
        ApiScope::MailWrite => t!(language, "scope-mail-write"),
        ApiScope::SettingsRead => t!(language, "scope-settings-read"),
        ApiScope::SettingsWrite => t!(language, "scope-settings-write"),
        ApiScope::AuditRead => t!(language, "scope-audit-read"),
        ApiScope::CredentialsWrite => t!(language, "scope-credentials-write"),
    }
}
