//! Cuts what is quoted and signed from HTML: by the marks of mail programs, then by words.

use std::ops::Range;

use super::dom::{Dom, Kind, Node, Step, is_block};
use super::places::Places;
use super::words;

/// A line as a reader sees it.
#[derive(Debug, Default)]
struct Line {
    /// Its words in lower case; a picture is a sign of its own.
    text: String,
    /// The places of its first and after its last word.
    places: Range<usize>,
}

/// An element that mail programs mark.
#[derive(Debug, Clone)]
struct Mark {
    places: Range<usize>,
    kind: MarkKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkKind {
    /// Holds what is quoted.
    Quote,
    /// What is quoted starts here and takes the rest.
    Rest,
    /// A block quote without mark: quoted if an attribution stands above.
    MaybeQuote,
    /// Holds the signature.
    Signature,
}

const PICTURE: char = '\u{fffc}';

/// The places to cut; `None` if the whole must stay.
pub(super) fn cut(dom: &Dom) -> Option<Places> {
    let (lines, marks) = read(dom);
    let quotes = quotes(&lines, &marks);
    let signatures: Vec<Range<usize>> = marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Signature)
        .map(|mark| mark.places.clone())
        .collect();
    let signed_places = Places::of(signatures.clone());
    let first = quotes.first();
    let is_own = |line: &&Line| {
        !is_in(&quotes, line)
            && !is_in(&signed_places, line)
            && !words::is_device_signature(&line.text)
    };
    let above: Vec<&Line> = lines
        .iter()
        .take_while(|line| first.is_none_or(|first| line.places.start < first))
        .filter(|line| !is_in(&signed_places, line))
        .collect();
    if let Some(first) = first {
        let below = lines
            .iter()
            .filter(|line| line.places.start >= first)
            .filter(is_own)
            .filter(|line| {
                line.text.chars().any(char::is_alphanumeric) || line.text.contains(PICTURE)
            });
        if below.count() > 0 || is_forward(&lines, first) {
            return None;
        }
        let text: Vec<&str> = above.iter().map(|line| line.text.as_str()).collect();
        if words::points_into_quote(&text.join("\n")) {
            return None;
        }
    }
    let signed = own_lines(&above);
    let kept = above.get(..signed).unwrap_or_default();
    let has_content = |line: &&Line| !line.text.trim_matches(['-', '_']).is_empty();
    if kept.iter().filter(|line| has_content(line)).count() == 0 {
        return None;
    }
    let mut cut = signatures;
    if first.is_some() || signed < above.len() {
        let end = kept.last().map_or(0, |line| line.places.end);
        cut.push(end..usize::MAX);
    }
    (!cut.is_empty()).then(|| Places::of(cut))
}

fn is_in(places: &Places, line: &Line) -> bool {
    places.contains(line.places.start)
}

/// How many of the lines are not signed: up to `-- ` or to what a device adds.
fn own_lines(lines: &[&Line]) -> usize {
    let dashes = lines.iter().position(|line| line.text == "--");
    let mut end = dashes.unwrap_or(lines.len());
    while let Some(last) = end.checked_sub(1) {
        match lines.get(last) {
            Some(line) if words::is_device_signature(&line.text) => end = last,
            _ => break,
        }
    }
    end
}

/// Whether one of the first quoted lines says that a message was passed on.
fn is_forward(lines: &[Line], first: usize) -> bool {
    lines
        .iter()
        .filter(|line| line.places.start >= first)
        .take(2)
        .any(|line| words::is_forward_heading(&line.text))
}

/// Everything that is quoted.
fn quotes(lines: &[Line], marks: &[Mark]) -> Places {
    let mut quotes: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match mark.kind {
            MarkKind::Quote => quotes.push(mark.places.clone()),
            MarkKind::Rest => quotes.push(mark.places.start..usize::MAX),
            MarkKind::MaybeQuote if announces(lines, mark.places.start).is_some() => {
                quotes.push(mark.places.clone());
            }
            MarkKind::MaybeQuote | MarkKind::Signature => {}
        }
    }
    let announced: Vec<Range<usize>> = quotes
        .iter()
        .filter_map(|quote| Some(announces(lines, quote.start)?..quote.start))
        .collect();
    quotes.extend(announced);
    if let Some(start) = by_words(lines, &Places::of(quotes.clone())) {
        quotes.push(start..usize::MAX);
    }
    Places::of(quotes)
}

/// Where the attribution directly above a place starts.
fn announces(lines: &[Line], place: usize) -> Option<usize> {
    let before = lines.partition_point(|line| line.places.start < place);
    let mut joined = String::new();
    for line in lines.get(..before)?.iter().rev().take(4) {
        joined = if joined.is_empty() {
            line.text.clone()
        } else {
            format!("{} {joined}", line.text)
        };
        if words::is_attribution(&joined)
            && (words::begins_attribution(&line.text)
                || joined.contains('@')
                || joined == line.text)
        {
            return Some(line.places.start);
        }
    }
    None
}

