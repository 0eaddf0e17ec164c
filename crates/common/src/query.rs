//! Query strings: known parameters only, every wrong one reported at once.

use std::str::FromStr;

use crate::problem::FieldError;

/// The parameters of a query made by [`query!`](crate::query!).
pub trait Query: Sized {
    /// Reads decoded pairs; on failure every wrong parameter.
    fn from_pairs(pairs: Vec<(String, String)>) -> Result<Self, Vec<FieldError>>;

    /// The pairs that make this query, not yet percent-encoded.
    fn to_pairs(&self) -> Vec<(&'static str, String)>;
}

/// A type that a parameter may have.
pub trait QueryField: Default {
    /// Takes one occurrence of the parameter.
    fn add(&mut self, text: &str) -> Result<(), &'static str>;

    /// The occurrences that make this value.
    fn texts(&self) -> Vec<String>;
}

impl<T: FromStr + ToString> QueryField for Option<T> {
    fn add(&mut self, text: &str) -> Result<(), &'static str> {
        if self.is_some() {
            return Err("repeated");
        }
        match text.parse() {
            Ok(value) => {
                *self = Some(value);
                Ok(())
            }
            Err(_) => Err("invalid_value"),
        }
    }

    fn texts(&self) -> Vec<String> {
        self.iter().map(T::to_string).collect()
    }
}

impl<T: FromStr + ToString> QueryField for Vec<T> {
    fn add(&mut self, text: &str) -> Result<(), &'static str> {
        match text.parse() {
            Ok(value) => {
                self.push(value);
                Ok(())
            }
            Err(_) => Err("invalid_value"),
        }
    }

    fn texts(&self) -> Vec<String> {
        self.iter().map(T::to_string).collect()
    }
}

/// An instant in a query string, RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueryInstant(pub crate::Instant);

impl FromStr for QueryInstant {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A `+` that a client forgot to encode arrives as a space.
        let parsed = chrono::DateTime::parse_from_rfc3339(&text.replace(' ', "+"))?;
        Ok(Self(parsed.to_utc()))
    }
}

impl std::fmt::Display for QueryInstant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
    }
}

/// Declares the parameters of a query; with the feature `openapi` they document themselves.
#[macro_export]
macro_rules! query {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)*
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Default)]
        #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
        #[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::query::Query for $name {
            fn from_pairs(
                pairs: Vec<(String, String)>,
            ) -> Result<Self, Vec<$crate::problem::FieldError>> {
                let mut query = Self::default();
                let mut errors = Vec::new();
                for (name, text) in pairs {
                    let added = match name.as_str() {
                        _ if text.contains('\0') => Err("nul_character"),
                        $(stringify!($field) => {
                            $crate::query::QueryField::add(&mut query.$field, &text)
                        })*
                        _ => Err("unknown_parameter"),
                    };
                    if let Err(code) = added {
                        errors.push($crate::problem::FieldError::parameter(name, code));
                    }
                }
                if errors.is_empty() { Ok(query) } else { Err(errors) }
            }

            fn to_pairs(&self) -> Vec<(&'static str, String)> {
                let mut pairs = Vec::new();
                $(
                    for text in $crate::query::QueryField::texts(&self.$field) {
                        pairs.push((stringify!($field), text));
                    }
                )*
                pairs
            }
        }
    )+};
}
