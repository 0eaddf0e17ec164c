//! Why a sign-in at an identity provider did not happen.

use guichet_common::ErrorCode;

use crate::error::Error;

/// Why a sign-in at an identity provider did not happen, as far as a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SsoRefusal {
    /// There is no such provider.
    NoProvider,
    /// The person gave up there.
    Cancelled,
    /// It was begun in another browser, too long ago, or ended already.
    Expired,
    /// The provider cannot be reached, or does not do its part.
    ProviderFailed,
    /// What the provider says cannot be believed.
    NotBelieved,
    /// The provider does not say that the address is the person's.
    AddressNotVerified,
    /// The provider says who somebody is whom it does not answer for.
    AddressNotCovered,
    /// Nobody here has this address.
    Unknown,
    /// The person may not sign in any more.
    Inactive,
    /// The provider knows the person by another name.
    LinkedOtherwise,
}

impl SsoRefusal {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::NoProvider,
        Self::Cancelled,
        Self::Expired,
        Self::ProviderFailed,
        Self::NotBelieved,
        Self::AddressNotVerified,
        Self::AddressNotCovered,
        Self::Unknown,
        Self::Inactive,
        Self::LinkedOtherwise,
    ];

    /// In a word, for the audit.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoProvider => "no_provider",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::ProviderFailed => "provider_failed",
            Self::NotBelieved => "not_believed",
            Self::AddressNotVerified => "address_not_verified",
            Self::AddressNotCovered => "address_not_covered",
            Self::Unknown => "unknown_person",
            Self::Inactive => "inactive_person",
            Self::LinkedOtherwise => "linked_otherwise",
        }
    }

    /// The code for a client that reads no pages.
    #[must_use]
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::NoProvider => ErrorCode::NotFound,
            Self::ProviderFailed => ErrorCode::Unavailable,
            _ => ErrorCode::SsoRefused,
        }
    }
}

/// Why a sign-in at an identity provider did not happen.
#[derive(Debug)]
pub enum SsoError {
    /// It was refused.
    Refused(SsoRefusal),
    /// Something broke.
    Failed(Error),
}

impl From<SsoRefusal> for SsoError {
    fn from(refusal: SsoRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for SsoError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<guichet_db::Error> for SsoError {
    fn from(error: guichet_db::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<SsoError> for Error {
    fn from(error: SsoError) -> Self {
        match error {
            SsoError::Refused(refusal) => Self::Refused(refusal.code()),
            SsoError::Failed(error) => error,
        }
    }
}
