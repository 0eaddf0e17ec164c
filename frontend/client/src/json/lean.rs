//! The browser's half of [`super`].

use std::fmt;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer as _, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::error::Error;

pub(super) fn parse(body: &[u8]) -> Result<Value, Error> {
    Ok(serde_json::from_slice(body)?)
}

/// Reads a value.
pub(super) fn lean<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    Ok(T::deserialize(Lean(value))?)
}

/// Says only that something is not as it should be. Each method is overridden, so that nothing of
/// what serde would write about it is compiled.
#[derive(Debug)]
struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not as it should be")
    }
}

impl std::error::Error for Unreadable {}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::Decode(unreadable.to_string())
    }
}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

struct Lean(Value);

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.deserialize_f64(visitor)
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            match self.0 {
                Value::String(text) => visitor.visit_string(text),
                _ => Err(Unreadable),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Lean {
    type Error = Unreadable;

    /// Only for what may be anything: a [`Value`] of its own.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::Number(number) = &self.0 else {
            return Err(Unreadable);
        };
        if let Some(whole) = number.as_u64() {
            visitor.visit_u64(whole)
        } else if let Some(whole) = number.as_i64() {
            visitor.visit_i64(whole)
        } else {
            visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32
    }

    texts! { deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() {
            visitor.visit_unit()
        } else {
            Err(Unreadable)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    /// Words only: the API has no variants with content.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(word.into_deserializer()),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit_struct tuple tuple_struct
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.0
            .next()
            .map(|value| seed.deserialize(Lean(value)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Fields {
    rest: serde_json::map::IntoIter,
    value: Value,
}

impl Fields {
    fn new(fields: Map<String, Value>) -> Self {
        Self {
            rest: fields.into_iter(),
            value: Value::Null,
        }
    }
}

impl<'de> de::MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unreadable> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(Lean(Value::String(key))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Unreadable> {
        seed.deserialize(Lean(self.value.take()))
    }
}

#[cfg(test)]
mod tests {
    use guichet_common::Page;
    use guichet_common::me::Draft;
    use guichet_common::tickets::TicketSummary;
    use serde_json::{Value, json};

    use super::{lean, parse};
    use crate::error::Error;
    use serde::de::DeserializeOwned;

    fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
        lean(parse(body)?)
    }

    fn ticket() -> Value {
        json!({
            "number": "CS0047447", "subject": "VPN", "description_excerpt": "…",
            "state": "on_hold", "on_hold_reason": "awaiting_customer",
            "impact": 2, "urgency": 1, "priority": 2,
            "account": {"id": "00000000-0000-7000-8000-000000000001", "name": "Lacaze"},
            "contact": {"id": "00000000-0000-7000-8000-000000000002", "name": "Claire"},
            "assignment_group": null, "assigned_to": null,
            "created_at": "2026-11-24T07:00:00Z", "updated_at": "2026-11-24T08:00:00.5Z"
        })
    }

    #[test]
    fn pages_of_tickets_are_read_as_serde_json_reads_them() {
        let body = json!({
            "items": [ticket()], "next_cursor": null, "total": 1, "total_is_exact": true,
            "a_field_of_a_newer_server": {"x": [1]}
        })
        .to_string();
        let page: Page<TicketSummary> = read(body.as_bytes()).expect("a page");
        assert_eq!(page, serde_json::from_str(&body).expect("the same page"));
    }

    #[test]
    fn free_content_keeps_all_kinds_of_values() {
        let body = json!({
            "content": {"a": [1, -2, 0.5, true, null, "é"], "b": {"c": {}}},
            "updated_at": "2026-11-24T07:00:00Z"
        })
        .to_string();
        let draft: Draft = read(body.as_bytes()).expect("a draft");
        assert_eq!(draft, serde_json::from_str(&body).expect("the same draft"));
    }

    #[test]
    fn wrong_kinds_are_refused() {
        let mut wrong = ticket();
        for (field, value) in [
            ("state", json!(3)),
            ("impact", json!("2")),
            ("account", json!([])),
        ] {
            let right = wrong[field].take();
            wrong[field] = value;
            assert!(
                read::<TicketSummary>(wrong.to_string().as_bytes()).is_err(),
                "{field}"
            );
            wrong[field] = right;
        }
        assert!(read::<TicketSummary>(b"[1").is_err());
    }
}
