use guichet_common::TicketNumber;
use guichet_common::problem::ErrorCode;
use guichet_i18n::t;
use guichet_ui::{Skeleton, SkeletonShape, Tab, TabPanel, Tabs, derived, dynamic, memo};
use leptos::prelude::*;

use super::activity::ActivityTab;
use super::attachments::FilesTab;
use super::banner::Banner;
use super::composer_state::ComposerState;
use super::details::Details;
use super::dialogs::{Actions, DialogHost};
use super::header::{Description, Header};
use super::state::TicketState;
use crate::language::use_language;
use crate::pages::NotFoundPage;
use crate::remote::Load;
use crate::rich_text::provide_images;
use crate::router::use_router;
use crate::shell::{FailureState, set_page_title};

/// What the page shows at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    Ticket,
    Missing,
    Failure,
}

/// "Ma demande : CS0047447".
#[component]
pub fn TicketPage(
    /// Which ticket.
    number: TicketNumber,
) -> impl IntoView {
    let language = use_language();
    provide_images();
    let state = TicketState::new(number);
    let number = number.to_string();
    set_page_title(&if state.by_agent {
        t!(language, "ticket-crumb-agent", number = &number)
    } else {
        t!(language, "ticket-crumb", number = &number)
    });
    let shown = memo(move || {
        state.ticket.state.with(|ticket| match ticket {
            Load::Loading => Shown::Loading,
            Load::Ready(_) => Shown::Ticket,
            Load::Failed(failure) if failure.code == Some(ErrorCode::NotFound) => Shown::Missing,
            Load::Failed(_) => Shown::Failure,
        })
    });
    dynamic(move || match shown.get() {
        Shown::Loading => view! { <Loading /> }.into_any(),
        Shown::Ticket => view! { <Ticket state /> }.into_any(),
        Shown::Missing => view! { <NotFoundPage /> }.into_any(),
        Shown::Failure => view! { <Failed state /> }.into_any(),
    })
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="page ticket" aria-busy="true">
            <h1 class="visually-hidden">{t!(use_language(), "ticket-loading")}</h1>
            <Skeleton shape=SkeletonShape::Title />
            <Skeleton shape=SkeletonShape::Block />
            <Skeleton shape=SkeletonShape::Block />
        </div>
    }
}

#[component]
fn Failed(state: TicketState) -> impl IntoView {
    let failure = untrack(|| match state.ticket.state.get() {
        Load::Failed(failure) => Some(failure),
        Load::Loading | Load::Ready(_) => None,
    });
    failure.map(|failure| view! { <FailureState failure on_retry=move |()| state.load() /> })
}

#[component]
fn Ticket(state: TicketState) -> impl IntoView {
    let composer = ComposerState::new(state);
    let actions = Actions::new(state, composer);
    view! {
        <div class="page ticket">
            <Header state actions />
            <Banner state actions />
            <div class="ticket__columns">
                <div class="ticket__main">
                    <Description state />
                    <Conversation state composer actions />
                </div>
                <Details state />
            </div>
            <DialogHost actions />
        </div>
    }
}

const ACTIVITY: &str = "activity";
const FILES: &str = "files";

/// The tabs "Activité" and "Pièces jointes (n)"; the chosen one is in the address.
#[component]
fn Conversation(state: TicketState, composer: ComposerState, actions: Actions) -> impl IntoView {
    let language = use_language();
    let router = use_router();
    let selected = memo(move || {
        if router.query("tab").as_deref() == Some(FILES) {
            FILES
        } else {
            ACTIVITY
        }
    });
    let select = move |tab: &'static str| {
        let path = untrack(|| router.path());
        let tab = if tab == FILES { "?tab=files" } else { "" };
        router.replace(&(path + tab));
    };
    let tabs = derived(move || {
        let files = state.read(|ticket| ticket.attachment_count);
        vec![
            Tab {
                id: ACTIVITY,
                label: t!(language, "ticket-tab-activity").to_owned(),
                count: None,
            },
            Tab {
                id: FILES,
                label: t!(language, "files-title").to_owned(),
                count: Some(files.to_string()),
            },
        ]
    });
    view! {
        <section class="card conversation">
            <Tabs name="ticket" label=t!(language, "ticket-tabs") tabs selected on_select=select />
            <TabPanel name="ticket" selected>
                <div hidden=derived(move || selected.get() != ACTIVITY)>
                    <ActivityTab state composer actions />
                </div>
                {dynamic(move || (selected.get() == FILES).then(|| view! { <FilesTab state /> }))}
            </TabPanel>
        </section>
    }
}
