//! Request bodies: read as JSON first, then field by field, so that the caller learns of **all**
//! wrong fields at once.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::problem::FieldError;
use crate::{calendar, ids, password, publications, vocabulary};

mod parts;
pub use parts::{OptionalPart, Part, Parts};

/// A request body made by [`request!`](crate::request).
pub trait Request: Sized {
    /// What holds of its fields whatever their types say.
    #[must_use]
    fn rules() -> &'static [Rules] {
        &[]
    }

    /// Reads the body's fields; on failure every field error, in the order of the fields.
    fn from_fields(fields: Map<String, Value>) -> Result<Self, Vec<FieldError>>;

    /// Reads a whole JSON body.
    fn from_json(body: Value) -> Result<Self, Vec<FieldError>> {
        match body {
            Value::Object(fields) => Self::from_fields(fields),
            _ => Err(vec![FieldError::at("", "wrong_type")]),
        }
    }
}

/// A type that a field of a request may have.
pub trait Field: Sized {
    /// The value when the field is not there; `None` makes the field required.
    fn absent() -> Option<Self>;

    /// Reads a value that is there.
    fn read(value: Value) -> Result<Self, &'static str>;

    /// Reads the value of the field with this pointer, and tells all that is wrong with it.
    fn read_at(value: Value, pointer: &str, errors: &mut Vec<FieldError>) -> Option<Self> {
        Self::read(value)
            .map_err(|code| errors.push(FieldError::at(pointer, code)))
            .ok()
    }

