//! What is half-written on a ticket: a message to the customer, or a note to the team.

use guichet_common::comments::{CreateComment, CreateWorkNote};
use serde::{Deserialize, Serialize};

use crate::drafts::{Content, from_content, to_content};
use crate::files::KeptFile;
use crate::rich_text::{image_ids, is_blank, only_images};

/// To whom one writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Public: to the other side.
    #[default]
    Message,
    /// Internal: to the team.
    Note,
}

/// All that the composer holds. Message and note are kept apart: a word meant for the team can
/// never leave because somebody turned a switch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// To whom one writes just now.
    pub kind: Kind,
    /// The message, as HTML.
    pub message_html: String,
    /// The note, as HTML.
    pub note_html: String,
    /// Files of the message that have arrived.
    pub files: Vec<KeptFile>,
    /// Tells this message from every other, so that a second try does not double it.
    pub message_key: String,
    /// The same for the note.
    pub note_key: String,
}

impl Written {
    /// Whether there is nothing that somebody would miss.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        is_blank(&self.message_html) && is_blank(&self.note_html) && self.files.is_empty()
    }

    /// The message to send; `None` when there is neither a word nor a file. Pictures without a
    /// word go as files, since a message needs words or files.
    #[must_use]
    pub fn to_comment(&self) -> Option<CreateComment> {
        let mut attachment_ids: Vec<_> = self.files.iter().map(|file| file.id).collect();
        let wordless = only_images(&self.message_html);
        if wordless {
            attachment_ids.extend(image_ids(&self.message_html));
        }
        let has_text = !wordless && !is_blank(&self.message_html);
        (has_text || !attachment_ids.is_empty()).then(|| CreateComment {
            body_html: has_text.then(|| self.message_html.clone()),
            body_text: None,
            attachment_ids,
        })
    }

    /// The note to write down; `None` without a word.
    #[must_use]
    pub fn to_note(&self) -> Option<CreateWorkNote> {
        (!is_blank(&self.note_html)).then(|| CreateWorkNote {
            body_html: Some(self.note_html.clone()),
            body_text: None,
        })
    }

    /// As it is kept for later.
    #[must_use]
    pub fn to_draft(&self) -> Content {
        to_content(self)
    }

    /// What was kept; of a draft that cannot be read, nothing.
    #[must_use]
    pub fn from_draft(content: &Content) -> Option<Self> {
        let written: Self = from_content(content)?;
        (!written.is_blank()).then_some(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMAGE: &str =
        r#"<p><img src="/api/v1/attachments/01890a5d-ac96-774b-bcce-b302099a8057" alt=""></p>"#;

    fn message(html: &str) -> Written {
        Written {
            message_html: html.into(),
            ..Written::default()
        }
    }

    #[test]
    fn a_message_needs_words_or_files() {
        assert_eq!(message("<p></p>").to_comment(), None);
        let comment = message("<p>Bonjour</p>").to_comment().expect("words");
        assert_eq!(comment.body_html.as_deref(), Some("<p>Bonjour</p>"));
    }

    #[test]
    fn a_picture_alone_goes_as_a_file() {
        let comment = message(IMAGE).to_comment().expect("a picture");
        assert_eq!(comment.body_html, None);
        assert_eq!(comment.attachment_ids.len(), 1);
    }

    #[test]
    fn a_note_is_no_message() {
        let written = Written {
            note_html: "<p>Interne</p>".into(),
            kind: Kind::Note,
            ..Written::default()
        };
        assert_eq!(written.to_comment(), None);
        assert!(written.to_note().is_some());
    }

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let written = Written {
            kind: Kind::Note,
            message_key: "k".into(),
            ..message("<p>Bonjour</p>")
        };
        assert_eq!(
            Written::from_draft(&written.to_draft()),
            Some(written.clone())
        );
        assert_eq!(Written::from_draft(&Written::default().to_draft()), None);
    }
}
