//! Rich text looked at as text: whether there is any, and which pictures it shows.

use guichet_common::AttachmentId;

const IMAGE_SRC: &str = "src=\"/api/v1/attachments/";

/// Whether there are neither words nor pictures.
#[must_use]
pub fn is_blank(html: &str) -> bool {
    !has_words(html) && image_ids(html).is_empty()
}

/// Whether there are pictures but no words.
#[must_use]
pub fn only_images(html: &str) -> bool {
    !has_words(html) && !image_ids(html).is_empty()
}

fn has_words(html: &str) -> bool {
    let mut in_tag = false;
    html.replace("&nbsp;", " ")
        .chars()
        .filter(|letter| {
            let outside = !in_tag && *letter != '<';
            match letter {
                '<' => in_tag = true,
                '>' => in_tag = false,
                _ => {}
            }
            outside
        })
        .any(|letter| !letter.is_whitespace() && letter != '\u{200B}')
}

/// The pictures of a text, each once.
#[must_use]
pub fn image_ids(html: &str) -> Vec<AttachmentId> {
    let mut ids = Vec::new();
    for rest in html.split(IMAGE_SRC).skip(1) {
        let id = rest.split('"').next().and_then(|id| id.parse().ok());
        if let Some(id) = id.filter(|id| !ids.contains(id)) {
            ids.push(id);
        }
    }
    ids
}

/// Plain text as rich text: paragraphs at blank lines, breaks at line ends.
#[must_use]
pub fn text_to_html(text: &str) -> String {
    let mut html = String::new();
    for paragraph in text.split("\n\n").map(str::trim) {
        if paragraph.is_empty() {
            continue;
        }
        let escaped = paragraph
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('\n', "<br>");
        html.push_str("<p>");
        html.push_str(&escaped);
        html.push_str("</p>");
    }
    html
}

/// Rich text as plain text, for the field without tools that stands in for the editor.
#[must_use]
pub fn html_to_text(html: &str) -> String {
    let lines = html
        .replace("<br>", "\n")
        .replace("</p>", "\n\n")
        .replace("</li>", "\n");
    let mut text = String::new();
    let mut in_tag = false;
    for letter in lines.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            letter => text.push(letter),
        }
    }
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMAGE: &str =
        r#"<img src="/api/v1/attachments/01890a5d-ac96-774b-bcce-b302099a8057" alt="x">"#;

    #[test]
    fn empty_paragraphs_and_spaces_are_blank() {
        for html in [
            "",
            "<p></p>",
            "<p> &nbsp;</p><p><br></p>",
            "<p>\u{200B}</p>",
        ] {
            assert!(is_blank(html), "{html}");
        }
        assert!(!is_blank("<p>a</p>"));
        assert!(!is_blank(&format!("<p>{IMAGE}</p>")));
    }

    #[test]
    fn pictures_without_words_are_told_apart() {
        assert!(only_images(&format!("<p>{IMAGE}</p>")));
        assert!(!only_images(&format!("<p>voir {IMAGE}</p>")));
        assert!(!only_images("<p></p>"));
    }

    #[test]
    fn each_picture_is_found_once() {
        let html = format!("<p>{IMAGE}{IMAGE}</p>");
        assert_eq!(image_ids(&html).len(), 1);
        assert!(image_ids(r#"<img src="https://example.org/a.png">"#).is_empty());
    }

    #[test]
    fn plain_text_survives_the_way_to_html_and_back() {
        let text = "Bonjour,\nle serveur <A> & \"B\"\n\nMerci";
        assert_eq!(
            text_to_html(text),
            "<p>Bonjour,<br>le serveur &lt;A&gt; &amp; \"B\"</p><p>Merci</p>"
        );
        assert_eq!(html_to_text(&text_to_html(text)), text);
    }
}