/// Where the words of a mail program start a quote outside of those known.
fn by_words(lines: &[Line], known: &Places) -> Option<usize> {
    let is_known = |line: &Line| is_in(known, line);
    let first = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !is_known(line))
        .find(|(index, line)| {
            let text = line.text.as_str();
            let after = lines
                .iter()
                .skip(*index)
                .map(|line| line.text.as_str())
                .take(7);
            words::is_original_heading(text)
                || words::is_forward_heading(text)
                || words::is_quoted_head(after)
                || words::is_attribution(text)
                    && lines
                        .get(index + 1)
                        .is_some_and(|next| next.text.starts_with('>') || !is_known(next))
        })?;
    Some(first.1.places.start)
}

/// Reads the lines and the marked elements.
fn read(dom: &Dom) -> (Vec<Line>, Vec<Mark>) {
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut marks: Vec<Mark> = Vec::new();
    let mut open: Vec<Option<usize>> = Vec::new();
    dom.walk(|step| match step {
        Step::Enter(node, place) => {
            let name = node.name();
            if is_block(name) || name == "br" {
                end_line(&mut line, &mut lines);
            }
            let mark = mark_of(node).map(|kind| {
                marks.push(Mark {
                    places: place..place + 1,
                    kind,
                });
                marks.len() - 1
            });
            open.push(mark);
            match &node.kind {
                Kind::Text(text) => add_text(&mut line, text, place),
                Kind::Element { .. } if name == "img" => {
                    let src = node.attribute("src").trim_start();
                    if src
                        .get(..4)
                        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"))
                    {
                        add_text(&mut line, "\u{fffc}", place);
                    }
                }
                _ => {}
            }
        }
        Step::Leave(node, place) => {
            if is_block(node.name()) {
                end_line(&mut line, &mut lines);
            }
            if let Some(mark) = open.pop().flatten().and_then(|index| marks.get_mut(index)) {
                mark.places.end = place;
            }
        }
    });
    end_line(&mut line, &mut lines);
    (lines, marks)
}

fn add_text(line: &mut Line, text: &str, place: usize) {
    if text.trim().is_empty() {
        line.text.push(' ');
        return;
    }
    if line.text.trim().is_empty() {
        line.places.start = place;
    }
    line.places.end = place + 1;
    line.text.push_str(text);
}

fn end_line(line: &mut Line, lines: &mut Vec<Line>) {
    let mut done = std::mem::take(line);
    done.text = words::fold(&done.text);
    if !done.text.is_empty() {
        lines.push(done);
    }
}

/// What a mail program says that an element is.
fn mark_of(node: &Node) -> Option<MarkKind> {
    let name = node.name();
    if name.is_empty() {
        return None;
    }
    let id = node
        .attribute("id")
        .trim_start_matches("x_")
        .to_ascii_lowercase();
    let classes = node.attribute("class").to_ascii_lowercase();
    let has_class = |wanted: &[&str]| {
        classes
            .split_ascii_whitespace()
            .any(|class| wanted.contains(&class.trim_start_matches("x_")))
    };
    if [
        "divrplyfwdmsg",
        "appendonsend",
        "mail-editor-reference-message-container",
    ]
    .contains(&id.as_str())
        || has_class(&["outlookmessageheader"])
        || is_outlook_rule(node)
    {
        return Some(MarkKind::Rest);
    }
    if has_class(&[
        "gmail_quote",
        "gmail_quote_container",
        "yahoo_quoted",
        "protonmail_quote",
        "zmail_extra",
        "tutanota_quote",
        "freebirdquote",
        "mailspring-quote",
        "front-blockquote",
        "sh-quote",
    ]) || id.starts_with("yahoo_quoted")
        || name == "blockquote" && node.attribute("type").eq_ignore_ascii_case("cite")
    {
        return Some(MarkKind::Quote);
    }
    if has_class(&[
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "protonmail_signature_block",
        "yahoo-signature",
        "ms-outlook-mobile-signature",
    ]) || [
        "signature",
        "ms-outlook-mobile-signature",
        "applemailsignature",
    ]
    .contains(&id.as_str())
    {
        return Some(MarkKind::Signature);
    }
    (name == "blockquote").then_some(MarkKind::MaybeQuote)
}

/// The line that Outlook draws above the head of what is answered.
fn is_outlook_rule(node: &Node) -> bool {
    let style = node.attribute("style");
    node.name() == "div" && style.len() < 500 && {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        let style = style.to_ascii_lowercase();
        style.contains("border-top:solid#e1e1e11.0pt")
            || style.contains("border-top:solid#b5c4df1.0pt")
    }
}
