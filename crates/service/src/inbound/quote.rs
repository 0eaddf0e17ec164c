//! Where the new text of an answer ends, and what it quotes begins.

/// Elements with which mail programs begin what is quoted.
const MARKS: [&str; 10] = [
    "<div class=\"gmail_quote",
    "<div class=\"gmail_attr",
    "<blockquote type=\"cite\"",
    "<div id=\"divrplyfwdmsg\"",
    "<div id=\"appendonsend\"",
    "<div id=\"mail-editor-reference-message-container\"",
    "<div class=\"moz-cite-prefix\"",
    "<div class=\"yahoo_quoted",
    "<div class=\"protonmail_quote",
    "<div style=\"border:none;border-top:solid #e1e1e1",
];

/// The new part of an HTML text; elements may be left open.
pub(super) fn new_html(html: &str) -> &str {
    let lower = html.to_ascii_lowercase();
    let end = MARKS.iter().filter_map(|mark| lower.find(mark)).min();
    html.get(..end.unwrap_or(html.len())).unwrap_or(html)
}

/// The new part of a plain text.
pub(super) fn new_text(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins_quote(
            line.trim_end(),
            text.get(at + line.len()..).unwrap_or_default(),
        ) {
            return text.get(..at).unwrap_or(text);
        }
        at += line.len();
    }
    text
}

/// Whether a line begins what is quoted, or a signature; `rest` is what follows it.
fn begins_quote(line: &str, rest: &str) -> bool {
    let introduces = |line: &str| {
        let line = line.trim();
        let verb = [
            "a écrit :",
            "a écrit\u{a0}:",
            "a écrit:",
            "wrote:",
            "schrieb:",
        ]
        .iter()
        .any(|verb| line.ends_with(verb));
        let german = line.starts_with("Am ") && line.contains(" schrieb ") && line.ends_with(':');
        let name = ["Le ", "On ", "Am "]
            .iter()
            .any(|name| line.starts_with(name));
        (name && verb) || german
    };
    // The introduction may be broken into two lines.
    let next = rest.lines().next().unwrap_or_default().trim();
    let is_introduction = introduces(line)
        || (!next.is_empty() && line.len() < 200 && introduces(&format!("{line} {next}")));
    let lower = line.to_lowercase();
    let is_ruled = line.starts_with("-----")
        && ["message d'origine", "message d’origine", "original message"]
            .iter()
            .chain(&[
                "ursprüngliche nachricht",
                "message transféré",
                "forwarded message",
            ])
            .any(|words| lower.contains(words));
    let is_outlook = line.starts_with("________________________________");
    // From here on to the end everything is quoted.
    let is_last_quote = line.starts_with('>')
        && rest
            .lines()
            .all(|line| line.trim().is_empty() || line.starts_with('>'));
    let is_signature = line == "--" && !rest.is_empty();
    is_introduction || is_ruled || is_outlook || is_last_quote || is_signature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_cut() {
        for quoted in [
            "Le mar. 17 mars 2026 à 15:00, Support <s@h.example> a écrit :\n> Bonjour\n",
            "On Tue, 17 Mar 2026 at 15:00, Support\n<s@h.example> wrote:\n> Hello\n",
            "Am 17.03.2026 um 15:00 schrieb Support:\n> Hallo\n",
            "-----Message d'origine-----\nDe : Support\n",
            "________________________________\nDe : Support\n",
            "-- \nClaire Lefèvre\n",
            "> Bonjour\n>\n> Merci\n",
        ] {
            assert_eq!(
                new_text(&format!("Merci\n\n{quoted}")).trim(),
                "Merci",
                "{quoted}"
            );
        }
        let between = "> Quel modèle ?\nUne LaserJet\n";
        assert_eq!(new_text(between), between);
        let html = "<div>Merci</div><DIV CLASS=\"gmail_quote\">x</DIV>";
        assert_eq!(new_html(html), "<div>Merci</div>");
        assert_eq!(new_html("<p>é</p>"), "<p>é</p>");
    }
}
