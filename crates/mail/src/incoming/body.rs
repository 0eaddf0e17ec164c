//! What a message says: which parts are its text, and what of it is new.

use std::fmt::Write as _;

use super::dom::{self, FindFile};
use super::files::{self, IncomingFile};
use super::mime::{Message, Part};
use super::places::Places;
use super::{ReadLimits, cut_html, cut_text, decode, html_text, sink, words};

/// The text of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// What was written, without quote and signature, as HTML of few elements. It still has to be
    /// sanitised. The pictures of the message are `guichet-file:` and the index of the file.
    pub html: String,
    /// The same as plain text.
    pub text: String,
    /// Everything, as HTML.
    pub whole_html: String,
    /// Everything, as plain text.
    pub whole_text: String,
    /// Whether quote or signature were cut.
    pub was_cut: bool,
    /// Whether even the whole is only the beginning, as it is longer than the limit or could not
    /// be shown as HTML.
    pub is_partial: bool,
}

/// A piece of the text in the order of the message.
#[derive(Debug)]
struct Segment {
    alternative: Option<usize>,
    html: Option<String>,
    text: Option<String>,
    /// A picture between the texts, as Apple Mail places them.
    picture: Option<usize>,
}

/// Stands for a picture in plain text until that becomes HTML.
const PICTURE: char = '\u{fffc}';

/// Reads the body and lists the files.
pub(super) fn read(
    raw: &[u8],
    message: &Message,
    subject: &str,
    limits: &ReadLimits,
) -> (Body, Vec<IncomingFile>) {
    let mut attachments = Vec::new();
    let mut segments: Vec<Segment> = Vec::new();
    let mut budget = limits.text_bytes;
    let mut is_partial = false;
    for (index, part) in message.parts.iter().enumerate() {
        match role(part, &segments) {
            Role::File { inline } => {
                attachments.push(IncomingFile::of(part, index, inline));
                let placed = part.media_type.starts_with("image/") && !part.is_related;
                if inline && placed && files::content_id(part).is_none() {
                    segments.push(picture(attachments.len() - 1));
                }
            }
            Role::Text { is_html } => {
                let text = text_of(raw, part, &mut budget, &mut is_partial);
                push(&mut segments, part.alternative, is_html, text);
            }
            Role::Nothing => {}
        }
    }
    let has_html = segments.iter().any(|segment| segment.html.is_some());
    let names: Vec<Option<String>> = attachments
        .iter()
        .map(|file| file.content_id.as_deref().map(str::to_ascii_lowercase))
        .collect();
    let find = |src: &str| find_file(src, &names);
    let keep = words::is_forward_subject(subject);
    let mut body = if has_html {
        let html = join_html(&segments);
        from_html(&html, keep, &find).unwrap_or_else(|| {
            is_partial = true;
            from_text(&join_text(&segments), keep)
        })
    } else {
        from_text(&join_text(&segments), keep)
    };
    body.is_partial = is_partial;
    (body, attachments)
}

enum Role {
    Text { is_html: bool },
    File { inline: bool },
    Nothing,
}

fn role(part: &Part, segments: &[Segment]) -> Role {
    let disposition = part.headers.raw("content-disposition").unwrap_or_default();
    let disposition = disposition.split(';').next().unwrap_or_default().trim();
    let is_attached = disposition.eq_ignore_ascii_case("attachment");
    let is_html = part.media_type == "text/html" || part.media_type == "application/xhtml+xml";
    if (is_html || part.media_type == "text/plain") && !is_attached {
        let named = files::given_name(part).is_some() && part.alternative.is_none();
        if !named || segments.is_empty() && !disposition.eq_ignore_ascii_case("inline") {
            return Role::Text { is_html };
        }
    }
    let only_for_programs = [
        "text/x-amp-html",
        "text/watch-html",
        "application/pgp-encrypted",
    ];
    if only_for_programs.contains(&part.media_type.as_str()) {
        return Role::Nothing;
    }
    if part.range.is_empty() && files::given_name(part).is_none() {
        return Role::Nothing;
    }
    let is_picture = part.media_type.starts_with("image/");
    let inline = !is_attached && is_picture
        || files::content_id(part).is_some() && (part.is_related || is_picture);
    Role::File { inline }
}

