//! Plays the scripts: every step is the same use case that a person's click would run.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use guichet_common::Patch;
use guichet_common::comments::{CreateComment, CreateWorkNote};
use guichet_common::ids::{AttachmentId, TicketNumber};
use guichet_common::tickets::{
    AcceptTicket, AssignTicket, CancelTicket, CloseTicket, CreateTicket, HoldTicket, RejectTicket,
    ResolveTicket, ResumeTicket, StartTicket, UpdateTicket,
};
use guichet_db::people;
use guichet_domain::{Actor, Clock as _, MockClock};
use guichet_service::{App, actions, attachments, comments, tickets, timers, work_notes};

use super::files;
use super::people::Cast;
use super::script::{Act, File, Step, Ticket};
use super::timeline::Moment;

/// Plays tickets on an app whose clock it moves.
pub struct Player<'a> {
    app: &'a App,
    clock: Arc<MockClock>,
    cast: &'a Cast,
    actors: HashMap<String, Actor>,
    /// The number of each ticket filed so far, by its place in the scripts.
    filed: HashMap<usize, TicketNumber>,
    /// The number of those that others follow, by key.
    keyed: HashMap<String, TicketNumber>,
}

impl<'a> Player<'a> {
    /// Takes the stage. `clock` is the app's.
    pub async fn new(app: &'a App, clock: Arc<MockClock>, cast: &'a Cast) -> Result<Self> {
        let mut actors = HashMap::new();
        for (key, id) in &cast.people {
            let actor = people::find_actor(&app.db().read(), *id).await?;
            actors.insert(
                key.clone(),
                actor.with_context(|| format!("{key} cannot act"))?,
            );
        }
        Ok(Self {
            app,
            clock,
            cast,
            actors,
            filed: HashMap::new(),
            keyed: HashMap::new(),
        })
    }

    /// Plays one moment of one of the tickets.
    pub async fn play(&mut self, script: &[Ticket], moment: Moment) -> Result<()> {
        let ahead = moment.at - self.clock.now();
        self.clock.advance(ahead);
        let ticket = script.get(moment.ticket).context("a moment of no ticket")?;
        match moment.step {
            None => self.file(moment.ticket, ticket).await,
            Some(number) => {
                let step = ticket.steps.get(number).context("a moment of no step")?;
                self.step(moment.ticket, ticket, step).await
            }
        }
        .with_context(|| {
            format!(
                "the demo's ticket {:?}, step {:?}",
                ticket.subject, moment.step
            )
        })
    }

    fn actor(&self, key: &str) -> Result<&Actor> {
        self.actors
            .get(key)
            .with_context(|| format!("nobody is called {key}"))
    }

    async fn file(&mut self, index: usize, ticket: &Ticket) -> Result<()> {
        let actor = self.actor(&ticket.contact)?;
        let account = *self
            .cast
            .account_of
            .get(&ticket.contact)
            .context("no account")?;
        let configuration_item_id = match &ticket.item {
            Some(name) => {
                let item = self.cast.items.get(&(account, name.clone()));
                Some(*item.with_context(|| format!("no configuration item {name}"))?)
            }
            None => None,
        };
        let follow_up_of = match &ticket.follows {
            Some(key) => Some(
                *self
                    .keyed
                    .get(key)
                    .with_context(|| format!("no ticket {key}"))?,
            ),
            None => None,
        };
        let body = CreateTicket {
            subject: ticket.subject.clone(),
            description_html: None,
            description_text: Some(ticket.text.clone()),
            impact: ticket.impact,
            urgency: ticket.urgency,
            contact_id: None,
            account_id: None,
            configuration_item_id,
            attachment_ids: self.upload(actor, &ticket.files).await?,
            follow_up_of,
        };
        let number = tickets::create_ticket(self.app, actor, body, None)
            .await?
            .value
            .number;
        self.filed.insert(index, number);
        if let Some(key) = &ticket.key {
            self.keyed.insert(key.clone(), number);
        }
        Ok(())
    }

