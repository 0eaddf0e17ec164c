//! Invitations: a mail with the link by which somebody sets their first password.

use guichet_common::ErrorCode;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::{PasswordLinkKind, PersonalMailKind};
use guichet_db::people::{self, PersonRow};
use guichet_db::{Tx, contacts};
use guichet_domain::policy;

use crate::app::App;
use crate::audit::{By, Event, record};
use crate::auth::password_links::make_link;
use crate::error::{Error, Result};
use crate::personal_mails::{self, INVITATION_LIVES, PersonalMailData};

/// Invites a person who has no password yet. An invitation before this one is of no use any more.
pub async fn invite(app: &App, tx: &Tx, by: By<'_>, person: &PersonRow) -> Result<()> {
    if !person.active || person.password_hash.is_some() {
        return Err(Error::Refused(ErrorCode::NothingToInvite));
    }
    let kind = PasswordLinkKind::Invitation;
    let link_id = make_link(app, tx, person, kind, INVITATION_LIVES).await?;
    let data = PersonalMailData {
        link_id: Some(link_id),
        link_hours: u16::try_from(INVITATION_LIVES.num_hours()).ok(),
        ..PersonalMailData::default()
    };
    personal_mails::enqueue(app, tx, person.id, PersonalMailKind::Invitation, &data).await?;
    let event = Event::of(AuditAction::PersonInvited).on(AuditTargetKind::Person, person.id);
    record(app, tx, by, event).await
}

/// Sends a contact an invitation, once more if need be.
pub async fn invite_contact(app: &App, by: By<'_>, id: PersonId) -> Result<()> {
    let managed = policy::managed_contacts(by.person()?)?;
    let tx = app.db.begin_write().await?;
    contacts::find_contact_in(&tx, &managed, id)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let person = people::get_person(&tx, id).await?;
    invite(app, &tx, by, &person).await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(())
}

/// Sends an agent an invitation, once more if need be.
pub async fn invite_agent(app: &App, by: By<'_>, id: PersonId) -> Result<()> {
    policy::require_admin(by.person()?)?;
    let tx = app.db.begin_write().await?;
    let person = people::get_person(&tx, id).await?;
    if !person.role.is_agent() {
        return Err(Error::NOT_FOUND);
    }
    invite(app, &tx, by, &person).await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(())
}
