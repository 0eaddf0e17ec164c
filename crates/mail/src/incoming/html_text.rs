//! HTML as plain text, with nothing lost: links, pictures, lists, tables, quotes.

use std::fmt::Write as _;

use super::dom::{Dom, Kind, Node, Step, is_block};
use super::places::Places;

#[derive(Default)]
struct Writer {
    out: String,
    /// Line breaks that are due before the next word.
    breaks: usize,
    /// A space is due before the next word.
    space: bool,
    /// `<pre>` elements around.
    pre: usize,
    /// `<blockquote>` elements around.
    quotes: usize,
    /// Lists around, with the number of the next item of numbered ones.
    lists: Vec<Option<usize>>,
    /// Links around, with where their words start.
    links: Vec<(String, usize)>,
}

/// Writes what is shown as text, without what is cut.
pub(super) fn to_text(dom: &Dom, cut: &Places) -> String {
    let mut writer = Writer::default();
    dom.walk(|step| match step {
        Step::Enter(node, place) => {
            let shown = !cut.contains(place);
            match &node.kind {
                Kind::Text(text) if shown => writer.text(text),
                Kind::Element { name, .. } => writer.enter(node, name, shown),
                _ => {}
            }
        }
        Step::Leave(node, _) => {
            if let Kind::Element { name, .. } = &node.kind {
                writer.leave(name);
            }
        }
    });
    writer.out
}

impl Writer {
    fn enter(&mut self, node: &Node, name: &str, shown: bool) {
        match name {
            "br" if shown => {
                self.breaks += 1;
                self.space = false;
            }
            "hr" if shown => {
                self.block();
                self.word("----------");
                self.block();
            }
            "img" if shown => {
                let alt = node.attribute("alt").trim();
                if !alt.is_empty() {
                    self.word(&format!("[{alt}]"));
                }
            }
            "pre" => {
                self.block();
                self.pre += 1;
            }
            "blockquote" => {
                self.block();
                self.quotes += 1;
            }
            "ul" | "ol" => {
                self.block();
                let start = node.attribute("start").parse().unwrap_or(1);
                self.lists.push((name == "ol").then_some(start));
            }
            "li" => {
                self.block();
                if shown {
                    self.item();
                }
            }
            "td" | "th" if self.breaks == 0 && !self.out.is_empty() => {
                self.out.push('\t');
                self.space = false;
            }
            "a" => {
                let href = if shown { node.attribute("href") } else { "" };
                self.links.push((href.trim().to_owned(), self.out.len()));
            }
            "p" => self.paragraph(),
            _ if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.block();
            }
            "blockquote" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.block();
            }
            "ul" | "ol" => {
                self.lists.pop();
                self.block();
            }
            "a" => self.leave_link(),
            "p" => self.paragraph(),
            "br" | "hr" | "img" => {}
            _ if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn leave_link(&mut self) {
        let Some((href, start)) = self.links.pop() else {
            return;
        };
        let words = self.out.get(start..).unwrap_or_default().trim();
        let bare = href
            .trim_start_matches("mailto:")
            .trim_start_matches("tel:");
        let leads_out = ["http:", "https:", "mailto:", "tel:"]
            .iter()
            .any(|scheme| href.to_ascii_lowercase().starts_with(scheme));
        let says_so = words.is_empty()
            || words.contains(bare)
            || href
                .trim_end_matches('/')
                .ends_with(words.trim_end_matches('/'));
        if leads_out && !says_so {
            let _ = write!(self.out, " <{bare}>");
        }
    }

    fn item(&mut self) {
        let depth = self.lists.len().saturating_sub(1).min(10);
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}.");
                *number = number.saturating_add(1);
                mark
            }
            _ => "-".to_owned(),
        };
        self.word(&format!("{}{mark}", "  ".repeat(depth)));
        self.space = true;
    }

    fn block(&mut self) {
        self.breaks = self.breaks.max(1);
        self.space = false;
    }

    fn paragraph(&mut self) {
        self.breaks = self.breaks.max(2);
        self.space = false;
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.breaks += 1;
                }
                if !line.is_empty() {
                    self.word(line);
                }
            }
            return;
        }
        if text.starts_with(is_space) {
            self.space = true;
        }
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            self.word(word);
            self.space = true;
        }
        if !text.ends_with(is_space) {
            self.space = false;
        }
    }

    /// Writes a word after the breaks or the space that are due.
    fn word(&mut self, word: &str) {
        let starts_line = self.out.is_empty() || self.breaks > 0;
        if !self.out.is_empty() {
            for _ in 0..self.breaks.min(3) {
                self.out.push('\n');
            }
        }
        if starts_line {
            for _ in 0..self.quotes.min(20) {
                self.out.push_str("> ");
            }
        } else if self.space && !self.out.ends_with([' ', '\t', '\n']) {
            self.out.push(' ');
        }
        self.breaks = 0;
        self.space = false;
        self.out
            .extend(word.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }));
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}
