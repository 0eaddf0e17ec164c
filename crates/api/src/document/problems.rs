//! `openapi/problems.md`: every code of a problem document.

use std::fmt::Write as _;

use guichet_common::ErrorCode;
use guichet_i18n::{Language, error_key, text, title_key};

const HEAD: &str = "\
# Problems

Generated from `ErrorCode` by `cargo xtask openapi`; do not edit.

Refusals are `application/problem+json` (RFC 9457). Programs decide by `code`, which is stable;
`type` is `urn:guichet:problem:` and the code. `title` and `detail` are for people, in the language of
`Accept-Language`.

| status | `code` | meaning | `title` (en) | `detail` (en) |
|---|---|---|---|---|
";

/// The reference of all problem codes, in Markdown.
#[must_use]
pub fn problems_markdown() -> String {
    let mut codes = ErrorCode::ALL.to_vec();
    codes.sort_by_key(|code| code.status());
    codes.into_iter().fold(HEAD.to_owned(), |mut page, code| {
        // Writing to a String does not fail.
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | {} | {} |",
            code.status(),
            code.as_str(),
            code.meaning().trim(),
            text(Language::En, title_key(code)),
            text(Language::En, error_key(code)),
        );
        page
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_row() {
        let page = problems_markdown();
        for code in ErrorCode::ALL {
            assert_eq!(page.matches(&format!("| `{}` |", code.as_str())).count(), 1);
        }
    }
}
