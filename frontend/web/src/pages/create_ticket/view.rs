use std::sync::Arc;

use guichet_common::limits::SUBJECT_MAX;
use guichet_common::me::Me;
use guichet_common::vocabulary::{Impact, Urgency};
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Alert, Button, ButtonSize, Combobox, DropZone, Field, Input, Select, SelectOption, Tone,
    derived, dynamic,
};
use leptos::prelude::*;

use super::form::FormState;
use super::model::FieldName;
use super::side::Side;
use super::submit::{NOTICE_ID, Notice, Submission};
use crate::choices::{account_options, contact_options, item_options};
use crate::files::AttachmentPicker;
use crate::language::use_language;
use crate::rich_text::{RichEditor, provide_images};
use crate::route::Route;
use crate::session::use_me;
use crate::shell::set_page_title;

/// "Créer un ticket Heliaq".
#[component]
pub fn CreateTicketPage() -> impl IntoView {
    let language = use_language();
    let brand = t!(language, "brand-name");
    let title = t!(language, "create-title", brand = brand);
    set_page_title(&title);
    provide_images();
    let Some(me) = use_me() else {
        return ().into_any();
    };
    let form = FormState::new(&me);
    let submission = Submission::new(form);
    view! {
        <div class="page create">
            <header>
                <h1>{title}</h1>
                <p class="page__lead">{t!(language, "home-create-text")}</p>
            </header>
            <Notices form submission me=Arc::clone(&me) />
            <form
                class="create__form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submission.submit();
                }
            >
                <DropZone
                    label=t!(language, "files-drop")
                    on_files=move |files| form.uploads.add(files)
                >
                    <div class="card card__body create__fields">
                        <WhoFields form me />
                        <WhatFields form submission />
                    </div>
                </DropZone>
                <Side form submission />
            </form>
        </div>
    }
    .into_any()
}

/// Above the form: that a draft was taken up, and why the form was not taken.
#[component]
fn Notices(form: FormState, submission: Submission, me: Arc<Me>) -> impl IntoView {
    let language = use_language();
    let discard = Callback::new(move |()| form.discard(&me));
    let restored = dynamic(move || {
        form.restored.get().then(|| {
            view! {
                <Alert tone=Tone::Info title=t!(language, "create-restored")>
                    <div>
                        <Button size=ButtonSize::Small on_press=discard>
                            {t!(language, "create-discard")}
                        </Button>
                    </div>
                </Alert>
            }
        })
    });
    let refused = dynamic(move || match submission.notice.get() {
        None => ().into_any(),
        Some(Notice::Failed(text)) => view! { <Alert tone=Tone::Danger title=text /> }.into_any(),
        Some(Notice::FilesUnderWay) => {
            view! { <Alert tone=Tone::Warning title=t!(language, "files-under-way") /> }.into_any()
        }
        Some(Notice::SentBefore) => view! { <SentBefore submission /> }.into_any(),
    });
    view! {
        <div class="create__notices" id=NOTICE_ID>
            {restored}
            {refused}
        </div>
    }
}

#[component]
fn SentBefore(submission: Submission) -> impl IntoView {
    let language = use_language();
    view! {
        <Alert tone=Tone::Warning title=t!(language, "create-sent-before")>
            <p>{t!(language, "create-sent-before-text")}</p>
            <div class="cluster">
                <a href=Route::Home.path()>{t!(language, "create-see-tickets")}</a>
                <Button size=ButtonSize::Small on_press=move |()| submission.submit_anyway()>
                    {t!(language, "create-send-anyway")}
                </Button>
            </div>
        </Alert>
    }
}

/// For whom: fixed for a contact who sees only their own tickets, a choice for everybody else.
#[component]
fn WhoFields(form: FormState, me: Arc<Me>) -> impl IntoView {
    let language = use_language();
    let account = if form.by_agent {
        let options = account_options();
        view! {
            <Field id=FieldName::Account.id() label=FieldName::Account.label(language)
                error=form.error(FieldName::Account) required=true>
                <Combobox value=form.account options placeholder=t!(language, "create-choose-account") />
            </Field>
        }
        .into_any()
    } else {
        let name = me.account.as_ref().map(|account| account.name.clone());
        fixed(FieldName::Account, name.unwrap_or_default())
    };
    let contact = if form.by_agent || me.sees_account_tickets {
        let options = contact_options(form.account.into(), form.contact);
        let placeholder = if form.by_agent {
            t!(language, "create-choose-contact")
        } else {
            ""
        };
        view! {
            <Field id=FieldName::Contact.id() label=FieldName::Contact.label(language)
                error=form.error(FieldName::Contact) required=form.by_agent>
                <Combobox
                    value=form.contact
                    options
                    placeholder
                    disabled=derived(move || form.account.with(String::is_empty))
                />
            </Field>
        }
        .into_any()
    } else {
        fixed(FieldName::Contact, me.name.clone())
    };
    view! {
        {account}
        {contact}
    }
}

/// A field that is known already and cannot be changed here.
fn fixed(field: FieldName, value: String) -> AnyView {
    let label = field.label(use_language());
    view! {
        <div class="field">
            <label class="field__label" for=field.id()>
                {label}
            </label>
            <input class="input input--fixed" id=field.id() readonly value=value />
        </div>
    }
    .into_any()
}

#[component]
fn WhatFields(form: FormState, submission: Submission) -> impl IntoView {
    let language = use_language();
    let impacts: Vec<_> = Impact::ALL
        .iter()
        .map(|level| SelectOption::new(level.to_string(), level.label(language)))
        .collect();
    let urgencies: Vec<_> = Urgency::ALL
        .iter()
        .map(|level| SelectOption::new(level.to_string(), level.label(language)))
        .collect();
    let items = item_options(form.account.into(), form.item);
    view! {
        <Field id=FieldName::Impact.id() label=FieldName::Impact.label(language)
            error=form.error(FieldName::Impact)>
            <Select value=form.impact options=impacts />
        </Field>
        <Field id=FieldName::Urgency.id() label=FieldName::Urgency.label(language)
            error=form.error(FieldName::Urgency)>
            <Select value=form.urgency options=urgencies />
        </Field>
        <div class="create__wide">
            <Field id=FieldName::ConfigurationItem.id()
                label=FieldName::ConfigurationItem.label(language)
                hint=t!(language, "create-item-hint")
                error=form.error(FieldName::ConfigurationItem)>
                <Combobox value=form.item options=items />
            </Field>
        </div>
        <div class="create__wide">
            <Field id=FieldName::Subject.id() label=FieldName::Subject.label(language)
                error=form.error(FieldName::Subject) required=true>
                <Input value=form.subject max_length=SUBJECT_MAX autocomplete="off" />
            </Field>
        </div>
        <div class="create__wide">
            <RichEditor
                id=FieldName::Description.id()
                label=FieldName::Description.label(language)
                value=form.description
                required=true
                placeholder=t!(language, "create-description-hint")
                error=form.error(FieldName::Description)
                handle=form.editor
                on_files=move |files| form.uploads.add(files)
                on_submit=move |()| submission.submit()
            />
        </div>
        <div class="create__wide" id=FieldName::Files.id()>
            <AttachmentPicker uploads=form.uploads />
        </div>
    }
}
