//! Values in and out of SQL: one trait for binding, one for reading, for every type that a
//! column holds.

use chrono::{DateTime, Utc};
use guichet_common::audit::{ActorKind, AuditAction, AuditTargetKind, ProgramKind};
use guichet_common::calendar::HolidayRegion;
use guichet_common::ids::{
    AccountId, ActivityId, ApiTokenId, AttachmentId, CommentId, ConfigurationItemId, GroupId,
    IdentityProviderId, InboundMailId, MailId, OauthClientId, PasskeyId, PersonId, PublicationId,
    SessionId, TicketNumber, WorkNoteId,
};
use guichet_common::publications::{PublicationKind, PublicationState};
use guichet_common::vocabulary::{
    ActivityKind, Channel, CloseReason, EventKind, Impact, InboundReason, InboundVerdict, Language,
    MailDoor, MailKind, OnHoldReason, PasswordLinkKind, PersonalMailKind, Priority, ResolutionCode,
    Role, SignInMethod, TicketState, Urgency,
};
use sea_orm::{QueryResult, TryGetError, TryGetable, Value};
use uuid::Uuid;

use crate::error::Error;

/// A type that can be bound to a parameter.
pub trait Bind {
    /// The value to bind.
    fn bind(&self) -> Value;
    /// A `NULL` of the type.
    fn null() -> Value;
}

/// A type that can be read from a column.
pub trait Column: Sized {
    /// Reads the column; `None` when it is `NULL`.
    fn read(row: &Row, index: usize) -> Result<Option<Self>, Error>;
}

/// Binds all these values, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::row::Bind::bind(&$value)),*] };
}
pub(crate) use values;

/// A row that a statement gave.
#[derive(Debug)]
pub enum Row {
    /// From the embedded database.
    Sqlite(Box<[Cell]>),
    /// From PostgreSQL.
    Postgres(QueryResult),
}

/// A value of the embedded database.
#[derive(Debug, Clone)]
pub enum Cell {
    /// No value.
    Null,
    /// A number, or whether something is so.
    Integer(i64),
    /// Text.
    Text(Box<str>),
    /// Sixteen bytes, which an id has.
    Id([u8; 16]),
    /// Any other number of bytes.
    Bytes(Box<[u8]>),
}

impl Row {
    /// Reads a column; `None` when it is `NULL`.
    fn read<T: TryGetable>(
        &self,
        index: usize,
        of: impl FnOnce(&Cell) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match self {
            Self::Sqlite(cells) => match cells.get(index) {
                Some(Cell::Null) => Ok(None),
                cell => match cell.and_then(of) {
                    Some(value) => Ok(Some(value)),
                    None => Err(Error::corrupt("type")),
                },
            },
            Self::Postgres(row) => match T::try_get_by_index(row, index) {
                Ok(value) => Ok(Some(value)),
                Err(TryGetError::Null(_)) => Ok(None),
                Err(TryGetError::DbErr(error)) => Err(error.into()),
            },
        }
    }
}

/// Reads the columns of a row one after the other; a struct literal evaluates its fields in the
/// order they are written, so the `SELECT` names them in that order.
pub(crate) struct Reader<'a> {
    row: &'a Row,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(row: &'a Row) -> Self {
        Self { row, at: 0 }
    }

    /// The next column, which is not `NULL`.
    pub(crate) fn get<T: Column>(&mut self) -> Result<T, Error> {
        self.find()?.ok_or_else(|| Error::corrupt("NULL"))
    }

    /// The next column.
    pub(crate) fn find<T: Column>(&mut self) -> Result<Option<T>, Error> {
        let index = self.at;
        self.at += 1;
        T::read(self.row, index)
    }

    /// An id and a name beside it, both there or neither.
    pub(crate) fn reference<I: Column, R>(
        &mut self,
        make: impl FnOnce(I, String) -> R,
    ) -> Result<Option<R>, Error> {
        let (id, name) = (self.find()?, self.find()?);
        Ok(id.zip(name).map(|(id, name)| make(id, name)))
    }
}

macro_rules! plain {
    ($($type:ty => $variant:ident, $cell:pat => $out:expr;)*) => {$(
        impl Bind for $type {
            fn bind(&self) -> Value {
                Value::$variant(Some(self.clone().into()))
            }
            fn null() -> Value {
                Value::$variant(None)
            }
        }
        impl Column for $type {
            fn read(row: &Row, index: usize) -> Result<Option<Self>, Error> {
                row.read(index, |cell| match cell {
                    $cell => Some($out),
                    _ => None,
                })
            }
        }
    )*};
}

