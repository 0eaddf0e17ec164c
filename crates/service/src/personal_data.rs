//! All that is kept of a person: handed out to them, or to an admin whom they asked, and forgotten.

mod names;

use guichet_common::ErrorCode;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::AccountRef;
use guichet_common::ids::{PersonId, TicketNumber};
use guichet_common::personal_data::{PersonalData, PersonalProfile};
use guichet_db::people::{self, PersonRow};
use guichet_db::{
    accounts, groups, mail_preferences, personal_data as rows, search, second_factors,
};
use guichet_domain::{Scope, policy};

use self::names::Names;
use crate::app::App;
use crate::audit::{self, By, Event, record, record_alone};
use crate::directory::deactivate_person;
use crate::error::{Error, Result};

/// Tickets rewritten in one transaction.
const BATCH: u32 = 50;
/// Mails removed between two looks.
const MAILS: u32 = 100;

/// All that is kept of the caller.
pub async fn export_me(app: &App, by: By<'_>) -> Result<PersonalData> {
    export(app, by, by.person()?.id).await
}

/// All that is kept of a person; for admins.
pub async fn export_person(app: &App, by: By<'_>, id: PersonId) -> Result<PersonalData> {
    policy::require_admin(by.person()?)?;
    export(app, by, id).await
}

async fn export(app: &App, by: By<'_>, id: PersonId) -> Result<PersonalData> {
    let read = app.db.read();
    let person = people::get_person(&read, id).await?;
    let account = match person.account_id {
        Some(id) => accounts::find_account_in(&read, &Scope::Account(id), id).await?,
        None => None,
    };
    let data = PersonalData {
        exported_at: app.now(),
        sessions: rows::list_all_sessions(&read, id).await?,
        drafts: rows::list_drafts(&read, id).await?,
        tickets: rows::list_tickets(&read, id).await?,
        comments: rows::list_comments(&read, id).await?,
        work_notes: rows::list_work_notes(&read, id).await?,
        attachments: rows::list_files(&read, id).await?,
        passkeys: rows::list_passkeys(&read, id).await?,
        identities: rows::list_identities(&read, id).await?,
        second_factor_since: rows::find_second_factor(&read, id).await?,
        recovery_codes_left: second_factors::count_recovery_codes(&read, id).await?,
        api_tokens: rows::list_api_tokens(&read, id).await?,
        oauth_clients: rows::list_oauth_clients(&read, id).await?,
        devices: rows::list_devices(&read, id).await?,
        publication_feedback: rows::list_publication_feedback(&read, id).await?,
        password_links: rows::list_password_links(&read, id).await?,
        access_mails: rows::list_access_mails(&read, id).await?,
        acts: rows::list_acts(&read, id).await?,
        mails_sent: rows::list_mails(&read, id).await?,
        mails_received: rows::list_inbound_mails(&read, &person.email).await?,
        audit: audit::entries_about(&read, id).await?,
        profile: PersonalProfile {
            id,
            role: person.role,
            account: account.map(|account| AccountRef {
                id: account.id,
                name: account.name,
            }),
            groups: groups::list_groups_of(&read, id).await?,
            sees_account_tickets: person.sees_account_tickets,
            language: person.language,
            unwanted_mails: mail_preferences::list_unwanted_mails(&read, id).await?,
            active: person.active,
            has_password: person.password_hash.is_some(),
            created_at: person.created_at,
            updated_at: person.updated_at,
            first_name: person.first_name,
            last_name: person.last_name,
            email: person.email,
            time_zone: person.time_zone,
        },
    };
    let event = Event::of(AuditAction::PersonExported).on(AuditTargetKind::Person, id);
    record_alone(app, by, event).await?;
    Ok(data)
}

/// Removes a person's name and address wherever they are kept, and keeps the tickets. Nothing brings
/// them back. For admins; nobody does so to themselves, and the last active admin stays.
///
/// It goes in steps, each of which may be the last before a crash: the person is locked out first, and
/// forgotten last, so that who calls again finishes it.
pub async fn anonymise_person(app: &App, by: By<'_>, id: PersonId) -> Result<()> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let person = people::get_person(&tx, id).await?;
    if rows::is_anonymised(&tx, id).await? {
        return Err(Error::Refused(ErrorCode::PersonAnonymised));
    }
    let ended = deactivate_person(app, &tx, actor, &person).await?;
    tx.commit().await?;
    ended.take_hold(app);
    let names = Names::of(&person);
    rewrite_tickets(app, &person, &names).await?;
    remove_mails(app, &person.email).await?;
    let tx = app.db.begin_write().await?;
    rows::forget_person(&tx, &person, &pseudonym(&person, app), app.now()).await?;
    rows::rewrite_drafts(&tx, &|text| names.removed_from(text)).await?;
    let event = Event::of(AuditAction::PersonAnonymised).on(AuditTargetKind::Person, id);
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    Ok(())
}

/// Who the person is afterwards: nobody in particular, with an address that leads nowhere (RFC 2606).
fn pseudonym(person: &PersonRow, app: &App) -> PersonRow {
    PersonRow {
        email: format!("{}@anonymised.invalid", person.id),
        first_name: "Personne".to_owned(),
        last_name: "anonymisée".to_owned(),
        sees_account_tickets: false,
        updated_at: app.now(),
        ..person.clone()
    }
}

async fn rewrite_tickets(app: &App, person: &PersonRow, names: &Names) -> Result<()> {
    let mut after = TicketNumber(0);
    loop {
        let tx = app.db.begin_write().await?;
        let numbers = rows::list_tickets_touched(&tx, person, after, BATCH).await?;
        let Some(last) = numbers.last().copied() else {
            return Ok(());
        };
        for number in numbers {
            if rows::rewrite_ticket(&tx, number, &|text| names.removed_from(text)).await? {
                search::index_ticket(&tx, number).await?;
            }
        }
        tx.commit().await?;
        after = last;
    }
}

/// What came in from the address goes as it came; what became of it stays in the tickets.
async fn remove_mails(app: &App, email: &str) -> Result<()> {
    loop {
        let found = rows::list_inbound_mails_from(&app.db.read(), email, MAILS).await?;
        if found.is_empty() {
            return Ok(());
        }
        for (id, key) in found {
            let tx = app.db.begin_write().await?;
            rows::delete_inbound_mail(&tx, id).await?;
            tx.commit().await?;
            app.storage.delete(&key).await?;
        }
    }
}