    /// Whether a client leaves the field out when it sends the request.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Takes one field out of the body; used by the macro.
pub fn take<T: Field>(
    fields: &mut Map<String, Value>,
    name: &str,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    let Some(value) = fields.remove(name) else {
        let absent = T::absent();
        if absent.is_none() {
            errors.push(FieldError::at(pointer(name), "required"));
        }
        return absent;
    };
    if contains_nul(&value) {
        errors.push(FieldError::at(pointer(name), "nul_character"));
        return None;
    }
    T::read_at(value, &pointer(name), errors)
}

/// The JSON pointer of a top-level field (RFC 6901 escapes `~` and `/`).
#[must_use]
pub fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Rules on the fields of a body that hold whatever its types say: they see the body before it is
/// read, so that a broken rule and a wrong type are reported together.
#[derive(Debug)]
pub struct Checks<'a> {
    fields: &'a Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Checks<'_> {
    /// A text of one line, of so many characters at most; not blank where it is there.
    pub fn line(&mut self, name: &str, max: usize) {
        let Some(Value::String(text)) = self.fields.get(name) else {
            return;
        };
        let length = text
            .split_whitespace()
            .map(|word| word.chars().count() + 1)
            .sum::<usize>();
        if length == 0 {
            self.errors.push(FieldError::at(pointer(name), "required"));
        } else if length - 1 > max {
            self.errors
                .push(FieldError::at(pointer(name), "too_long").with("max", max));
        }
    }

    /// A whole number from `min` to `max`; gives it where it is one.
    pub fn number(&mut self, name: &str, min: i64, max: i64) -> Option<i64> {
        let value = self.fields.get(name).filter(|value| value.is_number())?;
        let number = value
            .as_i64()
            .or_else(|| value.is_u64().then_some(i64::MAX))?;
        if (min..=max).contains(&number) {
            return Some(number);
        }
        let error = FieldError::at(pointer(name), "out_of_range");
        self.errors.push(error.with("min", min).with("max", max));
        None
    }

    /// A field that must be there and not be `null`.
    pub fn required(&mut self, name: &str) {
        if self.fields.get(name).is_none_or(Value::is_null) {
            self.errors.push(FieldError::at(pointer(name), "required"));
        }
    }

    /// A text given as exactly one of `<name>_html` and `<name>_text`, or as none unless it is
    /// required.
    pub fn rich_text(&mut self, name: &str, required: bool) {
        let given = |suffix: &str| {
            self.fields
                .get(&format!("{name}_{suffix}"))
                .is_some_and(|value| !value.is_null())
        };
        let error = match (given("html"), given("text")) {
            (true, true) => FieldError::at(format!("/{name}_text"), "exactly_one_of"),
            (false, false) if required => FieldError::at(format!("/{name}_html"), "required"),
            _ => return,
        };
        self.errors.push(error);
    }
}

/// What [`request!`](crate::request) calls to check a body.
pub type Rules = fn(&mut Checks<'_>);

/// Runs the rules of a body; used by the macro.
#[must_use]
pub fn check(fields: &Map<String, Value>, rules: &[Rules]) -> Vec<FieldError> {
    let mut checks = Checks {
        fields,
        errors: Vec::new(),
    };
    for rule in rules {
        rule(&mut checks);
    }
    checks.errors
}

/// The rules that a body of the right types breaks; for use cases.
#[must_use]
pub fn broken_rules<T: Request + Serialize>(body: &T) -> Vec<FieldError> {
    match serde_json::to_value(body) {
        Ok(Value::Object(fields)) => check(&fields, T::rules()),
        _ => Vec::new(),
    }
}

/// Adds the broken rules of those fields that nothing else is wrong with; used by the macro. A
/// body of the right types goes on to the use case, which checks all of it.
pub fn add_rules_broken(broken: Vec<FieldError>, errors: &mut Vec<FieldError>) {
    if errors.is_empty() {
        return;
    }
    for error in broken {
        if errors.iter().all(|known| known.pointer != error.pointer) {
            errors.push(error);
        }
    }
}

fn contains_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(contains_nul),
        Value::Object(fields) => fields
            .iter()
            .any(|(k, v)| k.contains('\0') || contains_nul(v)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Reads by serde, and sorts its complaint: a wrong JSON type, or a value that is not allowed.
fn read_by_serde<T: DeserializeOwned>(value: Value) -> Result<T, &'static str> {
    serde_json::from_value(value).map_err(|error| {
        let text = error.to_string();
        if text.starts_with("invalid type") {
            "wrong_type"
        } else if text.starts_with("UUID parsing failed") || text.contains("a ticket number") {
            "invalid_format"
        } else {
            "invalid_value"
        }
    })
}

macro_rules! required_fields {
    ($($type:ty),* $(,)?) => {$(
        impl Field for $type {
            fn absent() -> Option<Self> {
                None
            }

            fn read(value: Value) -> Result<Self, &'static str> {
                read_by_serde(value)
            }
        }
    )*};
}

required_fields!(
    String,
    bool,
    u8,
    u16,
    chrono::NaiveDate,
    calendar::DayKind,
    calendar::HolidayRegion,
    ids::PersonId,
    ids::AccountId,
    ids::GroupId,
    vocabulary::Impact,
    vocabulary::Urgency,
    vocabulary::OnHoldReason,
    vocabulary::ResolutionCode,
    password::PasswordProfile,
    vocabulary::SecondFactorDuty,
    vocabulary::Language,
    publications::PublicationKind,
    Map<String, Value>,
);

impl<T: DeserializeOwned> Field for Option<T> {
    fn absent() -> Option<Self> {
        Some(None)
    }

    fn read(value: Value) -> Result<Self, &'static str> {
        read_by_serde(value)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: DeserializeOwned> Field for Vec<T> {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn read(value: Value) -> Result<Self, &'static str> {
        read_by_serde(value)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// A field of a `PATCH` body: left alone, cleared by `null`, or set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Absent: the field stays as it is.
    #[default]
    Keep,
    /// `null`: the field becomes empty.
    Clear,
    /// The field's new value.
    Set(T),
}

impl<T> Patch<T> {
    /// What the field becomes; the outer `None` means unchanged.
    pub fn into_change(self) -> Option<Option<T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }
}

impl<T: DeserializeOwned> Field for Patch<T> {
    fn absent() -> Option<Self> {
        Some(Self::Keep)
    }

