use guichet_common::SessionId;
use guichet_common::me::{Session, Sessions};
use guichet_i18n::t;
use guichet_ui::{
    Badge, Button, ButtonSize, Icon, IconName, RelativeTime, Skeleton, Tone, dynamic, use_toaster,
};
use leptos::prelude::*;

use super::Section;
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::FailureState;
use crate::tasks::Tasks;
use crate::words::millis;

/// What the parts of the section share.
#[derive(Clone, Copy)]
struct List {
    sessions: Remote<Sessions>,
    reload: Callback<()>,
    end: Callback<Ended>,
    busy: RwSignal<bool>,
}

/// What is to end.
#[derive(Clone, Copy)]
enum Ended {
    One(SessionId),
    /// All but this one.
    Others,
}

/// Where the person is signed in, with ways to end that.
#[component]
pub fn SessionSection() -> impl IntoView {
    let language = use_language();
    let list = use_list();
    list.reload.run(());
    let content = dynamic(move || match list.sessions.state.get() {
        Load::Loading => view! { <Skeleton /> }.into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=list.reload /> }.into_any(),
        Load::Ready(sessions) => view! { <Rows sessions=sessions.items list /> }.into_any(),
    });
    view! {
        <Section
            id="profile-sessions"
            title=t!(language, "profile-sessions")
            text=t!(language, "profile-sessions-text")
        >
            {content}
        </Section>
    }
}

fn use_list() -> List {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let sessions = Remote::<Sessions>::new();
    let busy = RwSignal::new(false);
    let reload = Callback::new(move |()| {
        let client = client.get_value();
        sessions.load(async move {
            let answer = client.list_sessions().await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    });
    let end = Callback::new(move |ended: Ended| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let client = client.get_value();
        tasks.spawn(async move {
            let outcome = match ended {
                Ended::Others => client.delete_other_sessions().await,
                Ended::One(id) => match client.delete_session(id).await {
                    // It ended by itself meanwhile.
                    Err(error) if error.status() == Some(404) => Ok(()),
                    answer => answer,
                },
            };
            busy.try_set(false);
            match outcome {
                Ok(()) => toaster.success(t!(language, "profile-session-ended")),
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
            reload.try_run(());
        });
    });
    List {
        sessions,
        reload,
        end,
        busy,
    }
}

#[component]
fn Rows(sessions: Vec<Session>, list: List) -> impl IntoView {
    let language = use_language();
    let has_others = sessions.iter().any(|session| !session.current);
    let end_others = has_others.then(|| {
        view! {
            <div class="form__actions">
                <Button
                    icon=IconName::SignOut
                    busy=list.busy
                    on_press=move |()| list.end.run(Ended::Others)
                >
                    {t!(language, "profile-session-end-others")}
                </Button>
            </div>
        }
    });
    let rows = sessions.into_iter().map(|session| row(session, list));
    view! {
        <ul class="sessions">{rows.collect_view()}</ul>
        {end_others}
    }
}

fn row(session: Session, list: List) -> AnyView {
    let language = use_language();
    let name = if session.device.is_empty() {
        t!(language, "profile-session-unknown").to_owned()
    } else {
        session.device
    };
    let id = session.id;
    let shown_name = name.clone();
    let action = if session.current {
        view! { <Badge label=t!(language, "profile-session-current") tone=Tone::Success /> }
            .into_any()
    } else {
        view! {
            <Button
                size=ButtonSize::Small
                busy=list.busy
                on_press=move |()| list.end.run(Ended::One(id))
            >
                {t!(language, "profile-session-end")}
                <span class="visually-hidden">{format!(" : {name}")}</span>
            </Button>
        }
        .into_any()
    };
    view! {
        <li class="sessions__item">
            <span class="sessions__icon">
                <Icon name=IconName::Monitor />
            </span>
            <span class="sessions__text">
                <strong>{shown_name}</strong>
                <span class="muted">
                    {(!session.address.is_empty())
                        .then(|| format!("{} · ", session.address))}
                    {t!(language, "profile-session-used")} " "
                    <RelativeTime at=millis(session.last_used_at) />
                </span>
            </span>
            {action}
        </li>
    }
    .into_any()
}
