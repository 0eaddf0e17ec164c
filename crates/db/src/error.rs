//! What can go wrong with the database, sorted by what a caller does about it.

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// A failed use of the database. `Display` never contains the source.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for is not there, or not in the scope.
    #[error("not found")]
    NotFound,
    /// The row would break a unique constraint.
    #[error("a unique constraint is violated")]
    Conflict(UniqueConstraint),
    /// Somebody else changed the row in the meantime.
    #[error("the row has changed in the meantime")]
    Stale,
    /// The database is too busy, or cannot be reached; the same may work later.
    #[error("the database is busy or cannot be reached")]
    Busy(#[source] Source),
    /// No space is left to write to.
    #[error("the database has no space left")]
    StorageFull(#[source] Source),
    /// Anything else.
    #[error("the database failed")]
    Other(#[source] Source),
}

/// The error underneath.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// The unique constraints that a caller can run into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniqueConstraint {
    /// Two people with one e-mail address.
    PersonEmail,
    /// Two assignment groups with one name.
    GroupName,
    /// Two publications with one slug.
    PublicationSlug,
    /// The idempotency key was used in the meantime.
    IdempotencyKey,
    /// The mail is already in the outbox.
    OutboxMail,
    /// The same bytes came in as a mail before.
    InboundMail,
    /// The same message was written into a ticket in the meantime.
    InboundMessage,
    /// Two identity providers with one slug.
    IdentityProviderSlug,
    /// Two identity providers for one domain.
    IdentityProviderDomain,
    /// The passkey is known already.
    Passkey,
    /// A constraint that no caller is meant to meet.
    Unforeseen,
}

impl UniqueConstraint {
    /// PostgreSQL names the constraint, SQLite the columns (`people.email`).
    fn named(message: &str, constraint: Option<&str>) -> Self {
        let known = [
            ("people_email_key", "people.email", Self::PersonEmail),
            (
                "assignment_groups_name_key",
                "assignment_groups.name",
                Self::GroupName,
            ),
            (
                "publications_slug_key",
                "publications.slug",
                Self::PublicationSlug,
            ),
            (
                "idempotency_keys_pkey",
                "idempotency_keys.person_id",
                Self::IdempotencyKey,
            ),
            (
                "mail_outbox_once_key",
                "mail_outbox.activity_id",
                Self::OutboxMail,
            ),
            (
                "inbound_mails_sha256_key",
                "inbound_mails.sha256",
                Self::InboundMail,
            ),
            (
                "inbound_mails_once_key",
                "inbound_mails.once_key",
                Self::InboundMessage,
            ),
            (
                "identity_providers_slug_key",
                "identity_providers.slug",
                Self::IdentityProviderSlug,
            ),
            (
                "identity_provider_domains_pkey",
                "identity_provider_domains.domain",
                Self::IdentityProviderDomain,
            ),
            (
                "passkeys_credential_key",
                "passkeys.credential_id",
                Self::Passkey,
            ),
        ];
        known
            .into_iter()
            .find(|(name, columns, _)| constraint == Some(*name) || message.contains(columns))
            .map_or(Self::Unforeseen, |(_, _, found)| found)
    }
}

impl Error {
    /// A stored value that this program cannot have written.
    pub(crate) fn corrupt(what: &'static str) -> Self {
        Self::Other(format!("the database holds an unknown {what}").into())
    }

    /// Something was asked of a transaction that has ended.
    pub(crate) fn ended() -> Self {
        Self::Other("the transaction has ended".into())
    }

    fn from_driver(error: &sqlx::Error, source: Source) -> Self {
        match error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_) => Self::Busy(source),
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                if database.is_unique_violation() {
                    return Self::Conflict(UniqueConstraint::named(
                        database.message(),
                        database.constraint(),
                    ));
                }
                if code == "53100" {
                    Self::StorageFull(source) // disk_full
                } else if ["40", "53", "55", "57", "08"]
                    .iter()
                    .any(|class| code.starts_with(class))
                {
                    // Rolled back, out of resources, not available, shut down, connection lost.
                    Self::Busy(source)
                } else {
                    Self::Other(source)
                }
            }
            _ => Self::Other(source),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let rusqlite::Error::SqliteFailure(code, message) = &error else {
            return Self::Other(error.into());
        };
        match (code.code, code.extended_code) {
            (
                _,
                rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
            ) => {
                let message = message.as_deref().unwrap_or_default();
                Self::Conflict(UniqueConstraint::named(message, None))
            }
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy(error.into()),
            (ErrorCode::DiskFull, _) => Self::StorageFull(error.into()),
            _ => Self::Other(error.into()),
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(_) => Self::Busy(error.into()),
            DbErr::Conn(RuntimeErr::SqlxError(driver))
            | DbErr::Exec(RuntimeErr::SqlxError(driver))
            | DbErr::Query(RuntimeErr::SqlxError(driver)) => {
                let driver = std::sync::Arc::clone(driver);
                Self::from_driver(&driver, error.into())
            }
            _ => Self::Other(error.into()),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let driver = std::sync::Arc::new(error);
        Self::from_driver(&driver, Box::new(std::sync::Arc::clone(&driver)))
    }
}
