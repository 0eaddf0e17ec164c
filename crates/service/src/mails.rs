//! The log of mails that go out, for admins.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::PersonRef;
use guichet_common::ids::{MailId, PersonId};
use guichet_common::mails::{Mail, MailDetail, MailError, MailLetter, MailQuery};
use guichet_common::vocabulary::MailState;
use guichet_common::{ErrorCode, Page};
use guichet_db::mail_log::{self as rows, HOURLY_LIMIT, MailFilter, MailRow};
use guichet_db::outbox::{ClaimedMail, NewMail};
use guichet_db::{Conn, people};
use guichet_domain::{Actor, policy};
use guichet_mail::mail_subject;
use uuid::Uuid;

use crate::app::App;
use crate::audit::{By, Event, record, record_alone};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::inbound::headers;
use crate::outbox::{MailData, draft_letter, load_mail};
use crate::paging::{read_page, write_page};
use crate::settings::brand::current_brand;

/// In the place of a token that lets a mail's receiver answer without signing in: whoever reads the
/// log is not them.
const WITHHELD: &str = "withheld";

/// What the mailer puts before the reason of a mail that was tried for long enough.
const GIVEN_UP: &str = "given_up ";

/// The mails that went out or will, newest first.
pub async fn list_mails(app: &App, actor: &Actor, query: MailQuery) -> Result<Page<Mail>> {
    policy::require_admin(actor)?;
    let page = read_page(app, "mails", query.limit, query.cursor.as_deref())?;
    let filter = MailFilter {
        keywords: query.q,
        states: query.state,
        kinds: query.kind,
        number: query.number,
        receiver_id: query.receiver_id,
        created_after: query.created_after.map(|at| at.0),
        created_before: query.created_before.map(|at| at.0),
    };
    let rows = rows::list_mails(&app.db.read(), &filter, &page).await?;
    let page = write_page(app, "mails", rows)?;
    Ok(Page {
        items: page.items.into_iter().map(to_mail).collect(),
        next_cursor: page.next_cursor,
        total: page.total,
        total_is_exact: page.total_is_exact,
    })
}

async fn find(conn: &Conn, id: MailId) -> Result<MailRow> {
    rows::find_mail(conn, id).await?.ok_or(Error::NOT_FOUND)
}

/// One mail with what it says.
pub async fn get_mail(app: &App, by: By<'_>, id: MailId) -> Result<MailDetail> {
    policy::require_admin(by.person()?)?;
    let row = find(&app.db.read(), id).await?;
    record_alone(app, by, of(AuditAction::MailRead, id)).await?;
    let letter = read_letter(app, &row).await?;
    Ok(MailDetail {
        mail: to_mail(row),
        letter,
    })
}

fn of(action: AuditAction, id: MailId) -> Event {
    Event::of(action).on(AuditTargetKind::Mail, id)
}

/// The mail in words; `None` when what it tells of is not there.
async fn read_letter(app: &App, row: &MailRow) -> Result<Option<MailLetter>> {
    let claim = ClaimedMail {
        mail: row.mail.clone(),
        attempts: row.attempts,
        fence: 0,
    };
    let mut due = load_mail(app, claim).await?;
    due.reply_to = app.settings.reply_to(WITHHELD);
    for (_, token) in &mut due.actions {
        WITHHELD.clone_into(token);
    }
    if let Some(address) = &row.sent_to {
        due.to.email.clone_from(address);
    }
    let brand = current_brand(app).await?;
    let Ok(letter) = draft_letter(app, &brand, &due) else {
        return Ok(None);
    };
    let Ok(composed) = letter.compose() else {
        return Ok(None);
    };
    Ok(Some(MailLetter {
        headers: headers(&composed.bytes),
        html: letter.html,
        text: letter.text,
    }))
}

/// Sends a mail once more, to its receiver's address of today: the same words about the same
/// moment under a Message-ID of its own, in the same thread.
pub async fn resend_mail(
    app: &App,
    by: By<'_>,
    id: MailId,
    key: Option<&IdempotencyKey>,
) -> Result<Created<Mail>> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let row = find(&tx, id).await?;
    if matches!(row.state(), MailState::Waiting | MailState::Retrying) {
        return Err(Error::Refused(ErrorCode::MailStillWaiting));
    }
    require_reader(&tx, row.mail.person_id, &row.mail).await?;
    let again = again(app, row.mail)?;
    rows::insert_resent_mail(&tx, &again, id, actor.id).await?;
    let mail = to_mail(find(&tx, MailId(again.id)).await?);
    keep_answer(app, &tx, actor.id, key, &mail).await?;
    record(app, &tx, by, of(AuditAction::MailResent, id)).await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(Created::fresh(mail))
}

