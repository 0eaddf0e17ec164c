use guichet_common::tickets::HoldTicket;
use guichet_common::vocabulary::{OnHoldReason, TicketAction};
use guichet_i18n::{Label as _, t};
use guichet_ui::{Field, Select, SelectOption, dynamic, memo};
use leptos::prelude::*;

use super::act::{Act, ActionForm};
use crate::language::use_language;
use crate::rich_text::{EditorHandle, RichEditor, is_blank};

/// "Mettre en attente": for whom, and for the customer the question.
#[component]
pub fn Hold(act: Act) -> impl IntoView {
    let language = use_language();
    let reason = RwSignal::new(OnHoldReason::AwaitingCustomer.to_string());
    let question = RwSignal::new(String::new());
    let editor = EditorHandle::new();
    let chosen = move || {
        let reason = reason.get().parse();
        reason.unwrap_or(OnHoldReason::AwaitingCustomer)
    };
    let asks = memo(move || chosen() == OnHoldReason::AwaitingCustomer);
    let options: Vec<_> = OnHoldReason::ALL
        .iter()
        .map(|reason| SelectOption::new(reason.as_str(), reason.label(language)))
        .collect();
    let submit = Callback::new(move |()| {
        let reason = untrack(chosen);
        act.run_settled(editor, question, move |act, html| {
            let is_blank = is_blank(&html);
            if reason == OnHoldReason::AwaitingCustomer && is_blank {
                act.require("/comment_html");
                return;
            }
            let body = HoldTicket {
                reason,
                comment_html: (!is_blank).then_some(html),
                comment_text: None,
            };
            act.run(move |client, number, etag| {
                Box::pin(async move { client.hold_ticket(number, &body, etag.as_ref()).await })
            });
        });
    });
    let text = dynamic(move || {
        let asks = asks.get();
        let (label, required) = if asks {
            (t!(language, "action-hold-question").to_owned(), true)
        } else {
            let optional = t!(language, "action-optional");
            (
                format!("{} {optional}", t!(language, "action-hold-message")),
                false,
            )
        };
        view! {
            {asks.then(|| view! { <p class="muted">{t!(language, "action-hold-text")}</p> })}
            <RichEditor
                label
                required
                minimal=true
                value=question
                handle=editor
                error=act.error(&["/comment_html", "/comment_text"])
                on_submit=submit
            />
        }
    });
    view! {
        <ActionForm act submit=TicketAction::Hold.label(language).to_owned() on_submit=submit>
            <Field label=t!(language, "action-hold-reason") error=act.error(&["/reason"])>
                <Select value=reason options />
            </Field>
            {text}
        </ActionForm>
    }
}
