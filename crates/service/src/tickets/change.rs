//! The one way in which an existing ticket is changed: in one transaction, decided by the domain,
//! saved with its history, mails and live events.

use chrono::{DateTime, Utc};
use guichet_common::ErrorCode;
use guichet_common::ids::{ActivityId, AttachmentId, CommentId, PersonId, TicketNumber};
use guichet_common::tickets::TicketDetail;
use guichet_common::vocabulary::{ActivityKind, ActivityVia, EventKind, TicketAction};
use guichet_db::activities::{self, NewActivity};
use guichet_db::attachments::{self, AttachTo};
use guichet_db::comments::{self, NewComment};
use guichet_db::live_events::{self, NewLiveEvent};
use guichet_db::outbox::{self, NewMail};
use guichet_db::tickets::{self as rows, Counts};
use guichet_db::{Conn, Tx, groups, people, search};
use guichet_domain::ticket::{Event, Side, Transition};
use guichet_domain::{Actor, Scope, Ticket, TicketError, policy};

use super::notify::Notice;
use super::read::to_detail;
use crate::activity::ActivityData;
use crate::app::App;
use crate::attachments::referenced_images;
use crate::error::{Error, Result};
use crate::text::RichText;

/// On which condition a ticket is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terms {
    /// It still has the version that the actor has seen, if they say which.
    IfMatch(Option<i64>),
    /// It still waits for the answer that a mail asked for since this instant: the actor answers
    /// by the mail's link.
    MailLink(DateTime<Utc>),
}

impl From<Option<i64>> for Terms {
    fn from(version: Option<i64>) -> Self {
        Self::IfMatch(version)
    }
}

impl Terms {
    fn check(self, ticket: &Ticket) -> Result<()> {
        let refusal = match self {
            Self::IfMatch(version) => version
                .is_some_and(|version| version != ticket.version)
                .then_some(ErrorCode::VersionConflict),
            Self::MailLink(since) => (ticket.status.awaits_customer_since() != Some(since))
                .then_some(ErrorCode::InvalidStateTransition),
        };
        refusal.map_or(Ok(()), |code| Err(Error::Refused(code)))
    }

    const fn via(self) -> Option<ActivityVia> {
        match self {
            Self::IfMatch(_) => None,
            Self::MailLink(_) => Some(ActivityVia::MailLink),
        }
    }
}

/// A ticket being changed. Dropped without [`Change::save`], nothing has happened.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    pub(crate) app: &'a App,
    pub(crate) tx: Tx,
    /// Who changes it; `None` when the system does.
    pub(crate) actor: Option<&'a Actor>,
    pub(crate) now: DateTime<Utc>,
    /// The ticket as it has become so far.
    pub(crate) ticket: Ticket,
    /// When the change was due, if it happens by itself.
    pub(crate) due_at: Option<DateTime<Utc>>,
    via: Option<ActivityVia>,
    version_before: i64,
    added: Counts,
    history: Vec<NewActivity>,
    mails: Vec<NewMail>,
    live: Vec<EventKind>,
    reindex: bool,
}

impl<'a> Change<'a> {
    /// Locks the ticket for a change by this actor. Whoever may not see it is told that it is not
    /// there; whoever may see it but never does such a thing, that it is forbidden.
    pub(crate) async fn begin(
        app: &'a App,
        actor: &'a Actor,
        number: TicketNumber,
        action: TicketAction,
        if_match: Option<i64>,
    ) -> Result<Self> {
        Self::begin_on(app, actor, number, action, if_match.into()).await
    }

    /// The same on other terms.
    pub(crate) async fn begin_on(
        app: &'a App,
        actor: &'a Actor,
        number: TicketNumber,
        action: TicketAction,
        terms: Terms,
    ) -> Result<Self> {
        let tx = app.db.begin_write().await?;
        let scope = policy::ticket_scope(actor);
        let mut change = Self::load(app, tx, Some(actor), &scope, number).await?;
        if !policy::may(actor.role, action) {
            return Err(Error::Refused(ErrorCode::Forbidden));
        }
        terms.check(&change.ticket)?;
        change.via = terms.via().or(change.via);
        Ok(change)
    }

    /// Locks the ticket for a change by the system.
    pub(crate) async fn begin_by_system(app: &'a App, number: TicketNumber) -> Result<Self> {
        let tx = app.db.begin_write().await?;
        Self::load(app, tx, None, &Scope::All, number).await
    }