plain! {
    i64 => BigInt, Cell::Integer(n) => *n;
    bool => Bool, Cell::Integer(n) => *n != 0;
    String => String, Cell::Text(text) => text.to_string();
    Uuid => Uuid, Cell::Id(id) => Uuid::from_bytes(*id);
}

impl Bind for Vec<u8> {
    fn bind(&self) -> Value {
        Value::Bytes(Some(self.clone()))
    }
    fn null() -> Value {
        Value::Bytes(None)
    }
}

impl Column for Vec<u8> {
    fn read(row: &Row, index: usize) -> Result<Option<Self>, Error> {
        row.read(index, |cell| match cell {
            Cell::Id(bytes) => Some(bytes.to_vec()),
            Cell::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        })
    }
}

impl Bind for str {
    fn bind(&self) -> Value {
        Value::String(Some(self.to_owned()))
    }
    fn null() -> Value {
        Value::String(None)
    }
}

impl<T: Bind> Bind for Option<T> {
    fn bind(&self) -> Value {
        self.as_ref().map_or_else(T::null, Bind::bind)
    }
    fn null() -> Value {
        T::null()
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    fn bind(&self) -> Value {
        (**self).bind()
    }
    fn null() -> Value {
        T::null()
    }
}

/// Types that are kept as another one.
macro_rules! kept_as {
    ($($type:ty as $kept:ty, $what:literal: |$value:ident| $out:expr, |$read:ident| $back:expr;)*) => {$(
        impl Bind for $type {
            fn bind(&self) -> Value {
                let $value = self;
                <$kept as Bind>::bind(&$out)
            }
            fn null() -> Value {
                <$kept as Bind>::null()
            }
        }
        impl Column for $type {
            fn read(row: &Row, index: usize) -> Result<Option<Self>, Error> {
                let Some($read) = <$kept as Column>::read(row, index)? else {
                    return Ok(None);
                };
                let value: Option<Self> = $back;
                value.map(Some).ok_or_else(|| Error::corrupt($what))
            }
        }
    )*};
}

macro_rules! kept_as_uuid {
    ($($type:ident),*) => {
        kept_as! { $($type as Uuid, "id": |id| id.0, |id| Some($type(id));)* }
    };
}

macro_rules! kept_as_word {
    ($($type:ident),*) => {
        kept_as! {
            $($type as String, "word": |word| word.as_str().to_owned(), |text| text.parse().ok();)*
        }
    };
}

macro_rules! kept_as_level {
    ($($type:ident),*) => {
        kept_as! {
            $($type as i64, "level": |level| i64::from(level.level()), |n| $type::from_level(n);)*
        }
    };
}

kept_as_uuid!(
    AccountId,
    PersonId,
    GroupId,
    ConfigurationItemId,
    AttachmentId,
    CommentId,
    WorkNoteId,
    ActivityId,
    SessionId,
    PublicationId,
    InboundMailId,
    MailId,
    IdentityProviderId,
    PasskeyId,
    ApiTokenId,
    OauthClientId
);
kept_as_word!(
    OnHoldReason,
    CloseReason,
    ResolutionCode,
    Channel,
    Role,
    ActivityKind,
    Language,
    MailKind,
    EventKind,
    MailDoor,
    InboundVerdict,
    InboundReason,
    HolidayRegion,
    AuditAction,
    ActorKind,
    ProgramKind,
    AuditTargetKind,
    SignInMethod,
    PasswordLinkKind,
    PersonalMailKind,
    PublicationKind,
    PublicationState
);
kept_as_level!(Impact, Urgency, Priority);
kept_as! {
    TicketNumber as i64, "number": |number| number.0, |number| Some(TicketNumber(number));
    // The position in the life cycle, so that sorting by state is sorting by number.
    TicketState as i64, "state":
        |state| TicketState::ALL
            .iter()
            .position(|other| other == state)
            .and_then(|position| i64::try_from(position).ok())
            .unwrap_or_default(),
        |position| usize::try_from(position)
            .ok()
            .and_then(|position| TicketState::ALL.get(position).copied());
    // Microseconds since 1970: the same type, order and arithmetic on both databases.
    DateTime<Utc> as i64, "instant":
        |at| at.timestamp_micros(), |micros| DateTime::from_timestamp_micros(micros);
    u64 as i64, "size": |n| i64::try_from(*n).unwrap_or(i64::MAX), |n| u64::try_from(n).ok();
    u16 as i64, "number": |n| i64::from(*n), |n| u16::try_from(n).ok();
    u32 as i64, "count": |n| i64::from(*n), |n| u32::try_from(n).ok();
    u8 as i64, "rating": |n| i64::from(*n), |n| u8::try_from(n).ok();
    serde_json::Value as String, "JSON":
        |json| json.to_string(), |text| serde_json::from_str(&text).ok();
}
