//! One action on its way: at work, refused, or done.

use std::future::Future;
use std::pin::Pin;

use guichet_client::{Client, ETag, Error, Versioned};
use guichet_common::tickets::TicketDetail;
use guichet_common::{ErrorCode, TicketNumber};
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, DialogActions, Tone, derived, dynamic, focus_first_invalid,
};
use leptos::prelude::*;

use super::super::state::TicketState;
use super::Actions;
use crate::failure::Failure;
use crate::rich_text::EditorHandle;

/// A request that changes the ticket, or makes another one.
pub type Changing = Pin<Box<dyn Future<Output = Result<Versioned<TicketDetail>, Error>>>>;

/// One action of the ticket.
#[derive(Clone, Copy)]
pub struct Act {
    /// Where it was chosen.
    pub actions: Actions,
    /// Its dialog is open.
    pub open: RwSignal<bool>,
    /// At work.
    pub busy: RwSignal<bool>,
    /// What went wrong.
    failure: RwSignal<Option<Failure>>,
}

impl Act {
    /// For a dialog; `open` stays false for an action without one.
    pub fn new(actions: Actions, open: RwSignal<bool>) -> Self {
        Self {
            actions,
            open,
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// The ticket.
    pub fn page(self) -> TicketState {
        self.actions.page
    }

    /// Makes the request with the version that the person sees. What was typed stays unless it
    /// is done.
    pub fn run(self, ask: impl FnOnce(Client, TicketNumber, Option<ETag>) -> Changing) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let page = self.page();
        let request = ask(page.client(), page.number, page.etag());
        self.actions.tasks.spawn(async move {
            let answer = request.await;
            self.busy.try_set(false);
            match answer {
                Ok(ticket) => self.done(ticket),
                Err(error) => self.refused(&error),
            }
        });
    }

    /// Waits for the pictures of a text, then goes on with it.
    pub fn run_settled(
        self,
        editor: EditorHandle,
        text: RwSignal<String>,
        then: impl FnOnce(Self, String) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.actions.tasks.spawn(async move {
            if let Some(html) = editor.settled().await {
                text.try_set(html);
            }
            // The dialog may have been closed meanwhile, and its signals with it.
            let is_open = self.open.try_get_untracked() == Some(true);
            if let Some(html) = text.try_get_untracked().filter(|_| is_open) {
                then(self, html);
            }
        });
    }

    fn done(self, ticket: Versioned<TicketDetail>) {
        let language = self.actions.language;
        let number = ticket.value.number;
        self.open.try_set(false);
        if number == self.page().number {
            self.page().put(ticket);
            self.actions
                .tell(Tone::Success, t!(language, "action-done"));
        } else {
            self.actions.composer.message_taken();
            let number_text = number.to_string();
            let text = t!(language, "action-follow-up-done", number = &number_text);
            self.actions.tell(Tone::Success, text);
            self.actions
                .go
                .run(crate::route::Route::Ticket(number).path());
        }
    }

    fn refused(self, error: &Error) {
        let language = self.actions.language;
        let mut failure = Failure::new(language, error);
        let is_stale = failure.code == Some(ErrorCode::VersionConflict);
        if is_stale {
            t!(language, "action-version-conflict").clone_into(&mut failure.text);
        }
        // The page shows what the ticket has become, so that the next try knows it.
        if is_stale || error.status() == Some(409) {
            self.page().refresh();
        }
        if self.open.try_get_untracked() == Some(true) {
            self.failure.try_set(Some(failure));
            focus_first_invalid();
        } else {
            self.actions.tell(Tone::Danger, failure.text);
        }
    }

    /// Refuses before anything is sent: a required field is empty.
    pub fn require(self, pointer: &str) {
        let language = self.actions.language;
        let mut error = guichet_common::FieldError::at(pointer, "required");
        t!(language, "field-required").clone_into(&mut error.detail);
        self.failure.set(Some(Failure {
            text: t!(language, "error-validation-failed").to_owned(),
            code: Some(ErrorCode::ValidationFailed),
            request_id: None,
            fields: vec![error],
        }));
        focus_first_invalid();
    }

    /// What is wrong with one of these fields.
    pub fn error(self, pointers: &'static [&'static str]) -> Signal<Option<String>> {
        derived(move || {
            self.failure.with(|failure| {
                let failure = failure.as_ref()?;
                pointers.iter().find_map(|pointer| failure.field(pointer))
            })
        })
    }

    fn notice(self) -> Option<(Tone, String)> {
        self.failure.with(|failure| {
            let failure = failure.as_ref()?;
            let tone = match failure.code {
                Some(ErrorCode::VersionConflict) => Tone::Warning,
                // Said at the fields.
                Some(ErrorCode::ValidationFailed) if !failure.fields.is_empty() => return None,
                _ => Tone::Danger,
            };
            Some((tone, failure.text.clone()))
        })
    }
}

/// The frame of every dialog: what went wrong, what the action means, its fields, its buttons.
#[component]
pub fn ActionForm(
    /// The action.
    act: Act,
    /// What it means.
    #[prop(optional, into)]
    intro: Option<String>,
    /// What the button says.
    #[prop(into)]
    submit: Signal<String>,
    /// The button is that of something that cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// Called to do it.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let language = act.actions.language;
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    let notice = dynamic(move || {
        act.notice()
            .map(|(tone, title)| view! { <Alert tone title /> })
    });
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_submit.run(());
            }
        >
            {notice}
            {intro.map(|intro| view! { <p class="muted">{intro}</p> })}
            {children()}
            <DialogActions>
                <Button on_press=move |()| act.open.set(false)>
                    {t!(language, "action-cancel-dialog")}
                </Button>
                <Button kind submit=true busy=act.busy>
                    {submit}
                </Button>
            </DialogActions>
        </form>
    }
}

/// A text without surrounding blanks; `None` when nothing is left.
pub fn filled(text: RwSignal<String>) -> Option<String> {
    text.with_untracked(|text| {
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    })
}
