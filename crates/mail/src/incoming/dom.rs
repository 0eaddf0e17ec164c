//! The tree of an HTML body, read in the order of the document.

use super::files::FILE_SCHEME;
use super::places::Places;

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// The root.
    Document,
    /// An element.
    Element {
        /// Its name in lower case.
        name: String,
        /// Its attributes.
        attributes: Vec<(String, String)>,
    },
    /// Text.
    Text(String),
    /// A comment and the like.
    Nothing,
}

/// A node of the tree.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    pub(super) kind: Kind,
}

impl Node {
    pub(super) const fn new(kind: Kind) -> Self {
        Self {
            parent: None,
            children: Vec::new(),
            kind,
        }
    }

    /// The name of an element, else nothing.
    pub(super) fn name(&self) -> &str {
        match &self.kind {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    /// The value of an attribute, else nothing.
    pub(super) fn attribute(&self, wanted: &str) -> &str {
        match &self.kind {
            Kind::Element { attributes, .. } => attributes
                .iter()
                .find(|(name, _)| name == wanted)
                .map_or("", |(_, value)| value),
            _ => "",
        }
    }
}

/// A tree.
#[derive(Debug)]
pub(super) struct Dom {
    nodes: Vec<Node>,
}

/// What happens on the way through a tree.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// A node begins, at its place in the document.
    Enter(&'a Node, usize),
    /// An element ends; the place is the last one used within.
    Leave(&'a Node, usize),
}

/// Elements of which nothing is shown.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "title"
            | "template"
            | "svg"
            | "math"
            | "object"
            | "iframe"
            | "noscript"
            | "xml"
            | "meta"
            | "link"
            | "base"
            | "o:officedocumentsettings"
    )
}

/// Elements that begin and end a line.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "table"
            | "tr"
            | "blockquote"
            | "pre"
            | "hr"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "address"
            | "center"
            | "dl"
            | "dt"
            | "dd"
            | "form"
            | "fieldset"
            | "main"
            | "aside"
            | "nav"
            | "figure"
            | "figcaption"
            | "caption"
            | "body"
            | "details"
            | "summary"
    )
}

impl Dom {
    pub(super) const fn new(nodes: Vec<Node>) -> Self {
        Self { nodes }
    }

    /// Goes through what is shown, in order. Never calls itself, however deep the tree is.
    pub(super) fn walk<'a>(&'a self, mut visit: impl FnMut(Step<'a>)) {
        let mut place = 0;
        let mut stack: Vec<(usize, usize)> = vec![(0, 0)];
        while let Some((id, next)) = stack.last_mut() {
            let Some(node) = self.nodes.get(*id) else {
                stack.pop();
                continue;
            };
            if *next == 0 {
                visit(Step::Enter(node, place));
                place += 1;
            }
            let child = node.children.get(*next).copied();
            *next += 1;
            match child.filter(|child| self.nodes.get(*child).is_some_and(|n| !is_hidden(n.name())))
            {
                Some(child) => stack.push((child, 0)),
                None if *next > node.children.len() => {
                    visit(Step::Leave(node, place));
                    stack.pop();
                }
                None => {}
            }
        }
    }
}

/// The pictures of a body: which file a `src` is.
pub(super) type FindFile<'a> = &'a dyn Fn(&str) -> Option<usize>;

