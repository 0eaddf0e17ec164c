//! Ending a ticket without a proposed solution.

use guichet_common::tickets::{CancelTicket, CloseTicket};
use guichet_common::vocabulary::TicketAction;
use guichet_i18n::{Label as _, t};
use guichet_ui::{Field, Textarea};
use leptos::prelude::*;

use super::act::{Act, ActionForm, filled};
use crate::language::use_language;

/// "Clore le ticket"
#[component]
pub fn Close(act: Act) -> impl IntoView {
    let comment = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let body = CloseTicket {
            comment_text: filled(comment),
        };
        act.run(move |client, number, etag| {
            Box::pin(async move { client.close_ticket(number, &body, etag.as_ref()).await })
        });
    });
    let intro = t!(use_language(), "action-close-text");
    view! { <End act action=TicketAction::Close intro comment submit /> }
}

/// "Annuler le ticket"
#[component]
pub fn Cancel(act: Act) -> impl IntoView {
    let comment = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let body = CancelTicket {
            comment_text: filled(comment),
        };
        act.run(move |client, number, etag| {
            Box::pin(async move { client.cancel_ticket(number, &body, etag.as_ref()).await })
        });
    });
    let intro = t!(use_language(), "action-cancel-text");
    view! { <End act action=TicketAction::Cancel intro comment submit /> }
}

#[component]
fn End(
    act: Act,
    action: TicketAction,
    intro: &'static str,
    comment: RwSignal<String>,
    submit: Callback<()>,
) -> impl IntoView {
    let language = use_language();
    let optional = t!(language, "action-optional");
    view! {
        <ActionForm
            act
            intro
            submit=action.label(language).to_owned()
            danger=true
            on_submit=submit
        >
            <Field
                label=format!("{} {optional}", t!(language, "action-comment-label"))
                error=act.error(&["/comment_text"])
            >
                <Textarea value=comment />
            </Field>
        </ActionForm>
    }
}