fn picture(index: usize) -> Segment {
    Segment {
        alternative: None,
        html: None,
        text: None,
        picture: Some(index),
    }
}

fn push(segments: &mut Vec<Segment>, alternative: Option<usize>, is_html: bool, text: String) {
    let known = segments
        .iter_mut()
        .find(|segment| alternative.is_some() && segment.alternative == alternative);
    let (slot, text) = match known {
        Some(segment) if is_html => (&mut segment.html, text),
        Some(segment) => (&mut segment.text, text),
        None => {
            segments.push(Segment {
                alternative,
                html: is_html.then(|| text.clone()),
                text: (!is_html).then_some(text),
                picture: None,
            });
            return;
        }
    };
    slot.get_or_insert_default().push_str(&text);
}

/// The text of a part, within what is left of the limit.
fn text_of(raw: &[u8], part: &Part, budget: &mut usize, is_partial: &mut bool) -> String {
    let bytes = raw.get(part.range.clone()).unwrap_or_default();
    // No transfer encoding makes more than three bytes of one.
    let most = budget.saturating_mul(3).saturating_add(3);
    if bytes.len() > most {
        *is_partial = true;
    }
    let bytes = bytes.get(..most).unwrap_or(bytes);
    let decoded = part.transfer.decode(bytes);
    let charset = part.parameter("charset").map(str::to_owned).or_else(|| {
        (part.media_type == "text/html")
            .then(|| meta_charset(&decoded))
            .flatten()
    });
    let mut text = decode::text(&decoded, charset.as_deref());
    if decode::beginning(&mut text, *budget) {
        *is_partial = true;
    }
    *budget = budget.saturating_sub(text.len());
    let is_flowed = part
        .parameter("format")
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    if is_flowed && part.media_type == "text/plain" {
        let deletes = part
            .parameter("delsp")
            .is_some_and(|value| value.eq_ignore_ascii_case("yes"));
        text = unflow(&text, deletes);
    }
    text.replace(PICTURE, "")
}

/// `charset=` in the first bytes of HTML.
fn meta_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..2048).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let name: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    (!name.is_empty()).then_some(name)
}

/// Joins the lines of `format=flowed` (RFC 3676).
fn unflow(text: &str, deletes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None; // the depth of a line that goes on
    for line in text.split('\n') {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open != Some(depth) || content == "-- " {
            if !out.is_empty() || open.is_some() {
                out.push('\n');
            }
            if depth > 0 {
                out.push_str(&">".repeat(depth.min(50)));
                out.push(' ');
            }
        }
        let flows = content.ends_with(' ') && content != "-- ";
        let content = if flows && deletes {
            content.trim_end_matches(' ')
        } else {
            content
        };
        out.push_str(content);
        if open.is_none() && out.is_empty() {
            out.push('\n');
        }
        open = flows.then_some(depth);
    }
    out
}

fn join_html(segments: &[Segment]) -> String {
    let mut html = String::new();
    for segment in segments {
        if let Some(index) = segment.picture {
            let _ = write!(
                html,
                "<p><img src=\"cid:{}{index}\"></p>",
                files::FILE_SCHEME
            );
        }
        match (&segment.html, &segment.text) {
            (Some(page), text) => {
                let blank = sink::parse(page).is_some_and(|dom| {
                    html_text::to_text(&dom, &Places::default())
                        .trim()
                        .is_empty()
                });
                match text {
                    Some(text) if blank && !page.contains("cid:") => {
                        html.push_str(&paragraphs(text));
                    }
                    _ => html.push_str(page),
                }
            }
            (None, Some(text)) => html.push_str(&paragraphs(text)),
            (None, None) => {}
        }
    }
    html
}

