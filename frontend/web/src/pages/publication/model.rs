//! The table of contents of a publication.

use std::fmt::Write as _;

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The id of its element.
    pub id: String,
    /// Below another heading.
    pub is_nested: bool,
    /// Its words.
    pub text: String,
}

/// The text with an id at each of its headings, and the headings. The server's sanitiser leaves
/// headings without attributes, which is what is looked for here.
#[must_use]
pub fn with_anchors(html: &str) -> (String, Vec<Heading>) {
    let mut anchored = String::with_capacity(html.len() + 256);
    let mut headings = Vec::new();
    let mut rest = html;
    while let Some((level, at)) = next_heading(rest) {
        let (before, from) = rest.split_at(at);
        anchored.push_str(before);
        let close = format!("</h{level}>");
        let open = "<h2>".len();
        let Some(end) = from.find(&close) else {
            // Not of the sanitiser's making: left as it is.
            anchored.push_str(from);
            return (anchored, headings);
        };
        let inner = from.get(open..end).unwrap_or_default();
        let id = format!("section-{}", headings.len() + 1);
        // Writing to a String cannot fail.
        let _ = write!(anchored, "<h{level} id=\"{id}\" tabindex=\"-1\">{inner}");
        let text = plain(inner);
        if !text.is_empty() {
            let is_nested = level == '3';
            headings.push(Heading {
                id,
                is_nested,
                text,
            });
        }
        rest = from.get(end..).unwrap_or_default();
    }
    anchored.push_str(rest);
    (anchored, headings)
}

/// The first heading of the second or third level, and where it is.
fn next_heading(html: &str) -> Option<(char, usize)> {
    let second = html.find("<h2>").map(|at| ('2', at));
    let third = html.find("<h3>").map(|at| ('3', at));
    match (second, third) {
        (Some(second), Some(third)) => Some(if second.1 < third.1 { second } else { third }),
        (second, third) => second.or(third),
    }
}

/// The words of a piece of HTML.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut within_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => within_tag = true,
            '>' => within_tag = false,
            letter if !within_tag => text.push(letter),
            _ => {}
        }
    }
    // The ampersand comes last: what it makes is no entity any more.
    let entities = [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let text = entities
        .iter()
        .fold(text, |text, (entity, letter)| text.replace(entity, letter));
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_make_the_table_of_contents() {
        let html = "<p>a</p><h2>Un &amp; <strong>deux</strong></h2><p>b</p><h3>Trois</h3><h2></h2>";
        let (anchored, headings) = with_anchors(html);
        assert_eq!(
            anchored,
            "<p>a</p><h2 id=\"section-1\" tabindex=\"-1\">Un &amp; <strong>deux</strong></h2><p>b</p>\
             <h3 id=\"section-2\" tabindex=\"-1\">Trois</h3><h2 id=\"section-3\" tabindex=\"-1\"></h2>"
        );
        let told: Vec<_> = headings
            .iter()
            .map(|heading| (heading.text.as_str(), heading.is_nested))
            .collect();
        assert_eq!(told, [("Un & deux", false), ("Trois", true)]);
    }

    #[test]
    fn text_without_headings_stays_as_it_is() {
        for html in ["", "<p>h2</p>", "<p>&lt;h2&gt;</p>", "<h2>ohne Ende"] {
            assert_eq!(with_anchors(html), (html.to_owned(), vec![]), "{html}");
        }
        assert_eq!(plain("&amp;lt;"), "&lt;");
    }
}
