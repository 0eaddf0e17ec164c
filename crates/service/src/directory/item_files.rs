//! Configuration items out to a file and in from one. A row is known by its account and name.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::read_line;
use guichet_common::directory::{
    Account, AccountRef, ConfigurationItem, ConfigurationItemExportQuery,
    ConfigurationItemImportQuery, ImportReport, KIND_MAX,
};
use guichet_common::ids::AccountId;
use guichet_common::limits::ITEM_NAME_MAX;
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::{ExportFormat, Language};
use guichet_db::fold::fold;
use guichet_db::{Conn, PageRequest, Tx, accounts, configuration_items as rows};
use guichet_domain::{Scope, policy};
use guichet_i18n::{Key, t};

use super::files::{
    Column, Import, Outcome, Places, dated, exported, headings, read_yes_or_no, yes_or_no,
};
use super::{add_error, filter};
use crate::app::App;
use crate::audit::{By, Event, record, record_alone};
use crate::error::Result;
use crate::sheets::{self, Table, TableOut, TableRow};
use crate::tickets::ExportFile;

/// Items read at once for an export.
const BATCH: u32 = 1000;

const fn column(name: &'static str, heading: &'static str, width: u16) -> Column {
    Column {
        name,
        heading: Key::named(heading),
        width,
    }
}

const COLUMNS: [Column; 4] = [
    column("account", "directory-field-account", 30),
    column("name", "directory-field-name", 30),
    column("kind", "directory-field-kind", 18),
    column("active", "directory-field-active", 10),
];

/// Writes the configuration items that the filters match; for admins.
pub async fn export_configuration_items(
    app: &App,
    by: By<'_>,
    query: ConfigurationItemExportQuery,
    language: Language,
) -> Result<ExportFile> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let mut filter = filter(query.q.as_deref(), query.account_id, query.active);
    filter.kind = query.kind;
    let read = app.db.read();
    let mut page = PageRequest::first(BATCH);
    let mut rows_out = Vec::new();
    loop {
        let batch = rows::list_configuration_items_in(&read, &Scope::All, &filter, &page).await?;
        rows_out.extend(batch.items.into_iter().map(|item| {
            let active = yes_or_no(item.active, language).to_owned();
            vec![item.account.name, item.name, item.kind, active]
        }));
        match batch.next {
            Some(after) => page.after = Some(after),
            None => break,
        }
    }
    let table = TableOut {
        title: t!(language, "directory-configuration-items").to_owned(),
        file_name: dated("configuration-items", app, actor),
        headings: headings(&COLUMNS, language),
        rows: rows_out,
    };
    let event = exported("configuration_items", &table);
    let file = sheets::write(table, query.format.unwrap_or(ExportFormat::Xlsx)).await?;
    record_alone(app, by, event).await?;
    Ok(file)
}

/// Reads configuration items from a file: all of it, or, with anything wrong, nothing. For admins.
pub async fn import_configuration_items(
    app: &App,
    by: By<'_>,
    query: ConfigurationItemImportQuery,
    file: Bytes,
    language: Language,
) -> Result<ImportReport> {
    policy::require_admin(by.person()?)?;
    let table = sheets::read(file).await?;
    if query.dry_run.unwrap_or(true) {
        let plan = plan(app, &app.db.read(), &table).await?;
        return Ok(plan.import.report(true, language));
    }
    let tx = app.db.begin_write().await?;
    let plan = plan(app, &tx, &table).await?;
    plan.import.all_or_nothing()?;
    for (item, before) in &plan.changes {
        save(&tx, item, before.as_ref()).await?;
    }
    for (item, before) in &plan.changes {
        let action = match before {
            None => AuditAction::ConfigurationItemCreated,
            Some(_) => AuditAction::ConfigurationItemUpdated,
        };
        let event = Event::of(action).on(AuditTargetKind::ConfigurationItem, item.id);
        record(app, &tx, by, event).await?;
    }
    record(app, &tx, by, plan.import.event("configuration_items")).await?;
    tx.commit().await?;
    Ok(plan.import.report(false, language))
}

