//! What can be done with an OAuth client: a new secret, or its end.

use guichet_i18n::t;
use guichet_ui::{IconName, dynamic, use_toaster};
use leptos::prelude::*;

use super::super::confirm::ConfirmButton;
use super::super::new::Credentials;
use super::super::sources::{Answer, Entry, id};
use super::{Tool, Tools, Work};
use crate::copy::CopyField;
use crate::language::use_language;
use crate::remote::Remote;
use crate::route::{Place, Resource, Route};
use crate::router::use_router;
use crate::session::use_client;

/// The credentials of a client, and its end.
pub fn client(entry: &Entry, _: Remote<Entry>) -> AnyView {
    view! { <ClientTools id=entry.id.clone() name=entry.name.clone() /> }.into_any()
}

#[component]
fn ClientTools(id: String, name: String) -> impl IntoView {
    let language = use_language();
    let work = Work::new();
    let secret = RwSignal::new(None::<String>);
    let own = id.clone();
    let credentials = dynamic(move || match secret.get() {
        Some(secret) => view! { <Credentials id=own.clone() secret /> }.into_any(),
        None => {
            view! { <CopyField label=t!(language, "clients-id") value=own.clone() /> }.into_any()
        }
    });
    view! {
        <section class="card card__body stack" aria-label=t!(language, "clients-credentials")>
            <h2>{t!(language, "clients-credentials")}</h2>
            <div class="stack" aria-live="polite">
                {credentials}
            </div>
            <p class="muted">{t!(language, "clients-how")}</p>
        </section>
        <Tools title=t!(language, "tool-title")>
            <Rotate work id=id.clone() name=name.clone() secret />
            <Remove work id name />
        </Tools>
    }
}

#[component]
fn Rotate(work: Work, id: String, name: String, secret: RwSignal<Option<String>>) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let asked = RwSignal::new(false);
    let rotate = move |()| {
        let (client, id) = (client.clone(), id.clone());
        let answer: Answer<String> = Box::pin(async move {
            let fresh = client.rotate_oauth_client_secret(self::id(&id)).await?;
            Ok(fresh.client_secret)
        });
        work.run(answer, move |fresh| {
            asked.try_set(false);
            secret.try_set(Some(fresh));
        });
    };
    view! {
        <Tool title=t!(language, "clients-rotate") text=t!(language, "clients-rotate-text")>
            <ConfirmButton
                label=t!(language, "clients-rotate")
                icon=IconName::Refresh
                title=t!(language, "clients-rotate-title", name = &name)
                text=t!(language, "clients-rotate-text")
                busy=work.busy
                asked
                on_confirm=rotate
            />
        </Tool>
    }
}

#[component]
fn Remove(work: Work, id: String, name: String) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let router = use_router();
    let toaster = use_toaster();
    let asked = RwSignal::new(false);
    let remove = move |()| {
        let (client, id) = (client.clone(), id.clone());
        let answer: Answer<()> =
            Box::pin(async move { client.delete_oauth_client(self::id(&id)).await });
        work.run(answer, move |()| {
            toaster.success(t!(language, "admin-removed"));
            router.replace(&Route::Directory(Resource::OauthClients, Place::List).path());
        });
    };
    view! {
        <Tool title=t!(language, "admin-remove") text=t!(language, "clients-remove-text")>
            <ConfirmButton
                label=t!(language, "admin-remove")
                icon=IconName::Trash
                title=t!(language, "admin-remove-title", name = &name)
                text=t!(language, "clients-remove-text")
                busy=work.busy
                asked
                on_confirm=remove
            />
        </Tool>
    }
}
