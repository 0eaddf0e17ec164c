//! What is filled in on the way to a ticket.

use guichet_client::IdempotencyKey;
use guichet_common::limits::{SEARCH_MAX, SUBJECT_MAX, TEXT_MAX};
use guichet_common::tickets::CreateTicket;
use guichet_common::vocabulary::{Impact, Language, Urgency};
use guichet_i18n::t;
use serde::{Deserialize, Serialize};

use crate::drafts::{Content, from_content, to_content};
use crate::files::KeptFile;
use crate::rich_text::{is_blank, only_images};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldName {
    /// "Compte"
    Account,
    /// "Contact"
    Contact,
    /// "Impact"
    Impact,
    /// "Urgence"
    Urgency,
    /// "Configuration Item"
    ConfigurationItem,
    /// "Objet"
    Subject,
    /// "Description"
    Description,
    /// "Pièces jointes"
    Files,
}

impl FieldName {
    /// The id of its control in the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Account => "ticket-account",
            Self::Contact => "ticket-contact",
            Self::Impact => "ticket-impact",
            Self::Urgency => "ticket-urgency",
            Self::ConfigurationItem => "ticket-item",
            Self::Subject => "ticket-subject",
            Self::Description => "ticket-description",
            Self::Files => "ticket-files",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Self::Account => t!(language, "ticket-field-account"),
            Self::Contact => t!(language, "ticket-field-contact"),
            Self::Impact => t!(language, "ticket-field-impact"),
            Self::Urgency => t!(language, "ticket-field-urgency"),
            Self::ConfigurationItem => t!(language, "ticket-field-configuration-item"),
            Self::Subject => t!(language, "ticket-field-subject"),
            Self::Description => t!(language, "ticket-field-description"),
            Self::Files => t!(language, "files-title"),
        }
    }

    /// The field that a JSON pointer of the request's body means.
    #[must_use]
    pub fn of_pointer(pointer: &str) -> Option<Self> {
        match pointer.split('/').nth(1)? {
            "account_id" => Some(Self::Account),
            "contact_id" => Some(Self::Contact),
            "impact" => Some(Self::Impact),
            "urgency" => Some(Self::Urgency),
            "configuration_item_id" => Some(Self::ConfigurationItem),
            "subject" => Some(Self::Subject),
            "description_html" | "description_text" | "description" => Some(Self::Description),
            "attachment_ids" => Some(Self::Files),
            _ => None,
        }
    }
}

/// What is wrong with a field, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which field.
    pub field: FieldName,
    /// In a sentence.
    pub text: String,
}

/// The form as it is filled in. Choices are wire values or ids, empty when nothing is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The account; chosen by agents only.
    pub account: String,
    /// For whom it is.
    pub contact: String,
    /// How many people are hit.
    pub impact: String,
    /// How soon it matters.
    pub urgency: String,
    /// The thing that it is about.
    pub configuration_item: String,
    /// What it is about.
    pub subject: String,
    /// The whole story, as HTML.
    pub description_html: String,
    /// Files that have arrived.
    pub files: Vec<KeptFile>,
    /// Tells this filled form from every other, so that sending it twice makes one ticket.
    pub key: String,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            account: String::new(),
            contact: String::new(),
            impact: Impact::FewerThanFive.to_string(),
            urgency: Urgency::Low.to_string(),
            configuration_item: String::new(),
            subject: String::new(),
            description_html: String::new(),
            files: Vec::new(),
            key: String::new(),
        }
    }
}

