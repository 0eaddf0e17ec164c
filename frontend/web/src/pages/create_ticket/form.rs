//! The form's signals: what is filled in, what is wrong, and the draft.

use guichet_client::IdempotencyKey;
use guichet_common::me::Me;
use guichet_ui::{derived, effect};
use leptos::prelude::*;

use super::model::{FieldName, Form, Wrong};
use crate::drafts::Drafts;
use crate::files::Uploads;
use crate::rich_text::EditorHandle;

/// The name of the draft.
const DRAFT: &str = "new-ticket";

/// The form of the page.
#[derive(Clone, Copy)]
pub struct FormState {
    /// An agent fills it in for somebody.
    pub by_agent: bool,
    pub account: RwSignal<String>,
    pub contact: RwSignal<String>,
    pub impact: RwSignal<String>,
    pub urgency: RwSignal<String>,
    pub item: RwSignal<String>,
    pub subject: RwSignal<String>,
    pub description: RwSignal<String>,
    pub uploads: Uploads,
    pub editor: EditorHandle,
    /// What is wrong, by the last try to send it.
    pub wrong: RwSignal<Vec<Wrong>>,
    /// A draft was taken up.
    pub restored: RwSignal<bool>,
    /// Tells this filled form from every other.
    key: RwSignal<String>,
    drafts: Drafts,
    /// What changes goes into the draft.
    keeping: RwSignal<bool>,
}

fn new_key() -> String {
    IdempotencyKey::random().map_or_else(|_| String::new(), |key| key.as_str().to_owned())
}

impl FormState {
    /// A new form for this person, or the one that they had begun.
    pub fn new(me: &Me) -> Self {
        let by_agent = me.role.is_agent();
        let own = |id: Option<String>| RwSignal::new(id.filter(|_| !by_agent).unwrap_or_default());
        let blank = Form::default();
        let form = Self {
            by_agent,
            account: own(me.account.as_ref().map(|account| account.id.to_string())),
            contact: own(Some(me.id.to_string())),
            impact: RwSignal::new(blank.impact),
            urgency: RwSignal::new(blank.urgency),
            item: RwSignal::new(blank.configuration_item),
            subject: RwSignal::new(blank.subject),
            description: RwSignal::new(blank.description_html),
            uploads: Uploads::new(),
            editor: EditorHandle::new(),
            wrong: RwSignal::new(Vec::new()),
            restored: RwSignal::new(false),
            key: RwSignal::new(new_key()),
            drafts: Drafts::new(DRAFT),
            keeping: RwSignal::new(true),
        };
        form.take_up_draft();
        form.keep_draft();
        form
    }

    /// What is filled in; follows every change.
    pub fn snapshot(self) -> Form {
        Form {
            account: self.account.get(),
            contact: self.contact.get(),
            impact: self.impact.get(),
            urgency: self.urgency.get(),
            configuration_item: self.item.get(),
            subject: self.subject.get(),
            description_html: self.description.get(),
            files: self.uploads.kept(),
            key: self.key.get(),
        }
    }

    fn take_up_draft(self) {
        self.drafts.restore(move |content| {
            // Words typed meanwhile are worth more than those of an earlier day.
            let is_untouched = untrack(|| self.snapshot().is_blank());
            if let Some(form) = Form::from_draft(&content).filter(|_| is_untouched) {
                self.fill(form);
                self.restored.set(true);
            }
        });
    }

    fn fill(self, form: Form) {
        if !form.contact.is_empty() {
            self.account.set(form.account);
            self.contact.set(form.contact);
        }
        self.impact.set(form.impact);
        self.urgency.set(form.urgency);
        self.item.set(form.configuration_item);
        self.subject.set(form.subject);
        self.description.set(form.description_html);
        self.uploads.restore(form.files);
        if !form.key.is_empty() {
            self.key.set(form.key);
        }
    }

    /// Keeps what changes, and drops the errors of fields that somebody has changed.
    fn keep_draft(self) {
        let earlier = StoredValue::new(None::<Form>);
        effect(move || {
            let form = self.snapshot();
            let before = earlier.try_update_value(|earlier| earlier.replace(form.clone()));
            let Some(Some(before)) = before else { return };
            if before == form || !self.keeping.get_untracked() {
                return;
            }
            let changed = form.changed(&before);
            self.wrong
                .update(|wrong| wrong.retain(|wrong| !changed.contains(&wrong.field)));
            if form.is_blank() {
                self.drafts.forget();
            } else {
                self.drafts.save(form.to_draft());
            }
        });
    }

    /// Throws away what was filled in.
    pub fn discard(self, me: &Me) {
        let blank = Form {
            account: me
                .account
                .as_ref()
                .map(|account| account.id.to_string())
                .unwrap_or_default(),
            contact: me.id.to_string(),
            key: new_key(),
            ..Form::default()
        };
        self.fill(blank);
        if self.by_agent {
            self.account.set(String::new());
            self.contact.set(String::new());
        }
        self.uploads.clear();
        self.wrong.set(Vec::new());
        self.restored.set(false);
        self.drafts.forget();
    }

    /// Begins another ticket with the same words: the first one was made already.
    pub fn renew_key(self) {
        self.key.set(new_key());
    }

    /// Forgets the draft, because the ticket is there; nothing is kept from now on.
    pub fn finish(self) {
        self.keeping.try_set(false);
        self.drafts.forget();
    }

    /// What is wrong with a field.
    pub fn error(self, field: FieldName) -> Signal<Option<String>> {
        derived(move || {
            self.wrong.with(|wrong| {
                wrong
                    .iter()
                    .find(|wrong| wrong.field == field)
                    .map(|wrong| wrong.text.clone())
            })
        })
    }
}
