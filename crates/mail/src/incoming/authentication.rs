//! `Authentication-Results` (RFC 8601).

use super::headers::Headers;

/// Fields that are read; a forwarder adds one or two.
const FIELDS: usize = 20;

/// What one server found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticationResult {
    /// The server that says so, in lower case.
    pub authserv_id: String,
    /// What it found, in its order.
    pub methods: Vec<MethodResult>,
}

/// The result of one method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodResult {
    /// `dmarc`, `spf`, `dkim`, …, in lower case.
    pub method: String,
    /// `pass`, `fail`, `none`, …, in lower case.
    pub result: String,
    /// `header.from`, `smtp.mailfrom`, `header.d`, … in lower case, with their values.
    pub properties: Vec<(String, String)>,
}

impl AuthenticationResult {
    /// The first result of a method.
    #[must_use]
    pub fn result(&self, method: &str) -> Option<&str> {
        self.methods
            .iter()
            .find(|found| found.method == method)
            .map(|found| found.result.as_str())
    }
}

/// Reads the fields, the topmost first.
pub(super) fn of(head: &Headers) -> Vec<AuthenticationResult> {
    head.all("authentication-results")
        .take(FIELDS)
        .filter_map(field)
        .collect()
}

fn field(value: &str) -> Option<AuthenticationResult> {
    let mut statements = statements(value).into_iter();
    let mut first = statements.next()?.into_iter();
    let authserv_id = first.next()?.to_ascii_lowercase();
    if authserv_id.contains('=') {
        return None; // the name of the server is missing: nobody says so
    }
    Some(AuthenticationResult {
        authserv_id,
        methods: statements.filter_map(|words| method(&words)).collect(),
    })
}

fn method(words: &[String]) -> Option<MethodResult> {
    let (first, rest) = words.split_first()?;
    let (method, result) = first.split_once('=')?;
    let method = method.split('/').next().unwrap_or(method); // `dkim/1`
    Some(MethodResult {
        method: method.to_ascii_lowercase(),
        result: result.to_ascii_lowercase(),
        properties: rest
            .iter()
            .filter_map(|word| word.split_once('='))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
    })
}

/// Splits at `;` and white space, without comments; `a = b` is one word.
fn statements(value: &str) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut word = String::new();
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quoted || depth > 0 => {
                if let Some(escaped) = chars.next()
                    && depth == 0
                {
                    word.push(escaped);
                }
            }
            '"' if depth == 0 => quoted = !quoted,
            _ if quoted => word.push(c),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ';' => {
                push(&mut all, &mut word);
                all.push(Vec::new());
            }
            c if c.is_whitespace() => push(&mut all, &mut word),
            _ => word.push(c),
        }
    }
    push(&mut all, &mut word);
    all
}

fn push(all: &mut [Vec<String>], word: &mut String) {
    if word.is_empty() {
        return;
    }
    let Some(words) = all.last_mut() else { return };
    let word = std::mem::take(word);
    match words.last_mut() {
        // `dkim = pass` is `dkim=pass`
        Some(last) if last.ends_with('=') || word.starts_with('=') => last.push_str(&word),
        _ => words.push(word),
    }
}
