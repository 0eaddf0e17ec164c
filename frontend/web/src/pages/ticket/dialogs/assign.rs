use std::fmt::Display;
use std::str::FromStr;

use guichet_common::directory::Agent;
use guichet_common::fields::Patch;
use guichet_common::tickets::AssignTicket;
use guichet_common::vocabulary::TicketAction;
use guichet_i18n::{Label as _, t};
use guichet_ui::{ComboOption, Combobox, Field, Select, SelectOption, derived};
use leptos::prelude::*;

use super::act::{Act, ActionForm};
use crate::choices::{agent_list, group_list};
use crate::language::use_language;

/// What a choice means for a field that was `before`: kept, cleared or set.
fn patch<T: FromStr>(before: &str, chosen: &str) -> Patch<T> {
    if before == chosen {
        return Patch::Keep;
    }
    chosen.parse().map_or(Patch::Clear, Patch::Set)
}

fn id<T: Display>(id: Option<T>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// Agents of the group, or all while none is chosen.
fn choices(agents: &[Agent], group: &str) -> Vec<ComboOption> {
    agents
        .iter()
        .filter(|agent| {
            group.is_empty() || agent.groups.iter().any(|own| own.id.to_string() == group)
        })
        .map(|agent| ComboOption {
            value: agent.id.to_string(),
            label: agent.name.clone(),
            detail: Some(agent.email.clone()),
        })
        .collect()
}

/// "Affecter": to a group, an agent of it, or nobody.
#[component]
pub fn Assign(act: Act) -> impl IntoView {
    let language = use_language();
    let (group_before, agent_before) = untrack(|| {
        act.page().read(|ticket| {
            (
                id(ticket.assignment_group.as_ref().map(|group| group.id)),
                id(ticket.assigned_to.as_ref().map(|agent| agent.id)),
            )
        })
    });
    let group = RwSignal::new(group_before.clone());
    let agent = RwSignal::new(agent_before.clone());
    let groups = group_list();
    let agents = agent_list();
    let group_options = derived(move || {
        groups.with(|groups| {
            let option = |group: &guichet_common::directory::AssignmentGroup| {
                SelectOption::new(group.id.to_string(), group.name.clone())
            };
            groups.iter().map(option).collect::<Vec<_>>()
        })
    });
    let agent_options =
        derived(move || agents.with(|agents| group.with(|group| choices(agents, group))));
    // An agent who is not in the newly chosen group is no choice any more.
    let on_group = move |_: String| {
        let is_there = agent_options.with_untracked(|options| {
            agent.with_untracked(|agent| options.iter().any(|option| option.value == *agent))
        });
        if !is_there {
            agent.set(String::new());
        }
    };
    let submit = move |()| {
        let body = AssignTicket {
            assignment_group_id: patch(&group_before, &group.get_untracked()),
            assigned_to_id: patch(&agent_before, &agent.get_untracked()),
        };
        if body.assignment_group_id == Patch::Keep && body.assigned_to_id == Patch::Keep {
            act.open.set(false);
            return;
        }
        act.run(move |client, number, etag| {
            Box::pin(async move { client.assign_ticket(number, &body, etag.as_ref()).await })
        });
    };
    view! {
        <ActionForm act submit=TicketAction::Assign.label(language).to_owned() on_submit=submit>
            <Field
                label=t!(language, "action-assign-group")
                error=act.error(&["/assignment_group_id"])
            >
                <Select
                    value=group
                    options=group_options
                    placeholder=t!(language, "action-assign-no-group")
                    on_change=on_group
                />
            </Field>
            <Field label=t!(language, "action-assign-agent") error=act.error(&["/assigned_to_id"])>
                <Combobox
                    value=agent
                    options=agent_options
                    placeholder=t!(language, "action-assign-nobody")
                />
            </Field>
        </ActionForm>
    }
}

#[cfg(test)]
mod tests {
    use super::patch;
    use guichet_common::GroupId;
    use guichet_common::fields::Patch;

    #[test]
    fn unchanged_choices_are_not_sent_and_emptied_ones_clear() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(patch::<GroupId>(id, id), Patch::Keep);
        assert_eq!(patch::<GroupId>("", ""), Patch::Keep);
        assert_eq!(patch::<GroupId>(id, ""), Patch::Clear);
        assert!(matches!(patch::<GroupId>("", id), Patch::Set(_)));
    }
}
