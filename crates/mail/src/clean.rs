//! Makes texts of people fit for one line: a header, a subject, a label.

/// One line: line breaks and other control characters become a space, spaces are collapsed, and
/// marks that turn the direction of what follows are dropped (they would let a name rewrite the
/// rest of a subject). Letters of right-to-left scripts stay as they are.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word: String = word.chars().filter(|c| !is_direction_mark(*c)).collect();
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    line
}

/// A text of several lines: only `\n` breaks lines, and no other control character but the tab
/// is left. Lines end without spaces, the text without empty lines.
pub(crate) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let kept: String = line
                .chars()
                .filter(|c| *c == '\t' || !c.is_control())
                .collect();
            kept.trim_end().to_owned()
        })
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

const fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_line() {
        assert_eq!(
            one_line("a\r\nBcc: b\u{0}\u{7f}\u{2028}c\u{85}d"),
            "a Bcc: b c d"
        );
        assert_eq!(
            one_line("  facture\u{202e}fdp.exe \u{2067}x\u{2069} "),
            "facturefdp.exe x"
        );
        assert_eq!(one_line("مرحبا 🙂 é"), "مرحبا 🙂 é");
    }

    #[test]
    fn line_breaks_are_unified() {
        assert_eq!(lines("\r\n\na \r\nb\rc\n\n\td\u{7}\n\n"), "a\nb\nc\n\n\td");
    }
}
