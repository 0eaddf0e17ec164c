//! The customer's word about a solution.

use guichet_common::tickets::{AcceptTicket, RejectTicket};
use guichet_common::vocabulary::TicketAction;
use guichet_i18n::{Label as _, t};
use guichet_ui::{Field, Textarea};
use leptos::prelude::*;

use super::act::{Act, ActionForm, filled};
use super::rating::Rating;
use crate::language::use_language;

/// "Accepter la solution", with a rating and a comment, neither of them required.
#[component]
pub fn Accept(act: Act) -> impl IntoView {
    let language = use_language();
    let comment = RwSignal::new(String::new());
    let rating = RwSignal::new(None::<u8>);
    let submit = move |()| {
        let body = AcceptTicket {
            comment_text: filled(comment),
            rating: rating.get_untracked(),
        };
        act.run(move |client, number, etag| {
            Box::pin(async move { client.accept_ticket(number, &body, etag.as_ref()).await })
        });
    };
    let optional = t!(language, "action-optional");
    view! {
        <ActionForm
            act
            intro=t!(language, "action-accept-text")
            submit=TicketAction::Accept.label(language).to_owned()
            on_submit=submit
        >
            <Rating value=rating error=act.error(&["/rating"]) />
            <Field
                label=format!("{} {optional}", t!(language, "action-accept-comment"))
                error=act.error(&["/comment_text"])
            >
                <Textarea value=comment />
            </Field>
        </ActionForm>
    }
}

/// "Refuser la solution", with the reason.
#[component]
pub fn Reject(act: Act) -> impl IntoView {
    let language = use_language();
    let reason = RwSignal::new(String::new());
    let submit = move |()| {
        let Some(reason) = filled(reason) else {
            act.require("/reason");
            return;
        };
        let body = RejectTicket { reason };
        act.run(move |client, number, etag| {
            Box::pin(async move { client.reject_ticket(number, &body, etag.as_ref()).await })
        });
    };
    view! {
        <ActionForm
            act
            intro=t!(language, "action-reject-text")
            submit=TicketAction::Reject.label(language).to_owned()
            on_submit=submit
        >
            <Field
                label=t!(language, "action-reject-reason")
                required=true
                error=act.error(&["/reason"])
            >
                <Textarea value=reason rows=5 />
            </Field>
        </ActionForm>
    }
}
