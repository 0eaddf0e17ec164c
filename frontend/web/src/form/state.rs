use guichet_client::Error;
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{derived, focus_first_invalid, on_change};
use leptos::prelude::*;

use super::{Control, FieldSpec, Values};
use crate::failure::Failure;

/// A form's signals.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    fields: StoredValue<Vec<(&'static str, RwSignal<String>)>>,
    /// What is wrong at which field.
    wrong: RwSignal<Vec<(&'static str, String)>>,
    /// What is wrong with all of it.
    pub notice: RwSignal<Option<String>>,
    /// Being sent.
    pub busy: RwSignal<bool>,
}

impl Form {
    /// A form with these fields, filled in so.
    #[must_use]
    pub fn new(specs: &[FieldSpec], values: &Values) -> Self {
        let wrong = RwSignal::new(Vec::<(&'static str, String)>::new());
        let field = |spec: &FieldSpec| {
            let (name, value) = (spec.name, RwSignal::new(values.text(spec.name)));
            // Whoever changes a field has read what is wrong with it.
            on_change(
                move || value.track(),
                move || wrong.update(|wrong| wrong.retain(|(other, _)| *other != name)),
            );
            (name, value)
        };
        Self {
            fields: StoredValue::new(specs.iter().map(field).collect()),
            wrong,
            notice: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// The value of a field.
    #[must_use]
    pub fn field(self, name: &str) -> RwSignal<String> {
        self.fields
            .with_value(|fields| {
                let found = fields.iter().find(|(other, _)| *other == name);
                found.map(|(_, value)| *value)
            })
            .unwrap_or_default()
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(self, name: &'static str) -> Signal<Option<String>> {
        derived(move || {
            self.wrong.with(|wrong| {
                let found = wrong.iter().find(|(other, _)| *other == name);
                found.map(|(_, text)| text.clone())
            })
        })
    }

    /// What is filled in now.
    #[must_use]
    pub fn values(self) -> Values {
        self.fields.with_value(|fields| {
            fields.iter().fold(Values::new(), |values, (name, value)| {
                values.with(name, value.get_untracked())
            })
        })
    }

    /// Fills in what the server has made of it.
    pub fn fill(self, values: &Values) {
        self.fields.try_with_value(|fields| {
            for (name, value) in fields {
                value.try_set(values.text(name));
            }
        });
    }

    /// Says what is missing; whether the form may be sent.
    pub fn check(self, language: Language, specs: &[FieldSpec]) -> bool {
        let values = self.values();
        let wrong: Vec<_> = specs
            .iter()
            .filter_map(|spec| Some((spec.name, wrong_with(language, spec, &values)?)))
            .collect();
        let is_complete = wrong.is_empty();
        self.notice.set(None);
        self.wrong.set(wrong);
        if !is_complete {
            focus_first_invalid();
        }
        is_complete
    }

    /// Says what is wrong with a field.
    pub fn mark(self, name: &'static str, text: &str) {
        self.wrong.set(vec![(name, text.to_owned())]);
        focus_first_invalid();
    }

    /// Says what the server refused: at the fields where it can, else above them.
    pub fn refuse(self, language: Language, error: &Error) {
        let failure = Failure::new(language, error);
        let Some(wrong) = self
            .fields
            .try_with_value(|fields| at_fields(&failure.fields, fields))
        else {
            return;
        };
        let has_fields = !wrong.is_empty();
        // An error that has no field here must be said in words.
        let is_said = has_fields && wrong.len() == failure.fields.len();
        self.wrong.try_set(wrong);
        self.notice.try_set((!is_said).then_some(failure.text));
        if has_fields {
            focus_first_invalid();
        }
    }
}

/// What is wrong with a field before it is sent.
fn wrong_with(language: Language, spec: &FieldSpec, values: &Values) -> Option<String> {
    if values.filled(spec.name).is_none() {
        return spec
            .required
            .then(|| t!(language, "field-required").to_owned());
    }
    let Control::Range(min, max) = spec.control else {
        return None;
    };
    let number = values.parsed::<u16>(spec.name);
    let is_within = number.is_some_and(|number| (min..=max).contains(&number));
    (!is_within).then(|| t!(language, "field-out-of-range", min = min, max = max))
}

fn at_fields(
    errors: &[FieldError],
    fields: &[(&'static str, RwSignal<String>)],
) -> Vec<(&'static str, String)> {
    let at_field = |error: &FieldError| {
        let path = error.pointer.as_deref()?.strip_prefix('/')?;
        let first = path.split('/').next()?;
        // A field within another is named by its whole path; a value of several by its field's.
        let is_at = |name: &str| fields.iter().find(|(other, _)| *other == name);
        let (name, _) = is_at(path).or_else(|| is_at(first))?;
        Some((*name, error.detail.clone()))
    };
    errors.iter().filter_map(at_field).collect()
}