/// Writes what is shown as HTML of few elements and attributes, without what is cut.
pub(super) fn to_html(dom: &Dom, cut: &Places, find_file: FindFile<'_>) -> String {
    let mut out = String::new();
    // For each open element: where it and its content start in `out`, what closes it, and, if it
    // starts in what is cut, how much was seen before it.
    let mut open: Vec<(usize, usize, &'static str, Option<usize>)> = Vec::new();
    let mut seen: usize = 0;
    dom.walk(|step| match step {
        Step::Enter(node, place) => {
            let start = out.len();
            let is_cut = cut.contains(place);
            let mut close = "";
            if !is_cut || is_container(node) {
                close = open_tag(&mut out, node, find_file, is_cut);
            }
            open.push((start, out.len(), close, is_cut.then_some(seen)));
            seen += usize::from(out.len() > start && is_seen(node));
        }
        Step::Leave(_, _) => {
            let Some((start, content, close, before)) = open.pop() else {
                return;
            };
            let is_blank = out.get(content..).is_none_or(|text| text.trim().is_empty());
            // Empty cells stand for something, but not alone in what is cut: there they are the
            // frame of what was quoted.
            let is_shell = is_blank || before == Some(seen);
            if !close.is_empty() && is_shell && content > start && !keeps_blank(close) {
                out.truncate(start);
            } else if !close.is_empty() {
                out.push_str("</");
                out.push_str(close);
                out.push('>');
            }
        }
    });
    out.trim().to_owned()
}

/// An element that may hold what is not cut, though it starts where something is.
fn is_container(node: &Node) -> bool {
    !matches!(node.name(), "" | "br" | "img" | "hr")
}

/// Whether a reader sees the node itself.
fn is_seen(node: &Node) -> bool {
    match &node.kind {
        Kind::Text(text) => !text.trim().is_empty(),
        _ => matches!(node.name(), "img" | "hr"),
    }
}

fn keeps_blank(close: &str) -> bool {
    matches!(close, "td" | "th" | "tr")
}

/// Writes the beginning of a node; answers what closes it.
fn open_tag(out: &mut String, node: &Node, find_file: FindFile<'_>, is_cut: bool) -> &'static str {
    let Kind::Element { name, .. } = &node.kind else {
        if let Kind::Text(text) = &node.kind {
            escape(out, text);
        }
        return "";
    };
    let tag = match name.as_str() {
        "br" => {
            out.push_str("<br>");
            return "";
        }
        "hr" => {
            out.push_str("<hr>");
            return "";
        }
        "img" => {
            image(out, node, find_file);
            return "";
        }
        "a" if is_cut => return "",
        "a" => {
            let href = node.attribute("href");
            if !is_link(href) {
                return "";
            }
            out.push_str("<a href=\"");
            escape(out, href.trim());
            out.push_str("\">");
            return "a";
        }
        name => plain_tag(name),
    };
    if tag.is_empty() {
        return "";
    }
    out.push('<');
    out.push_str(tag);
    for name in ["colspan", "rowspan", "start"] {
        let value = node.attribute(name);
        if !value.is_empty() && value.len() <= 4 && value.bytes().all(|b| b.is_ascii_digit()) {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(value);
            out.push('"');
        }
    }
    out.push('>');
    tag
}

/// The element that the portal knows and that looks most like this one.
fn plain_tag(name: &str) -> &'static str {
    match name {
        "p" => "p",
        "h1" | "h2" => "h2",
        "h3" => "h3",
        "h4" | "h5" | "h6" => "h4",
        "strong" | "b" => "strong",
        "em" | "i" | "cite" | "dfn" | "var" => "em",
        "u" | "ins" => "u",
        "s" | "strike" | "del" => "s",
        "ul" | "menu" | "dir" => "ul",
        "ol" => "ol",
        "li" => "li",
        "blockquote" => "blockquote",
        "code" | "tt" | "kbd" | "samp" => "code",
        "pre" | "listing" | "xmp" | "plaintext" => "pre",
        "table" => "table",
        "thead" => "thead",
        "tbody" | "tfoot" => "tbody",
        "tr" => "tr",
        "th" => "th",
        "td" => "td",
        "body" | "html" => "",
        other if is_block(other) => "div",
        _ => "",
    }
}

fn is_link(href: &str) -> bool {
    let href = href.trim_start().to_ascii_lowercase();
    ["http:", "https:", "mailto:", "tel:"]
        .iter()
        .any(|scheme| href.starts_with(scheme))
}

/// A picture of the message stays in its place; of one elsewhere only its words do.
fn image(out: &mut String, node: &Node, find_file: FindFile<'_>) {
    let alt = node.attribute("alt").trim();
    if let Some(index) = find_file(node.attribute("src")) {
        out.push_str("<img src=\"");
        out.push_str(FILE_SCHEME);
        out.push_str(&index.to_string());
        out.push_str("\" alt=\"");
        escape(out, alt);
        out.push_str("\">");
    } else if !alt.is_empty() {
        escape(out, alt);
    }
}

/// Escapes for text and for attributes.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
