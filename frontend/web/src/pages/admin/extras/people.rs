//! What can be done for a person: their way in, their data, their traces.

use std::rc::Rc;

use guichet_client::{Client, Download};
use guichet_common::PersonId;
use guichet_i18n::t;
use guichet_ui::{Button, ButtonLink, IconName, focus_heading, use_toaster};
use leptos::prelude::*;

use super::super::confirm::ConfirmButton;
use super::super::sources::{Answer, Entry, id};
use super::{Tool, Tools, Work};
use crate::download;
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::{AdminPage, Route};
use crate::session::use_client;

/// How the rest differs from one kind of person to the next.
#[derive(Clone, Copy)]
struct Kind {
    /// Whether an admin looks at them, or only an account admin.
    by_admin: bool,
    invite: fn(Client, PersonId) -> Answer<()>,
    get: fn(Client, String) -> Answer<Entry>,
}

/// Of a contact, for admins.
pub fn contact(entry: &Entry, shown: Remote<Entry>) -> AnyView {
    let kind = Kind {
        by_admin: true,
        invite: |client, id| Box::pin(async move { client.invite_contact(id).await }),
        get: super::super::sources::get_contact,
    };
    tools(kind, entry, shown)
}

/// Of a colleague, for account admins.
pub fn colleague(entry: &Entry, shown: Remote<Entry>) -> AnyView {
    let kind = Kind {
        by_admin: false,
        invite: |client, id| Box::pin(async move { client.invite_contact(id).await }),
        get: super::super::sources::get_contact,
    };
    tools(kind, entry, shown)
}

/// Of an agent, for admins.
pub fn agent(entry: &Entry, shown: Remote<Entry>) -> AnyView {
    let kind = Kind {
        by_admin: true,
        invite: |client, id| Box::pin(async move { client.invite_agent(id).await }),
        get: super::super::sources::get_agent,
    };
    tools(kind, entry, shown)
}

fn tools(kind: Kind, entry: &Entry, shown: Remote<Entry>) -> AnyView {
    let language = use_language();
    let work = Work::new();
    let person: PersonId = id(&entry.id);
    let invite = (entry.pending && entry.active).then(|| {
        view! {
            <Simple
                work
                person
                icon=IconName::Mail
                title=t!(language, "tool-invite")
                text=t!(language, "tool-invite-text")
                button=t!(language, "tool-invite-button")
                done=t!(language, "tool-invite-done")
                act=kind.invite
            />
        }
    });
    let admin = kind
        .by_admin
        .then(|| view! { <AdminTools work person entry=entry.clone() shown get=kind.get /> });
    view! {
        <Tools title=t!(language, "tool-title")>
            {invite}
            <Simple
                work
                person
                icon=IconName::Lock
                title=t!(language, "tool-unlock")
                text=t!(language, "tool-unlock-text")
                button=t!(language, "tool-unlock-button")
                done=t!(language, "tool-unlock-done")
                act=|client, id| Box::pin(async move { client.unlock_person(id).await })
            />
            <Asked
                work
                person
                icon=IconName::SignOut
                title=t!(language, "tool-sessions")
                text=t!(language, "tool-sessions-text")
                button=t!(language, "tool-sessions-button")
                done=t!(language, "tool-sessions-done")
                act=|client, id| Box::pin(async move { client.delete_person_sessions(id).await })
            />
            {admin}
        </Tools>
    }
    .into_any()
}

/// Done at a press.
#[component]
fn Simple(
    work: Work,
    person: PersonId,
    icon: IconName,
    title: &'static str,
    text: &'static str,
    button: &'static str,
    done: &'static str,
    act: fn(Client, PersonId) -> Answer<()>,
) -> impl IntoView {
    let client = use_client();
    let toaster = use_toaster();
    let press = move |()| {
        work.run(act(client.clone(), person), move |()| toaster.success(done));
    };
    view! {
        <Tool title text>
            <Button icon busy=work.busy on_press=press>
                {button}
            </Button>
        </Tool>
    }
}

