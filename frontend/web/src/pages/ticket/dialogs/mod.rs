//! "Actions ▾": what the server allows, each with the dialog that asks for what it needs.

mod act;
mod assign;
mod end;
mod follow_up;
mod hold;
mod rating;
mod resolve;
mod update;
mod verdict;

use guichet_common::tickets::{ResumeTicket, StartTicket};
use guichet_common::vocabulary::{Language, TicketAction, TicketState as State};
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Button, ButtonKind, Dialog, Icon, IconName, Menu, MenuEntry, MenuItem, Toaster, Tone, derived,
    dynamic, effect, memo, use_toaster,
};
use leptos::prelude::*;

use super::composer_state::ComposerState;
use super::model::Written;
use super::state::TicketState;
use crate::language::use_language;
use crate::router::use_router;
use crate::tasks::Tasks;
use act::Act;
pub use rating::Rating;

/// What can be done to the ticket of the page.
#[derive(Clone, Copy)]
pub struct Actions {
    page: TicketState,
    composer: ComposerState,
    /// The action whose dialog is open.
    dialog: RwSignal<Option<TicketAction>>,
    tasks: Tasks,
    toaster: Toaster,
    language: Language,
    go: Callback<String>,
}

impl Actions {
    /// For this ticket. Call it in the component.
    pub fn new(page: TicketState, composer: ComposerState) -> Self {
        let router = use_router();
        Self {
            page,
            composer,
            dialog: RwSignal::new(None),
            tasks: Tasks::new(),
            toaster: use_toaster(),
            language: use_language(),
            go: Callback::new(move |path: String| router.go(&path)),
        }
    }

    /// Does what needs no more words, and asks for those of everything else.
    pub fn choose(self, action: TicketAction) {
        let act = Act::new(self, RwSignal::new(false));
        match action {
            TicketAction::Start => act.run(|client, number, etag| {
                Box::pin(async move {
                    let body = StartTicket {
                        assignment_group_id: None,
                        assigned_to_id: None,
                    };
                    client.start_ticket(number, &body, etag.as_ref()).await
                })
            }),
            TicketAction::Resume => act.run(|client, number, etag| {
                Box::pin(async move {
                    let body = ResumeTicket {};
                    client.resume_ticket(number, &body, etag.as_ref()).await
                })
            }),
            action => self.dialog.set(Some(action)),
        }
    }
}

const fn icon(action: TicketAction) -> IconName {
    match action {
        TicketAction::Start | TicketAction::Resume => IconName::Play,
        TicketAction::Assign => IconName::User,
        TicketAction::Hold => IconName::Pause,
        TicketAction::Resolve => IconName::CheckCircle,
        TicketAction::Accept => IconName::Check,
        TicketAction::Reject => IconName::Reply,
        TicketAction::Close => IconName::Lock,
        TicketAction::Cancel => IconName::CrossCircle,
        TicketAction::FollowUp => IconName::Plus,
        TicketAction::Comment => IconName::Chat,
        TicketAction::WorkNote => IconName::Note,
        TicketAction::Update => IconName::Pencil,
    }
}

const fn ends(action: TicketAction) -> bool {
    matches!(action, TicketAction::Close | TicketAction::Cancel)
}

