use guichet_i18n::t;
use guichet_ui::{ComboOption, Combobox, Field, derived, on_change};
use leptos::prelude::*;

use crate::choices::{account_options, agent_list, contact_options};
use crate::language::use_language;

/// Somebody of the directory: first of which account, or the supplier's, then who.
#[component]
pub fn PersonChooser(
    /// What is asked.
    label: String,
    /// Said below the label.
    hint: String,
    /// The person's id.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let language = use_language();
    let account = RwSignal::new(String::new());
    // The list of contacts empties a choice that is none of them; agents are none of them.
    let contact = RwSignal::new(String::new());
    let contacts = contact_options(account.into(), contact);
    let agents = agent_list();
    on_change(move || account.track(), move || value.set(String::new()));
    let options = derived(move || {
        if account.with(String::is_empty) {
            let option = |agent: &guichet_common::directory::Agent| ComboOption {
                value: agent.id.to_string(),
                label: agent.name.clone(),
                detail: Some(agent.email.clone()),
            };
            agents.with(|agents| agents.iter().map(option).collect())
        } else {
            contacts.get()
        }
    });
    view! {
        <div class="form__field">
            <Field label=t!(language, "person-account") hint=t!(language, "clients-account-hint")>
                <Combobox
                    value=account
                    options=account_options()
                    placeholder=t!(language, "clients-account-none")
                />
            </Field>
        </div>
        <div class="form__field">
            <Field label hint error required=true>
                <Combobox value options />
            </Field>
        </div>
    }
}
