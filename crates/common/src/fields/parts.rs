//! Objects within a body: each is read field by field as the body is, with pointers that lead into
//! it, and with its rules.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Field, Request, check};
use crate::problem::FieldError;

/// An object that must be there. In the schema it is `T`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Part<T>(pub T);

/// An object, or `null`, which is the same as nothing. In the schema it is `Option<T>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OptionalPart<T>(pub Option<T>);

/// A list of objects that must be there, if only empty. In the schema it is `Vec<T>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parts<T>(pub Vec<T>);

/// Reads one object. Its rules hold here: what is within a body is not checked again by the use case.
fn read_object<T: Request>(value: Value, pointer: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    let Value::Object(fields) = value else {
        errors.push(FieldError::at(pointer, "wrong_type"));
        return None;
    };
    let mut found = check(&fields, T::rules());
    let object = match T::from_fields(fields) {
        Ok(object) => Some(object),
        Err(wrong) => {
            for error in wrong {
                // A number out of range may be out of its type's range as well.
                if found.iter().all(|known| known.pointer != error.pointer) {
                    found.push(error);
                }
            }
            None
        }
    };
    let right = found.is_empty();
    errors.extend(found.into_iter().map(|error| FieldError {
        pointer: error.pointer.map(|within| format!("{pointer}{within}")),
        ..error
    }));
    object.filter(|_| right)
}

impl<T: Request> Field for Part<T> {
    fn absent() -> Option<Self> {
        None
    }

    fn read(value: Value) -> Result<Self, &'static str> {
        read_object(value, "", &mut Vec::new())
            .map(Self)
            .ok_or("invalid_value")
    }

    fn read_at(value: Value, pointer: &str, errors: &mut Vec<FieldError>) -> Option<Self> {
        read_object(value, pointer, errors).map(Self)
    }
}

impl<T: Request> Field for OptionalPart<T> {
    fn absent() -> Option<Self> {
        Some(Self(None))
    }

    fn read(value: Value) -> Result<Self, &'static str> {
        Self::read_at(value, "", &mut Vec::new()).ok_or("invalid_value")
    }

    fn read_at(value: Value, pointer: &str, errors: &mut Vec<FieldError>) -> Option<Self> {
        if value.is_null() {
            return Self::absent();
        }
        read_object(value, pointer, errors).map(|object| Self(Some(object)))
    }

    fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: Request> Field for Parts<T> {
    fn absent() -> Option<Self> {
        None
    }

    fn read(value: Value) -> Result<Self, &'static str> {
        Self::read_at(value, "", &mut Vec::new()).ok_or("invalid_value")
    }

    fn read_at(value: Value, pointer: &str, errors: &mut Vec<FieldError>) -> Option<Self> {
        let Value::Array(items) = value else {
            errors.push(FieldError::at(pointer, "wrong_type"));
            return None;
        };
        let read: Vec<Option<T>> = items
            .into_iter()
            .enumerate()
            .map(|(index, item)| read_object(item, &format!("{pointer}/{index}"), errors))
            .collect();
        read.into_iter().collect::<Option<_>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{OptionalPart, Part, Parts};
    use crate::fields::{Checks, Request};
    use crate::request;

    request! {
        /// An object for the tests.
        pub struct Days {
            /// Required.
            pub days: u8,
            /// Optional.
            pub name: Option<String>,
        }
        rules days_rules;

        /// A body for the tests.
        pub struct Sample {
            /// Required.
            #[cfg_attr(feature = "openapi", schema(value_type = Days))]
            pub one: Part<Days>,
            /// Optional.
            #[cfg_attr(feature = "openapi", schema(value_type = Option<Days>))]
            pub perhaps: OptionalPart<Days>,
            /// Any number.
            #[cfg_attr(feature = "openapi", schema(value_type = Vec<Days>))]
            pub many: Parts<Days>,
        }
    }

    fn days_rules(checks: &mut Checks<'_>) {
        if checks.number("days", 0, 60) == Some(0) {
            checks.required("name");
        }
    }

    fn wrong(body: serde_json::Value) -> Vec<String> {
        Sample::from_json(body)
            .expect_err("refused")
            .into_iter()
            .map(|error| format!("{} {}", error.pointer.unwrap_or_default(), error.code))
            .collect()
    }

    #[test]
    fn what_is_wrong_within_has_its_own_pointer() {
        let body = json!({
            "one": {"days": 300, "nom": 1},
            "perhaps": {"days": 0},
            "many": [{"days": 1}, {"days": "1"}, 3],
            "more": {},
        });
        let expected = [
            "/one/days out_of_range",
            "/one/nom unknown_field",
            "/perhaps/name required",
            "/many/1/days wrong_type",
            "/many/2 wrong_type",
            "/more unknown_field",
        ];
        assert_eq!(wrong(body), expected);
        assert_eq!(wrong(json!({})), ["/one required", "/many required"]);
        let body = json!({"one": null, "perhaps": [], "many": {}});
        let expected = ["/one wrong_type", "/perhaps wrong_type", "/many wrong_type"];
        assert_eq!(wrong(body), expected);
        for days in [json!(-1), json!(61), json!(u64::MAX)] {
            assert_eq!(
                wrong(json!({"one": {"days": days}, "many": []})),
                ["/one/days out_of_range"]
            );
        }
        assert_eq!(
            wrong(json!({"one": {"days": 2.5}, "many": []})),
            ["/one/days wrong_type"]
        );
    }

    #[test]
    fn what_is_right_is_read() {
        let body = json!({"one": {"days": 3}, "perhaps": null, "many": [{"days": 0, "name": "x"}]});
        let sample = Sample::from_json(body).expect("read");
        assert_eq!(sample.one.0.days, 3);
        assert_eq!(sample.perhaps, OptionalPart(None));
        assert_eq!(sample.many.0.len(), 1);
    }
}