impl Form {
    /// Whether there is nothing that somebody would miss.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.subject.trim().is_empty() && is_blank(&self.description_html) && self.files.is_empty()
    }

    /// The required fields that are empty. Agents say for whom the ticket is.
    #[must_use]
    pub fn missing(&self, by_agent: bool) -> Vec<FieldName> {
        let has_words = !is_blank(&self.description_html) && !only_images(&self.description_html);
        [
            (by_agent && self.contact.is_empty(), FieldName::Contact),
            (self.subject.trim().is_empty(), FieldName::Subject),
            (!has_words, FieldName::Description),
        ]
        .into_iter()
        .filter_map(|(is_missing, field)| is_missing.then_some(field))
        .collect()
    }

    /// All that the server would refuse and the page can see.
    #[must_use]
    pub fn wrong(&self, by_agent: bool, language: Language) -> Vec<Wrong> {
        let mut wrong: Vec<_> = self
            .missing(by_agent)
            .into_iter()
            .map(|field| Wrong {
                field,
                text: if only_images(&self.description_html) && field == FieldName::Description {
                    t!(language, "create-words-needed").to_owned()
                } else {
                    t!(language, "field-required").to_owned()
                },
            })
            .collect();
        if self.subject.trim().chars().count() > SUBJECT_MAX {
            wrong.push(Wrong {
                field: FieldName::Subject,
                text: t!(language, "field-too-long", max = SUBJECT_MAX),
            });
        }
        if self.description_html.len() > guichet_common::limits::HTML_MAX {
            wrong.push(Wrong {
                field: FieldName::Description,
                text: t!(language, "field-too-long", max = TEXT_MAX),
            });
        }
        wrong
    }

    /// The fields that somebody has changed since.
    #[must_use]
    pub fn changed(&self, before: &Self) -> Vec<FieldName> {
        [
            (self.account != before.account, FieldName::Account),
            (self.contact != before.contact, FieldName::Contact),
            (self.impact != before.impact, FieldName::Impact),
            (self.urgency != before.urgency, FieldName::Urgency),
            (
                self.configuration_item != before.configuration_item,
                FieldName::ConfigurationItem,
            ),
            (self.subject != before.subject, FieldName::Subject),
            (
                self.description_html != before.description_html,
                FieldName::Description,
            ),
            (self.files != before.files, FieldName::Files),
        ]
        .into_iter()
        .filter_map(|(is_changed, field)| is_changed.then_some(field))
        .collect()
    }

    /// What the server is asked to file. Contacts file for themselves unless they chose a
    /// colleague, and never name an account.
    #[must_use]
    pub fn to_request(&self, by_agent: bool) -> CreateTicket {
        CreateTicket {
            subject: self.subject.trim().to_owned(),
            description_html: Some(self.description_html.clone()),
            description_text: None,
            impact: self.impact.parse().unwrap_or(Impact::FewerThanFive),
            urgency: self.urgency.parse().unwrap_or(Urgency::Low),
            contact_id: self.contact.parse().ok(),
            account_id: self.account.parse().ok().filter(|_| by_agent),
            configuration_item_id: self.configuration_item.parse().ok(),
            attachment_ids: self.files.iter().map(|file| file.id).collect(),
            follow_up_of: None,
        }
    }

    /// As it is kept for later.
    #[must_use]
    pub fn to_draft(&self) -> Content {
        to_content(self)
    }

    /// What was kept; of a draft that cannot be read, nothing.
    #[must_use]
    pub fn from_draft(content: &Content) -> Option<Self> {
        let form: Self = from_content(content)?;
        (!form.is_blank()).then_some(form)
    }

    /// The key of this form, when it has a usable one.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<IdempotencyKey> {
        (!self.key.is_empty()).then(|| IdempotencyKey::new(self.key.clone()))
    }
}

/// What publications are looked for by: the subject, as soon as a word of it is long enough to mean
/// something.
#[must_use]
pub fn question(subject: &str) -> Option<String> {
    let subject = subject.trim();
    subject
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| word.chars().count() >= 3)
        .then(|| subject.chars().take(SEARCH_MAX).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Form {
        Form {
            contact: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
            account: "01890a5d-ac96-774b-bcce-b302099a8058".into(),
            subject: "  Imprimante en panne ".into(),
            description_html: "<p>Elle clignote.</p>".into(),
            key: "k1".into(),
            ..Form::default()
        }
    }

    #[test]
    fn a_new_form_lacks_subject_and_description() {
        let form = Form::default();
        assert_eq!(
            form.missing(false),
            [FieldName::Subject, FieldName::Description]
        );
        assert_eq!(form.missing(true).first(), Some(&FieldName::Contact));
        assert!(filled().missing(true).is_empty());
    }

    #[test]
    fn changed_fields_are_told() {
        let now = Form {
            subject: "Autre".into(),
            urgency: "1".into(),
            ..filled()
        };
        assert_eq!(
            now.changed(&filled()),
            [FieldName::Urgency, FieldName::Subject]
        );
    }

    #[test]
    fn impact_and_urgency_start_at_the_lowest() {
        let request = Form::default().to_request(false);
        assert_eq!(request.impact, Impact::FewerThanFive);
        assert_eq!(request.urgency, Urgency::Low);
    }

    #[test]
    fn only_agents_name_an_account() {
        assert!(filled().to_request(false).account_id.is_none());
        assert!(filled().to_request(true).account_id.is_some());
        assert_eq!(filled().to_request(true).subject, "Imprimante en panne");
    }

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let mut content = filled().to_draft();
        content.insert("saved_at".into(), 1.into());
        assert_eq!(Form::from_draft(&content), Some(filled()));
    }

    #[test]
    fn a_draft_without_words_is_none() {
        assert_eq!(Form::from_draft(&Form::default().to_draft()), None);
        assert_eq!(
            Form::from_draft(&Content::from_iter([("subject".into(), 5.into())])),
            None
        );
    }

    #[test]
    fn pointers_lead_to_their_fields() {
        assert_eq!(FieldName::of_pointer("/subject"), Some(FieldName::Subject));
        assert_eq!(
            FieldName::of_pointer("/attachment_ids/2"),
            Some(FieldName::Files)
        );
        assert_eq!(
            FieldName::of_pointer("/description_html"),
            Some(FieldName::Description)
        );
        assert_eq!(FieldName::of_pointer(""), None);
    }

    #[test]
    fn too_long_subjects_are_told_before_sending() {
        let form = Form {
            subject: "é".repeat(SUBJECT_MAX + 1),
            ..filled()
        };
        let wrong = form.wrong(false, Language::Fr);
        assert_eq!(
            wrong,
            [Wrong {
                field: FieldName::Subject,
                text: "160 caractères au maximum.".into()
            }]
        );
    }

    #[test]
    fn a_subject_is_a_question_once_it_has_a_word() {
        assert_eq!(question(" Le VPN ").as_deref(), Some("Le VPN"));
        for nothing in ["", "  ", "le PC", "à l'"] {
            assert_eq!(question(nothing), None, "{nothing}");
        }
    }
}
