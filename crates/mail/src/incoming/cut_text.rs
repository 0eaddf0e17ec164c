//! Cuts what is quoted and signed from plain text.

use super::words;

/// Cuts a text; `None` if the whole must stay.
pub(super) fn cut(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let folded: Vec<String> = lines.iter().map(|line| words::fold(line)).collect();
    let start = quote_start(&folded);
    if let Some(quote) = start {
        let above = join(&lines, 0, quote.at);
        if quote.is_forward || words::points_into_quote(&above) {
            return None;
        }
        if !quote.is_whole_rest && has_answer(&folded, quote.content) {
            return None;
        }
    }
    let end = start.map_or(lines.len(), |quote| quote.at);
    let signed = signature_start(lines.get(..end)?, folded.get(..end)?);
    let kept = join(&lines, 0, signed);
    if signed == lines.len() || kept.trim().is_empty() {
        return None;
    }
    Some(kept)
}

#[derive(Clone, Copy)]
struct Quote {
    /// The line where it starts, with what announces it.
    at: usize,
    /// The line where what was quoted starts.
    content: usize,
    is_whole_rest: bool,
    is_forward: bool,
}

fn quote_start(folded: &[String]) -> Option<Quote> {
    folded.iter().enumerate().find_map(|(at, line)| {
        let quote = |content, is_whole_rest, is_forward| Quote {
            at: rule_above(folded, at),
            content,
            is_whole_rest,
            is_forward,
        };
        if line.starts_with('>') {
            return Some(quote(at, false, false));
        }
        if words::is_forward_heading(line) {
            return Some(quote(at, true, true));
        }
        if words::is_original_heading(line) {
            return Some(quote(at, true, false));
        }
        if line.is_empty() {
            return None;
        }
        let after = folded.get(at..)?;
        if words::is_quoted_head(
            after
                .iter()
                .map(String::as_str)
                .filter(|l| !l.is_empty())
                .take(7),
        ) {
            return Some(quote(at, true, false));
        }
        let length = attribution(after)?;
        let content = at + length;
        let next = folded.iter().skip(content).find(|line| !line.is_empty());
        let is_marked = next.is_some_and(|line| line.starts_with('>'));
        Some(quote(content, !is_marked, false))
    })
}

/// How many lines an attribution takes that starts here.
fn attribution(lines: &[String]) -> Option<usize> {
    let first = lines.first()?;
    if words::is_attribution(first) {
        return Some(1);
    }
    if !words::begins_attribution(first) {
        return None;
    }
    let mut joined = first.clone();
    for (index, line) in lines.iter().enumerate().skip(1).take(3) {
        if line.is_empty() || line.starts_with('>') {
            return None;
        }
        joined.push(' ');
        joined.push_str(line);
        if words::is_attribution(&joined) {
            return Some(index + 1);
        }
    }
    None
}

/// A line of underscores above the head belongs to it.
fn rule_above(folded: &[String], at: usize) -> usize {
    let above = folded.get(..at).unwrap_or_default();
    match above.iter().rposition(|line| !line.is_empty()) {
        Some(index) if above.get(index).is_some_and(|line| is_rule(line)) => index,
        _ => at,
    }
}

fn is_rule(line: &str) -> bool {
    line.len() >= 8 && line.bytes().all(|byte| matches!(byte, b'_' | b'-'))
}

/// Whether somebody wrote between or below the quoted lines.
fn has_answer(folded: &[String], from: usize) -> bool {
    let rest = folded.get(from..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|line| line == "--")
        .unwrap_or(rest.len());
    let rest = rest.get(..end).unwrap_or_default();
    rest.iter().enumerate().any(|(index, line)| {
        let is_quoted = line.starts_with('>')
            || line.is_empty()
            || words::is_device_signature(line)
            || is_rule(line);
        !is_quoted && !is_wrapped_quote(rest, index)
    })
}

/// Some programs break a quoted line and forget the mark: a short line between two marked ones.
fn is_wrapped_quote(lines: &[String], index: usize) -> bool {
    let marked = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_some_and(|line| line.starts_with("> "))
    };
    let long = index
        .checked_sub(1)
        .and_then(|at| lines.get(at))
        .is_some_and(|line| line.len() >= 66);
    long && marked(index.checked_sub(1)) && marked(index.checked_add(1))
}

/// Where the signature starts: below `-- `, or the line that a device adds.
fn signature_start(lines: &[&str], folded: &[String]) -> usize {
    let dashes = lines
        .iter()
        .position(|line| *line == "-- " || *line == "--");
    let mut end = dashes.unwrap_or(lines.len());
    while let Some(last) = end.checked_sub(1) {
        let line = folded.get(last).map_or("", String::as_str);
        if line.is_empty() || is_rule(line) || words::is_device_signature(line) {
            end = last;
        } else {
            break;
        }
    }
    end
}

fn join(lines: &[&str], from: usize, to: usize) -> String {
    lines
        .get(from..to)
        .unwrap_or_default()
        .join("\n")
        .trim_end()
        .to_owned()
}
