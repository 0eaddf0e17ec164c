//! What the files of contacts and of configuration items have in common: columns by their headings
//! in any language, and a report of all that is wrong.

use guichet_common::audit::AuditAction;
use guichet_common::directory::{IMPORT_ERRORS_MAX, ImportError, ImportReport};
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::Language;
use guichet_db::fold::fold;
use guichet_i18n::{Key, field_error_text, t, text};

use crate::audit::Event;
use crate::error::{Error, Result};
use crate::sheets::{Table, TableOut, TableRow};

/// A column: the field's name on the wire, its heading, and how wide it is in Excel, in characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) heading: Key,
    pub(super) width: u16,
}

/// The headings of a file that is written.
pub(super) fn headings(columns: &[Column], language: Language) -> Vec<(&'static str, u16)> {
    let heading = |column: &Column| (text(language, column.heading), column.width);
    columns.iter().map(heading).collect()
}

/// Yes or no, as people read it.
pub(super) fn yes_or_no(yes: bool, language: Language) -> &'static str {
    if yes {
        t!(language, "directory-yes")
    } else {
        t!(language, "directory-no")
    }
}

/// Letters and digits without case and accents: what tells one word from another.
pub(super) fn plain(word: &str) -> String {
    fold(word)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Reads yes or no in either language, as spreadsheets and people write it.
pub(super) fn read_yes_or_no(word: &str) -> Option<bool> {
    match &*plain(word) {
        "oui" | "yes" | "true" | "vrai" | "1" | "x" | "o" | "y" => Some(true),
        "non" | "no" | "false" | "faux" | "0" | "n" => Some(false),
        _ => None,
    }
}

/// Where the columns are in a file.
pub(super) struct Places<'a> {
    columns: &'a [Column],
    /// For each column its place in the file.
    at: Vec<Option<usize>>,
}

impl<'a> Places<'a> {
    /// Finds the columns by their headings: those of any language, or the names of the fields.
    pub(super) fn find(
        columns: &'a [Column],
        required: &[&str],
        table: &Table,
        import: &mut Import,
    ) -> Self {
        let mut at = vec![None; columns.len()];
        for (place, heading) in table.headings.iter().enumerate() {
            let word = plain(heading);
            if word.is_empty() {
                continue;
            }
            let is = |column: &&Column| {
                let headings = Language::ALL
                    .iter()
                    .map(|language| text(*language, column.heading));
                headings
                    .chain([column.name])
                    .any(|heading| plain(heading) == word)
            };
            let known = columns.iter().zip(&mut at).find(|(column, _)| is(column));
            match known {
                None => import.refuse(1, heading, "unknown_column"),
                Some((column, Some(_))) => import.refuse(1, column.name, "repeated"),
                Some((_, free)) => *free = Some(place),
            }
        }
        for (column, at) in columns.iter().zip(&at) {
            if at.is_none() && required.contains(&column.name) {
                import.refuse(1, column.name, "required");
            }
        }
        Self { columns, at }
    }

    /// A cell; `None` when it is blank, or there is no such column.
    pub(super) fn cell<'r>(&self, row: &'r TableRow, name: &str) -> Option<&'r str> {
        let column = self.columns.iter().position(|column| column.name == name)?;
        let place = (*self.at.get(column)?)?;
        let cell = row.cells.get(place)?;
        (!cell.is_empty()).then_some(&**cell)
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Created,
    Updated,
    Unchanged,
}

/// What is found out while a file is read in.
#[derive(Debug, Default)]
pub(super) struct Import {
    rows: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    invited: u64,
    errors: Vec<(u32, String, FieldError)>,
}

impl Import {
    /// Counts a row.
    pub(super) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }

    /// Tells of a wrong cell.
    pub(super) fn refuse(&mut self, row: u32, column: &str, code: &str) {
        let error = FieldError::at(format!("/{column}"), code);
        self.errors.push((row, column.to_owned(), error));
    }

    /// Tells of what is wrong with a row's fields.
    pub(super) fn refuse_all(&mut self, row: u32, errors: Vec<FieldError>) {
        for error in errors {
            let pointer = error.pointer.as_deref().unwrap_or_default();
            let column = pointer.trim_start_matches('/').to_owned();
            self.errors.push((row, column, error));
        }
    }

    /// Whether nothing is wrong.
    pub(super) fn is_right(&self) -> bool {
        self.errors.is_empty()
    }

    /// How many rows there are.
    pub(super) fn set_rows(&mut self, rows: usize) {
        self.rows = u64::try_from(rows).unwrap_or(u64::MAX);
    }

    /// How many of the new ones are invited.
    pub(super) fn set_invited(&mut self, invited: usize) {
        self.invited = u64::try_from(invited).unwrap_or(u64::MAX);
    }

    /// Refuses all of the file when anything of it is wrong.
    pub(super) fn all_or_nothing(&self) -> Result<()> {
        if self.is_right() {
            return Ok(());
        }
        Err(self.refusal())
    }

    /// All that is wrong, as a refusal.
    pub(super) fn refusal(&self) -> Error {
        let errors = self.errors.iter().take(IMPORT_ERRORS_MAX);
        Error::Invalid(
            errors
                .map(|(row, column, error)| FieldError {
                    pointer: Some(format!(
                        "/rows/{row}{}",
                        guichet_common::fields::pointer(column)
                    )),
                    ..error.clone()
                })
                .collect(),
        )
    }

    /// What a file that was read in leaves in the audit trail, besides what it changed.
    pub(super) fn event(&self, what: &str) -> Event {
        Event::of(AuditAction::DirectoryImported)
            .with("what", what)
            .with("created", self.created)
            .with("updated", self.updated)
            .with("invited", self.invited)
    }

    /// All that was found out.
    pub(super) fn report(mut self, dry_run: bool, language: Language) -> ImportReport {
        self.errors.sort_by_key(|(row, ..)| *row);
        let more = self.errors.len().saturating_sub(IMPORT_ERRORS_MAX);
        self.errors.truncate(IMPORT_ERRORS_MAX);
        ImportReport {
            dry_run,
            rows: self.rows,
            created: self.created,
            updated: self.updated,
            unchanged: self.unchanged,
            invited: self.invited,
            errors: self
                .errors
                .into_iter()
                .map(|(row, column, error)| ImportError {
                    row,
                    column,
                    detail: field_error_text(language, &error),
                    code: error.code,
                    params: error.params,
                })
                .collect(),
            more_errors: u64::try_from(more).unwrap_or(u64::MAX),
        }
    }
}

/// What a file that was written leaves in the audit trail.
pub(super) fn exported(what: &str, table: &TableOut) -> Event {
    Event::of(AuditAction::DirectoryExported)
        .with("what", what)
        .with("rows", table.rows.len())
}

/// The day, for the name of a file.
pub(super) fn dated(name: &str, app: &crate::App, actor: &guichet_domain::Actor) -> String {
    use std::str::FromStr as _;
    let zone = chrono_tz::Tz::from_str(&actor.time_zone).unwrap_or(chrono_tz::Europe::Paris);
    let day = app.now().with_timezone(&zone).format("%Y-%m-%d");
    format!("{name}-{day}")
}