fn join_text(segments: &[Segment]) -> String {
    let mut joined = String::new();
    for segment in segments {
        let piece = match (segment.picture, &segment.text, &segment.html) {
            (Some(index), ..) => format!("{PICTURE}{index}{PICTURE}"),
            (None, Some(text), _) => text.trim_end().to_owned(),
            (None, None, Some(html)) => strip_tags(html),
            (None, None, None) => continue,
        };
        if !joined.is_empty() {
            joined.push('\n');
        }
        joined.push_str(&piece);
    }
    joined
}

/// The last resort for HTML that nobody should build a tree of.
fn strip_tags(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        let text = piece.split_once('>').map_or("", |(_, text)| text);
        out.push_str(text);
        if out.len() > 64 * 1024 {
            break;
        }
    }
    out
}

fn from_html(html: &str, keep: bool, find: FindFile<'_>) -> Option<Body> {
    let dom = sink::parse(html)?;
    let cut = if keep { None } else { cut_html::cut(&dom) };
    let whole_html = dom::to_html(&dom, &Places::default(), find);
    let whole_text = html_text::to_text(&dom, &Places::default());
    let (html, text) = match &cut {
        Some(cut) => (dom::to_html(&dom, cut, find), html_text::to_text(&dom, cut)),
        None => (whole_html.clone(), whole_text.clone()),
    };
    Some(Body {
        html,
        text,
        whole_html,
        whole_text,
        was_cut: cut.is_some(),
        is_partial: false,
    })
}

fn from_text(whole: &str, keep: bool) -> Body {
    let whole = whole.trim_matches('\n').trim_end();
    let cut = if keep { None } else { cut_text::cut(whole) };
    let was_cut = cut.is_some();
    let text = cut.unwrap_or_else(|| whole.to_owned());
    Body {
        html: paragraphs(&text),
        text: without_pictures(&text),
        whole_html: paragraphs(whole),
        whole_text: without_pictures(whole),
        was_cut,
        is_partial: false,
    }
}

fn without_pictures(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split(PICTURE).enumerate() {
        if index.is_multiple_of(2) {
            out.push_str(piece);
        }
    }
    out.trim().to_owned()
}

/// Plain text as HTML: paragraphs at blank lines.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let blocks = text.split("\n\n").map(|block| block.trim_matches('\n'));
    for block in blocks.filter(|block| !block.trim().is_empty()) {
        out.push_str("<p>");
        for (index, line) in block.split('\n').enumerate() {
            if index > 0 {
                out.push_str("<br>");
            }
            for (index, piece) in line.split(PICTURE).enumerate() {
                if index.is_multiple_of(2) {
                    dom::escape(&mut out, piece);
                } else {
                    let _ = write!(out, "<img src=\"{}{piece}\" alt=\"\">", files::FILE_SCHEME);
                }
            }
        }
        out.push_str("</p>");
    }
    out
}

/// Which file a picture is.
fn find_file(src: &str, names: &[Option<String>]) -> Option<usize> {
    let src = src.trim();
    let scheme = src.get(..4)?;
    if !scheme.eq_ignore_ascii_case("cid:") {
        return None;
    }
    let id = src.get(4..)?.to_ascii_lowercase();
    if let Some(index) = id.strip_prefix(files::FILE_SCHEME) {
        return index.parse().ok().filter(|index| *index < names.len());
    }
    let plain = percent(&id);
    names.iter().position(|name| {
        name.as_deref()
            .is_some_and(|name| name == id || name == plain)
    })
}

/// Undoes `%40`, which some programs write in references.
fn percent(text: &str) -> String {
    text.replace("%40", "@")
        .replace("%24", "$")
        .replace("%20", " ")
}
