use guichet_common::CommentId;
use guichet_common::comments::{Activity, Author, Comment, WorkNote};
use guichet_common::vocabulary::{ActivityKind, TicketAction};
use guichet_i18n::t;
use guichet_ui::{
    Avatar, Badge, Button, Icon, IconName, RelativeTime, Row, Skeleton, SkeletonShape, Tone,
    dynamic, keyed, memo,
};
use leptos::prelude::*;

use super::composer::Composer;
use super::composer_state::ComposerState;
use super::dialogs::{Actions, Frozen};
use super::feed::{Entry, Feed};
use super::state::TicketState;
use super::wording::describe;
use crate::files::SavedFiles;
use crate::language::use_language;
use crate::rich_text::RichText;
use crate::shell::FailureState;
use crate::words::millis;

/// "Activité": where one writes, and below it what happened, newest first.
#[component]
pub fn ActivityTab(state: TicketState, composer: ComposerState, actions: Actions) -> impl IntoView {
    let may_write =
        memo(move || state.allows(TicketAction::Comment) || state.allows(TicketAction::WorkNote));
    let is_frozen = memo(move || state.read(|ticket| ticket.state.is_frozen()));
    view! {
        <div class="conversation__body">
            {dynamic(move || is_frozen.get().then(|| view! { <Frozen state composer actions /> }))}
            {dynamic(move || may_write.get().then(|| view! { <Composer state=composer /> }))}
            <FeedList state />
        </div>
    }
}

#[component]
fn FeedList(state: TicketState) -> impl IntoView {
    let language = use_language();
    let entries = memo(move || state.feed.with(Feed::entries));
    let has_more = memo(move || state.feed.with(Feed::has_more));
    let is_loaded = memo(move || state.feed.with(Feed::is_loaded));
    let before = dynamic(move || {
        if let Some(failure) = state.feed_failure.get() {
            view! { <FailureState failure on_retry=move |()| state.refresh_feed() /> }.into_any()
        } else if is_loaded.get() {
            ().into_any()
        } else {
            view! { <Skeleton shape=SkeletonShape::Block /> }.into_any()
        }
    });
    let more = dynamic(move || {
        has_more.get().then(|| {
            view! {
                <div class="feed__more">
                    <Button busy=state.loading_more on_press=move |()| state.load_more()>
                        {t!(language, "activity-more")}
                    </Button>
                </div>
            }
        })
    });
    // Said again for each change: the number makes it another text.
    let news = dynamic(move || {
        let news = state.news.get();
        (news > 0).then(|| format!("{} ({news})", t!(language, "activity-new")))
    });
    let rows = keyed(move || {
        let row = |entry: Entry| Row::new(entry.id().to_string(), move || entry_view(entry, state));
        entries.get().into_iter().map(row).collect()
    });
    view! {
        <p class="visually-hidden" role="status">
            {news}
        </p>
        {before}
        <ol class="feed" aria-label=t!(language, "activity-title")>
            {rows}
        </ol>
        {more}
    }
}

fn entry_view(entry: Entry, state: TicketState) -> AnyView {
    let mut activity = match entry {
        Entry::Note(note) => return view! { <NoteEntry note /> }.into_any(),
        Entry::Activity(activity) => *activity,
    };
    match (activity.kind, activity.comment.take()) {
        (ActivityKind::Comment, Some(comment)) => {
            view! { <CommentEntry comment state /> }.into_any()
        }
        _ => view! { <EventEntry activity state /> }.into_any(),
    }
}

/// Who wrote, with "Support" for the supplier's people, and when.
#[component]
fn Byline(author: Author, at: f64, note: bool) -> impl IntoView {
    let language = use_language();
    let badge = if note {
        view! {
            <span class="entry__internal">
                <Icon name=IconName::Lock />
                {t!(language, "activity-internal")} " · " {t!(language, "activity-internal-hint")}
            </span>
        }
        .into_any()
    } else if author.is_agent {
        view! { <Badge label=t!(language, "activity-support") tone=Tone::Accent /> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <header class="entry__byline">
            <strong>{author.name}</strong>
            {badge}
            <span class="entry__time">
                <RelativeTime at />
            </span>
        </header>
    }
}

#[component]
fn CommentEntry(comment: Comment, state: TicketState) -> impl IntoView {
    let by_support = comment.author.is_agent;
    let variant = if by_support { "brand" } else { "" };
    let at = millis(comment.created_at);
    let has_text = !comment.body_html.trim().is_empty();
    view! {
        <li class="entry">
            <Avatar name=comment.author.name.clone() variant />
            <article class="bubble" class:bubble--support=by_support>
                <Byline author=comment.author at note=false />
                {has_text.then(|| view! { <RichText html=Signal::stored(comment.body_html) /> })}
                {comment.shortened.then(|| original_view(comment.id, state))}
                {(!comment.attachments.is_empty())
                    .then(|| view! { <SavedFiles files=comment.attachments /> })}
            </article>
        </li>
    }
}

/// The whole of a message that came by mail and was cut, when somebody asks for it.
fn original_view(id: CommentId, state: TicketState) -> AnyView {
    let language = use_language();
    let whole = RwSignal::new(None::<String>);
    dynamic(move || match whole.get() {
        Some(html) => view! { <RichText html=Signal::stored(html) /> }.into_any(),
        None => view! {
            <Button on_press=move |()| state.read_original(id, whole)>
                {t!(language, "activity-original")}
            </Button>
        }
        .into_any(),
    })
    .into_any()
}

#[component]
fn NoteEntry(note: WorkNote) -> impl IntoView {
    let at = millis(note.created_at);
    view! {
        <li class="entry">
            <Avatar name=note.author.name.clone() variant="warm" />
            <article class="bubble bubble--note">
                <Byline author=note.author at note=true />
                <RichText html=Signal::stored(note.body_html) />
            </article>
        </li>
    }
}

/// What happened besides words: one line, with details and files below it.
#[component]
fn EventEntry(activity: Activity, state: TicketState) -> impl IntoView {
    let language = use_language();
    let line = describe(&activity, state.number, language);
    let created = activity.kind == ActivityKind::Created;
    let who = activity
        .actor
        .map(|actor| view! { <strong>{actor.name}</strong> " " });
    let details = (!line.details.is_empty()).then(|| {
        let row = |detail: String| view! { <li>{detail}</li> };
        view! { <ul class="event__details">{line.details.into_iter().map(row).collect_view()}</ul> }
    });
    let notes = activity
        .notes_html
        .filter(|html| !html.trim().is_empty())
        .map(|html| {
            view! {
                <div class="event__solution">
                    <RichText html=Signal::stored(html) />
                </div>
            }
        });
    view! {
        <li class="entry entry--event">
            <span class="event__icon" class:event__icon--created=created>
                <Icon name=line.icon />
            </span>
            <div class="event">
                <p class="event__line">
                    {who} <span>{line.text}</span>
                    <span class="entry__time">
                        <RelativeTime at=millis(activity.at) />
                    </span>
                </p>
                {details}
                {notes}
                {(!activity.attachments.is_empty())
                    .then(|| view! { <SavedFiles files=activity.attachments /> })}
            </div>
        </li>
    }
}
