//! Puts arguments into patterns.

use guichet_common::vocabulary::Language;

use crate::{key::Key, number::push_number};

/// A text in all languages, as the build script lays it down.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The French text.
    pub fr: Pattern,
    /// The English text.
    pub en: Pattern,
}

/// A text in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pattern {
    /// Nothing to put in.
    Text(&'static str),
    /// Pieces, some of them chosen or filled by arguments.
    Parts(&'static [Part]),
}

/// One piece of a [`Pattern`].
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// Printed as it is.
    Text(&'static str),
    /// Replaced by the argument of that name.
    Variable(&'static str),
    /// The argument, the texts by key, and the index of the default.
    Select(&'static str, &'static [(&'static str, Pattern)], usize),
}

/// An argument of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Printed as it is; chooses the variant of the same word.
    Text(&'a str),
    /// Printed with the language's grouping; chooses the variant of the same number, else of the
    /// plural category.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

macro_rules! value_from {
    ($($integer:ty),+) => {$(
        impl From<$integer> for Value<'_> {
            fn from(number: $integer) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )+};
}

value_from!(u8, u16, i32, u32, i64, u64, usize);

/// A text without arguments. Of a text that wants some, the part before the first of them;
/// [`crate::t!`] makes that impossible for literal keys.
#[must_use]
pub fn text(language: Language, key: Key) -> &'static str {
    match pattern(language, key) {
        Pattern::Text(text) => text,
        Pattern::Parts([Part::Text(text), ..]) => text,
        Pattern::Parts(_) => "",
    }
}

/// A text with its arguments. An argument that is not given shows as `{$name}`: visible, and
/// never a reason to fail.
#[must_use]
pub fn format(language: Language, key: Key, arguments: &[(&str, Value<'_>)]) -> String {
    let mut into = String::new();
    push_pattern(&mut into, language, pattern(language, key), arguments);
    into
}

fn pattern(language: Language, key: Key) -> Pattern {
    match language {
        Language::Fr => key.0.fr,
        Language::En => key.0.en,
    }
}

fn push_pattern(
    into: &mut String,
    language: Language,
    pattern: Pattern,
    arguments: &[(&str, Value<'_>)],
) {
    let parts = match pattern {
        Pattern::Text(text) => return into.push_str(text),
        Pattern::Parts(parts) => parts,
    };
    for part in parts {
        match part {
            Part::Text(text) => into.push_str(text),
            Part::Variable(name) => match argument(arguments, name) {
                Some(Value::Text(text)) => into.push_str(text),
                Some(Value::Number(number)) => push_number(into, language, number),
                None => into.extend(["{$", name, "}"]),
            },
            Part::Select(name, variants, default) => {
                let chosen = argument(arguments, name)
                    .and_then(|value| choose(language, variants, value))
                    .or_else(|| variants.get(*default).map(|(_, text)| *text));
                if let Some(chosen) = chosen {
                    push_pattern(into, language, chosen, arguments);
                }
            }
        }
    }
}

fn argument<'a>(arguments: &[(&str, Value<'a>)], name: &str) -> Option<Value<'a>> {
    arguments
        .iter()
        .find(|(candidate, _)| *candidate == name)
        .map(|(_, value)| *value)
}

fn choose(
    language: Language,
    variants: &[(&'static str, Pattern)],
    value: Value<'_>,
) -> Option<Pattern> {
    let named = |key: &str| {
        variants
            .iter()
            .find(|(candidate, _)| *candidate == key)
            .map(|(_, text)| *text)
    };
    match value {
        Value::Text(word) => named(word),
        Value::Number(number) => {
            named(&number.to_string()).or_else(|| named(plural_category(language, number)))
        }
    }
}

/// CLDR's cardinal categories of whole numbers, as far as these two languages tell them apart.
fn plural_category(language: Language, number: i64) -> &'static str {
    let one = match language {
        Language::Fr => matches!(number, -1..=1),
        Language::En => matches!(number, -1 | 1),
    };
    if one { "one" } else { "other" }
}
