//! Sending the form, once.

use guichet_client::{Error, IdempotencyKey};
use guichet_common::ErrorCode;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Toaster, focus_first_invalid, scroll_to_id, use_toaster};
use leptos::prelude::*;

use super::form::FormState;
use super::model::{FieldName, Form, Wrong};
use crate::failure::Failure;
use crate::language::use_language;
use crate::route::Route;
use crate::router::use_router;
use crate::session::{Session, use_session};
use crate::tasks::Tasks;

/// Where the notices above the form are.
pub const NOTICE_ID: &str = "create-notice";

/// Why the form was not taken, beyond what is said at its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The server's word, or that it cannot be reached.
    Failed(String),
    /// Files are still on their way.
    FilesUnderWay,
    /// A try whose answer was lost has made a ticket of an earlier version of this form.
    SentBefore,
}

/// Sends the form of the page.
#[derive(Clone, Copy)]
pub struct Submission {
    form: FormState,
    /// At work.
    pub busy: RwSignal<bool>,
    /// Said above the form.
    pub notice: RwSignal<Option<Notice>>,
    session: Session,
    tasks: Tasks,
    toaster: Toaster,
    language: Language,
    go: Callback<String>,
}

impl Submission {
    /// For this form. Call it in the component.
    pub fn new(form: FormState) -> Self {
        let router = use_router();
        Self {
            form,
            busy: RwSignal::new(false),
            notice: RwSignal::new(None),
            session: use_session(),
            tasks: Tasks::new(),
            toaster: use_toaster(),
            language: use_language(),
            go: Callback::new(move |path: String| router.go(&path)),
        }
    }

    /// Checks the form, sends it, and leads to the ticket.
    pub fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.notice.set(None);
        self.tasks.spawn(async move {
            self.send().await;
            self.busy.try_set(false);
        });
    }

    /// Sends it as another ticket, although one was made of an earlier version.
    pub fn submit_anyway(self) {
        self.form.renew_key();
        self.submit();
    }

    async fn send(self) {
        if let Some(html) = self.form.editor.settled().await {
            self.form.description.set(html);
        }
        let form = untrack(|| self.form.snapshot());
        let wrong = form.wrong(self.form.by_agent, self.language);
        self.form.wrong.set(wrong.clone());
        if !wrong.is_empty() {
            focus_first_invalid();
            return;
        }
        if untrack(|| self.form.uploads.is_busy()) {
            self.say(Notice::FilesUnderWay);
            return;
        }
        let Some(key) = form.idempotency_key() else {
            return;
        };
        self.file(&form, &key).await;
    }

    async fn file(self, form: &Form, key: &IdempotencyKey) {
        let request = form.to_request(self.form.by_agent);
        match self.session.client().create_ticket(&request, key).await {
            Ok(ticket) => {
                let number = ticket.value.number;
                self.form.finish();
                let text = t!(self.language, "create-done", number = &number.to_string());
                self.toaster.success(text);
                self.go.run(Route::Ticket(number).path());
            }
            Err(error) => self.refused(&error),
        }
    }

    fn refused(self, error: &Error) {
        if error.code() == Some(ErrorCode::IdempotencyKeyReused) {
            self.say(Notice::SentBefore);
            return;
        }
        let failure = Failure::new(self.language, error);
        let mut wrong = Vec::new();
        let mut elsewhere = failure.fields.is_empty();
        for field in &failure.fields {
            let pointer = field.pointer.as_deref().unwrap_or_default();
            match FieldName::of_pointer(pointer) {
                Some(FieldName::Files) => match lost_file(pointer) {
                    Some(index) => self.form.uploads.mark_lost(index),
                    None => elsewhere = true,
                },
                Some(name) => wrong.push(Wrong {
                    field: name,
                    text: field.detail.clone(),
                }),
                None => elsewhere = true,
            }
        }
        if elsewhere {
            self.say(Notice::Failed(failure.text));
        }
        if !wrong.is_empty() {
            self.form.wrong.set(wrong);
            focus_first_invalid();
        }
    }

    fn say(self, notice: Notice) {
        self.notice.set(Some(notice));
        scroll_to_id(NOTICE_ID);
    }
}

/// `/attachment_ids/2`: the third of the files that were sent.
fn lost_file(pointer: &str) -> Option<usize> {
    pointer.strip_prefix("/attachment_ids/")?.parse().ok()
}
