//! Contacts out to a file and in from one. A row is known by its e-mail address: a new one is
//! entered, a known one changed where its cells say something.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::{read_email, read_line};
use guichet_common::directory::{
    Account, Contact, ContactExportQuery, ContactImportQuery, ImportReport,
};
use guichet_common::ids::{AccountId, PersonId};
use guichet_common::limits::NAME_MAX;
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::{ExportFormat, Language, Role};
use guichet_db::people::PersonRow;
use guichet_db::{Conn, PageRequest, Tx, accounts, contacts as rows, people};
use guichet_domain::{Actor, Scope, policy};
use guichet_i18n::{Key, Label, t};

use super::files::{
    Column, Import, Outcome, Places, dated, exported, headings, plain, read_yes_or_no, yes_or_no,
};
use super::people::{forget_callers, updated};
use super::{DEFAULT_ZONE, add_error, filter, probing, read_zone};
use crate::app::App;
use crate::audit::{By, Event, record, record_alone};
use crate::auth::{Ended, end_sessions};
use crate::error::{Error, Result};
use crate::invitations::invite;
use crate::sheets::{self, Table, TableOut, TableRow};
use crate::tickets::ExportFile;

/// Contacts read at once for an export.
const BATCH: u32 = 1000;

const fn column(name: &'static str, heading: &'static str, width: u16) -> Column {
    Column {
        name,
        heading: Key::named(heading),
        width,
    }
}

const COLUMNS: [Column; 9] = [
    column("first_name", "directory-field-first-name", 18),
    column("last_name", "directory-field-last-name", 18),
    column("email", "directory-field-email", 36),
    column("account", "directory-field-account", 30),
    column("role", "directory-field-role", 24),
    column(
        "sees_account_tickets",
        "directory-field-sees-account-tickets",
        20,
    ),
    column("language", "directory-field-language", 12),
    column("time_zone", "directory-field-time-zone", 20),
    column("active", "directory-field-active", 10),
];

/// Writes the contacts that the actor manages and the filters match.
pub async fn export_contacts(
    app: &App,
    by: By<'_>,
    query: ContactExportQuery,
    language: Language,
) -> Result<ExportFile> {
    let actor = by.person()?;
    let managed = policy::managed_contacts(actor)?;
    let mut filter = filter(query.q.as_deref(), query.account_id, query.active);
    filter.role = query.role;
    let read = app.db.read();
    let mut page = PageRequest::first(BATCH);
    let mut rows_out = Vec::new();
    loop {
        let batch = rows::list_contacts_in(&read, &managed, &filter, &page).await?;
        rows_out.extend(batch.items.iter().map(|contact| cells(contact, language)));
        match batch.next {
            Some(after) => page.after = Some(after),
            None => break,
        }
    }
    let table = TableOut {
        title: t!(language, "directory-contacts").to_owned(),
        file_name: dated("contacts", app, actor),
        headings: headings(&COLUMNS, language),
        rows: rows_out,
    };
    let event = exported("contacts", &table);
    let file = sheets::write(table, query.format.unwrap_or(ExportFormat::Xlsx)).await?;
    record_alone(app, by, event).await?;
    Ok(file)
}

fn cells(contact: &Contact, language: Language) -> Vec<String> {
    vec![
        contact.first_name.clone(),
        contact.last_name.clone(),
        contact.email.clone(),
        contact.account.name.clone(),
        contact.role.label(language).to_owned(),
        yes_or_no(contact.sees_account_tickets, language).to_owned(),
        contact.language.label(language).to_owned(),
        contact.time_zone.clone(),
        yes_or_no(contact.active, language).to_owned(),
    ]
}

/// Reads contacts from a file: all of it, or, with anything wrong, nothing. New ones are invited unless
/// an admin says otherwise.
pub async fn import_contacts(
    app: &App,
    by: By<'_>,
    query: ContactImportQuery,
    file: Bytes,
    language: Language,
) -> Result<ImportReport> {
    let actor = by.person()?;
    let managed = policy::managed_contacts(actor)?;
    if query.send_invitations == Some(false) && policy::require_admin(actor).is_err() {
        return Err(Error::parameter("send_invitations", "not_allowed"));
    }
    probing::refuse_who_waits(app, &app.db.read(), by).await?;
    let table = sheets::read(file).await?;
    let reading = Reading {
        app,
        actor,
        managed: &managed,
        invites: query.send_invitations != Some(false),
    };
    if query.dry_run.unwrap_or(true) {
        let plan = reading.plan(&app.db.read(), &table).await?;
        probing::note(app, by, &plan.strangers).await?;
        return Ok(plan.import.report(true, language));
    }
    let tx = app.db.begin_write().await?;
    let plan = reading.plan(&tx, &table).await?;
    if !plan.import.is_right() {
        drop(tx);
        probing::note(app, by, &plan.strangers).await?;
        return Err(plan.import.refusal());
    }
    let mut endings = Vec::new();
    for change in &plan.changes {
        endings.extend(save(app, &tx, change).await?);
    }
    for change in &plan.changes {
        for event in events(change) {
            record(app, &tx, by, event).await?;
        }
        if reading.invites && change.may_be_invited() {
            invite(app, &tx, by, &change.person).await?;
        }
    }
    record(app, &tx, by, plan.import.event("contacts")).await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    for ended in endings {
        ended.take_hold(app);
    }
    let changed: Vec<PersonId> = plan.changes.iter().map(|change| change.person.id).collect();
    forget_callers(app, &changed);
    Ok(plan.import.report(false, language))
}

