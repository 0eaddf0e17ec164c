use guichet_common::vocabulary::{TicketAction, TicketState as State};
use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, ButtonSize, DropZone, FileButton, Icon, IconName, derived, dynamic, effect,
    memo,
};
use leptos::prelude::*;
use web_sys::File;

use super::composer_state::ComposerState;
use super::model::Kind;
use crate::files::UploadRows;
use crate::language::use_language;
use crate::rich_text::RichEditor;

/// The editor's id, to which "Répondre" leads.
pub const COMPOSER_ID: &str = "ticket-composer";

/// Where one writes to the other side or, as an agent, to the team.
#[component]
pub fn Composer(state: ComposerState) -> impl IntoView {
    let language = use_language();
    let is_note = derived(move || state.kind.get() == Kind::Note);
    let by_agent = state.page.by_agent;
    let can_write = memo(move || state.page.allows(TicketAction::Comment));
    // Of a frozen ticket only the team may still take notes.
    effect(move || {
        if !can_write.get() && state.kind.get_untracked() == Kind::Message {
            state.kind.set(Kind::Note);
        }
    });
    let take_files = Callback::new(move |files: Vec<File>| match state.kind.get_untracked() {
        Kind::Message => state.uploads.add(files),
        Kind::Note => state.say(t!(language, "composer-note-files")),
    });
    let reopens =
        memo(move || !by_agent && state.page.read(|ticket| ticket.state == State::Resolved));
    let hint = dynamic(move || {
        reopens.get().then(|| {
            view! {
                <p class="composer__reopens">
                    <Icon name=IconName::Info />
                    {t!(language, "composer-reopens")}
                </p>
            }
        })
    });
    view! {
        <section
            class="composer"
            class:composer--note=is_note
            aria-label=derived(move || kind_label(state, language))
        >
            {by_agent.then(|| view! { <KindSwitch state can_write /> })}
            <DropZone label=t!(language, "files-drop") on_files=take_files>
                {dynamic(move || view! { <Editor state kind=state.kind.get() take_files /> })}
                <div class="composer__files" hidden=is_note>
                    <UploadRows uploads=state.uploads />
                </div>
                {hint}
                <Bar state take_files />
            </DropZone>
        </section>
    }
}

fn kind_label(
    state: ComposerState,
    language: guichet_common::vocabulary::Language,
) -> &'static str {
    match (state.kind.get(), state.page.by_agent) {
        (Kind::Note, _) => t!(language, "composer-note"),
        (Kind::Message, true) => t!(language, "composer-to-customer"),
        (Kind::Message, false) => t!(language, "composer-message"),
    }
}

/// "Message au client" or "Note de travail": two radio buttons, told apart by colour, icon and
/// words.
#[component]
fn KindSwitch(state: ComposerState, can_write: Memo<bool>) -> impl IntoView {
    let language = use_language();
    let choice = move |kind: Kind, icon: IconName, label: &'static str| {
        let is_chosen = derived(move || state.kind.get() == kind);
        view! {
            <label class="kind" class:kind--note=kind == Kind::Note>
                <input
                    type="radio"
                    name="composer-kind"
                    class="visually-hidden"
                    prop:checked=is_chosen
                    disabled=derived(move || kind == Kind::Message && !can_write.get())
                    on:change=move |_| state.kind.set(kind)
                />
                <Icon name=icon />
                {label}
            </label>
        }
    };
    let hint = dynamic(move || match state.kind.get() {
        Kind::Message => t!(language, "composer-to-customer-hint"),
        Kind::Note => t!(language, "composer-note-hint"),
    });
    view! {
        <fieldset class="kinds">
            <legend class="visually-hidden">{t!(language, "composer-kind")}</legend>
            <div class="kinds__choices">
                {choice(Kind::Message, IconName::Send, t!(language, "composer-to-customer"))}
                {choice(Kind::Note, IconName::Lock, t!(language, "composer-note"))}
            </div>
            <p class="kinds__hint" role="status">
                {hint}
            </p>
        </fieldset>
    }
}

#[component]
fn Editor(state: ComposerState, kind: Kind, take_files: Callback<Vec<File>>) -> impl IntoView {
    let language = use_language();
    let waits = untrack(|| {
        state.page.read(|ticket| ticket.on_hold_reason.is_some()) && !state.page.by_agent
    });
    let (label, placeholder, value) = match kind {
        Kind::Note => (
            t!(language, "composer-note"),
            t!(language, "composer-placeholder-note"),
            state.note,
        ),
        Kind::Message if waits => (
            t!(language, "composer-message"),
            t!(language, "composer-placeholder-answer"),
            state.message,
        ),
        Kind::Message => (
            t!(language, "composer-message"),
            t!(language, "composer-placeholder"),
            state.message,
        ),
    };
    view! {
        <RichEditor
            id=COMPOSER_ID
            label
            hide_label=true
            value
            placeholder
            no_images=kind == Kind::Note
            error=state.error
            handle=state.editor
            on_files=take_files
            on_submit=move |()| state.send()
        />
    }
}

/// Below the text: files, what happens to the draft, and sending.
#[component]
fn Bar(state: ComposerState, take_files: Callback<Vec<File>>) -> impl IntoView {
    let language = use_language();
    let files = dynamic(move || {
        (state.kind.get() == Kind::Message).then(
            || view! { <FileButton label=t!(language, "files-attach") on_files=take_files /> },
        )
    });
    let restored = dynamic(move || {
        state.restored.get().then(|| {
            view! {
                <span class="composer__draft">
                    {t!(language, "composer-restored")}
                    <Button
                        kind=ButtonKind::Ghost
                        size=ButtonSize::Small
                        on_press=move |()| state.discard()
                    >
                        {t!(language, "composer-discard")}
                    </Button>
                </span>
            }
        })
    });
    let send = dynamic(move || {
        let (icon, text) = match state.kind.get() {
            Kind::Message => (IconName::Send, t!(language, "composer-send")),
            Kind::Note => (IconName::Lock, t!(language, "composer-add-note")),
        };
        view! {
            <Button
                kind=ButtonKind::Primary
                icon
                busy=state.busy
                on_press=move |()| state.send()
            >
                {text}
            </Button>
        }
    });
    view! {
        <div class="composer__bar">
            {files}
            {restored}
            <span class="composer__hint">{t!(language, "composer-shortcut")}</span>
            {send}
        </div>
    }
}