    /// Goes on in a transaction that was begun for something else as well.
    pub(crate) async fn load(
        app: &'a App,
        tx: Tx,
        actor: Option<&'a Actor>,
        scope: &Scope,
        number: TicketNumber,
    ) -> Result<Self> {
        let ticket = rows::find_ticket_in(&tx, scope, number)
            .await?
            .ok_or(Error::NOT_FOUND)?;
        Ok(Self {
            app,
            tx,
            actor,
            now: app.now(),
            due_at: None,
            via: actor.and_then(Actor::via),
            version_before: ticket.version,
            ticket,
            added: Counts::default(),
            history: Vec::new(),
            mails: Vec::new(),
            live: vec![EventKind::TicketUpdated],
            reindex: false,
        })
    }

    /// On whose behalf the actor acts.
    pub(crate) fn side(&self) -> Side {
        if self.actor.is_some_and(|actor| !actor.role.is_agent()) {
            Side::Customer
        } else {
            Side::Support
        }
    }

    /// Lets the domain decide, and takes what happened into the history.
    pub(crate) async fn apply(
        &mut self,
        decide: impl FnOnce(Ticket, DateTime<Utc>) -> std::result::Result<Transition, TicketError>,
    ) -> Result<()> {
        let Transition { ticket, events } = decide(self.ticket.clone(), self.now)?;
        self.ticket = ticket;
        // Several transitions in one use case are one change to the outside.
        self.ticket.version = self.version_before + 1;
        let mut fields = Vec::new();
        for event in events {
            match event {
                Event::StateChanged {
                    action,
                    from,
                    to,
                    reason,
                } => {
                    let data = ActivityData {
                        action,
                        from_state: Some(from),
                        to_state: Some(to),
                        reason: reason.map(Into::into),
                        notes_html: self.notes_html(to),
                        ..ActivityData::default()
                    };
                    self.record(ActivityKind::StateChanged, None, data)?;
                }
                Event::Assigned { from, to } => {
                    let changes = crate::activity::name_assignment(&self.tx, from, to).await?;
                    let data = ActivityData {
                        changes,
                        ..ActivityData::default()
                    };
                    self.record(ActivityKind::Assigned, None, data)?;
                }
                Event::Reminded => {
                    self.record(ActivityKind::Reminded, None, ActivityData::default())?;
                }
                Event::FieldChanged { field, from, to } => {
                    self.reindex |= field == "subject";
                    fields.push(crate::activity::name_field(&self.tx, field, from, to).await?);
                }
            }
        }
        if !fields.is_empty() {
            let data = ActivityData {
                changes: fields,
                ..ActivityData::default()
            };
            self.record(ActivityKind::Updated, None, data)?;
        }
        Ok(())
    }

    fn notes_html(&self, to: guichet_common::vocabulary::TicketState) -> Option<String> {
        (to == guichet_common::vocabulary::TicketState::Resolved)
            .then(|| self.ticket.status.resolved())
            .flatten()
            .map(|resolved| resolved.resolution.notes_html.clone())
    }

    /// Tells in the history of files that came by mail and are left out.
    pub(crate) fn record_refused_files(&mut self, names: &[String]) -> Result<ActivityId> {
        let data = ActivityData::of_refused_files(names);
        self.record(ActivityKind::AttachmentsRefused, None, data)
    }

    /// Appends an entry to the history.
    fn record(
        &mut self,
        kind: ActivityKind,
        comment_id: Option<CommentId>,
        data: ActivityData,
    ) -> Result<ActivityId> {
        let id = self.app.ids.new_id();
        let data = ActivityData {
            via: self.via,
            due_at: self.due_at,
            ..data
        };
        self.history.push(NewActivity {
            id,
            number: self.ticket.number,
            at: self.now,
            actor_id: self.actor.map(|actor| actor.id),
            kind,
            comment_id,
            data: serde_json::to_value(data).map_err(Error::internal)?,
        });
        Ok(id)
    }

    /// The last entry of the history, which the mails refer to.
    fn last_entry(&self) -> Option<ActivityId> {
        self.history.last().map(|entry| entry.id)
    }

    /// Writes a public message with its files. What the message does to the ticket's state is the
    /// caller's to decide, by [`Change::apply`].
    pub(crate) async fn write_comment(
        &mut self,
        author: &Actor,
        body: RichText,
        files: &[AttachmentId],
    ) -> Result<CommentId> {
        let id: CommentId = self.app.ids.new_id();
        let activity = self.record(ActivityKind::Comment, Some(id), ActivityData::default())?;
        let images = referenced_images(&body.html);
        comments::insert_comment(
            &self.tx,
            &NewComment {
                id,
                number: self.ticket.number,
                author_id: author.id,
                body_html: body.html,
                body_text: body.text,
                created_at: self.now,
            },
        )
        .await?;
        self.attach(author, files, &images, Some(id), activity)
            .await?;
        self.added.comments += 1;
        self.live.push(EventKind::CommentCreated);
        self.reindex = true;
        Ok(id)
    }

