//! Limits and words about files.

use guichet_common::AttachmentId;
use guichet_common::attachments::Attachment;
use guichet_common::limits::FILES_PER_REQUEST;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use serde::{Deserialize, Serialize};

/// Largest file in MB, by which people and the server's settings mean MiB. It is the server's
/// default; the server has the last word.
pub const FILE_MAX_MB: u64 = 25;
/// The same in bytes.
pub const FILE_MAX: u64 = FILE_MAX_MB * 1024 * 1024;
/// Most files of one ticket or message.
pub const FILES_MAX: usize = FILES_PER_REQUEST;

/// An uploaded file of something that is not sent yet; part of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its id.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

impl From<&Attachment> for KeptFile {
    fn from(file: &Attachment) -> Self {
        Self {
            id: file.id,
            name: file.file_name.clone(),
            size: file.size,
        }
    }
}

/// Why a file is not even sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing in it; a folder looks like that too.
    Empty,
    /// More bytes than a file may have.
    TooLarge,
    /// There are as many as there may be.
    TooMany,
}

impl Refusal {
    /// In words for the person at the screen.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match self {
            Self::Empty => t!(language, "files-empty").to_owned(),
            Self::TooLarge => t!(language, "files-too-large", max = FILE_MAX_MB),
            Self::TooMany => t!(language, "files-too-many", max = FILES_MAX),
        }
    }
}

/// Looks at a file before it is sent; `present` files are there already.
pub fn check_new_file(size: u64, present: usize) -> Result<(), Refusal> {
    if present >= FILES_MAX {
        Err(Refusal::TooMany)
    } else if size > FILE_MAX {
        Err(Refusal::TooLarge)
    } else if size == 0 {
        Err(Refusal::Empty)
    } else {
        Ok(())
    }
}

/// Whether browsers can show it as a picture that carries no scripts.
#[must_use]
pub fn is_picture(content_type: &str) -> bool {
    matches!(
        content_type,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    )
}

/// The end of the name in capitals, as people say what kind of file it is: "PDF".
#[must_use]
pub fn file_kind(name: &str) -> Option<String> {
    let (stem, end) = name.rsplit_once('.')?;
    let is_word = !stem.is_empty()
        && (1..=5).contains(&end.len())
        && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_word.then(|| end.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_refused_before_they_are_sent() {
        assert_eq!(check_new_file(1, 0), Ok(()));
        assert_eq!(check_new_file(FILE_MAX, 9), Ok(()));
        assert_eq!(check_new_file(FILE_MAX + 1, 0), Err(Refusal::TooLarge));
        assert_eq!(check_new_file(0, 0), Err(Refusal::Empty));
        assert_eq!(check_new_file(1, FILES_MAX), Err(Refusal::TooMany));
    }

    #[test]
    fn refusals_name_the_limit() {
        assert_eq!(
            Refusal::TooMany.text(Language::Fr),
            "10 fichiers au maximum : ce fichier n'a pas été ajouté."
        );
        assert!(Refusal::TooLarge.text(Language::En).contains("25"));
    }

    #[test]
    fn kinds_are_the_ends_of_names() {
        assert_eq!(file_kind("relevé.pdf").as_deref(), Some("PDF"));
        assert_eq!(file_kind("archive.tar.gz").as_deref(), Some("GZ"));
        assert_eq!(file_kind(".bashrc"), None);
        assert_eq!(file_kind("sans extension"), None);
        assert_eq!(file_kind("a.b c"), None);
    }

    #[test]
    fn drawings_with_scripts_are_no_pictures() {
        assert!(is_picture("image/png"));
        assert!(!is_picture("image/svg+xml"));
    }
}
