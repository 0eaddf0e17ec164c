//! Between plain text and our own sanitised HTML.

/// Plain text as HTML: a blank line begins a paragraph, a line end is a line break.
#[must_use]
pub fn text_to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for paragraph in text
        .split("\n\n")
        .map(|p| p.trim_matches('\n'))
        .filter(|p| !p.is_empty())
    {
        html.push_str("<p>");
        for (number, line) in paragraph.split('\n').enumerate() {
            if number > 0 {
                html.push_str("<br>");
            }
            escape_into(line, &mut html);
        }
        html.push_str("</p>");
    }
    html
}

fn escape_into(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

/// HTML as plain text. The HTML must come from [`super::sanitise`]: well-formed, with the
/// allow-list's elements and the serialiser's five entities only.
#[must_use]
pub fn html_to_text(html: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        writer.text(text);
        let Some(close) = tag.find('>') else {
            rest = "";
            break;
        };
        let (tag, after) = tag.split_at(close);
        writer.tag(tag.trim_start_matches('<'));
        rest = after.strip_prefix('>').unwrap_or_default();
    }
    writer.text(rest);
    writer.finish()
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Nested lists: `None` for bullets, the next number for ordered ones.
    lists: Vec<Option<u32>>,
    /// Where each open link leads, and where its text begins.
    links: Vec<(String, usize)>,
    preformatted: u32,
    cells: u32,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = unescape(text);
        if self.preformatted > 0 {
            self.out.push_str(&text);
            return;
        }
        for (number, word) in text.split([' ', '\n', '\t', '\r']).enumerate() {
            let at_line_start = self.out.is_empty() || self.out.ends_with(['\n', ' ']);
            if number > 0 && !at_line_start {
                self.out.push(' ');
            }
            self.out.push_str(word);
        }
    }

    fn tag(&mut self, tag: &str) {
        let (closing, tag) = tag
            .strip_prefix('/')
            .map_or((false, tag), |tag| (true, tag));
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match (name, closing) {
            ("br", _) => self.line_break(),
            ("hr", _) => {
                self.paragraph();
                self.out.push_str("---");
                self.paragraph();
            }
            ("pre", false) => {
                self.paragraph();
                self.preformatted += 1;
            }
            ("pre", true) => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.paragraph();
            }
            ("p" | "h2" | "h3" | "h4" | "blockquote" | "table", _)
                if self.lists.is_empty() || closing =>
            {
                self.paragraph();
            }
            ("div" | "tr", _) => {
                self.line();
                self.cells = 0;
            }
            ("td" | "th", false) => {
                if self.cells > 0 {
                    self.out.push_str(" | ");
                }
                self.cells += 1;
            }
            ("ul" | "ol", _) => self.list(name, tag, closing),
            ("li", false) => self.item(),
            ("a", false) => {
                let address = attribute(tag, "href").unwrap_or_default();
                self.links.push((address, self.out.len()));
            }
            ("a", true) => self.end_link(),
            ("img", _) => {
                if let Some(alt) = attribute(tag, "alt").filter(|alt| !alt.is_empty()) {
                    self.out.push('[');
                    self.out.push_str(&alt);
                    self.out.push(']');
                }
            }
            _ => {}
        }
    }

    fn list(&mut self, name: &str, tag: &str, closing: bool) {
        if closing {
            self.lists.pop();
        } else {
            let start = attribute(tag, "start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1);
            self.lists.push((name == "ol").then_some(start));
        }
        if self.lists.is_empty() || (!closing && self.lists.len() == 1) {
            self.paragraph();
        } else {
            self.line();
        }
    }

    fn item(&mut self) {
        self.line();
        for _ in 1..self.lists.len() {
            self.out.push_str("  ");
        }
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.out.push_str(&number.to_string());
                self.out.push_str(". ");
                *number = number.saturating_add(1);
            }
            _ => self.out.push_str("- "),
        }
    }

    /// A link's address follows its text, unless the text says it already.
    fn end_link(&mut self) {
        let Some((address, start)) = self.links.pop() else {
            return;
        };
        let text = self.out.get(start..).unwrap_or_default().trim();
        let bare = address
            .trim_start_matches("mailto:")
            .trim_start_matches("tel:");
        if !bare.is_empty() && text != bare && text != address {
            self.out.extend([" (", bare, ")"]);
        }
    }

    fn trim_line(&mut self) {
        let kept = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(kept);
    }

    fn line_break(&mut self) {
        self.trim_line();
        self.out.push('\n');
    }

    fn line(&mut self) {
        self.trim_line();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn paragraph(&mut self) {
        self.line();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn finish(self) -> String {
        self.out.trim().to_owned()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| unescape(value))
}

/// The entities that the sanitiser's serialiser writes.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sanitise;

    #[test]
    fn structure_becomes_lines() {
        let html = "<h2>Panne</h2><p>Bonjour <strong>à tous</strong>,<br>voici :</p>\
            <ul><li>un</li><li>deux<ol start=\"3\"><li>trois</li></ol></li></ul>\
            <pre>a  b\n c</pre><table><tbody><tr><td>x</td><td>y</td></tr></tbody></table>\
            <p><a href=\"https://a.example/?b=1&amp;c=2\">doc</a></p>";
        assert_eq!(
            html_to_text(&sanitise(html)),
            "Panne\n\nBonjour à tous,\nvoici :\n\n- un\n- deux\n  3. trois\n\na  b\n c\n\nx | y\n\n\
             doc (https://a.example/?b=1&c=2)"
        );
    }

    #[test]
    fn text_survives_the_way_to_html_and_back() {
        let text = "1 < 2 & \"deux\"\nligne\n\nparagraphe  « é »";
        let html = text_to_html(text);
        assert_eq!(
            sanitise(&html).replace("&quot;", "\""),
            html.replace("&quot;", "\"")
        );
        assert_eq!(html_to_text(&sanitise(&html)), text.replace("  ", " "));
    }
}
