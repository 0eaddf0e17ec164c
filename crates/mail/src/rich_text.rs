//! Fits the portal's rich text (already reduced to its allow-list) into a mail.
//!
//! Pictures of the portal need a sign-in, so a mail cannot show them: each becomes a link to the
//! ticket. Links within the portal get its address, since a mail has none.

use guichet_common::vocabulary::Language;
use guichet_i18n::t;

/// The HTML for a mail. `ticket_url` is where pictures lead, `public_url` what relative links are
/// relative to.
pub(crate) fn for_mail(
    html: &str,
    language: Language,
    ticket_url: &str,
    public_url: &str,
) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut in_link = false;
    while let Some(start) = rest.find('<') {
        let (before, from_tag) = rest.split_at(start);
        out.push_str(before);
        let (tag, after) = from_tag.split_at(tag_length(from_tag));
        rest = after;
        match tag_name(tag) {
            "img" => push_image(&mut out, tag, language, ticket_url, in_link),
            "a" => {
                in_link = true;
                push_link(&mut out, tag, public_url);
            }
            "/a" => {
                in_link = false;
                out.push_str(tag);
            }
            _ => out.push_str(tag),
        }
    }
    out.push_str(rest);
    out
}

/// Bytes from `<` to the `>` that closes the tag, which may stand in a quoted attribute before.
fn tag_length(from_tag: &str) -> usize {
    let mut quote = None;
    for (index, c) in from_tag.char_indices() {
        match (quote, c) {
            (None, '>') => return index + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    from_tag.len()
}

fn tag_name(tag: &str) -> &str {
    let name = tag.strip_prefix('<').unwrap_or(tag);
    let end = name
        .char_indices()
        .find(|(index, c)| c.is_whitespace() || *c == '>' || (*c == '/' && *index > 0))
        .map_or(name.len(), |(index, _)| index);
    name.get(..end).unwrap_or(name)
}

/// The value of an attribute, still escaped. The allow-list's serialiser writes `name="value"`.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        if before.rsplit(char::is_whitespace).next() == Some(name) {
            return Some(value);
        }
        rest = after;
    }
    None
}

fn push_image(out: &mut String, tag: &str, language: Language, ticket_url: &str, in_link: bool) {
    let name = attribute(tag, "alt")
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let text = match name {
        // Still escaped as an attribute is; text needs the angle brackets escaped as well.
        Some(name) => {
            let name = name.replace('<', "&lt;").replace('>', "&gt;");
            t!(language, "mail-image", name = &name)
        }
        None => t!(language, "mail-image-unnamed").to_owned(),
    };
    if in_link {
        out.push_str(&text);
    } else {
        let url = escape(ticket_url);
        out.extend(["<a href=\"", url.as_str(), "\">", text.as_str(), "</a>"]);
    }
}

fn push_link(out: &mut String, tag: &str, public_url: &str) {
    match attribute(tag, "href") {
        Some(href) if href.starts_with('/') && !href.starts_with("//") => {
            let absolute = format!("href=\"{}{href}\"", escape(public_url));
            out.push_str(&tag.replacen(&format!("href=\"{href}\""), &absolute, 1));
        }
        _ => out.push_str(tag),
    }
}

/// Escapes what could leave a text or an attribute in double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(html: &str) -> String {
        for_mail(
            html,
            Language::Fr,
            "https://p.example/tickets/CS1?a=1&b",
            "https://p.example",
        )
    }

    #[test]
    fn pictures_become_links_to_the_ticket() {
        assert_eq!(
            french("<p>Voici <img src=\"/api/v1/attachments/1\" alt=\"écran > 2.png\"> !</p>"),
            "<p>Voici <a href=\"https://p.example/tickets/CS1?a=1&amp;b\">[image : écran &gt; \
             2.png]</a> !</p>"
        );
        assert_eq!(
            french("<IMG src=\"x\">"),
            "<IMG src=\"x\">",
            "the sanitiser writes names in lower case"
        );
        assert!(french("<img src=\"x\">").ends_with(">[image]</a>"));
        assert!(french("<img src=\"x\" alt=\" \"/>").ends_with(">[image]</a>"));
    }

    #[test]
    fn a_picture_in_a_link_keeps_that_link() {
        assert_eq!(
            french("<a href=\"https://x.example\"><img src=\"y\" alt=\"y\"></a><img alt=\"z\">"),
            "<a href=\"https://x.example\">[image : y]</a><a \
             href=\"https://p.example/tickets/CS1?a=1&amp;b\">[image : z]</a>"
        );
    }

    #[test]
    fn links_within_the_portal_get_its_address() {
        assert_eq!(
            french("<a rel=\"noopener\" href=\"/tickets/CS2\">a</a> <a href=\"//x\">b</a>"),
            "<a rel=\"noopener\" href=\"https://p.example/tickets/CS2\">a</a> <a href=\"//x\">b</a>"
        );
    }

    #[test]
    fn tags_in_attributes_are_not_tags() {
        let html = "<a href=\"https://x.example\" title=\"<img alt='a'>\">a &lt;img&gt;</a>";
        assert_eq!(french(html), html);
    }

    #[test]
    fn text_and_broken_html_pass_unchanged() {
        for html in ["", "a < b", "<p", "<img alt=\"", "é<", "<>", "</"] {
            let out = french(html);
            assert!(
                out == html || html.starts_with("<img"),
                "{html:?} became {out:?}"
            );
        }
    }
}