/// "Actions ▾", with exactly what the server allows now; writing has its own place on the page.
#[component]
pub fn ActionsMenu(actions: Actions) -> impl IntoView {
    let language = actions.language;
    let allowed = memo(move || {
        let mut allowed = actions.page.read(|ticket| ticket.allowed_actions.clone());
        allowed.retain(|action| !matches!(action, TicketAction::Comment | TicketAction::WorkNote));
        // What ends the ticket comes last.
        let (last, mut first): (Vec<_>, Vec<_>) = allowed.into_iter().partition(|a| ends(*a));
        first.extend(last);
        first
    });
    let entries = derived(move || {
        let mut entries = Vec::new();
        let mut separated = false;
        for action in allowed.get() {
            if ends(action) && !separated && !entries.is_empty() {
                entries.push(MenuEntry::Separator);
                separated = true;
            }
            let mut item = MenuItem::new(action.label(language), move || actions.choose(action))
                .icon(icon(action));
            if action == TicketAction::Cancel {
                item = item.danger();
            }
            entries.push(MenuEntry::Item(item));
        }
        entries
    });
    let has_any = memo(move || allowed.with(|allowed| !allowed.is_empty()));
    dynamic(move || {
        has_any.get().then(|| {
            view! { <Menu label=t!(language, "ticket-actions") entries align_end=true /> }
        })
    })
}

/// Where the dialog of the chosen action is.
#[component]
pub fn DialogHost(actions: Actions) -> impl IntoView {
    dynamic(move || {
        actions
            .dialog
            .get()
            .map(|action| view! { <ActionDialog actions action /> })
    })
}

#[component]
fn ActionDialog(actions: Actions, action: TicketAction) -> impl IntoView {
    let open = RwSignal::new(true);
    let act = Act::new(actions, open);
    effect(move || {
        if !open.get() {
            // The native dialog gives the focus back first.
            request_animation_frame(move || {
                actions.dialog.try_set(None);
            });
        }
    });
    let body = move || match action {
        TicketAction::Accept => view! { <verdict::Accept act /> }.into_any(),
        TicketAction::Reject => view! { <verdict::Reject act /> }.into_any(),
        TicketAction::Close => view! { <end::Close act /> }.into_any(),
        TicketAction::Cancel => view! { <end::Cancel act /> }.into_any(),
        TicketAction::Assign => view! { <assign::Assign act /> }.into_any(),
        TicketAction::Hold => view! { <hold::Hold act /> }.into_any(),
        TicketAction::Resolve => view! { <resolve::Resolve act /> }.into_any(),
        TicketAction::FollowUp => view! { <follow_up::FollowUp act /> }.into_any(),
        TicketAction::Update => view! { <update::Update act /> }.into_any(),
        TicketAction::Start
        | TicketAction::Resume
        | TicketAction::Comment
        | TicketAction::WorkNote => ().into_any(),
    };
    view! {
        <Dialog open title=action.label(actions.language)>
            {body()}
        </Dialog>
    }
}

/// In place of the composer of a frozen ticket: why, and the way to go on.
#[component]
pub fn Frozen(state: TicketState, composer: ComposerState, actions: Actions) -> impl IntoView {
    let language = use_language();
    let title = dynamic(move || {
        if state.read(|ticket| ticket.state == State::Cancelled) {
            t!(language, "ticket-frozen-cancelled")
        } else {
            t!(language, "ticket-frozen-closed")
        }
    });
    let has_words = memo(move || {
        let message = Written {
            note_html: String::new(),
            ..composer.written()
        };
        !message.is_blank()
    });
    let may_follow_up = memo(move || state.allows(TicketAction::FollowUp));
    view! {
        <div class="frozen">
            <Icon name=IconName::Lock large=true />
            <div class="frozen__text">
                <p class="frozen__title">{title}</p>
                <p>{t!(language, "ticket-frozen-text")}</p>
                {dynamic(move || has_words.get().then(|| view! { <p>{t!(language, "ticket-frozen-kept")}</p> }))}
            </div>
            {dynamic(move || {
                may_follow_up
                    .get()
                    .then(|| {
                        view! {
                            <Button
                                kind=ButtonKind::Primary
                                icon=IconName::Plus
                                on_press=move |()| actions.choose(TicketAction::FollowUp)
                            >
                                {TicketAction::FollowUp.label(language)}
                            </Button>
                        }
                    })
            })}
        </div>
    }
}

impl Actions {
    fn tell(self, tone: Tone, text: impl Into<String>) {
        self.toaster.show(tone, text);
    }
}
