use guichet_common::tickets::ResolveTicket;
use guichet_common::vocabulary::{ResolutionCode, TicketAction};
use guichet_i18n::{Label as _, t};
use guichet_ui::{Field, Select, SelectOption};
use leptos::prelude::*;

use super::act::{Act, ActionForm};
use crate::language::use_language;
use crate::rich_text::{EditorHandle, RichEditor, is_blank, only_images};

/// "Résoudre": what kind of solution, and what it is.
#[component]
pub fn Resolve(act: Act) -> impl IntoView {
    let language = use_language();
    let code = RwSignal::new(ResolutionCode::Solved.to_string());
    let notes = RwSignal::new(String::new());
    let editor = EditorHandle::new();
    let options: Vec<_> = ResolutionCode::ALL
        .iter()
        .map(|code| SelectOption::new(code.as_str(), code.label(language)))
        .collect();
    let submit = Callback::new(move |()| {
        let code = code.get_untracked().parse();
        let code = code.unwrap_or(ResolutionCode::Solved);
        act.run_settled(editor, notes, move |act, html| {
            if is_blank(&html) || only_images(&html) {
                act.require("/notes_html");
                return;
            }
            let body = ResolveTicket {
                code,
                notes_html: Some(html),
                notes_text: None,
            };
            act.run(move |client, number, etag| {
                Box::pin(async move { client.resolve_ticket(number, &body, etag.as_ref()).await })
            });
        });
    });
    view! {
        <ActionForm
            act
            intro=t!(language, "action-resolve-text")
            submit=TicketAction::Resolve.label(language).to_owned()
            on_submit=submit
        >
            <Field label=t!(language, "ticket-field-resolution-code") error=act.error(&["/code"])>
                <Select value=code options />
            </Field>
            <RichEditor
                label=t!(language, "action-resolve-notes")
                required=true
                minimal=true
                value=notes
                handle=editor
                error=act.error(&["/notes_html", "/notes_text"])
                on_submit=submit
            />
        </ActionForm>
    }
}