/// Saves a change; gives the sessions that end by it.
async fn save(app: &App, tx: &Tx, change: &Change) -> Result<Option<Ended>> {
    let person = &change.person;
    let Some(before) = &change.before else {
        people::insert_person(tx, person).await?;
        return Ok(None);
    };
    people::update_person(tx, person).await?;
    if before.active != person.active {
        people::set_person_active(tx, person.id, person.active, app.now()).await?;
        if !person.active {
            return Ok(Some(end_sessions(app, tx, person.id, None).await?));
        }
    }
    Ok(None)
}

/// What a change leaves in the audit trail.
fn events(change: &Change) -> Vec<Event> {
    let person = &change.person;
    let of = |action| Event::of(action).on(AuditTargetKind::Person, person.id);
    match &change.before {
        None => vec![of(AuditAction::PersonCreated)],
        Some(before) => {
            let mut events = vec![updated(before, person)];
            match (before.active, person.active) {
                (true, false) => events.push(of(AuditAction::PersonDeactivated)),
                (false, true) => events.push(of(AuditAction::PersonReactivated)),
                _ => {}
            }
            events
        }
    }
}

/// A person to be entered or changed.
struct Change {
    person: PersonRow,
    before: Option<PersonRow>,
}

impl Change {
    /// Whether this is somebody new who may come in. A known contact was invited when they were
    /// entered; again they are by their own operation alone.
    fn may_be_invited(&self) -> bool {
        self.before.is_none() && self.person.active
    }
}

struct Plan {
    import: Import,
    changes: Vec<Change>,
    /// Addresses of people whom the actor does not manage.
    strangers: Vec<String>,
}

/// Who reads, and what they manage.
struct Reading<'a> {
    app: &'a App,
    actor: &'a Actor,
    managed: &'a Scope,
    /// Whether new ones are invited.
    invites: bool,
}

/// What is known before the rows are read.
struct Known {
    people: HashMap<String, PersonRow>,
    accounts: HashMap<String, Vec<Account>>,
}

