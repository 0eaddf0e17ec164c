//! Typed ids, so that one kind cannot be handed in for another.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(
                        utoipa::openapi::KnownFormat::Uuid,
                    )))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )*};
}

uuid_ids! {
    /// A customer's company.
    AccountId;
    /// A person: a contact of an account, or an agent of the supplier.
    PersonId;
    /// A team of agents (`assignment_group`).
    GroupId;
    /// A thing of an account's that support looks after.
    ConfigurationItemId;
    /// An uploaded file.
    AttachmentId;
    /// A public message on a ticket.
    CommentId;
    /// An internal note on a ticket.
    WorkNoteId;
    /// One entry of a ticket's history.
    ActivityId;
    /// A signed-in browser or program of a person.
    SessionId;
    /// An article or announcement.
    PublicationId;
    /// A mail that came in.
    InboundMailId;
    /// A token that a person made for their programs.
    ApiTokenId;
    /// A program with credentials of its own.
    OauthClientId;
    /// A mail that went out, or will.
    MailId;
    /// Who says for us who somebody is.
    IdentityProviderId;
    /// A passkey of a person.
    PasskeyId;
}

/// A ticket's number, `CS` and at least seven digits: `CS0047447`. Unique, in creation order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TicketNumber(pub i64);

/// The text is not a ticket number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a ticket number")]
pub struct InvalidTicketNumber;

impl From<ParseIntError> for InvalidTicketNumber {
    fn from(_: ParseIntError) -> Self {
        Self
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CS{:07}", self.0)
    }
}

impl FromStr for TicketNumber {
    type Err = InvalidTicketNumber;

    /// Accepts exactly what `Display` writes; one ticket has one address.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix("CS").ok_or(InvalidTicketNumber)?;
        if digits.len() < 7 || digits.len() > 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidTicketNumber);
        }
        let number = Self(digits.parse()?);
        if number.to_string() == text {
            Ok(number)
        } else {
            Err(InvalidTicketNumber)
        }
    }
}

impl Serialize for TicketNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TicketNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_invalid: InvalidTicketNumber| {
            serde::de::Error::invalid_value(
                serde::de::Unexpected::Str(&text),
                &"a ticket number such as CS0047447",
            )
        })
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for TicketNumber {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^CS[0-9]{7,15}$"))
            .description(Some("`CS` and at least seven digits"))
            .examples([serde_json::json!("CS0047447")])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for TicketNumber {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticket_number_reads_only_what_it_writes() {
        assert_eq!("CS0047447".parse(), Ok(TicketNumber(47_447)));
        assert_eq!(TicketNumber(12_345_678).to_string(), "CS12345678");
        assert_eq!("CS12345678".parse(), Ok(TicketNumber(12_345_678)));
        for bad in [
            "cs0047447",
            "CS47447",
            "CS00047447",
            "CS-000001",
            "CS",
            "",
            "CS００４７４４７",
        ] {
            assert_eq!(
                bad.parse::<TicketNumber>(),
                Err(InvalidTicketNumber),
                "{bad}"
            );
        }
    }
}
