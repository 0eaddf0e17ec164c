use guichet_common::fields::Patch;
use guichet_common::limits::{REFERENCE_MAX, SUBJECT_MAX};
use guichet_common::tickets::{TicketDetail, UpdateTicket};
use guichet_common::vocabulary::{Impact, TicketAction, Urgency};
use guichet_i18n::{Label as _, t};
use guichet_ui::{Combobox, Field, Input, Select, SelectOption};
use leptos::prelude::*;

use super::act::{Act, ActionForm, filled};
use crate::choices::item_options;
use crate::language::use_language;

/// The fields as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    subject: RwSignal<String>,
    impact: RwSignal<String>,
    urgency: RwSignal<String>,
    item: RwSignal<String>,
    reference: RwSignal<String>,
}

impl Typed {
    fn new(ticket: &TicketDetail) -> Self {
        let item = ticket.configuration_item.as_ref();
        let reference = ticket.internal_reference.clone();
        Self {
            subject: RwSignal::new(ticket.subject.clone()),
            impact: RwSignal::new(ticket.impact.to_string()),
            urgency: RwSignal::new(ticket.urgency.to_string()),
            item: RwSignal::new(item.map(|item| item.id.to_string()).unwrap_or_default()),
            reference: RwSignal::new(reference.unwrap_or_default()),
        }
    }

    /// Only what differs from the ticket as the person saw it.
    fn changes(self, before: &TicketDetail, subject: String) -> UpdateTicket {
        let item = self.item.get_untracked().parse().ok();
        let had_item = before.configuration_item.as_ref().map(|item| item.id);
        let reference = filled(self.reference);
        let impact = self.impact.get_untracked().parse().ok();
        let urgency = self.urgency.get_untracked().parse().ok();
        UpdateTicket {
            subject: (subject != before.subject).then_some(subject),
            impact: impact.filter(|impact| *impact != before.impact),
            urgency: urgency.filter(|urgency| *urgency != before.urgency),
            configuration_item_id: patch(had_item.as_ref(), item),
            internal_reference: patch(before.internal_reference.as_ref(), reference),
        }
    }
}

fn patch<T: PartialEq>(before: Option<&T>, now: Option<T>) -> Patch<T> {
    if before == now.as_ref() {
        return Patch::Keep;
    }
    now.map_or(Patch::Clear, Patch::Set)
}

/// "Modifier": the fields that agents may change.
#[component]
pub fn Update(act: Act) -> impl IntoView {
    let language = use_language();
    let before = untrack(|| act.page().read(|ticket| Some(ticket.clone())))?;
    let typed = Typed::new(&before);
    let account = before.account.id.to_string();
    let items = item_options(Signal::stored(account), typed.item);
    let impacts: Vec<_> = Impact::ALL
        .iter()
        .map(|level| SelectOption::new(level.to_string(), level.label(language)))
        .collect();
    let urgencies: Vec<_> = Urgency::ALL
        .iter()
        .map(|level| SelectOption::new(level.to_string(), level.label(language)))
        .collect();
    let submit = move |()| {
        let Some(subject) = filled(typed.subject) else {
            act.require("/subject");
            return;
        };
        let body = typed.changes(&before, subject);
        act.run(move |client, number, etag| {
            Box::pin(async move { client.update_ticket(number, &body, etag.as_ref()).await })
        });
    };
    Some(view! {
        <ActionForm act submit=TicketAction::Update.label(language).to_owned() on_submit=submit>
            <Field label=t!(language, "ticket-field-subject") required=true
                error=act.error(&["/subject"])>
                <Input value=typed.subject max_length=SUBJECT_MAX autocomplete="off" />
            </Field>
            <div class="dialog__pair">
                <Field label=t!(language, "ticket-field-impact") error=act.error(&["/impact"])>
                    <Select value=typed.impact options=impacts />
                </Field>
                <Field label=t!(language, "ticket-field-urgency") error=act.error(&["/urgency"])>
                    <Select value=typed.urgency options=urgencies />
                </Field>
            </div>
            <Field label=t!(language, "ticket-field-configuration-item")
                error=act.error(&["/configuration_item_id"])>
                <Combobox value=typed.item options=items />
            </Field>
            <Field label=t!(language, "ticket-field-internal-reference")
                error=act.error(&["/internal_reference"])>
                <Input value=typed.reference max_length=REFERENCE_MAX autocomplete="off" />
            </Field>
        </ActionForm>
    })
}

#[cfg(test)]
mod tests {
    use super::patch;
    use guichet_common::fields::Patch;

    #[test]
    fn only_what_differs_is_sent() {
        assert_eq!(patch(Some(&1), Some(1)), Patch::Keep);
        assert_eq!(patch(Some(&1), None), Patch::Clear);
        assert_eq!(patch(None, Some(2)), Patch::Set(2));
    }
}
