//! Rich text: in as HTML or plain text, sanitised to an allow-list, kept as both.

mod plain;

use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use guichet_common::limits;
use guichet_common::problem::FieldError;

pub use plain::{html_to_text, text_to_html};

/// A text as sanitised HTML and as plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RichText {
    /// Sanitised HTML.
    pub html: String,
    /// Plain text.
    pub text: String,
}

/// The elements that are kept; documented in `openapi/README.md`.
const TAGS: [&str; 27] = [
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "img",
    "div",
];

/// Where a picture may come from: this portal, never a third party.
const IMAGE_PREFIX: &str = "/api/v1/attachments/";

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(build_sanitiser);

fn build_sanitiser() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .add_tags(TAGS)
        .add_clean_content_tags([
            "script", "style", "svg", "math", "title", "iframe", "object",
        ])
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("th", ["colspan", "rowspan"])
        .add_tag_attributes("td", ["colspan", "rowspan"])
        .add_tag_attributes("img", ["src", "alt"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => is_own_image(value).then(|| value.into()),
            ("a", "href") if is_relative(value) => None,
            ("ol", "start") | (_, "colspan" | "rowspan") => value
                .parse::<u16>()
                .ok()
                .filter(|n| *n <= 1000)
                .map(|_| value.into()),
            _ => Some(value.into()),
        });
    builder
}

fn is_own_image(url: &str) -> bool {
    url.strip_prefix(IMAGE_PREFIX)
        .is_some_and(|id| id.parse::<uuid::Uuid>().is_ok())
}

/// A link that would lead into the portal itself, or to an address of unknown scheme.
fn is_relative(url: &str) -> bool {
    !["http:", "https:", "mailto:", "tel:"]
        .iter()
        .any(|scheme| url.trim_start().to_ascii_lowercase().starts_with(scheme))
}

/// Keeps what the allow-list has, removes the rest.
#[must_use]
pub fn sanitise(html: &str) -> String {
    SANITISER.clean(html).to_string()
}

/// The same without pictures, for texts whose files would show elsewhere.
#[must_use]
pub fn without_images(html: &str) -> String {
    static SANITISER_WITHOUT_IMAGES: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = build_sanitiser();
        builder.rm_tags(["img"]);
        builder
    });
    SANITISER_WITHOUT_IMAGES.clean(html).to_string()
}

/// How a text may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must be there and not be empty.
    Required,
    /// It may be absent or empty.
    Optional,
}

/// Reads a text given as exactly one of `<name>_html` and `<name>_text`; errors go to the list.
pub fn read_rich_text(
    name: &str,
    html: Option<String>,
    text: Option<String>,
    presence: Presence,
    errors: &mut Vec<FieldError>,
) -> Option<RichText> {
    let (suffix, rich) = match (html, text) {
        (Some(_), Some(_)) => {
            errors.push(FieldError::at(format!("/{name}_text"), "exactly_one_of"));
            return None;
        }
        (None, None) => {
            if presence == Presence::Required {
                errors.push(FieldError::at(format!("/{name}_html"), "required"));
            }
            return None;
        }
        (Some(html), None) => {
            if html.len() > limits::HTML_MAX {
                errors.push(
                    FieldError::at(format!("/{name}_html"), "too_long")
                        .with("max", limits::HTML_MAX),
                );
                return None;
            }
            let html = sanitise(&html);
            let text = html_to_text(&html);
            ("html", RichText { html, text })
        }
        (None, Some(text)) => {
            let text = normalise(&text);
            (
                "text",
                RichText {
                    html: text_to_html(&text),
                    text,
                },
            )
        }
    };
    let pointer = format!("/{name}_{suffix}");
    if rich.text.len() > limits::TEXT_MAX {
        errors.push(FieldError::at(pointer, "too_long").with("max", limits::TEXT_MAX));
        return None;
    }
    if rich.text.trim().is_empty() {
        if presence == Presence::Required {
            errors.push(FieldError::at(pointer, "required"));
        }
        return None;
    }
    Some(rich)
}

/// Line ends as `\n`, and no blank beginning or end.
fn normalise(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_handlers_styles_and_foreign_pictures_are_removed() {
        let hostile = r#"<p onclick="x()" style="color:red" class="a">Bonjour<script>alert(1)</script>
            <img src="https://evil.example/p.png" alt="x"><svg><a xlink:href="javascript:x">y</a></svg>
            <a href="javascript:alert(1)">lien</a> <a href="/login">ici</a>
            <a href="https://heliaq.example/a">dehors</a><style>p{}</style></p><iframe src="x"></iframe>"#;
        let clean = sanitise(hostile);
        for gone in [
            "script",
            "onclick",
            "style",
            "class",
            "evil",
            "svg",
            "javascript",
            "/login",
            "iframe",
        ] {
            assert!(!clean.contains(gone), "{gone} in {clean}");
        }
        assert!(clean.contains(
            r#"<a href="https://heliaq.example/a" rel="noopener noreferrer nofollow">dehors</a>"#
        ));
    }

    #[test]
    fn own_picture_is_kept() {
        let html = r#"<p><img src="/api/v1/attachments/0193a1b2-0000-7000-8000-000000000000" alt="écran"></p>"#;
        assert_eq!(sanitise(html), html);
    }

    #[test]
    fn sanitising_twice_changes_nothing() {
        let html =
            "<table><tbody><tr><td colspan=\"2\">a &amp; b</td></tr></tbody></table><p>x<br>y</p>";
        assert_eq!(sanitise(&sanitise(html)), sanitise(html));
    }

    #[test]
    fn both_or_none_or_blank_is_an_error() {
        let read = |html: Option<&str>, text: Option<&str>| {
            let mut errors = Vec::new();
            let rich = read_rich_text(
                "description",
                html.map(Into::into),
                text.map(Into::into),
                Presence::Required,
                &mut errors,
            );
            (rich.map(|r| r.text), errors.first().map(|e| e.code.clone()))
        };
        assert_eq!(
            read(Some("<p>a</p>"), Some("a")).1.as_deref(),
            Some("exactly_one_of")
        );
        assert_eq!(read(None, None).1.as_deref(), Some("required"));
        assert_eq!(
            read(Some("<p> <br></p>"), None).1.as_deref(),
            Some("required")
        );
        assert_eq!(read(None, Some(" a\r\nb ")).0.as_deref(), Some("a\nb"));
        let long = "é".repeat(limits::TEXT_MAX / 2 + 1);
        assert_eq!(read(None, Some(&long)).1.as_deref(), Some("too_long"));
    }
}