async fn save(tx: &Tx, item: &ConfigurationItem, before: Option<&ConfigurationItem>) -> Result<()> {
    let Some(before) = before else {
        return Ok(rows::insert_configuration_item(tx, item).await?);
    };
    rows::update_configuration_item(tx, item).await?;
    if before.active != item.active {
        rows::set_configuration_item_active(tx, item.id, item.active).await?;
    }
    Ok(())
}

struct Plan {
    import: Import,
    /// Each item as it will be, and as it was if it is known.
    changes: Vec<(ConfigurationItem, Option<ConfigurationItem>)>,
}

/// Reads every row, and finds out all that is wrong.
async fn plan(app: &App, conn: &Conn, table: &Table) -> Result<Plan> {
    let mut import = Import::default();
    let places = Places::find(&COLUMNS, &["account", "name"], table, &mut import);
    let mut changes = Vec::new();
    import.set_rows(table.rows.len());
    if import.is_right() {
        let mut reading = Reading {
            app,
            conn,
            places: &places,
            accounts: HashMap::new(),
            seen: HashSet::new(),
        };
        for row in &table.rows {
            let mut errors = Vec::new();
            let read = reading.read_row(row, &mut errors).await?;
            match read {
                Some((outcome, change)) if errors.is_empty() => {
                    import.count(outcome);
                    changes.extend(change);
                }
                _ => import.refuse_all(row.number, errors),
            }
        }
    }
    Ok(Plan { import, changes })
}

type Change = (ConfigurationItem, Option<ConfigurationItem>);

struct Reading<'a> {
    app: &'a App,
    conn: &'a Conn,
    places: &'a Places<'a>,
    accounts: HashMap<String, Vec<Account>>,
    seen: HashSet<(AccountId, String)>,
}

impl Reading<'_> {
    async fn read_row(
        &mut self,
        row: &TableRow,
        errors: &mut Vec<FieldError>,
    ) -> Result<Option<(Outcome, Option<Change>)>> {
        let cell = |name| self.places.cell(row, name).unwrap_or_default();
        let name = read_line("name", cell("name"), ITEM_NAME_MAX, errors);
        let active = self.places.cell(row, "active").map(read_yes_or_no);
        if active == Some(None) {
            add_error("active", "invalid_value", errors);
        }
        let kind = self.places.cell(row, "kind").map(str::to_owned);
        let Some(account) = self.read_account(cell("account"), errors).await? else {
            return Ok(None);
        };
        if !self.seen.insert((account.id, fold(&name))) {
            add_error("name", "repeated", errors);
        }
        let mut named = rows::list_configuration_items_named(self.conn, account.id, &name).await?;
        if named.len() > 1 {
            add_error("name", "ambiguous", errors);
        }
        let before = named.pop();
        let kind = match (kind, &before) {
            (None, Some(before)) => before.kind.clone(),
            (kind, _) => read_line("kind", &kind.unwrap_or_default(), KIND_MAX, errors),
        };
        let item = ConfigurationItem {
            id: before
                .as_ref()
                .map_or_else(|| self.app.ids.new_id(), |before| before.id),
            name,
            kind,
            active: active
                .flatten()
                .unwrap_or_else(|| before.as_ref().is_none_or(|before| before.active)),
            created_at: before
                .as_ref()
                .map_or_else(|| self.app.now(), |before| before.created_at),
            account,
        };
        Ok(Some(match before {
            None => (Outcome::Created, Some((item, None))),
            Some(before) if before == item => (Outcome::Unchanged, None),
            before => (Outcome::Updated, Some((item, before))),
        }))
    }

    async fn read_account(
        &mut self,
        name: &str,
        errors: &mut Vec<FieldError>,
    ) -> Result<Option<AccountRef>> {
        if name.is_empty() {
            add_error("account", "required", errors);
            return Ok(None);
        }
        let word = fold(name);
        if !self.accounts.contains_key(&word) {
            let named = accounts::list_accounts_named(self.conn, name).await?;
            self.accounts.insert(word.clone(), named);
        }
        match self.accounts.get(&word).map(Vec::as_slice) {
            Some([account]) => Ok(Some(AccountRef {
                id: account.id,
                name: account.name.clone(),
            })),
            Some([_, _, ..]) => {
                add_error("account", "ambiguous", errors);
                Ok(None)
            }
            _ => {
                add_error("account", "not_found", errors);
                Ok(None)
            }
        }
    }
}
