//! An address is a user name, so nobody can be entered with one that somebody else has; who enters
//! people comes to learn that. Account admins may come upon some such people of others, as it
//! happens, and then have to wait: they are not to find out whom else the supplier works for.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::ids::AccountId;
use guichet_db::{Conn, people};
use guichet_domain::{Scope, policy};

use crate::app::App;
use crate::audit::{By, Event, record};
use crate::auth::throttle::limits::{self, Limit};
use crate::error::{Error, Result};

/// The account whose admin this is; `None` for admins, who see everybody anyway.
fn account_of(by: By<'_>) -> Result<Option<AccountId>> {
    let actor = by.person()?;
    let sees_all = policy::require_admin(actor).is_ok();
    Ok(actor.account_id.filter(|_| !sees_all))
}

/// Refuses who has come upon too many people of others.
pub(super) async fn refuse_who_waits(app: &App, conn: &Conn, by: By<'_>) -> Result<()> {
    match account_of(by)? {
        Some(account) => {
            limits::refuse_who_waits(app, conn, &[Limit::strangers(app, account)]).await
        }
        None => Ok(()),
    }
}

/// What to answer to who was refused with this error for entering somebody with this address.
pub(super) async fn answer(
    app: &App,
    by: By<'_>,
    managed: &Scope,
    email: &str,
    error: Error,
) -> Result<Error> {
    let is_taken = matches!(&error, Error::Invalid(errors) if errors.iter().any(|error| {
        error.code == "duplicate" && error.pointer.as_deref() == Some("/email")
    }));
    if is_taken {
        let other = people::find_person_by_email(&app.db.read(), email.trim()).await?;
        let stranger = other.filter(|person| {
            let account = person.account_id;
            !account.is_some_and(|account| managed.contains(account, person.id))
        });
        if let Some(stranger) = stranger {
            note(app, by, &[stranger.email]).await?;
        }
    }
    Ok(error)
}

/// Notes that the actor came upon people of others by these addresses; refuses to say so when they
/// were too many. The same address again within a day is no news.
pub(super) async fn note(app: &App, by: By<'_>, emails: &[String]) -> Result<()> {
    let Some(account) = account_of(by)?.filter(|_| !emails.is_empty()) else {
        return Ok(());
    };
    let limit = Limit::strangers(app, account);
    let tx = app.db.begin_write().await?;
    let mut waits = false;
    for email in emails {
        if !waits && limits::is_news(app, &tx, &Limit::stranger(app, account, email)).await? {
            waits = limits::count_to_lock(app, &tx, &limit).await?;
        }
    }
    if waits {
        let event = Event::of(AuditAction::AddressesProbed)
            .on(AuditTargetKind::Account, account)
            .with("addresses", emails.len());
        record(app, &tx, by, event).await?;
    }
    tx.commit().await?;
    limits::refuse_who_waits(app, &app.db.read(), &[limit]).await
}
