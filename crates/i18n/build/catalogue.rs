//! Reads Fluent files into patterns with all references resolved, and compares languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
    unicode::unescape_unicode_to_string,
};

/// One piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Printed as it is.
    Text(String),
    /// Replaced by the argument of that name.
    Variable(String),
    /// One of several texts, chosen by an argument.
    Select {
        /// The argument that chooses.
        variable: String,
        /// Key (a number, a plural category or a word) and its text.
        variants: Vec<(String, Vec<Part>)>,
        /// Index of the variant taken when no key fits.
        default: usize,
    },
}

/// All texts of one language by key, in byte order (the tables are searched by bisection).
pub type Catalogue = BTreeMap<String, Vec<Part>>;

/// References nest at most this deep; more is a cycle.
const MAX_DEPTH: usize = 8;

type Sources = BTreeMap<String, Pattern<String>>;

/// Reads every `.ftl` file of a language.
///
/// # Errors
/// Names the file and what is wrong with it: unreadable, bad syntax, a key used twice, a feature
/// of Fluent that the runtime does not have.
pub fn read_folder(folder: &Path) -> Result<Catalogue, String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry
            .map_err(|e| format!("{}: {e}", folder.display()))?
            .path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        files.push((path.display().to_string(), text));
    }
    parse(&files)
}

/// Parses the files of a language, given as name and content.
///
/// # Errors
/// As [`read_folder`].
pub fn parse(files: &[(String, String)]) -> Result<Catalogue, String> {
    let mut sources = Sources::new();
    let mut messages = Vec::new();
    for (file, text) in files {
        let resource = parser::parse(text.clone())
            .map_err(|(_, errors)| format!("{file}: {}", describe(text, &errors)))?;
        for entry in resource.body {
            let (id, value, attributes) = match entry {
                Entry::Message(message) => {
                    let value = message
                        .value
                        .ok_or_else(|| format!("{file}: {} has no text", message.id.name))?;
                    messages.push(message.id.name.clone());
                    (message.id.name, value, message.attributes)
                }
                Entry::Term(term) => (format!("-{}", term.id.name), term.value, term.attributes),
                _ => continue,
            };
            if !attributes.is_empty() {
                return Err(format!("{file}: {id}: attributes are not supported"));
            }
            if sources.insert(id.clone(), value).is_some() {
                return Err(format!("{file}: {id} is there twice"));
            }
        }
    }
    messages
        .into_iter()
        .map(|id| {
            let parts = resolve(&id, &sources, 0).map_err(|e| format!("{id}: {e}"))?;
            Ok((id, parts))
        })
        .collect()
}

fn describe(text: &str, errors: &[parser::ParserError]) -> String {
    errors
        .iter()
        .map(|error| {
            let before = text.get(..error.pos.start).unwrap_or(text);
            format!("line {}: {}", before.matches('\n').count() + 1, error.kind)
        })
        .collect::<Vec<_>>()
        .join("; ")
}

fn resolve(id: &str, sources: &Sources, depth: usize) -> Result<Vec<Part>, String> {
    if depth > MAX_DEPTH {
        return Err("refers to itself".to_owned());
    }
    let pattern = sources
        .get(id)
        .ok_or_else(|| format!("refers to {id}, which is missing"))?;
    parts(pattern, sources, depth)
}

fn parts(pattern: &Pattern<String>, sources: &Sources, depth: usize) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => push_text(&mut parts, value),
            PatternElement::Placeable { expression } => {
                push_expression(&mut parts, expression, sources, depth)?;
            }
        }
    }
    Ok(parts)
}

/// Neighbouring texts become one, so that a text without variables is a single part.
fn push_text(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Text(last)) = parts.last_mut() {
        last.push_str(text);
    } else {
        parts.push(Part::Text(text.to_owned()));
    }
}

fn push_expression(
    into: &mut Vec<Part>,
    expression: &Expression<String>,
    sources: &Sources,
    depth: usize,
) -> Result<(), String> {
    match expression {
        Expression::Select { selector, variants } => {
            let InlineExpression::VariableReference { id } = selector else {
                return Err("only a variable can choose between texts".to_owned());
            };
            into.push(select(&id.name, variants, sources, depth)?);
        }
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            push_text(into, &unescape_unicode_to_string(value));
        }
        Expression::Inline(InlineExpression::NumberLiteral { value }) => push_text(into, value),
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            into.push(Part::Variable(id.name.clone()));
        }
        Expression::Inline(InlineExpression::MessageReference {
            id,
            attribute: None,
        }) => {
            extend(into, resolve(&id.name, sources, depth + 1)?);
        }
        Expression::Inline(InlineExpression::TermReference {
            id,
            attribute: None,
            arguments: None,
        }) => extend(into, resolve(&format!("-{}", id.name), sources, depth + 1)?),
        Expression::Inline(InlineExpression::Placeable { expression }) => {
            push_expression(into, expression, sources, depth)?;
        }
        Expression::Inline(_) => {
            return Err(
                "functions, attributes and arguments of terms are not supported".to_owned(),
            );
        }
    }
    Ok(())
}

fn extend(into: &mut Vec<Part>, parts: Vec<Part>) {
    for part in parts {
        match part {
            Part::Text(text) => push_text(into, &text),
            other => into.push(other),
        }
    }
}

fn select(
    variable: &str,
    variants: &[Variant<String>],
    sources: &Sources,
    depth: usize,
) -> Result<Part, String> {
    let mut texts = Vec::new();
    let mut default = 0;
    for (index, variant) in variants.iter().enumerate() {
        let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) =
            &variant.key;
        if variant.default {
            default = index;
        }
        texts.push((key.clone(), parts(&variant.value, sources, depth)?));
    }
    Ok(Part::Select {
        variable: variable.to_owned(),
        variants: texts,
        default,
    })
}

/// The names of all variables that a text uses, in byte order.
pub fn variables(parts: &[Part]) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Variable(name) => {
                names.insert(name.as_str());
            }
            Part::Select {
                variable, variants, ..
            } => {
                names.insert(variable.as_str());
                for (_, text) in variants {
                    names.extend(variables(text));
                }
            }
        }
    }
    names
}

/// What keeps two languages from being interchangeable, one sentence each.
pub fn differences(french: &Catalogue, english: &Catalogue) -> Vec<String> {
    let mut found = Vec::new();
    for (key, text) in french {
        match english.get(key) {
            None => found.push(format!("{key} is missing in en")),
            Some(other) if variables(text) != variables(other) => found.push(format!(
                "{key} uses {:?} in fr, but {:?} in en",
                variables(text),
                variables(other)
            )),
            Some(_) => {}
        }
    }
    for key in english.keys() {
        if !french.contains_key(key) {
            found.push(format!("{key} is missing in fr"));
        }
    }
    found
}
