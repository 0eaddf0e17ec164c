use guichet_common::vocabulary::TicketState as State;
use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, ButtonSize, Icon, IconName, RelativeTime, dynamic, memo, use_toaster,
    use_ui,
};
use leptos::prelude::*;

use super::dialogs::{Actions, ActionsMenu};
use super::state::TicketState;
use super::wording::promise;
use crate::download;
use crate::failure::Failure;
use crate::language::use_language;
use crate::rich_text::RichText;
use crate::tasks::Tasks;
use crate::when::day_time;
use crate::words::{PriorityBadge, StateBadge, millis};

/// The facts that people look for first, the subject, what can be done, and what happens next.
#[component]
pub fn Header(state: TicketState, actions: Actions) -> impl IntoView {
    let language = use_language();
    let subject = memo(move || state.read(|ticket| ticket.subject.clone()));
    let fact = |label: &'static str, value: AnyView| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let created = untrack(|| state.read(|ticket| millis(ticket.created_at)));
    let updated = memo(move || state.read(|ticket| millis(ticket.updated_at)));
    let standing = memo(move || state.read(|ticket| Some(ticket.state)));
    let priority = memo(move || state.read(|ticket| Some(ticket.priority)));
    let contact = memo(move || state.read(|ticket| ticket.contact.name.clone()));
    let updated = dynamic(move || view! { <RelativeTime at=updated.get() /> });
    let standing = dynamic(move || {
        standing
            .get()
            .map(|state: State| view! { <StateBadge state /> })
    });
    let priority = dynamic(move || {
        priority
            .get()
            .map(|priority| view! { <PriorityBadge priority /> })
    });
    view! {
        <header class="card ticket__header">
            <div class="ticket__title">
                <h1>{subject}</h1>
                <ActionsMenu actions />
            </div>
            <dl class="ticket__facts">
                {fact(
                    t!(language, "ticket-field-number"),
                    view! { <span class="tabular">{state.number.to_string()}</span> }.into_any(),
                )}
                {fact(t!(language, "ticket-created-on"), view! { <RelativeTime at=created /> }.into_any())}
                {fact(t!(language, "ticket-field-updated-at"), updated.into_any())}
                {fact(t!(language, "ticket-field-state"), standing.into_any())}
                {fact(t!(language, "ticket-field-priority"), priority.into_any())}
                {fact(t!(language, "ticket-field-contact"), contact.into_any())}
            </dl>
            <Promise state />
        </header>
    }
}

/// What happens next by itself, and when.
#[component]
fn Promise(state: TicketState) -> impl IntoView {
    let language = use_language();
    let ui = use_ui();
    let text = memo(move || {
        state.read(|ticket| {
            promise(&ticket.next_actions, state.by_agent, language, |action| {
                day_time(&ui, language, action.at)
            })
        })
    });
    dynamic(move || {
        text.get().map(|text| {
            view! {
                <div class="promise">
                    <p class="promise__text">
                        <Icon name=IconName::Clock />
                        <span>{text}</span>
                    </p>
                    <Agenda state />
                </div>
            }
        })
    })
}

/// The same as a file for the person's own calendar.
#[component]
fn Agenda(state: TicketState) -> impl IntoView {
    let language = use_language();
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let busy = RwSignal::new(false);
    let fetch = move |()| {
        busy.set(true);
        let (client, number) = (state.client(), state.number);
        tasks.spawn(async move {
            let answer = client.get_agenda(number).await;
            busy.try_set(false);
            match answer {
                Ok(file) => download::save(&file, &format!("{number}.ics")),
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
        });
    };
    view! {
        <Button
            kind=ButtonKind::Ghost
            size=ButtonSize::Small
            icon=IconName::Download
            busy
            on_press=fetch
        >
            {t!(language, "ticket-agenda")}
        </Button>
    }
}

/// "Description"
#[component]
pub fn Description(state: TicketState) -> impl IntoView {
    let language = use_language();
    let html = memo(move || state.read(|ticket| ticket.description_html.clone()));
    view! {
        <section class="card card__body ticket__description">
            <h2>{t!(language, "ticket-field-description")}</h2>
            <RichText html />
        </section>
    }
}
