//! Filing a ticket.

use guichet_common::ErrorCode;
use guichet_common::directory::{ConfigurationItem, Contact};
use guichet_common::ids::{AccountId, AttachmentId, ConfigurationItemId, PersonId, TicketNumber};
use guichet_common::limits::SUBJECT_MAX;
use guichet_common::problem::FieldError;
use guichet_common::tickets::{CreateTicket, TicketDetail};
use guichet_common::vocabulary::{ActivityKind, EventKind};
use guichet_db::activities::{self, NewActivity};
use guichet_db::attachments::{self, AttachTo};
use guichet_db::tickets::{self as rows, Counts};
use guichet_db::{
    Tx, accounts, configuration_items, contacts, live_events, outbox, people, search,
};
use guichet_domain::ticket::NewTicket;
use guichet_domain::{Actor, policy};

use super::change::{detail_in, live_event};
use super::notify::Notice;
use crate::activity::ActivityData;
use crate::app::App;
use crate::attachments::{check_file_count, referenced_images, take_files};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::text::{Presence, RichText, read_rich_text};

/// Files a ticket for the actor, or for a contact whom they may file for.
pub async fn create_ticket(
    app: &App,
    actor: &Actor,
    body: CreateTicket,
    key: Option<&IdempotencyKey>,
) -> Result<Created<TicketDetail>> {
    let mut errors = Vec::new();
    let subject = read_subject(&body.subject, &mut errors);
    let description = read_rich_text(
        "description",
        body.description_html,
        body.description_text,
        Presence::Required,
        &mut errors,
    );
    check_file_count(app, &body.attachment_ids, &mut errors);
    if body.contact_id.is_none() && actor.role.is_agent() {
        errors.push(FieldError::at("/contact_id", "required"));
    }
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let for_whom = ForWhom {
        contact_id: body.contact_id.unwrap_or(actor.id),
        account_id: body.account_id,
        configuration_item_id: body.configuration_item_id,
        follow_up_of: body.follow_up_of,
    };
    let contact = for_whom.check(&tx, actor, &mut errors).await?;
    let (Some(subject), Some(description), Some(contact), true) =
        (subject, description, contact, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    policy::may_create_for(actor, contact.account.id, contact.id)?;
    let filing = Filing {
        ticket: NewTicket {
            account_id: contact.account.id,
            contact_id: contact.id,
            opened_by_id: actor.id,
            subject,
            description_html: description.html,
            description_text: description.text,
            impact: body.impact,
            urgency: body.urgency,
            configuration_item_id: body.configuration_item_id,
            assignment_group_id: None,
            channel: actor.channel(),
            follow_up_of: body.follow_up_of,
            created_at: app.now(),
        },
        contact_is_active: contact.active,
        attachment_ids: body.attachment_ids,
        refused_files: Vec::new(),
        tells_of_refused: false,
    };
    file_ticket(app, tx, actor, filing, key).await
}

/// For whom and about what a ticket is.
#[derive(Debug, Clone, Copy)]
struct ForWhom {
    contact_id: PersonId,
    account_id: Option<AccountId>,
    configuration_item_id: Option<ConfigurationItemId>,
    follow_up_of: Option<TicketNumber>,
}

impl ForWhom {
    /// The contact, when all belongs together and to what the actor sees. What is not the actor's
    /// to see is not found.
    async fn check(
        self,
        tx: &Tx,
        actor: &Actor,
        errors: &mut Vec<FieldError>,
    ) -> Result<Option<Contact>> {
        let scope = policy::directory_scope(actor);
        let contact = contacts::find_contact_in(tx, &scope, self.contact_id).await?;
        let Some(contact) = contact else {
            // An agent without a named contact was told so already.
            if self.contact_id != actor.id {
                errors.push(FieldError::at("/contact_id", "not_found"));
            }
            return Ok(None);
        };
        if self.account_id.is_some_and(|id| id != contact.account.id) {
            errors.push(FieldError::at("/account_id", "not_found"));
        }
        let account = accounts::find_account_in(tx, &scope, contact.account.id).await?;
        if account.is_some_and(|account| !account.active) {
            errors.push(FieldError::at("/account_id", "not_allowed"));
        }
        if let Some(id) = self.configuration_item_id {
            let item = configuration_items::find_configuration_item_in(tx, &scope, id).await?;
            let usable =
                |item: ConfigurationItem| item.active && item.account.id == contact.account.id;
            if !item.is_some_and(usable) {
                errors.push(FieldError::at("/configuration_item_id", "not_found"));
            }
        }
        if let Some(number) = self.follow_up_of {
            let scope = policy::ticket_scope(actor);
            match rows::find_ticket_in(tx, &scope, number).await? {
                Some(before) if before.account_id != contact.account.id => {
                    errors.push(FieldError::at("/follow_up_of", "not_found"));
                }
                None => errors.push(FieldError::at("/follow_up_of", "not_found")),
                Some(before) if !before.status.is_frozen() => {
                    errors.push(FieldError::at("/follow_up_of", "not_allowed"));
                }
                Some(_) => {}
            }
        }
        Ok(Some(contact))
    }
}

/// A ticket about to be filed, checked.
#[derive(Debug)]
pub(crate) struct Filing {
    /// The ticket.
    pub(crate) ticket: NewTicket,
    /// Whether its contact may be mailed.
    pub(crate) contact_is_active: bool,
    /// Its files.
    pub(crate) attachment_ids: Vec<AttachmentId>,
    /// The names of files that came by mail and are left out.
    pub(crate) refused_files: Vec<String>,
    /// Whether the actor wrote that mail, and so is told.
    pub(crate) tells_of_refused: bool,
}

/// Saves a checked ticket with all that belongs to it, keeps the answer, and commits.
pub(crate) async fn file_ticket(
    app: &App,
    tx: Tx,
    actor: &Actor,
    filing: Filing,
    key: Option<&IdempotencyKey>,
) -> Result<Created<TicketDetail>> {
    let detail = write_ticket(app, &tx, actor, filing).await?;
    keep_answer(app, &tx, actor.id, key, &detail).await?;
    tx.commit().await?;
    app.feed.wake();
    app.mail_waits.notify_one();
    Ok(Created::fresh(detail))
}

/// Saves a checked ticket with all that belongs to it; the caller commits, and wakes those who wait
/// for what it brought.
pub(crate) async fn write_ticket(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    filing: Filing,
) -> Result<TicketDetail> {
    let Filing {
        ticket: new,
        contact_is_active,
        attachment_ids,
        refused_files,
        tells_of_refused,
    } = filing;
    let images = referenced_images(&new.description_html);
    let files = take_files(app, tx, actor, TicketNumber(0), &attachment_ids, &images).await?;
    let counts = Counts {
        comments: 0,
        attachments: u32::try_from(files.len()).unwrap_or(u32::MAX),
        attachment_bytes: files.iter().map(|file| file.size).sum(),
    };
    let number = rows::insert_ticket(tx, &new, counts).await?;
    let ticket = new.numbered(number);
    let entry = |kind, data: ActivityData| {
        let via = actor.via();
        let data = ActivityData { via, ..data };
        Ok::<_, Error>(NewActivity {
            id: app.ids.new_id(),
            number,
            at: new.created_at,
            actor_id: Some(actor.id),
            kind,
            comment_id: None,
            data: serde_json::to_value(data).map_err(Error::internal)?,
        })
    };
    let activity = entry(ActivityKind::Created, ActivityData::default())?;
    let activity_id = activity.id;
    let mut history = vec![activity];
    let mut mails = Vec::new();
    if contact_is_active {
        let (contact, at) = (ticket.contact_id, ticket.created_at);
        mails.push(Notice::Created.mail(app, &ticket, contact, activity_id, at)?);
    }
    if !refused_files.is_empty() {
        let data = ActivityData::of_refused_files(&refused_files);
        let refusal = entry(ActivityKind::AttachmentsRefused, data)?;
        if tells_of_refused {
            let notice = Notice::FilesRefused(refused_files);
            mails.push(notice.mail(app, &ticket, actor.id, refusal.id, refusal.at)?);
        }
        history.push(refusal);
    }
    activities::insert_activities(tx, &history).await?;
    if !files.is_empty() {
        let ids: Vec<AttachmentId> = files.iter().map(|file| file.id).collect();
        let to = AttachTo {
            number,
            comment_id: None,
            activity_id: Some(activity_id),
        };
        attachments::attach(tx, &ids, actor.id, to).await?;
    }
    search::index_new_ticket(tx, number, &new).await?;
    outbox::enqueue_mails(tx, &mails).await?;
    let live = live_event(&ticket, EventKind::TicketCreated, false, ticket.created_at);
    live_events::insert_live_events(tx, &[live]).await?;
    detail_in(tx, actor, number).await
}

/// A subject: 1 to 160 characters on one line.
pub(crate) fn read_subject(subject: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = subject.chars().count();
    if length == 0 {
        errors.push(FieldError::at("/subject", "required"));
    } else if length > SUBJECT_MAX {
        errors.push(FieldError::at("/subject", "too_long").with("max", SUBJECT_MAX));
    } else if subject.chars().any(char::is_control) {
        errors.push(FieldError::at("/subject", "invalid_value"));
    } else {
        return Some(subject);
    }
    None
}

/// Files a ticket that follows a frozen one.
pub(crate) async fn file_follow_up(
    app: &App,
    tx: Tx,
    actor: &Actor,
    before: guichet_domain::Ticket,
    texts: (Option<String>, RichText),
    attachment_ids: Vec<AttachmentId>,
    key: Option<&IdempotencyKey>,
) -> Result<Created<TicketDetail>> {
    if !before.status.is_frozen() {
        return Err(Error::Refused(ErrorCode::InvalidStateTransition));
    }
    let mut filing = follow_up(app, &tx, actor, before, texts).await?;
    filing.attachment_ids = attachment_ids;
    file_ticket(app, tx, actor, filing, key).await
}

/// A ticket that follows this frozen one, without files yet.
pub(crate) async fn follow_up(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    before: guichet_domain::Ticket,
    texts: (Option<String>, RichText),
) -> Result<Filing> {
    let (subject, description) = texts;
    let contact = people::get_person(tx, before.contact_id).await?;
    Ok(Filing {
        ticket: NewTicket {
            account_id: before.account_id,
            contact_id: before.contact_id,
            opened_by_id: actor.id,
            subject: subject.unwrap_or(before.subject),
            description_html: description.html,
            description_text: description.text,
            impact: before.impact,
            urgency: before.urgency,
            configuration_item_id: before.configuration_item_id,
            assignment_group_id: before.assignment_group_id,
            channel: actor.channel(),
            follow_up_of: Some(before.number),
            created_at: app.now(),
        },
        contact_is_active: contact.active,
        attachment_ids: Vec::new(),
        refused_files: Vec::new(),
        tells_of_refused: false,
    })
}
