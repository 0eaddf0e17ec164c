//! Sections of the settings: a form each, whose fields are described and not written.

mod security;
pub mod timers;
mod various;

pub use security::security;
pub use timers::timers;
pub use various::{machines, retention};

use guichet_client::Client;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Skeleton, SkeletonShape, dynamic, use_toaster};
use leptos::prelude::*;

use super::sources::Answer;
use crate::failure::Failure;
use crate::form::{Control, FieldSpec, Form, FormView, Values};
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::tasks::Tasks;

/// A section: its words, and how it is read and written.
#[derive(Clone, Copy)]
pub struct Section {
    /// "Sécurité"
    pub title: &'static str,
    /// What it is about, in a sentence.
    pub lead: &'static str,
    /// The form's fields.
    pub fields: fn(Language) -> Vec<FieldSpec>,
    /// Reads what is set.
    pub get: fn(Client) -> Answer<Values>,
    /// Sets it.
    pub put: fn(Client, Values) -> Answer<Values>,
}

/// One section of the settings.
#[component]
pub fn SettingsPage(
    /// Which.
    section: Section,
) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    set_page_title(section.title);
    let values = Remote::<Values>::new();
    let load = Callback::new(move |()| {
        let answer = (section.get)(client.get_value());
        values.load(async move { answer.await.map_err(|error| Failure::new(language, &error)) });
    });
    load.run(());
    let content = dynamic(move || match values.state.get() {
        Load::Loading => view! {
            <div aria-busy="true">
                <Skeleton shape=SkeletonShape::Block />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=load /> }.into_any(),
        Load::Ready(ready) => view! { <Editor section values=ready /> }.into_any(),
    });
    view! {
        <header>
            <h1>{section.title}</h1>
            <p class="page__lead">{section.lead}</p>
        </header>
        {content}
    }
}

#[component]
fn Editor(section: Section, values: Values) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let fields = (section.fields)(language);
    let form = Form::new(&fields, &values);
    let save = move |values: Values| {
        form.busy.set(true);
        let answer = (section.put)(client.clone(), values);
        tasks.spawn(async move {
            let answer = answer.await;
            form.busy.try_set(false);
            match answer {
                Ok(saved) => {
                    form.fill(&saved);
                    toaster.success(t!(language, "admin-saved"));
                }
                Err(error) => form.refuse(language, &error),
            }
        });
    };
    view! {
        <section class="card card__body" aria-label=section.title>
            <FormView fields form submit=t!(language, "form-save") on_submit=save />
        </section>
    }
}

/// A number with its range and its default.
fn number(
    language: Language,
    name: &'static str,
    label: &'static str,
    (min, max): (u16, u16),
    default: u16,
) -> FieldSpec {
    FieldSpec::new(name, label, Control::Range(min, max))
        .required()
        .hint(t!(
            language,
            "settings-range",
            min = min,
            max = max,
            default = default
        ))
}

/// A number that was checked already.
fn checked(values: &Values, name: &str) -> u16 {
    values.parsed(name).unwrap_or_default()
}