    async fn step(&self, index: usize, ticket: &Ticket, step: &Step) -> Result<()> {
        let number = *self.filed.get(&index).context("not filed yet")?;
        let by = step.by.as_ref().unwrap_or(&ticket.contact);
        let actor = self.actor(by)?;
        let text = step.text.clone();
        let app = self.app;
        match step.act {
            Act::Start => {
                let body = StartTicket {
                    assignment_group_id: self.cast.group_of.get(by).copied(),
                    assigned_to_id: None,
                };
                actions::start_ticket(app, actor, number, body, None).await?;
            }
            Act::Assign => {
                actions::assign_ticket(app, actor, number, self.assignment(step)?, None).await?;
            }
            Act::Comment => self.comment(actor, number, text, &step.files).await?,
            Act::Note => {
                let body = CreateWorkNote {
                    body_html: None,
                    body_text: text,
                };
                work_notes::create_work_note(app, actor, number, body, None).await?;
            }
            Act::Update => {
                tickets::update_ticket(app, actor, number, changes(step), None).await?;
            }
            Act::Hold => {
                let reason = step.reason.context("a hold without a reason")?;
                let body = HoldTicket {
                    reason,
                    comment_html: None,
                    comment_text: text,
                };
                actions::hold_ticket(app, actor, number, body, None).await?;
            }
            Act::Resume => {
                actions::resume_ticket(app, actor, number, ResumeTicket {}, None).await?;
            }
            Act::Resolve => {
                if !step.files.is_empty() {
                    self.comment(actor, number, None, &step.files).await?;
                }
                let code = step.code.context("a solution without a code")?;
                let body = ResolveTicket {
                    code,
                    notes_html: None,
                    notes_text: text,
                };
                actions::resolve_ticket(app, actor, number, body, None).await?;
            }
            Act::Accept => {
                let body = AcceptTicket {
                    comment_text: text,
                    rating: step.rating,
                };
                actions::accept_ticket(app, actor, number, body, None.into()).await?;
            }
            Act::Reject => {
                let body = RejectTicket {
                    reason: text.unwrap_or_default(),
                };
                actions::reject_ticket(app, actor, number, body, None.into()).await?;
            }
            Act::Close => {
                let body = CloseTicket { comment_text: text };
                actions::close_ticket(app, actor, number, body, None).await?;
            }
            Act::Cancel => {
                let body = CancelTicket { comment_text: text };
                actions::cancel_ticket(app, actor, number, body, None).await?;
            }
            Act::AutoClose => {
                // Takes all that is due, so this one may have been closed with another already.
                timers::close_due_tickets(app).await?;
            }
        }
        Ok(())
    }

    fn assignment(&self, step: &Step) -> Result<AssignTicket> {
        let group = step
            .group
            .as_ref()
            .and_then(|key| self.cast.groups.get(key));
        let agent = step
            .agent
            .as_ref()
            .and_then(|key| self.cast.people.get(key));
        Ok(AssignTicket {
            assignment_group_id: Patch::Set(*group.context("an assignment without a group")?),
            assigned_to_id: Patch::Set(*agent.context("an assignment without an agent")?),
        })
    }

    async fn comment(
        &self,
        actor: &Actor,
        number: TicketNumber,
        text: Option<String>,
        files: &[File],
    ) -> Result<()> {
        let attachment_ids = self.upload(actor, files).await?;
        let body = CreateComment {
            body_html: None,
            body_text: text,
            attachment_ids,
        };
        comments::create_comment(self.app, actor, number, body, None).await?;
        Ok(())
    }

    async fn upload(&self, actor: &Actor, files: &[File]) -> Result<Vec<AttachmentId>> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut upload = attachments::begin_upload(self.app, actor);
        for file in files {
            upload.start_file(&file.name).await?;
            upload
                .write(Bytes::from(files::bytes(&file.name, &file.text)))
                .await?;
            upload.finish_file().await?;
        }
        let uploaded = upload.finish(None).await?.value;
        Ok(uploaded.items.into_iter().map(|file| file.id).collect())
    }
}

fn changes(step: &Step) -> UpdateTicket {
    UpdateTicket {
        subject: None,
        impact: step.impact,
        urgency: step.urgency,
        configuration_item_id: Patch::Keep,
        internal_reference: step
            .internal_reference
            .clone()
            .map_or(Patch::Keep, Patch::Set),
    }
}