/// Done after a question.
#[component]
fn Asked(
    work: Work,
    person: PersonId,
    icon: IconName,
    title: &'static str,
    text: &'static str,
    button: &'static str,
    done: &'static str,
    act: fn(Client, PersonId) -> Answer<()>,
) -> impl IntoView {
    let client = use_client();
    let toaster = use_toaster();
    let asked = RwSignal::new(false);
    let confirm = move |()| {
        work.run(act(client.clone(), person), move |()| {
            asked.try_set(false);
            toaster.success(done);
        });
    };
    view! {
        <Tool title text>
            <ConfirmButton label=button icon title text busy=work.busy asked on_confirm=confirm />
        </Tool>
    }
}

#[component]
fn AdminTools(
    work: Work,
    person: PersonId,
    entry: Entry,
    shown: Remote<Entry>,
    get: fn(Client, String) -> Answer<Entry>,
) -> impl IntoView {
    let language = use_language();
    view! {
        <Asked
            work
            person
            icon=IconName::Shield
            title=t!(language, "tool-factor")
            text=t!(language, "tool-factor-text")
            button=t!(language, "tool-factor-button")
            done=t!(language, "tool-factor-done")
            act=|client, id| Box::pin(async move { client.delete_second_factor(id).await })
        />
        <Asked
            work
            person
            icon=IconName::Globe
            title=t!(language, "tool-identities")
            text=t!(language, "tool-identities-text")
            button=t!(language, "tool-identities-button")
            done=t!(language, "tool-identities-done")
            act=|client, id| Box::pin(async move { client.delete_identities(id).await })
        />
        <Traces person />
        <Export work person />
        <Anonymise work person entry shown get />
    }
}

/// To the audit trail: what they did, and what was done to them.
#[component]
fn Traces(person: PersonId) -> impl IntoView {
    let language = use_language();
    let href = move |name: &'static str| {
        Route::Admin(AdminPage::Audit).path() + &query_string(&[(name, person.to_string())])
    };
    view! {
        <Tool title=t!(language, "tool-traces") text=t!(language, "tool-traces-text")>
            <ButtonLink href=href("actor")>{t!(language, "tool-traces-by")}</ButtonLink>
            <ButtonLink href=href("target")>{t!(language, "tool-traces-to")}</ButtonLink>
        </Tool>
    }
}

/// All that is kept of them, as a file.
#[component]
fn Export(work: Work, person: PersonId) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let press = move |()| {
        let client = client.clone();
        let answer: Answer<Download> =
            Box::pin(async move { client.export_person(person, Rc::new(|_| {})).await });
        work.run(answer, |file| download::save(&file, "person.json"));
    };
    view! {
        <Tool title=t!(language, "tool-export") text=t!(language, "tool-export-text")>
            <Button icon=IconName::Download busy=work.busy on_press=press>
                {t!(language, "tool-export-button")}
            </Button>
        </Tool>
    }
}

/// Takes their name away wherever it is, once it was typed.
#[component]
fn Anonymise(
    work: Work,
    person: PersonId,
    entry: Entry,
    shown: Remote<Entry>,
    get: fn(Client, String) -> Answer<Entry>,
) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let toaster = use_toaster();
    let asked = RwSignal::new(false);
    let (id, name) = (entry.id, entry.name);
    let confirm = move |()| {
        let (client, id) = (client.clone(), id.clone());
        let answer: Answer<Entry> = Box::pin(async move {
            client.anonymise_person(person).await?;
            get(client, id).await
        });
        work.run(answer, move |entry| {
            toaster.success(t!(language, "tool-anonymise-done"));
            shown.state.try_set(Load::Ready(entry));
            focus_heading();
        });
    };
    view! {
        <Tool title=t!(language, "tool-anonymise") text=t!(language, "tool-anonymise-text")>
            <ConfirmButton
                label=t!(language, "tool-anonymise-button")
                icon=IconName::EyeOff
                title=t!(language, "tool-anonymise-title", name = &name)
                text=t!(language, "tool-anonymise-text")
                typed=name.clone()
                busy=work.busy
                asked
                on_confirm=confirm
            />
        </Tool>
    }
}
