//! What becomes of a file, and what the page says about it.

use guichet_common::directory::ImportReport;
use guichet_common::vocabulary::Language;
use guichet_i18n::{format_number, t};

use crate::route::Resource;

/// Where reading a file in stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// No file yet, or one that could not be read for this reason.
    Choose(Option<String>),
    /// It is being tried.
    Checking,
    /// What would become of it.
    Checked(ImportReport),
    /// It is being read in.
    Importing,
    /// What became of it.
    Done(ImportReport),
}

impl Step {
    /// What an answer leads to.
    pub fn after(report: ImportReport) -> Self {
        if report.dry_run || !report.errors.is_empty() {
            Self::Checked(report)
        } else {
            Self::Done(report)
        }
    }
}

/// What can be said of a file that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// So many cells are wrong.
    Wrong(u64),
    /// It would change nothing.
    Idle,
    /// So many rows would be entered or changed.
    Ready(u64),
}

impl Verdict {
    /// Of a report.
    pub fn of(report: &ImportReport) -> Self {
        let listed = u64::try_from(report.errors.len()).unwrap_or(u64::MAX);
        let wrong = listed.saturating_add(report.more_errors);
        match (wrong, report.created + report.updated) {
            (0, 0) => Self::Idle,
            (0, rows) => Self::Ready(rows),
            (wrong, _) => Self::Wrong(wrong),
        }
    }
}

/// The counts of a report with their names.
pub fn counts(language: Language, report: &ImportReport) -> Vec<(&'static str, String)> {
    let number = |count: u64| format_number(language, i64::try_from(count).unwrap_or(i64::MAX));
    let mut counts = vec![
        (t!(language, "import-rows"), number(report.rows)),
        (t!(language, "import-created"), number(report.created)),
        (t!(language, "import-updated"), number(report.updated)),
        (t!(language, "import-unchanged"), number(report.unchanged)),
    ];
    if report.invited > 0 {
        counts.push((t!(language, "import-invited"), number(report.invited)));
    }
    counts
}

/// The columns of a file: the fields' names and their headings.
pub fn columns(language: Language, resource: Resource) -> Vec<(&'static str, &'static str)> {
    if resource == Resource::ConfigurationItems {
        return vec![
            ("account", t!(language, "directory-field-account")),
            ("name", t!(language, "directory-field-name")),
            ("kind", t!(language, "directory-field-kind")),
            ("active", t!(language, "directory-field-active")),
        ];
    }
    let mut columns = vec![
        ("first_name", t!(language, "directory-field-first-name")),
        ("last_name", t!(language, "directory-field-last-name")),
        ("email", t!(language, "directory-field-email")),
        ("account", t!(language, "directory-field-account")),
        ("role", t!(language, "directory-field-role")),
        (
            "sees_account_tickets",
            t!(language, "directory-field-sees-account-tickets"),
        ),
        ("language", t!(language, "directory-field-language")),
        ("time_zone", t!(language, "directory-field-time-zone")),
        ("active", t!(language, "directory-field-active")),
    ];
    if resource == Resource::Colleagues {
        columns.retain(|(name, _)| *name != "account");
    }
    columns
}

/// The heading of a column, as the person's language writes it; an unknown one as the file does.
pub fn heading(language: Language, resource: Resource, column: &str) -> String {
    let known = columns(language, resource);
    let found = known.iter().find(|(name, _)| *name == column);
    found.map_or_else(|| column.to_owned(), |(_, heading)| (*heading).to_owned())
}

/// An empty file with the headings, which spreadsheets open as it should be.
pub fn template(language: Language, resource: Resource) -> String {
    let headings: Vec<&str> = columns(language, resource)
        .into_iter()
        .map(|(_, heading)| heading)
        .collect();
    format!("\u{feff}{}\r\n", headings.join(";"))
}

#[cfg(test)]
mod tests {
    use guichet_common::directory::ImportError;

    use super::*;

    fn report(created: u64, wrong: usize, more_errors: u64) -> ImportReport {
        let error = ImportError {
            row: 2,
            column: "email".to_owned(),
            code: "required".to_owned(),
            params: serde_json::Map::new(),
            detail: String::new(),
        };
        ImportReport {
            dry_run: false,
            rows: created,
            created,
            updated: 0,
            unchanged: 0,
            invited: 0,
            errors: vec![error; wrong],
            more_errors,
        }
    }

    #[test]
    fn file_with_wrong_cells_is_never_ready() {
        assert_eq!(Verdict::of(&report(3, 2, 5)), Verdict::Wrong(7));
        assert_eq!(Verdict::of(&report(3, 0, 0)), Verdict::Ready(3));
        assert_eq!(Verdict::of(&report(0, 0, 0)), Verdict::Idle);
    }

    #[test]
    fn only_a_file_that_was_read_in_is_done() {
        assert_eq!(Step::after(report(3, 0, 0)), Step::Done(report(3, 0, 0)));
        let refused = report(3, 1, 0);
        assert_eq!(Step::after(refused.clone()), Step::Checked(refused));
        let tried = ImportReport {
            dry_run: true,
            ..report(3, 0, 0)
        };
        assert_eq!(Step::after(tried.clone()), Step::Checked(tried));
    }

    #[test]
    fn template_has_the_headings_of_whoever_fills_it_in() {
        assert_eq!(
            template(Language::Fr, Resource::ConfigurationItems),
            "\u{feff}Compte;Nom de l'élément;Type;Actif\r\n"
        );
        assert!(!template(Language::Fr, Resource::Colleagues).contains("Compte;"));
        assert_eq!(heading(Language::Fr, Resource::Contacts, "email"), "E-mail");
        assert_eq!(heading(Language::Fr, Resource::Contacts, "Ville"), "Ville");
    }
}