impl Reading<'_> {
    /// Reads every row, and finds out all that is wrong.
    async fn plan(&self, conn: &Conn, table: &Table) -> Result<Plan> {
        let mut import = Import::default();
        let places = Places::find(&COLUMNS, &["email"], table, &mut import);
        let mut changes: Vec<Change> = Vec::new();
        let mut strangers = Vec::new();
        import.set_rows(table.rows.len());
        if import.is_right() {
            let known = self.look_up(conn, table, &places).await?;
            let mut seen = HashSet::new();
            for row in &table.rows {
                if let Some(stranger) = self.find_stranger(row, &places, &known) {
                    strangers.push(stranger.email.clone());
                }
                match self.read_row(row, &places, &known, &mut seen) {
                    Ok((outcome, change)) => {
                        import.count(outcome);
                        changes.extend(change);
                    }
                    Err(errors) => import.refuse_all(row.number, errors),
                }
            }
        }
        if self.invites {
            let invited = changes.iter().filter(|change| change.may_be_invited());
            import.set_invited(invited.count());
        }
        Ok(Plan {
            import,
            changes,
            strangers,
        })
    }

    async fn look_up(&self, conn: &Conn, table: &Table, places: &Places<'_>) -> Result<Known> {
        let cells = |name: &'static str| {
            let cells = table
                .rows
                .iter()
                .filter_map(move |row| places.cell(row, name));
            cells.collect::<Vec<_>>()
        };
        let emails: Vec<String> = cells("email").into_iter().map(str::to_lowercase).collect();
        let people = people::list_people_by_email(conn, &emails).await?;
        let mut named = HashMap::new();
        for name in cells("account") {
            let word = guichet_db::fold::fold(name);
            if let std::collections::hash_map::Entry::Vacant(entry) = named.entry(word) {
                entry.insert(accounts::list_accounts_named(conn, name).await?);
            }
        }
        if let Some(own) = self.actor.account_id {
            let account = accounts::find_account_in(conn, self.managed, own).await?;
            named.insert(String::new(), account.into_iter().collect());
        }
        Ok(Known {
            people: people
                .into_iter()
                .map(|person| (person.email.clone(), person))
                .collect(),
            accounts: named,
        })
    }

    /// An agent, or, to an account admin, somebody of another account.
    fn is_stranger(&self, person: &PersonRow) -> bool {
        let account = person.account_id;
        !account.is_some_and(|id| self.managed.contains(id, self.actor.id))
    }

    /// The stranger who has the row's address.
    fn find_stranger<'k>(
        &self,
        row: &TableRow,
        places: &Places<'_>,
        known: &'k Known,
    ) -> Option<&'k PersonRow> {
        let email = places.cell(row, "email")?.trim().to_lowercase();
        let person = known.people.get(&email)?;
        self.is_stranger(person).then_some(person)
    }

    fn read_row(
        &self,
        row: &TableRow,
        places: &Places<'_>,
        known: &Known,
        seen: &mut HashSet<String>,
    ) -> std::result::Result<(Outcome, Option<Change>), Vec<FieldError>> {
        let mut errors = Vec::new();
        let email = places.cell(row, "email").unwrap_or_default();
        let email = read_email("email", email, &mut errors);
        if errors.is_empty() && !seen.insert(email.clone()) {
            add_error("email", "repeated", &mut errors);
        }
        let before = known.people.get(&email);
        let theirs = before.and_then(|person| person.account_id);
        if before.is_some_and(|person| self.is_stranger(person)) {
            add_error("email", "duplicate", &mut errors);
            return Err(errors);
        }
        let account = self.read_account(row, places, known, theirs, &mut errors);
        let now = self.app.now();
        let mut person = before.cloned().unwrap_or_else(|| PersonRow {
            id: self.app.ids.new_id(),
            role: Role::Contact,
            email,
            password_hash: None,
            first_name: String::new(),
            last_name: String::new(),
            account_id: account.map(|account| account.id),
            sees_account_tickets: false,
            language: Language::default(),
            time_zone: account.map_or_else(
                || DEFAULT_ZONE.to_owned(),
                |account| account.time_zone.clone(),
            ),
            active: true,
            created_at: now,
            updated_at: now,
        });
        read_fields(row, places, &mut person, &mut errors);
        if !person.active && person.id == self.actor.id {
            add_error("active", "not_allowed", &mut errors);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        if before == Some(&person) {
            return Ok((Outcome::Unchanged, None));
        }
        person.updated_at = now;
        let outcome = before.map_or(Outcome::Created, |_| Outcome::Updated);
        let before = before.cloned();
        Ok((outcome, Some(Change { person, before })))
    }

    /// The account that the row names, or else that of the account admin. A known contact stays in
    /// theirs.
    fn read_account<'k>(
        &self,
        row: &TableRow,
        places: &Places<'_>,
        known: &'k Known,
        theirs: Option<AccountId>,
        errors: &mut Vec<FieldError>,
    ) -> Option<&'k Account> {
        let name = places.cell(row, "account").map(guichet_db::fold::fold);
        if name.is_none() && theirs.is_some() {
            return None;
        }
        let named = known.accounts.get(name.as_deref().unwrap_or_default());
        let account = match named.map(Vec::as_slice) {
            Some([account]) if self.managed.contains(account.id, self.actor.id) => account,
            Some([_, _, ..]) if self.actor.account_id.is_none() => {
                add_error("account", "ambiguous", errors);
                return None;
            }
            _ => {
                let code = if name.is_some() {
                    "not_found"
                } else {
                    "required"
                };
                add_error("account", code, errors);
                return None;
            }
        };
        let stays = theirs.is_none_or(|id| id == account.id);
        if !stays || (theirs.is_none() && !account.active) {
            add_error("account", "not_allowed", errors);
        }
        Some(account)
    }
}

/// The cells that say something; blank ones leave a known contact as they are.
fn read_fields(
    row: &TableRow,
    places: &Places<'_>,
    person: &mut PersonRow,
    errors: &mut Vec<FieldError>,
) {
    for (name, field) in [
        ("first_name", &mut person.first_name),
        ("last_name", &mut person.last_name),
    ] {
        let cell = places.cell(row, name);
        if cell.is_some() || field.is_empty() {
            *field = read_line(name, cell.unwrap_or_default(), NAME_MAX, errors);
        }
    }
    if let Some(cell) = places.cell(row, "role") {
        match read_word(cell, &[Role::Contact, Role::AccountAdmin], Role::as_str) {
            Some(role) => person.role = role,
            None => add_error("role", "invalid_value", errors),
        }
    }
    if let Some(cell) = places.cell(row, "language") {
        match read_word(cell, Language::ALL, Language::as_str) {
            Some(language) => person.language = language,
            None => add_error("language", "invalid_value", errors),
        }
    }
    for (name, field) in [
        ("sees_account_tickets", &mut person.sees_account_tickets),
        ("active", &mut person.active),
    ] {
        if let Some(cell) = places.cell(row, name) {
            match read_yes_or_no(cell) {
                Some(yes) => *field = yes,
                None => add_error(name, "invalid_value", errors),
            }
        }
    }
    if let Some(cell) = places.cell(row, "time_zone") {
        person.time_zone = read_zone(cell.to_owned(), errors);
    }
}

/// A word of the vocabulary: as on the wire, or its label in any language.
fn read_word<T: Copy + Label>(
    cell: &str,
    words: &[T],
    as_str: impl Fn(T) -> &'static str,
) -> Option<T> {
    let cell = plain(cell);
    words.iter().copied().find(|word| {
        let labels = Language::ALL.iter().map(|language| word.label(*language));
        labels
            .chain([as_str(*word)])
            .any(|label| plain(label) == cell)
    })
}
