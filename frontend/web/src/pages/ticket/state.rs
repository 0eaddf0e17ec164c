//! What the page knows: the ticket, its activity and its files, kept up to date by live events.

use futures_util::future::{AbortHandle, join};
use guichet_client::{Client, ETag, LiveEvent, Versioned};
use guichet_common::attachments::Attachment;
use guichet_common::comments::PageQuery;
use guichet_common::tickets::TicketDetail;
use guichet_common::vocabulary::{EventKind, Language, TicketAction};
use guichet_common::{CommentId, TicketNumber};
use leptos::prelude::*;

use super::feed::Feed;
use crate::failure::Failure;
use crate::language::use_language;
use crate::live;
use crate::remote::{Load, Remote};
use crate::session::{Session, use_me, use_session};
use crate::tasks::Tasks;

/// Entries of the activity loaded at once.
const PAGE: u32 = 25;
/// Files loaded at once, and how often: all that a ticket may hold.
const FILES_PAGE: u32 = 100;
const FILES_PAGES: usize = 10;

/// The ticket of the page.
#[derive(Clone, Copy)]
pub struct TicketState {
    /// Its number.
    pub number: TicketNumber,
    /// An agent looks at it.
    pub by_agent: bool,
    /// The ticket with its version.
    pub ticket: Remote<Versioned<TicketDetail>>,
    /// Its activity.
    pub feed: RwSignal<Feed>,
    /// Why the activity could not be loaded.
    pub feed_failure: RwSignal<Option<Failure>>,
    /// Older entries are being loaded.
    pub loading_more: RwSignal<bool>,
    /// Its files; asked for when somebody looks at them.
    pub files: Remote<Vec<Attachment>>,
    files_wanted: RwSignal<bool>,
    /// Grows with every change that somebody else made.
    pub news: RwSignal<u32>,
    refreshing: StoredValue<Option<AbortHandle>>,
    session: Session,
    tasks: Tasks,
    language: Language,
}

impl TicketState {
    /// Loads the ticket of this number, and follows it.
    pub fn new(number: TicketNumber) -> Self {
        let state = Self {
            number,
            by_agent: use_me().is_some_and(|me| me.role.is_agent()),
            ticket: Remote::new(),
            feed: RwSignal::new(Feed::default()),
            feed_failure: RwSignal::new(None),
            loading_more: RwSignal::new(false),
            files: Remote::new(),
            files_wanted: RwSignal::new(false),
            news: RwSignal::new(0),
            refreshing: StoredValue::new(None),
            session: use_session(),
            tasks: Tasks::new(),
            language: use_language(),
        };
        state.load();
        live::on_event(move |event| state.hear(&event));
        state
    }

    /// Loads everything, showing that it does.
    pub fn load(self) {
        self.ticket.load(self.read_ticket());
        self.refresh_feed();
    }

    /// Loads everything that may have changed, behind what is shown.
    pub fn refresh(self) {
        self.ticket.load_quietly(self.read_ticket());
        self.refresh_feed();
        if self.files_wanted.try_get_untracked().unwrap_or_default() {
            self.files.load_quietly(self.read_files());
        }
    }

    /// Takes the ticket as an action has answered it.
    pub fn put(self, ticket: Versioned<TicketDetail>) {
        self.ticket.state.try_set(Load::Ready(ticket));
        self.refresh_feed();
    }

    /// Loads the files, now that somebody looks at them.
    pub fn want_files(self) {
        if !self.files_wanted.get_untracked() {
            self.files_wanted.set(true);
            self.files.load(self.read_files());
        }
    }

    /// Loads them again after a failure.
    pub fn retry_files(self) {
        self.files.load(self.read_files());
    }

    /// The client.
    pub fn client(self) -> Client {
        self.session.client()
    }

    /// Its version, for a change of it.
    pub fn etag(self) -> Option<ETag> {
        self.ticket
            .state
            .try_with_untracked(|state| state.ready().and_then(|ticket| ticket.etag.clone()))?
    }

    /// Looks at the ticket; the default while it is not there.
    pub fn read<T: Default>(self, look: impl FnOnce(&TicketDetail) -> T) -> T {
        self.ticket.state.with(|state| {
            state
                .ready()
                .map(|ticket| look(&ticket.value))
                .unwrap_or_default()
        })
    }

