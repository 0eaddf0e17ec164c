use guichet_i18n::t;
use guichet_ui::{
    Alert, Badge, Button, ButtonKind, ButtonLink, Dialog, DialogActions, Icon, IconName, Skeleton,
    SkeletonShape, Tone, dynamic, focus_heading, use_toaster,
};
use leptos::prelude::*;

use super::new::NewEntry;
use super::sources::{Entry, Source};
use crate::failure::Failure;
use crate::form::{Form, FormView, Values};
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::{Place, Resource, Route};
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::tasks::Tasks;

/// The form of one entry, or of a new one.
#[component]
pub fn EntryPage(
    /// What it is.
    source: Source,
    /// Which; a new one without.
    id: Option<String>,
) -> impl IntoView {
    let back = Route::Directory(source.resource, Place::List).path();
    let content = match id {
        None => view! { <NewEntry source /> }.into_any(),
        Some(id) => view! { <Existing source id /> }.into_any(),
    };
    view! {
        <a class="admin__back" href=back>
            <Icon name=IconName::ArrowLeft />
            {source.title}
        </a>
        {content}
    }
}

#[component]
fn Existing(source: Source, id: String) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let id = StoredValue::new(id);
    set_page_title(source.title);
    let entry = Remote::<Entry>::new();
    let load = Callback::new(move |()| {
        let answer = (source.get)(client.get_value(), id.get_value());
        entry.load(async move { answer.await.map_err(|error| Failure::new(language, &error)) });
    });
    load.run(());
    dynamic(move || match entry.state.get() {
        Load::Loading => view! {
            <div class="page-awaited" aria-busy="true">
                <Skeleton shape=SkeletonShape::Title />
                <Skeleton shape=SkeletonShape::Block />
            </div>
        }
        .into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=load /> }.into_any(),
        Load::Ready(ready) => view! { <Editor source entry=ready shown=entry /> }.into_any(),
    })
}

/// The form of an entry that is there.
#[component]
fn Editor(source: Source, entry: Entry, shown: Remote<Entry>) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let toaster = use_toaster();
    let tasks = Tasks::new();
    set_page_title(&entry.name);
    let fields = (source.fields)(language, Some(&entry));
    let form = Form::new(&fields, &entry.values);
    let id = entry.id.clone();
    let save = move |values: Values| {
        form.busy.set(true);
        let answer = (source.update)(client.clone(), id.clone(), values);
        tasks.spawn(async move {
            let answer = answer.await;
            form.busy.try_set(false);
            match answer {
                Ok(entry) => {
                    toaster.success(t!(language, "admin-saved"));
                    shown.state.try_set(Load::Ready(entry));
                    focus_heading();
                }
                Err(error) => form.refuse(language, &error),
            }
        });
    };
    let badge = if !entry.active {
        Some((t!(language, "admin-inactive"), Tone::Neutral))
    } else if entry.pending {
        Some((t!(language, "admin-pending"), Tone::Info))
    } else {
        None
    };
    let badge = badge.map(|(label, tone)| view! { <Badge label tone /> });
    let extra = (source.extra)(&entry, shown);
    view! {
        <header class="page__header">
            <div class="cluster">
                <h1 tabindex="-1">{entry.name.clone()}</h1>
                {badge}
            </div>
            <Links source id=entry.id.clone() />
        </header>
        {(!entry.active)
            .then(|| view! { <Alert tone=Tone::Info title=source.inactive_text /> })}
        <section class="card card__body" aria-label=entry.name.clone()>
            <FormView fields form submit=t!(language, "form-save") on_submit=save />
        </section>
        {extra}
        <Use source entry shown />
    }
}

/// To what belongs to an account.
#[component]
fn Links(source: Source, id: String) -> impl IntoView {
    let link = |(resource, label): (Resource, &'static str)| {
        let list = Route::Directory(resource, Place::List).path();
        let href = list + &query_string(&[("account", id.clone())]);
        view! { <ButtonLink href=href>{label}</ButtonLink> }
    };
    let links = (source.links)(use_language())
        .into_iter()
        .map(link)
        .collect_view();
    view! { <div class="cluster">{links}</div> }
}

/// Takes the entry out of use, after a question, or into use again.
#[component]
fn Use(source: Source, entry: Entry, shown: Remote<Entry>) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let busy = RwSignal::new(false);
    let asked = RwSignal::new(false);
    let (id, name) = (entry.id, entry.name);
    let title = t!(language, "admin-deactivate-title", name = &name);
    let change = Callback::new(move |active: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let answer = (source.set_active)(client.get_value(), id.clone(), active);
        tasks.spawn(async move {
            let answer = answer.await;
            busy.try_set(false);
            asked.try_set(false);
            match answer {
                Ok(entry) => {
                    toaster.success(if active {
                        t!(language, "admin-reactivated").to_owned()
                    } else if entry.open_tickets > 0 {
                        t!(
                            language,
                            "admin-deactivated-open",
                            count = entry.open_tickets
                        )
                    } else {
                        t!(language, "admin-deactivated").to_owned()
                    });
                    shown.state.try_set(Load::Ready(entry));
                    focus_heading();
                }
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
        });
    });
    if !entry.active {
        return view! {
            <div>
                <Button icon=IconName::Refresh busy on_press=move |()| change.run(true)>
                    {t!(language, "admin-reactivate")}
                </Button>
            </div>
        }
        .into_any();
    }
    view! {
        <div>
            <Button icon=IconName::Lock on_press=move |()| asked.set(true)>
                {t!(language, "admin-deactivate")}
            </Button>
        </div>
        <Dialog open=asked title=title>
            <p>{source.deactivate_text}</p>
            <DialogActions>
                <Button on_press=move |()| asked.set(false)>{t!(language, "form-cancel")}</Button>
                <Button kind=ButtonKind::Danger busy on_press=move |()| change.run(false)>
                    {t!(language, "admin-deactivate")}
                </Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}