    /// Attaches files that the author has uploaded: those named, each of which must be theirs and
    /// unused, and those that the text shows and that are.
    async fn attach(
        &mut self,
        author: &Actor,
        files: &[AttachmentId],
        images: &[AttachmentId],
        comment_id: Option<CommentId>,
        activity_id: ActivityId,
    ) -> Result<()> {
        if files.is_empty() && images.is_empty() {
            return Ok(());
        }
        let taken = crate::attachments::take_files(
            self.app,
            &self.tx,
            author,
            self.ticket.number,
            files,
            images,
        )
        .await?;
        let to = AttachTo {
            number: self.ticket.number,
            comment_id,
            activity_id: comment_id.is_none().then_some(activity_id),
        };
        let ids: Vec<AttachmentId> = taken.iter().map(|file| file.id).collect();
        attachments::attach(&self.tx, &ids, author.id, to).await?;
        self.added.attachments += u32::try_from(taken.len()).unwrap_or(u32::MAX);
        self.added.attachment_bytes += taken.iter().map(|file| file.size).sum::<u64>();
        Ok(())
    }

    /// Mails those whom the notice concerns, but nobody about their own act unless the mail is a
    /// receipt.
    pub(crate) async fn notify(&mut self, notice: Notice) -> Result<()> {
        let Some(activity_id) = self.last_entry() else {
            return Ok(());
        };
        let actor = self.actor.map(|actor| actor.id);
        let mut recipients = notice.recipients(&self.ticket, actor);
        if recipients.is_empty() && notice.concerns_the_group() {
            recipients = self.group_that_works_it().await?;
            recipients.retain(|person| Some(*person) != actor);
        }
        for person in people::list_people(&self.tx, &recipients).await? {
            if person.active {
                let mail = notice.mail(self.app, &self.ticket, person.id, activity_id, self.now)?;
                self.mails.push(mail);
            }
        }
        Ok(())
    }

    /// The members of the ticket's group, while it serves the ticket's account: only then may they
    /// see it.
    async fn group_that_works_it(&self) -> Result<Vec<PersonId>> {
        let Some(group) = self.ticket.assignment_group_id else {
            return Ok(Vec::new());
        };
        if !groups::group_serves(&self.tx, group, self.ticket.account_id).await? {
            return Ok(Vec::new());
        }
        Ok(groups::list_group_members(&self.tx, group).await?)
    }

    /// Saves it all and commits, and gives the ticket as the actor sees it.
    pub(crate) async fn save(self) -> Result<TicketDetail> {
        let (change, detail) = self.write().await?;
        change.commit().await?;
        detail.ok_or(Error::NOT_FOUND)
    }

    /// Saves it all without committing yet, and gives the ticket as the actor sees it.
    pub(crate) async fn write(self) -> Result<(Written<'a>, Option<TicketDetail>)> {
        let ticket = &self.ticket;
        rows::update_ticket(&self.tx, ticket, self.added).await?;
        activities::insert_activities(&self.tx, &self.history).await?;
        if self.reindex {
            search::index_ticket(&self.tx, ticket.number).await?;
        }
        outbox::enqueue_mails(&self.tx, &self.mails).await?;
        let live: Vec<NewLiveEvent> = self
            .live
            .iter()
            .map(|kind| live_event(ticket, *kind, false, self.now))
            .collect();
        live_events::insert_live_events(&self.tx, &live).await?;
        let detail = match self.actor {
            Some(actor) => Some(detail_in(&self.tx, actor, ticket.number).await?),
            None => None,
        };
        let has_mail = !self.mails.is_empty();
        Ok((
            Written {
                app: self.app,
                tx: self.tx,
                has_mail,
            },
            detail,
        ))
    }
}

/// A change that is saved but not committed.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    app: &'a App,
    pub(crate) tx: Tx,
    has_mail: bool,
}

impl Written<'_> {
    /// Makes it durable, then wakes those who wait for what it brought.
    pub(crate) async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        self.app.feed.wake();
        if self.has_mail {
            self.app.mail_waits.notify_one();
        }
        Ok(())
    }
}

/// The ticket as the actor sees it.
pub(crate) async fn detail_in(
    conn: &Conn,
    actor: &Actor,
    number: TicketNumber,
) -> Result<TicketDetail> {
    let scope = policy::ticket_scope(actor);
    let row = rows::find_ticket_detail_in(conn, &scope, number)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    Ok(to_detail(actor, row))
}

/// A live event about the ticket as it is now.
pub(crate) fn live_event(
    ticket: &Ticket,
    kind: EventKind,
    internal: bool,
    at: DateTime<Utc>,
) -> NewLiveEvent {
    NewLiveEvent {
        kind,
        number: ticket.number,
        account_id: ticket.account_id,
        contact_id: ticket.contact_id,
        version: ticket.version,
        internal,
        at,
    }
}
