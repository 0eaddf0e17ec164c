//! The composer's signals: what is written, its files, its draft, and sending it once.

use guichet_client::{Error, IdempotencyKey};
use guichet_common::ErrorCode;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Toaster, effect, use_toaster};
use leptos::prelude::*;

use super::model::{Kind, Written};
use super::state::TicketState;
use crate::drafts::Drafts;
use crate::failure::Failure;
use crate::files::Uploads;
use crate::language::use_language;
use crate::rich_text::EditorHandle;
use crate::tasks::Tasks;

/// The composer of the page. It lives as long as the page: what is typed stays when the ticket
/// freezes meanwhile.
#[derive(Clone, Copy)]
pub struct ComposerState {
    /// The ticket written on.
    pub page: TicketState,
    /// To whom one writes.
    pub kind: RwSignal<Kind>,
    /// The message.
    pub message: RwSignal<String>,
    /// The note.
    pub note: RwSignal<String>,
    /// The message's files.
    pub uploads: Uploads,
    /// Reaches the editor that is shown.
    pub editor: EditorHandle,
    /// At work.
    pub busy: RwSignal<bool>,
    /// Why it was not sent.
    pub error: RwSignal<Option<String>>,
    /// A draft was taken up.
    pub restored: RwSignal<bool>,
    message_key: RwSignal<String>,
    note_key: RwSignal<String>,
    drafts: Drafts,
    tasks: Tasks,
    toaster: Toaster,
    language: Language,
}

fn new_key() -> String {
    IdempotencyKey::random().map_or_else(|_| String::new(), |key| key.as_str().to_owned())
}

impl ComposerState {
    /// For this ticket, with what was half-written on it.
    pub fn new(page: TicketState) -> Self {
        let state = Self {
            page,
            kind: RwSignal::new(Kind::Message),
            message: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            uploads: Uploads::new(),
            editor: EditorHandle::new(),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            restored: RwSignal::new(false),
            message_key: RwSignal::new(new_key()),
            note_key: RwSignal::new(new_key()),
            drafts: Drafts::new(&format!("ticket-{}", page.number)),
            tasks: Tasks::new(),
            toaster: use_toaster(),
            language: use_language(),
        };
        state.drafts.restore(move |content| state.take_up(&content));
        state.keep_draft();
        state
    }

    /// What is written; follows every change.
    pub fn written(self) -> Written {
        Written {
            kind: self.kind.get(),
            message_html: self.message.get(),
            note_html: self.note.get(),
            files: self.uploads.kept(),
            message_key: self.message_key.get(),
            note_key: self.note_key.get(),
        }
    }

    fn take_up(self, content: &crate::drafts::Content) {
        // Words typed meanwhile are worth more than those of an earlier day.
        let is_untouched = untrack(|| self.written().is_blank());
        let Some(written) = Written::from_draft(content).filter(|_| is_untouched) else {
            return;
        };
        if self.page.by_agent {
            self.kind.set(written.kind);
        }
        self.message.set(written.message_html);
        self.note.set(written.note_html);
        self.uploads.restore(written.files);
        for (own, kept) in [
            (self.message_key, written.message_key),
            (self.note_key, written.note_key),
        ] {
            if !kept.is_empty() {
                own.set(kept);
            }
        }
        self.restored.set(true);
    }

    fn keep_draft(self) {
        let earlier = StoredValue::new(None::<Written>);
        effect(move || {
            let written = self.written();
            let before = earlier.try_update_value(|earlier| earlier.replace(written.clone()));
            if before.flatten().is_none_or(|before| before == written) {
                return;
            }
            self.error.set(None);
            if written.is_blank() {
                self.drafts.forget();
            } else {
                self.drafts.save(written.to_draft());
            }
        });
    }

    /// Throws away what is written to whom one writes just now.
    pub fn discard(self) {
        self.empty(self.kind.get_untracked());
    }

    /// The message is part of another ticket now.
    pub fn message_taken(self) {
        self.empty(Kind::Message);
    }

    fn empty(self, kind: Kind) {
        match kind {
            Kind::Message => {
                self.message.try_set(String::new());
                self.uploads.clear();
                self.message_key.try_set(new_key());
            }
            Kind::Note => {
                self.note.try_set(String::new());
                self.note_key.try_set(new_key());
            }
        }
        self.restored.try_set(false);
    }

    /// Sends what is written.
    pub fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        self.tasks.spawn(async move {
            let kind = self.kind.get_untracked();
            let settled = self.editor.settled().await;
            if let Some(html) = settled {
                match kind {
                    Kind::Message => self.message.set(html),
                    Kind::Note => self.note.set(html),
                }
            }
            match kind {
                Kind::Message => self.send_message().await,
                Kind::Note => self.write_note().await,
            }
            self.busy.set(false);
        });
    }

    async fn send_message(self) {
        if untrack(|| self.uploads.is_busy()) {
            self.say(t!(self.language, "files-under-way"));
            return;
        }
        let written = untrack(|| self.written());
        let Some(body) = written.to_comment() else {
            self.say(t!(self.language, "composer-empty"));
            return;
        };
        let key = IdempotencyKey::new(written.message_key);
        let client = self.page.client();
        match client.create_comment(self.page.number, &body, &key).await {
            Ok(_) => self.sent(Kind::Message, t!(self.language, "composer-sent")),
            Err(error) => self.refused(&error, self.message_key),
        }
    }

    async fn write_note(self) {
        let written = untrack(|| self.written());
        let Some(body) = written.to_note() else {
            self.say(t!(self.language, "composer-note-empty"));
            return;
        };
        let key = IdempotencyKey::new(written.note_key);
        let client = self.page.client();
        match client.create_work_note(self.page.number, &body, &key).await {
            Ok(_) => self.sent(Kind::Note, t!(self.language, "composer-noted")),
            Err(error) => self.refused(&error, self.note_key),
        }
    }

    fn sent(self, kind: Kind, told: &'static str) {
        self.empty(kind);
        self.toaster.success(told);
        self.page.refresh();
    }

    fn refused(self, error: &Error, key: RwSignal<String>) {
        let failure = Failure::new(self.language, error);
        match failure.code {
            // An earlier try did arrive, with other words: whether to send these too is up to
            // the person.
            Some(ErrorCode::IdempotencyKeyReused) => {
                key.set(new_key());
                self.say(t!(self.language, "composer-sent-before"));
                self.page.refresh();
            }
            Some(ErrorCode::TicketFrozen | ErrorCode::NotFound) => {
                self.error.set(Some(failure.text));
                self.page.refresh();
            }
            _ => {
                for field in &failure.fields {
                    let lost = field
                        .pointer
                        .as_deref()
                        .and_then(|pointer| pointer.strip_prefix("/attachment_ids/")?.parse().ok());
                    lost.inspect(|index| self.uploads.mark_lost(*index));
                }
                let first = failure.fields.first().map(|field| field.detail.clone());
                let text = first.filter(|text| !text.is_empty());
                self.error.set(Some(text.unwrap_or(failure.text)));
            }
        }
    }

    /// Says why it was not sent.
    pub fn say(self, text: &str) {
        self.error.set(Some(text.to_owned()));
    }
}
