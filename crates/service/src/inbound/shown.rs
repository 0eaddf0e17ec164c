//! What of a mail is shown where it is written, and what is kept beside it.

use guichet_common::limits::{HTML_MAX, SUBJECT_MAX, TEXT_MAX};
use guichet_db::comments::OriginalText;
use guichet_i18n::{Language, t};
use guichet_mail::incoming::Body;

use super::files::StoredFiles;
use super::message::Message;
use crate::text::{RichText, sanitise, text_to_html, without_images};

/// Stands at the end of a text that goes on elsewhere.
const MORE: &str = "…";

/// Which part of a mail is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What is new: the rest is known from the ticket.
    New,
    /// All of it: what it quotes is known from nowhere else.
    Whole,
}

impl Part {
    pub(super) fn html(self, body: &Body) -> &str {
        match self {
            Self::New => &body.html,
            Self::Whole => &body.whole_html,
        }
    }

    fn text(self, body: &Body) -> &str {
        match self {
            Self::New => body.text.trim(),
            Self::Whole => body.whole_text.trim(),
        }
    }

    /// The text, when it is too long to be shown.
    pub(super) fn long_text(self, body: &Body) -> Option<&str> {
        Some(self.text(body)).filter(|text| text.len() > TEXT_MAX)
    }
}

/// What is shown of a mail.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) text: RichText,
    /// Whether it is less than what was written.
    pub(super) was_cut: bool,
}

/// What a mail says, sanitised, with its pictures in their places. A text that is too long ends with
/// an ellipsis; its whole is a file.
pub(super) fn show(body: &Body, part: Part, files: &StoredFiles) -> Shown {
    let text = part.text(body).replace('\0', "");
    if text.len() > TEXT_MAX {
        let text = beginning(text);
        let html = text_to_html(&text);
        let text = RichText { html, text };
        return Shown {
            text,
            was_cut: true,
        };
    }
    let html = part.html(body).replace('\0', "");
    let mut html = sanitise(&files.place_pictures(&html));
    let is_heavy = html.len() > HTML_MAX;
    if is_heavy {
        html = text_to_html(&text); // every word, without its dress
    }
    let mut text = RichText { html, text };
    if body.is_partial {
        text.html.push_str(&text_to_html(MORE));
        text.text.push_str("\n\n");
        text.text.push_str(MORE);
    }
    Shown {
        text,
        was_cut: is_heavy || body.is_partial || part == Part::New && body.was_cut,
    }
}

/// As much of a text as is allowed.
fn beginning(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(TEXT_MAX - MORE.len()));
    text.push_str(MORE);
    text
}

/// A text below a line that says from whom it is.
pub(super) fn below(above: &str, text: &RichText) -> RichText {
    let line = above.replace('&', "&amp;").replace('<', "&lt;");
    RichText {
        html: format!("<p><em>{line}</em></p>{}", text.html),
        text: format!("{above}\n\n{}", text.text),
    }
}

/// The line above a message that somebody passes on.
pub(super) fn forwarder(message: &Message, language: Language) -> String {
    let head = &message.head;
    let name = head.sender_name.as_deref().or(head.sender.as_deref());
    let name = one_line(name.unwrap_or("?"));
    t!(language, "mail-in-forwarded", sender = &name)
}

/// The message as it came, for those who want to see all of it.
pub(super) fn original(body: &Body) -> OriginalText {
    OriginalText {
        html: without_images(&body.whole_html.replace('\0', "")),
        text: body.whole_text.replace('\0', ""),
    }
}

/// A subject: on one line, not too long, never empty.
pub(super) fn subject(subject: Option<&str>, language: Language) -> String {
    let line = one_line(subject.unwrap_or_default());
    if line.is_empty() {
        return t!(language, "mail-in-no-subject").to_owned();
    }
    if line.chars().count() <= SUBJECT_MAX {
        return line;
    }
    let mut cut: String = line.chars().take(SUBJECT_MAX - 1).collect();
    cut.push_str(MORE);
    cut
}

/// A text without line ends and control characters.
fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subject_is_one_line_of_bounded_length_and_never_empty() {
        assert_eq!(subject(Some("a\r\nBcc: b\u{7}"), Language::Fr), "a Bcc: b");
        assert!(!subject(None, Language::En).is_empty());
        assert!(!subject(Some(" \t"), Language::Fr).is_empty());
        let long = subject(Some(&"é".repeat(500)), Language::Fr);
        assert_eq!(long.chars().count(), SUBJECT_MAX);
    }

    fn body(html: &str, text: &str) -> Body {
        Body {
            html: html.to_owned(),
            text: text.to_owned(),
            whole_html: html.to_owned(),
            whole_text: text.to_owned(),
            ..Body::default()
        }
    }

    fn shown(body: &Body) -> Shown {
        show(body, Part::New, &StoredFiles::default())
    }

    #[test]
    fn text_beyond_the_limit_is_cut_between_characters_and_its_whole_is_a_file() {
        let long = body("", &"é".repeat(TEXT_MAX));
        let cut = shown(&long);
        assert!(cut.was_cut && cut.text.text.len() <= TEXT_MAX);
        assert!(cut.text.text.ends_with("é…") && cut.text.html.ends_with("é…</p>"));
        assert_eq!(
            Part::Whole.long_text(&long).map(str::len),
            Some(2 * TEXT_MAX)
        );
        let short = body("<p>court</p>", "court ");
        let whole = shown(&short);
        assert!(!whole.was_cut && whole.text.html == "<p>court</p>");
        assert_eq!(whole.text.text, "court");
        assert_eq!(Part::New.long_text(&short), None);
    }

    #[test]
    fn heavy_html_loses_its_dress_and_no_word() {
        let heavy = shown(&body(&"<b>x</b>".repeat(HTML_MAX / 8 + 1), "x y & z"));
        assert!(heavy.was_cut);
        assert_eq!(heavy.text.html, "<p>x y &amp; z</p>");
    }

    #[test]
    fn text_that_could_not_be_read_to_its_end_says_so() {
        let partial = Body {
            is_partial: true,
            ..body("<p>a</p>", "a")
        };
        let shown = shown(&partial);
        assert!(shown.was_cut);
        assert_eq!(
            (&*shown.text.html, &*shown.text.text),
            ("<p>a</p><p>…</p>", "a\n\n…")
        );
    }

    #[test]
    fn who_is_passed_on_cannot_write_markup() {
        let text = RichText {
            html: "<p>x</p>".into(),
            text: "x".into(),
        };
        let below = below("<b>&", &text);
        assert_eq!(below.html, "<p><em>&lt;b>&amp;</em></p><p>x</p>");
    }
}
