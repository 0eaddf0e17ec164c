//! Why a use case did not happen.

use std::error::Error as StdError;

use guichet_common::problem::{ErrorCode, FieldError};
use guichet_domain::{Denial, TicketError};
use serde_json::{Map, Value};

/// Why a use case did not happen. `Display` never contains the source: it is for the log, once,
/// at the boundary.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A refusal that its code says all about.
    #[error("{}", .0.as_str())]
    Refused(ErrorCode),
    /// Fields or parameters are wrong; all of them are listed.
    #[error("validation failed")]
    Invalid(Vec<FieldError>),
    /// A refusal with the limit that was passed.
    #[error("{}", .code.as_str())]
    OverLimit {
        /// Which limit.
        code: ErrorCode,
        /// How much is allowed, in bytes or pieces.
        max: u64,
    },
    /// Too many tries, of this name or from this address.
    #[error("throttled")]
    Throttled {
        /// After how many seconds another one is looked at.
        retry_after_seconds: u64,
    },
    /// Something broke.
    #[error("internal error")]
    Internal(#[source] Box<dyn StdError + Send + Sync>),
}

/// What use cases answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The code for the caller.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(code) | Self::OverLimit { code, .. } => *code,
            Self::Invalid(_) => ErrorCode::ValidationFailed,
            Self::Throttled { .. } => ErrorCode::RateLimited,
            Self::Internal(_) => ErrorCode::InternalError,
        }
    }

    /// The wrong fields, with [`Error::Invalid`].
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        match self {
            Self::Invalid(errors) => errors,
            _ => &[],
        }
    }

    /// The numbers behind the code, for its translation.
    #[must_use]
    pub fn params(&self) -> Map<String, Value> {
        let mut params = Map::new();
        match self {
            Self::OverLimit { max, .. } => {
                params.insert("max".into(), (*max).into());
            }
            Self::Throttled {
                retry_after_seconds,
            } => {
                params.insert("retry_after_seconds".into(), (*retry_after_seconds).into());
            }
            _ => {}
        }
        params
    }

    /// One wrong field.
    #[must_use]
    pub fn field(name: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::at(format!("/{name}"), code)])
    }

    /// One wrong query parameter.
    #[must_use]
    pub fn parameter(name: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::parameter(name, code)])
    }

    /// Something broke, for this reason.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// There is no such thing, or it is not the caller's: the same to them.
    pub const NOT_FOUND: Self = Self::Refused(ErrorCode::NotFound);
}

impl From<Denial> for Error {
    fn from(_: Denial) -> Self {
        Self::Refused(ErrorCode::Forbidden)
    }
}

impl From<TicketError> for Error {
    fn from(error: TicketError) -> Self {
        Self::Refused(match error {
            TicketError::Frozen => ErrorCode::TicketFrozen,
            TicketError::InvalidStateTransition => ErrorCode::InvalidStateTransition,
        })
    }
}

impl From<guichet_db::Error> for Error {
    fn from(error: guichet_db::Error) -> Self {
        match error {
            guichet_db::Error::NotFound => Self::NOT_FOUND,
            guichet_db::Error::Stale => Self::Refused(ErrorCode::VersionConflict),
            guichet_db::Error::Busy(_) => {
                tracing::warn!(error = ?error, "the database is busy");
                Self::Refused(ErrorCode::Unavailable)
            }
            guichet_db::Error::StorageFull(_) => Self::Refused(ErrorCode::StorageFull),
            guichet_db::Error::Conflict(_) | guichet_db::Error::Other(_) => Self::internal(error),
        }
    }
}
