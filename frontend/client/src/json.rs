//! Reading the JSON of answers with little code.
//!
//! serde's derived code reads a structure from an object and, again, from an array; with
//! `serde_json`'s own deserializer both copies of it end up in the portal for every type of the
//! API. Here the text becomes a [`Value`] first (one copy of that code), and [`Lean`] then
//! reads objects only, so that the compiler drops the other half: some 60 kB of WebAssembly.

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer as _, Unexpected,
    Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

/// Reads JSON text.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    read_value(parse(body)?)
}

/// Reads what a JSON value stands for.
pub fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Lean(value))
}

fn parse(body: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(body)
}

struct Lean(Value);

impl Lean {
    fn unexpected(&self, expected: &dyn de::Expected) -> Error {
        let found = match &self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("a number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        de::Error::invalid_type(found, expected)
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.deserialize_f64(visitor)
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0 {
                Value::String(text) => visitor.visit_string(text),
                _ => Err(self.unexpected(&visitor)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Lean {
    type Error = Error;

    /// Only for what may be anything: a [`Value`] of its own.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Number(number) = &self.0 else {
            return Err(self.unexpected(&visitor));
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

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() {
            visitor.visit_unit()
        } else {
            Err(self.unexpected(&visitor))
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    /// Words only: the API has no variants with content.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(word.into_deserializer()),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit_struct tuple tuple_struct
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
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
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(Lean(Value::String(key))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Lean(self.value.take()))
    }
}

#[cfg(test)]
mod tests {
    use guichet_common::Page;
    use guichet_common::me::Draft;
    use guichet_common::tickets::TicketSummary;
    use serde_json::json;

    use super::*;

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
