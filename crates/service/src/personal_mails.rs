//! Mails to people about their own access: apart from those about tickets, since admins read those.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::{PasswordLinkState, PersonalMailKind};
use guichet_db::personal_mails::{self as rows, PersonalMailOutcome, PersonalMailRow};
use guichet_db::{Tx, password_resets, people};
use guichet_mail::{OutgoingMail, PersonalMail};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::auth::device::device_words;
use crate::auth::{ClientInfo, password_links};
use crate::error::{Error, Result};
use crate::outbox::LEASE;
use crate::settings::brand::current_brand;

/// What a mail keeps of the moment that caused it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct PersonalMailData {
    /// The link that sets a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link_id: Option<Uuid>,
    /// For how many hours it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link_hours: Option<u16>,
    /// What a passkey or token is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) object: String,
    /// The device in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) device: String,
    /// The address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) address: String,
    /// When it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<DateTime<Utc>>,
}

impl PersonalMailData {
    /// Of something that a browser or program does now.
    pub(crate) fn of_client(app: &App, client: &ClientInfo) -> Self {
        Self {
            device: device_words(&client.user_agent),
            address: client.address.clone(),
            at: Some(app.real_now()),
            ..Self::default()
        }
    }
}

/// Writes a mail, to be sent after the commit.
pub(crate) async fn enqueue(
    app: &App,
    tx: &Tx,
    person_id: PersonId,
    kind: PersonalMailKind,
    data: &PersonalMailData,
) -> Result<()> {
    let mail = PersonalMailRow {
        id: app.ids.new_id(),
        kind,
        person_id,
        data: serde_json::to_value(data).map_err(Error::internal)?,
        created_at: app.real_now(),
        attempts: 0,
        fence: 0,
    };
    Ok(rows::enqueue_personal_mail(tx, &mail).await?)
}

/// Mails of one kind about changed access to one person within a day; more tell nothing new.
const CHANGES_A_DAY: u64 = 10;

/// Tells a person that a way to come in has changed, and what it is called. They are told in any
/// case: it may not have been them.
pub(crate) async fn tell_of_access(
    app: &App,
    tx: &Tx,
    person: PersonId,
    kind: PersonalMailKind,
    client: &ClientInfo,
    object: &str,
) -> Result<()> {
    let since = app.real_now() - TimeDelta::days(1);
    if rows::count_personal_mails(tx, person, kind, since).await? >= CHANGES_A_DAY {
        return Ok(());
    }
    let data = PersonalMailData {
        object: object.to_owned(),
        ..PersonalMailData::of_client(app, client)
    };
    enqueue(app, tx, person, kind, &data).await
}

/// Claims up to `limit` mails that are due.
pub async fn claim_due_personal_mails(app: &App, limit: u32) -> Result<Vec<PersonalMailRow>> {
    let now = app.real_now();
    if !rows::has_due_personal_mails(&app.db.read(), now).await? {
        return Ok(Vec::new());
    }
    let tx = app.db.begin_write().await?;
    let claims = rows::claim_due_personal_mails(&tx, now, now + LEASE, limit).await?;
    tx.commit().await?;
    Ok(claims)
}

/// Records how the try to send a mail ended.
pub async fn finish_personal_mail(
    app: &App,
    mail: &PersonalMailRow,
    outcome: &PersonalMailOutcome,
) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let held =
        rows::finish_personal_mail(&tx, mail.id, mail.fence, app.real_now(), outcome).await?;
    tx.commit().await?;
    if !held {
        tracing::warn!(mail = %mail.id, "a mail was taken over by another worker");
    }
    Ok(())
}

/// The mail in words; `None` when there is nothing to tell any more: its receiver may not sign in,
/// or its link is of no use.
pub async fn write_personal_mail(
    app: &App,
    mail: &PersonalMailRow,
) -> Result<Option<OutgoingMail>> {
    let read = app.db.read();
    let person = people::get_person(&read, mail.person_id).await?;
    let data: PersonalMailData =
        serde_json::from_value(mail.data.clone()).map_err(Error::internal)?;
    if !person.active {
        return Ok(None);
    }
    let brand = current_brand(app).await?;
    let link = match data.link_id {
        Some(id) => {
            let Some(link) = password_resets::find_password_link(&read, id).await? else {
                return Ok(None);
            };
            if password_links::state(app, &read, &link, &person).await? != PasswordLinkState::Ready
            {
                return Ok(None);
            }
            let token = password_links::token(app, &link);
            // After `#`: browsers send it to nobody, so that no log has it.
            Some(format!("{}/password#{token}", brand.public_url))
        }
        None => None,
    };
    let words = PersonalMail {
        kind: mail.kind,
        language: person.language,
        time_zone: person.time_zone.parse().unwrap_or(chrono_tz::Europe::Paris),
        name: person.name(),
        username: person.email.clone(),
        link,
        link_hours: data.link_hours.unwrap_or_default().into(),
        object: data.object,
        device: data.device,
        address: data.address,
        at: data.at.unwrap_or(mail.created_at),
    };
    let rendered = app
        .renderer
        .personal(&brand, &words)
        .map_err(Error::internal)?;
    let message_id = format!("{}@{}", mail.id, app.settings.host());
    let letter = OutgoingMail::new(&brand, rendered, message_id, mail.created_at);
    Ok(Some(OutgoingMail {
        kind: mail.kind.as_str().to_owned(),
        to_name: person.name(),
        to_address: person.email,
        ..letter
    }))
}

/// For how long an invitation can be taken up.
pub(crate) const INVITATION_LIVES: TimeDelta = TimeDelta::days(7);
