use guichet_client::IdempotencyKey;
use guichet_i18n::t;
use guichet_ui::{Alert, ButtonKind, ButtonLink, Tone, dynamic, focus_heading, use_toaster};
use leptos::prelude::*;

use super::sources::{Entry, Source};
use crate::copy::CopyField;
use crate::form::{Form, FormView, Values};
use crate::language::use_language;
use crate::route::{Place, Route};
use crate::router::use_router;
use crate::session::use_client;
use crate::shell::set_page_title;
use crate::tasks::Tasks;

/// The form of a new entry, and then its secret if it has one.
#[component]
pub fn NewEntry(
    /// What it is.
    source: Source,
) -> impl IntoView {
    let made = RwSignal::new(None::<Entry>);
    dynamic(move || match made.get() {
        None => view! { <Blank source made /> }.into_any(),
        Some(entry) => view! { <Made source entry /> }.into_any(),
    })
}

#[component]
fn Blank(source: Source, made: RwSignal<Option<Entry>>) -> impl IntoView {
    let language = use_language();
    let router = use_router();
    let client = use_client();
    let toaster = use_toaster();
    let tasks = Tasks::new();
    set_page_title(source.new);
    let fields = (source.fields)(language, None);
    let form = Form::new(&fields, &(source.blank)());
    // One key for one form: a retry after a lost answer makes no second entry.
    let key = StoredValue::new(IdempotencyKey::random().ok());
    let create = move |values: Values| {
        let Some(own) = key.get_value() else { return };
        form.busy.set(true);
        let answer = (source.create)(client.clone(), values, own);
        tasks.spawn(async move {
            let answer = answer.await;
            form.busy.try_set(false);
            match answer {
                Ok(entry) => {
                    toaster.success(t!(language, "admin-created", name = &entry.name));
                    if entry.secret.is_some() {
                        made.try_set(Some(entry));
                        focus_heading();
                        return;
                    }
                    router
                        .replace(&Route::Directory(source.resource, Place::Entry(entry.id)).path());
                }
                Err(error) => {
                    // Refused for good: what is sent next is another request.
                    if error.problem().is_some() {
                        key.try_set_value(IdempotencyKey::random().ok());
                    }
                    form.refuse(language, &error);
                }
            }
        });
    };
    view! {
        <header>
            <h1>{source.new}</h1>
            <p class="page__lead">{source.lead}</p>
        </header>
        <section class="card card__body" aria-label=source.new>
            <FormView fields form submit=t!(language, "admin-create") on_submit=create />
        </section>
    }
}

/// An entry just made, with what is never shown again.
#[component]
fn Made(source: Source, entry: Entry) -> impl IntoView {
    let language = use_language();
    let href = Route::Directory(source.resource, Place::Entry(entry.id.clone())).path();
    view! {
        <header>
            <h1 tabindex="-1">{entry.name}</h1>
        </header>
        <section class="card card__body stack" aria-label=t!(language, "secret-title")>
            <Credentials id=entry.id secret=entry.secret.unwrap_or_default() />
            <div>
                <ButtonLink href kind=ButtonKind::Primary>
                    {t!(language, "secret-continue")}
                </ButtonLink>
            </div>
        </section>
    }
}

/// The id and the secret of a program, to be copied now.
#[component]
pub fn Credentials(
    /// Its `client_id`.
    id: String,
    /// Its `client_secret`.
    secret: String,
) -> impl IntoView {
    let language = use_language();
    view! {
        <Alert tone=Tone::Warning title=t!(language, "secret-once") />
        <CopyField label=t!(language, "clients-id") value=id />
        <CopyField label=t!(language, "clients-secret") value=secret />
    }
}
