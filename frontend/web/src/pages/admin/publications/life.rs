use guichet_client::Error;
use guichet_common::Instant;
use guichet_common::publications::{PublicationSource, PublicationState, PublishPublication};
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, ButtonLink, Dialog, DialogActions, Field, IconName, Input, Tone,
    derived, focus_heading, on_change, use_toaster, use_ui,
};
use leptos::prelude::*;

use super::model::{read_local, write_local};
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::route::{Place, Route};
use crate::router::use_router;
use crate::session::use_client;
use crate::tasks::Tasks;
use crate::when::{day_time, instant_of, local_time};
use crate::words::millis;

/// What is done with a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// From this instant on; now without one.
    Publish(Option<Instant>),
    Withdraw,
    Delete,
}

/// Whether something is under way, and how it is begun.
#[derive(Clone, Copy)]
struct Acts {
    busy: RwSignal<bool>,
    /// Done, whatever came of it: open dialogs close.
    done: Trigger,
    run: Callback<Act>,
}

fn use_acts(slug: String, shown: Remote<PublicationSource>) -> Acts {
    let language = use_language();
    let (client, slug) = (StoredValue::new(use_client()), StoredValue::new(slug));
    let (router, toaster, tasks) = (use_router(), use_toaster(), Tasks::new());
    let (busy, done) = (RwSignal::new(false), Trigger::new());
    let run = Callback::new(move |act: Act| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (client, slug) = (client.get_value(), slug.get_value());
        tasks.spawn(async move {
            let answer: Result<Option<PublicationSource>, Error> = match act {
                Act::Publish(published_at) => {
                    let body = PublishPublication { published_at };
                    client.publish_publication(&slug, &body).await.map(Some)
                }
                Act::Withdraw => client.withdraw_publication(&slug).await.map(Some),
                Act::Delete => client.delete_publication(&slug).await.map(|()| None),
            };
            busy.try_set(false);
            done.notify();
            match answer {
                Ok(Some(source)) => {
                    toaster.success(t!(language, "publications-changed-state"));
                    shown.state.try_set(Load::Ready(source));
                    focus_heading();
                }
                Ok(None) => {
                    toaster.success(t!(language, "publications-deleted"));
                    router.go(&Route::AdminPublications(Place::List).path());
                }
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
        });
    });
    Acts { busy, done, run }
}

/// Whether and from when it is read, in words.
fn standing(language: Language, state: PublicationState, at: &str) -> (Tone, String) {
    match state {
        PublicationState::Draft => (Tone::Info, t!(language, "publications-is-draft").to_owned()),
        PublicationState::Scheduled => (
            Tone::Info,
            t!(language, "publications-is-scheduled", at = at),
        ),
        PublicationState::Published => (
            Tone::Success,
            t!(language, "publications-is-published", at = at),
        ),
        PublicationState::Withdrawn => (
            Tone::Warning,
            t!(language, "publications-is-withdrawn").to_owned(),
        ),
    }
}

/// Whether and from when it is read, and what changes that.
#[component]
pub fn Life(source: PublicationSource, shown: Remote<PublicationSource>) -> impl IntoView {
    let language = use_language();
    let ui = use_ui();
    let acts = use_acts(source.slug.clone(), shown);
    let (scheduling, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let when = source
        .published_at
        .map(|at| day_time(&ui, language, at))
        .unwrap_or_default();
    let (tone, text) = standing(language, source.state, &when);
    let at = source.published_at;
    view! {
        <section class="publication-life" aria-label=t!(language, "publications-life")>
            <Alert tone title=text>
                <p>{t!(language, "publications-life-hint")}</p>
                <Buttons source acts scheduling deleting />
            </Alert>
        </section>
        <Schedule at acts open=scheduling />
        <Delete acts open=deleting />
    }
}

/// What can be done with it in its state.
#[component]
fn Buttons(
    source: PublicationSource,
    acts: Acts,
    scheduling: RwSignal<bool>,
    deleting: RwSignal<bool>,
) -> impl IntoView {
    let language = use_language();
    let (busy, state) = (acts.busy, source.state);
    let is_read = state == PublicationState::Published;
    let is_out = is_read || state == PublicationState::Scheduled;
    let publish = (!is_read).then(|| {
        view! {
            <Button
                kind=ButtonKind::Primary
                icon=IconName::Send
                busy=busy
                on_press=move |()| acts.run.run(Act::Publish(None))
            >
                {t!(language, "publications-publish")}
            </Button>
            <Button icon=IconName::Clock on_press=move |()| scheduling.set(true)>
                {t!(language, "publications-schedule")}
            </Button>
        }
    });
    let see = is_read.then(|| {
        let page = Route::Publication(source.slug).path();
        view! {
            <ButtonLink href=page icon=IconName::Eye>
                {t!(language, "publications-see")}
            </ButtonLink>
        }
    });
    let withdraw = is_out.then(|| {
        view! {
            <Button
                icon=IconName::EyeOff
                busy=busy
                on_press=move |()| acts.run.run(Act::Withdraw)
            >
                {t!(language, "publications-withdraw")}
            </Button>
        }
    });
    let delete = (state == PublicationState::Draft).then(|| {
        view! {
            <Button
                kind=ButtonKind::Ghost
                icon=IconName::Trash
                on_press=move |()| deleting.set(true)
            >
                {t!(language, "publications-delete")}
            </Button>
        }
    });
    view! { <div class="cluster">{publish} {see} {withdraw} {delete}</div> }
}

/// Asks for the instant from which it is read.
#[component]
fn Schedule(at: Option<Instant>, acts: Acts, open: RwSignal<bool>) -> impl IntoView {
    let language = use_language();
    let ui = StoredValue::new(use_ui());
    let at = at.and_then(|at| ui.with_value(|ui| local_time(ui, millis(at))));
    let text = RwSignal::new(at.map(write_local).unwrap_or_default());
    let chosen = move || {
        let local = text.with(|text| read_local(text))?;
        ui.with_value(|ui| instant_of(ui, local))
    };
    on_change(
        move || acts.done.track(),
        move || {
            open.set(false);
        },
    );
    view! {
        <Dialog open title=t!(language, "publications-schedule")>
            <Field
                label=t!(language, "publications-schedule-at")
                hint=t!(language, "publications-schedule-hint")
                required=true
            >
                <Input value=text kind="datetime-local" />
            </Field>
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t!(language, "form-cancel")}</Button>
                <Button
                    kind=ButtonKind::Primary
                    busy=acts.busy
                    disabled=derived(move || chosen().is_none())
                    on_press=move |()| acts.run.run(Act::Publish(untrack(chosen)))
                >
                    {t!(language, "publications-schedule-do")}
                </Button>
            </DialogActions>
        </Dialog>
    }
}

/// Asks before a draft is lost.
#[component]
fn Delete(acts: Acts, open: RwSignal<bool>) -> impl IntoView {
    let language = use_language();
    on_change(
        move || acts.done.track(),
        move || {
            open.set(false);
        },
    );
    view! {
        <Dialog open title=t!(language, "publications-delete-title")>
            <p>{t!(language, "publications-delete-text")}</p>
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t!(language, "form-cancel")}</Button>
                <Button
                    kind=ButtonKind::Danger
                    busy=acts.busy
                    on_press=move |()| acts.run.run(Act::Delete)
                >
                    {t!(language, "publications-delete")}
                </Button>
            </DialogActions>
        </Dialog>
    }
}