    /// Whether the server lets the caller do this now.
    pub fn allows(self, action: TicketAction) -> bool {
        self.read(|ticket| ticket.allowed_actions.contains(&action))
    }

    /// Reads the whole of a message that was cut.
    pub fn read_original(self, id: CommentId, whole: RwSignal<Option<String>>) {
        let client = self.client();
        self.tasks.spawn(async move {
            if let Ok(original) = client.get_comment_original(self.number, id).await {
                whole.try_set(Some(original.whole_html));
            }
        });
    }

    fn hear(self, event: &LiveEvent) {
        let LiveEvent::Told(event) = event else {
            self.refresh();
            return;
        };
        if event.number != self.number {
            return;
        }
        let version = self
            .ticket
            .state
            .try_with_untracked(|state| state.ready().map(|ticket| ticket.value.version));
        let known = version.flatten().unwrap_or_default();
        // One's own acts are on the page already. A note does not change the ticket's version.
        if event.kind == EventKind::WorkNoteCreated || event.version > known {
            self.refresh();
            self.news.try_update(|news| *news = news.wrapping_add(1));
        }
    }

    fn read_ticket(self) -> impl Future<Output = Result<Versioned<TicketDetail>, Failure>> {
        let client = self.client();
        async move {
            let ticket = client.get_ticket(self.number).await;
            ticket.map_err(|error| Failure::new(self.language, &error))
        }
    }

    fn read_files(self) -> impl Future<Output = Result<Vec<Attachment>, Failure>> {
        let client = self.client();
        async move {
            let mut found = Vec::new();
            let mut query = PageQuery {
                limit: Some(FILES_PAGE),
                cursor: None,
            };
            for _ in 0..FILES_PAGES {
                let page = client.list_attachments(self.number, &query).await;
                let page = page.map_err(|error| Failure::new(self.language, &error))?;
                found.extend(page.items);
                query.cursor = page.next_cursor;
                if query.cursor.is_none() {
                    break;
                }
            }
            Ok(found)
        }
    }

    /// Loads the newest entries of the activity.
    pub fn refresh_feed(self) {
        if let Some(Some(earlier)) = self.refreshing.try_get_value() {
            earlier.abort();
        }
        let client = self.client();
        let task = self.tasks.spawn(async move {
            let query = PageQuery {
                limit: Some(PAGE),
                cursor: None,
            };
            let notes = async {
                if self.by_agent {
                    client.list_work_notes(self.number, &query).await.map(Some)
                } else {
                    Ok(None)
                }
            };
            match join(client.list_activity(self.number, &query), notes).await {
                (Ok(history), Ok(notes)) => {
                    self.feed_failure.set(None);
                    self.feed.update(|feed| {
                        feed.refresh_history(history);
                        if let Some(notes) = notes {
                            feed.refresh_notes(notes);
                        }
                    });
                }
                (Err(error), _) | (_, Err(error)) => {
                    let failure = Failure::new(self.language, &error);
                    // What is there stays; the next event tries again.
                    if !self.feed.with_untracked(Feed::is_loaded) {
                        self.feed_failure.set(Some(failure));
                    }
                }
            }
        });
        self.refreshing.try_set_value(Some(task));
    }

    /// Loads older entries of the activity.
    pub fn load_more(self) {
        if self.loading_more.get_untracked() {
            return;
        }
        self.loading_more.set(true);
        let client = self.client();
        let (history, notes) = self
            .feed
            .with_untracked(|feed| (feed.next_history(), feed.next_notes()));
        self.tasks.spawn(async move {
            let query = |cursor: &str| PageQuery {
                limit: Some(PAGE),
                cursor: Some(cursor.to_owned()),
            };
            if let Some(cursor) = history
                && let Ok(page) = client.list_activity(self.number, &query(&cursor)).await
            {
                self.feed.update(|feed| feed.extend_history(&cursor, page));
            }
            if let Some(cursor) = notes
                && let Ok(page) = client.list_work_notes(self.number, &query(&cursor)).await
            {
                self.feed.update(|feed| feed.extend_notes(&cursor, page));
            }
            self.loading_more.set(false);
        });
    }
}
