//! A publication in the form: plain texts, as they are typed.

use chrono::NaiveDateTime;
use guichet_common::Instant;
use guichet_common::fields::Parts;
use guichet_common::problem::FieldError;
use guichet_common::publications::{
    PublicationKind, PublicationSource, PublicationText, PutPublication, PutPublicationText,
};
use guichet_common::vocabulary::Language;

use crate::form::{join, split};
use crate::rich_text::{is_blank, only_images};

/// What `<input type="datetime-local">` writes and reads.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// The text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextForm {
    /// Title.
    pub title: String,
    /// What it says, in a sentence or two.
    pub summary: String,
    /// The text, as HTML.
    pub body: String,
}

impl TextForm {
    fn is_blank(&self) -> bool {
        let no_body = is_blank(&self.body) && !only_images(&self.body);
        self.title.trim().is_empty() && self.summary.trim().is_empty() && no_body
    }
}

impl From<&PublicationText> for TextForm {
    fn from(text: &PublicationText) -> Self {
        Self {
            title: text.title.clone(),
            summary: text.summary.clone(),
            body: text.body_html.clone(),
        }
    }
}

/// All that is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationForm {
    /// Short name in addresses; empty for one after the title.
    pub slug: String,
    /// What it is.
    pub kind: PublicationKind,
    /// What it belongs to.
    pub category: String,
    /// The language that readers of any other get.
    pub language: Language,
    /// The accounts that it is for, as one text; empty for all.
    pub accounts: String,
    /// Until when it is at the head of the home page, on the person's clock.
    pub pinned_until: String,
    /// A text for each language, in their order; blank where it is not written.
    pub texts: Vec<(Language, TextForm)>,
}

impl PublicationForm {
    /// A new one, whose original language is this.
    #[must_use]
    pub fn blank(language: Language) -> Self {
        let texts = Language::ALL.iter();
        Self {
            slug: String::new(),
            kind: PublicationKind::Article,
            category: String::new(),
            language,
            accounts: String::new(),
            pinned_until: String::new(),
            texts: texts.map(|own| (*own, TextForm::default())).collect(),
        }
    }

    /// One that is there; `clock` says what the person's clock shows at an instant.
    #[must_use]
    pub fn of(
        source: &PublicationSource,
        clock: impl Fn(Instant) -> Option<NaiveDateTime>,
    ) -> Self {
        let accounts = source.accounts.iter().flatten();
        Self {
            slug: source.slug.clone(),
            kind: source.kind,
            category: source.category.clone().unwrap_or_default(),
            language: source.language,
            accounts: join(accounts.map(|account| account.id.to_string())),
            pinned_until: source
                .pinned_until
                .and_then(clock)
                .map(write_local)
                .unwrap_or_default(),
            ..Self::blank(source.language)
        }
        .with_texts(&source.texts)
    }

    /// The same with other texts, such as those of an earlier version.
    #[must_use]
    pub fn with_texts(mut self, texts: &[PublicationText]) -> Self {
        for (language, form) in &mut self.texts {
            let found = texts.iter().find(|text| text.language == *language);
            *form = found.map(TextForm::from).unwrap_or_default();
        }
        self
    }

    /// What to send; `instant` says when the person's clock shows a time. What is blank in a language
    /// other than the original is not written in it.
    #[must_use]
    pub fn to_request(&self, instant: impl Fn(NaiveDateTime) -> Option<Instant>) -> PutPublication {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let accounts: Vec<_> = split(&self.accounts)
            .filter_map(|id| id.parse().ok())
            .collect();
        let text = |(language, form): &(Language, TextForm)| PutPublicationText {
            language: *language,
            title: form.title.clone(),
            summary: given(&form.summary),
            body_html: Some(form.body.clone()),
            body_text: None,
        };
        PutPublication {
            slug: given(&self.slug),
            kind: self.kind,
            category: given(&self.category),
            language: Some(self.language),
            account_ids: Some(accounts).filter(|accounts| !accounts.is_empty()),
            pinned_until: read_local(&self.pinned_until).and_then(instant),
            texts: Parts(self.written().map(text).collect()),
        }
    }

    fn written(&self) -> impl Iterator<Item = &(Language, TextForm)> {
        self.texts
            .iter()
            .filter(|(language, form)| *language == self.language || !form.is_blank())
    }

    /// The name of the field that the server complains about: `title-fr` for `/texts/0/title`.
    #[must_use]
    pub fn field_of(&self, error: &FieldError) -> Option<String> {
        let pointer = error.pointer.as_deref()?;
        let mut parts = pointer.split('/').skip(1);
        let field = parts.next()?;
        if field != "texts" {
            return Some(field.to_owned());
        }
        let index = parts.next().and_then(|part| part.parse::<usize>().ok());
        let (language, _) = self.written().nth(index?)?;
        let part = parts.next()?;
        let part = part.strip_suffix("_html").unwrap_or(part);
        Some(format!("{part}-{language}"))
    }
}

/// What the field of a local time shows.
#[must_use]
pub fn write_local(time: NaiveDateTime) -> String {
    time.format(LOCAL).to_string()
}

/// The local time in such a field; browsers may add seconds.
#[must_use]
pub fn read_local(text: &str) -> Option<NaiveDateTime> {
    let minutes = text.get(..16)?;
    NaiveDateTime::parse_from_str(minutes, LOCAL).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> PublicationForm {
        let mut form = PublicationForm::blank(Language::Fr);
        form.texts = vec![
            (
                Language::Fr,
                TextForm {
                    title: "Titre".into(),
                    summary: " ".into(),
                    body: "<p>Texte</p>".into(),
                },
            ),
            (Language::En, TextForm::default()),
        ];
        form
    }

    #[test]
    fn languages_without_a_text_are_not_sent_but_the_original_is() {
        let request = filled().to_request(|local| Some(local.and_utc()));
        assert_eq!(request.texts.0.len(), 1);
        assert_eq!(request.texts.0[0].summary, None);
        assert_eq!(request.account_ids, None);
        assert_eq!(request.slug, None);
        let empty = PublicationForm::blank(Language::En).to_request(|_| None);
        let languages: Vec<_> = empty.texts.0.iter().map(|text| text.language).collect();
        assert_eq!(languages, [Language::En]);
    }

    #[test]
    fn the_field_that_is_wrong_is_named_with_its_language() {
        let mut form = filled();
        let name = |form: &PublicationForm, pointer: &str| {
            form.field_of(&FieldError::at(pointer, "required"))
        };
        assert_eq!(
            name(&form, "/texts/0/body_html").as_deref(),
            Some("body-fr")
        );
        assert_eq!(
            name(&form, "/account_ids/3").as_deref(),
            Some("account_ids")
        );
        assert_eq!(name(&form, "/texts/1/title"), None);
        form.language = Language::En;
        assert_eq!(name(&form, "/texts/1/title").as_deref(), Some("title-en"));
    }

    #[test]
    fn local_times_survive_their_field() {
        let time = read_local("2026-07-14T18:05:00").expect("a time");
        assert_eq!(write_local(time), "2026-07-14T18:05");
        for wrong in ["", "2026-07-14", "2026-13-14T18:05", "é026-07-14T18:05"] {
            assert_eq!(read_local(wrong), None, "{wrong}");
        }
        let mut form = filled();
        form.pinned_until = "2026-07-14T18:05".into();
        let request = form.to_request(|local| Some(local.and_utc()));
        assert_eq!(request.pinned_until, Some(time.and_utc()));
    }
}