/// Whoever was right to be told of a ticket need not be so for good.
async fn require_reader(conn: &Conn, receiver: PersonId, mail: &NewMail) -> Result<()> {
    let gone = || Error::Refused(ErrorCode::MailReceiverGone);
    let receiver = people::find_actor(conn, receiver).await?.ok_or_else(gone)?;
    let scope = policy::ticket_scope(&receiver);
    guichet_db::tickets::find_ticket_in(conn, &scope, mail.number)
        .await?
        .map(drop)
        .ok_or_else(gone)
}

/// The mail as it is written once more.
fn again(app: &App, mail: NewMail) -> Result<NewMail> {
    let id: Uuid = app.ids.new_id();
    let mut data: MailData = serde_json::from_value(mail.data).map_err(Error::internal)?;
    data.first_written_at = data.first_written_at.or(Some(mail.created_at));
    Ok(NewMail {
        id,
        // Of one entry of the history a person is told once; this mail is told by itself.
        activity_id: id.into(),
        data: serde_json::to_value(data).map_err(Error::internal)?,
        message_id: format!("{}.{id}@{}", mail.number, app.settings.host()),
        created_at: app.now(),
        ..mail
    })
}

/// Withdraws a mail that waits.
pub async fn cancel_mail(app: &App, by: By<'_>, id: MailId) -> Result<Mail> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    find(&tx, id).await?;
    if !rows::cancel_mail(&tx, id, actor.id, app.now()).await? {
        return Err(Error::Refused(ErrorCode::MailNotWaiting));
    }
    let mail = to_mail(find(&tx, id).await?);
    record(app, &tx, by, of(AuditAction::MailCancelled, id)).await?;
    tx.commit().await?;
    // What came after it to the same person waits no longer.
    app.mail_waits.notify_one();
    Ok(mail)
}

fn to_mail(row: MailRow) -> Mail {
    let state = row.state();
    let waits = matches!(state, MailState::Waiting | MailState::Retrying);
    Mail {
        id: MailId(row.mail.id),
        kind: row.mail.kind,
        state,
        number: row.mail.number,
        subject: mail_subject(
            row.mail.kind,
            row.language,
            &row.mail.number.to_string(),
            &row.subject,
        ),
        receiver: PersonRef {
            id: row.receiver.id,
            name: row.receiver.name,
        },
        address: row.sent_to.unwrap_or(row.email),
        message_id: row.mail.message_id,
        created_at: row.mail.created_at,
        attempts: row.attempts,
        next_attempt_at: waits.then_some(row.next_attempt_at),
        sent_at: row.sent_at,
        failed_at: row.failed_at,
        last_error: row.last_error.map(|error| read_error(&error, state)),
        bounced_at: row.bounced_at,
        bounce_reason: row.bounce_reason,
        resend_of: row.resend_of,
        resent_by: row.resent_by,
        cancelled_by: row.cancelled_by,
    }
}

/// A reason as the mailer notes it: a word, and what the mail server said.
fn read_error(error: &str, state: MailState) -> MailError {
    let in_time = error.strip_prefix(GIVEN_UP);
    let reason = in_time.unwrap_or(error);
    let (code, detail) = reason.split_once(' ').unwrap_or((reason, ""));
    MailError {
        code: code.to_owned(),
        detail: detail.trim().to_owned(),
        permanent: state == MailState::Failed && in_time.is_none() && code != HOURLY_LIMIT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(error: &str, state: MailState) -> (String, String, bool) {
        let MailError {
            code,
            detail,
            permanent,
        } = read_error(error, state);
        (code, detail, permanent)
    }

    #[test]
    fn refusal_for_good_is_told_from_one_for_now_and_from_patience_that_ended() {
        assert_eq!(
            read("smtp_550 5.1.1 <address> unknown", MailState::Failed),
            ("smtp_550".into(), "5.1.1 <address> unknown".into(), true)
        );
        assert_eq!(
            read("smtp_451 try later", MailState::Retrying),
            ("smtp_451".into(), "try later".into(), false)
        );
        assert_eq!(
            read("given_up unreachable", MailState::Failed),
            ("unreachable".into(), String::new(), false)
        );
        assert_eq!(
            read("hourly_limit", MailState::Waiting),
            ("hourly_limit".into(), String::new(), false)
        );
    }
}
