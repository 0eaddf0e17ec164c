use guichet_common::me::{MailPreferences, PutMailPreferences};
use guichet_i18n::{Label as _, t};
use guichet_ui::{Checkbox, Skeleton, derived, dynamic, use_toaster};
use leptos::prelude::*;

use super::Section;
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::FailureState;
use crate::tasks::Tasks;

/// Which mails the person wants; each box is kept as soon as it is ticked.
#[component]
pub fn MailSection() -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let preferences = Remote::<MailPreferences>::new();
    let load = move || {
        let client = client.get_value();
        preferences.load(async move {
            let answer = client.get_mail_preferences().await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    };
    load();
    let content = dynamic(move || match preferences.state.get() {
        Load::Loading => view! { <Skeleton /> }.into_any(),
        Load::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| load() /> }.into_any()
        }
        Load::Ready(preferences) => view! { <Boxes preferences /> }.into_any(),
    });
    view! {
        <Section
            id="profile-mails"
            title=t!(language, "profile-mails")
            text=t!(language, "profile-mails-text")
        >
            {content}
        </Section>
    }
}

#[component]
fn Boxes(preferences: MailPreferences) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let unwanted = RwSignal::new(preferences.unwanted);
    let change = move |kind, is_wanted: bool| {
        let before = unwanted.get_untracked();
        unwanted.update(|unwanted| {
            unwanted.retain(|other| *other != kind);
            if !is_wanted {
                unwanted.push(kind);
            }
        });
        let body = PutMailPreferences {
            unwanted: unwanted.get_untracked(),
        };
        let client = client.get_value();
        tasks.spawn(async move {
            match client.put_mail_preferences(&body).await {
                Ok(_) => toaster.success(t!(language, "profile-saved")),
                Err(error) => {
                    unwanted.try_set(before);
                    toaster.error(Failure::new(language, &error).text);
                }
            }
        });
    };
    let boxes = preferences.optional.into_iter().map(|kind| {
        view! {
            <Checkbox
                label=kind.label(language)
                checked=derived(move || unwanted.with(|unwanted| !unwanted.contains(&kind)))
                on_change=move |is_wanted| change(kind, is_wanted)
            />
        }
    });
    view! {
        <fieldset class="checks">
            <legend class="visually-hidden">{t!(language, "profile-mails")}</legend>
            {boxes.collect_view()}
        </fieldset>
    }
}
