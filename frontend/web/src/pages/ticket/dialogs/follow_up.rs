use guichet_client::IdempotencyKey;
use guichet_common::limits::SUBJECT_MAX;
use guichet_common::tickets::FollowUpTicket;
use guichet_i18n::t;
use guichet_ui::{Alert, Field, Input, Tone, dynamic};
use leptos::prelude::*;

use super::act::{Act, ActionForm, filled};
use crate::files::AttachmentPicker;
use crate::language::use_language;
use crate::rich_text::{EditorHandle, RichEditor, is_blank, only_images};

/// "Créer un ticket de suivi": linked to the frozen one and prefilled from it, with the words
/// that somebody had begun to write on it.
#[component]
pub fn FollowUp(act: Act) -> impl IntoView {
    let language = use_language();
    let composer = act.actions.composer;
    let page = act.page();
    let subject = RwSignal::new(untrack(|| page.read(|ticket| ticket.subject.clone())));
    let editor = EditorHandle::new();
    let uploads = composer.uploads;
    let waiting = RwSignal::new(false);
    // One key for this filled dialog: a second try after a lost answer makes no second ticket.
    let key = StoredValue::new(IdempotencyKey::random().ok());
    let submit = Callback::new(move |()| {
        waiting.set(untrack(|| uploads.is_busy()));
        if waiting.get_untracked() {
            return;
        }
        let Some(subject) = filled(subject) else {
            act.require("/subject");
            return;
        };
        act.run_settled(editor, composer.message, move |act, html| {
            if is_blank(&html) || only_images(&html) {
                act.require("/description_html");
                return;
            }
            let Some(Some(key)) = key.try_get_value() else {
                return;
            };
            let body = FollowUpTicket {
                subject: Some(subject),
                description_html: Some(html),
                description_text: None,
                attachment_ids: untrack(|| uploads.kept())
                    .iter()
                    .map(|file| file.id)
                    .collect(),
            };
            act.run(move |client, number, _| {
                Box::pin(async move { client.follow_up_ticket(number, &body, &key).await })
            });
        });
    });
    let number = page.number.to_string();
    view! {
        <ActionForm
            act
            intro=t!(language, "action-follow-up-text", number = &number)
            submit=t!(language, "action-follow-up-submit").to_owned()
            on_submit=submit
        >
            {dynamic(move || {
                waiting
                    .get()
                    .then(|| view! { <Alert tone=Tone::Warning title=t!(language, "files-under-way") /> })
            })}
            <Field
                label=t!(language, "ticket-field-subject")
                required=true
                error=act.error(&["/subject"])
            >
                <Input value=subject max_length=SUBJECT_MAX autocomplete="off" />
            </Field>
            <RichEditor
                label=t!(language, "ticket-field-description")
                required=true
                minimal=true
                value=composer.message
                handle=editor
                error=act.error(&["/description_html", "/description_text"])
                on_files=move |files| uploads.add(files)
                on_submit=submit
            />
            <AttachmentPicker uploads />
        </ActionForm>
    }
}