    fn read(value: Value) -> Result<Self, &'static str> {
        Ok(read_by_serde::<Option<T>>(value)?.map_or(Self::Clear, Self::Set))
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

/// Declares a request body: a struct that serialises for clients, has an OpenAPI schema that
/// refuses unknown fields, and implements [`Request`].
///
/// A field of type `T` is required; `Option<T>`, `Vec<T>` and [`Patch<T>`] may be left out. After
/// the struct, `rules path;` names a function that checks what the types do not say; see
/// [`Checks`].
#[macro_export]
macro_rules! request {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)*
        }
        $(rules $rules:path;)?
    )+) => {$(
        $(#[$meta])*
        // The schema is made from serde's attributes; what comes in is read by `Request` alone.
        #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        // Not derived: leaving fields out by an attribute would make all of them optional in the
        // schema.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let map = serializer.serialize_map(None)?;
                $(
                    let mut map = map;
                    if !$crate::fields::Field::is_absent(&self.$field) {
                        let name = stringify!($field);
                        serde::ser::SerializeMap::serialize_entry(&mut map, name, &self.$field)?;
                    }
                )*
                serde::ser::SerializeMap::end(map)
            }
        }

        impl $crate::fields::Request for $name {
            fn rules() -> &'static [$crate::fields::Rules] {
                &[$($rules)?]
            }

            fn from_fields(
                mut fields: serde_json::Map<String, serde_json::Value>,
            ) -> Result<Self, Vec<$crate::problem::FieldError>> {
                let mut errors = Vec::new();
                let broken = $crate::fields::check(&fields, Self::rules());
                $(
                    let $field = $crate::fields::take::<$type>(
                        &mut fields,
                        stringify!($field),
                        &mut errors,
                    );
                )*
                for (name, _) in std::mem::take(&mut fields) {
                    errors.push($crate::problem::FieldError::at(
                        $crate::fields::pointer(&name),
                        "unknown_field",
                    ));
                }
                $crate::fields::add_rules_broken(broken, &mut errors);
                if errors.is_empty()
                    && let ($(Some($field),)*) = ($($field,)*)
                {
                    return Ok(Self { $($field,)* });
                }
                Err(errors)
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::{Patch, Request};
    use crate::vocabulary::Impact;
    use serde_json::json;

    request! {
        /// A body for the tests.
        pub struct Sample {
            /// Required.
            pub subject: String,
            /// Required.
            pub impact: Impact,
            /// Optional.
            pub note: Option<String>,
            /// May be cleared.
            #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
            pub group: Patch<String>,
        }
    }

    #[test]
    fn every_wrong_field_is_reported_at_once() {
        let errors = Sample::from_json(json!({
            "impact": 9, "note": 5, "group": "a\u{0}b", "sujet": "x"
        }))
        .expect_err("refused");
        let found: Vec<_> = errors
            .iter()
            .map(|e| (e.pointer.clone().unwrap_or_default(), e.code.clone()))
            .collect();
        let expected = [
            ("/subject", "required"),
            ("/impact", "invalid_value"),
            ("/note", "wrong_type"),
            ("/group", "nul_character"),
            ("/sujet", "unknown_field"),
        ];
        assert_eq!(found, expected.map(|(p, c)| (p.to_owned(), c.to_owned())));
    }

    #[test]
    fn patch_tells_absent_from_null() {
        let read = |body| Sample::from_json(body).map(|s| s.group);
        let base = json!({"subject": "s", "impact": 1});
        assert_eq!(read(base.clone()), Ok(Patch::Keep));
        let mut cleared = base;
        cleared["group"] = json!(null);
        assert_eq!(read(cleared), Ok(Patch::Clear));
    }

    #[test]
    fn absent_fields_are_not_sent() {
        let body = Sample {
            subject: "s".into(),
            impact: Impact::AllUsers,
            note: None,
            group: Patch::Keep,
        };
        assert_eq!(
            serde_json::to_value(body).ok(),
            Some(json!({"subject": "s", "impact": 1}))
        );
    }
}
