//! The ticket list as a file: what the filters show, all rows.

mod csv_file;
mod xlsx_file;

pub(crate) use self::csv_file::{csv_error, without_formula};
pub(crate) use self::xlsx_file::{cut, xlsx_error};

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::str::FromStr as _;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use guichet_common::audit::AuditAction;
use guichet_common::tickets::TicketQuery;
use guichet_common::vocabulary::{ExportFormat, Language};
use guichet_db::PageRequest;
use guichet_db::tickets::{self as rows, ExportRow};
use guichet_domain::policy;
use guichet_i18n::{Key, Label as _};
use tokio::sync::mpsc;

use super::read::read_filter;
use crate::app::App;
use crate::audit::{By, Event, record_alone};
use crate::background;
use crate::error::{Error, Result};

/// Rows read at once; a few batches are all of the export that is ever in memory.
const BATCH: u32 = 1000;

/// A finished export. The file is gone from the disk when this is dropped.
#[derive(Debug)]
pub struct ExportFile {
    /// The file, at its beginning.
    pub file: File,
    /// Its size in bytes.
    pub size: u64,
    /// Its media type.
    pub content_type: &'static str,
    /// The name to save it under.
    pub file_name: String,
}

/// The columns, with the widths they have in Excel, in characters.
const COLUMNS: [(Key, u16); 12] = [
    (Key::named("ticket-field-number"), 12),
    (Key::named("ticket-field-account"), 24),
    (Key::named("ticket-field-contact"), 22),
    (Key::named("ticket-field-state"), 12),
    (Key::named("ticket-field-short-description"), 44),
    (Key::named("ticket-field-on-hold-reason"), 24),
    (Key::named("ticket-field-priority"), 14),
    (Key::named("ticket-field-description"), 60),
    (Key::named("ticket-field-assignment-group"), 24),
    (Key::named("ticket-field-internal-reference"), 20),
    (Key::named("ticket-field-created-at"), 17),
    (Key::named("ticket-field-updated-at"), 17),
];

/// How a person reads: language and time zone.
#[derive(Debug, Clone, Copy)]
struct Reader {
    language: Language,
    zone: Tz,
}

impl Reader {
    fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// The ten cells of text before the two instants.
    fn texts(self, row: &ExportRow) -> [String; 10] {
        let language = self.language;
        [
            row.number.to_string(),
            row.account.clone(),
            row.contact.clone(),
            row.state.label(language).to_owned(),
            row.subject.clone(),
            row.on_hold_reason
                .map(|r| r.label(language).to_owned())
                .unwrap_or_default(),
            format!("{} - {}", row.priority, row.priority.label(language)),
            row.description_text.clone(),
            row.assignment_group.clone().unwrap_or_default(),
            row.internal_reference.clone().unwrap_or_default(),
        ]
    }
}

/// Writes what the actor sees and the query asks for, all rows, into a temporary file.
pub async fn export_tickets(
    app: &App,
    by: By<'_>,
    query: TicketQuery,
    language: Language,
) -> Result<ExportFile> {
    let actor = by.person()?;
    for (name, given) in [
        ("limit", query.limit.is_some()),
        ("cursor", query.cursor.is_some()),
    ] {
        if given {
            return Err(Error::parameter(name, "unknown_parameter"));
        }
    }
    let format = query.format.unwrap_or(ExportFormat::Xlsx);
    let filter = read_filter(query)?;
    let event = Event::of(AuditAction::TicketsExported).with("format", format.as_str());
    record_alone(app, by, event).await?;
    let scope = policy::ticket_scope(actor);
    let zone = Tz::from_str(&actor.time_zone).unwrap_or(chrono_tz::Europe::Paris);
    let reader = Reader { language, zone };
    let (sender, receiver) = mpsc::channel::<Vec<ExportRow>>(2);
    let writing = background::run("export", move || match format {
        ExportFormat::Xlsx => xlsx_file::write(receiver, reader),
        ExportFormat::Csv => csv_file::write(receiver, reader),
    });
    let read = app.db.read().unhurried();
    let runtime = tokio::runtime::Handle::current();
    // Gone with this future, when whoever asked hangs up.
    let asked = Arc::new(());
    let still_asked = Arc::downgrade(&asked);
    let reading = background::run("export-read", move || {
        runtime.block_on(async {
            let mut page = PageRequest::first(BATCH);
            loop {
                let (batch, next) = rows::export_tickets_in(&read, &scope, &filter, &page).await?;
                // Nobody wants the rest, or the writer has given up; then its error says why.
                if still_asked.strong_count() == 0 || sender.send(batch).await.is_err() {
                    return Ok(());
                }
                match next {
                    Some(after) => page.after = Some(after),
                    None => return Ok(()),
                }
            }
        })
    });
    let (file, read) = tokio::join!(writing, reading);
    drop(asked);
    read?;
    let mut file = file?;
    let size = file.seek(SeekFrom::End(0)).map_err(write_error)?;
    file.rewind().map_err(write_error)?;
    let day = reader.local(app.now()).format("%Y-%m-%d");
    let (content_type, ending) = match format {
        ExportFormat::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        ExportFormat::Csv => ("text/csv; charset=utf-8", "csv"),
    };
    Ok(ExportFile {
        file,
        size,
        content_type,
        file_name: format!("tickets-{day}.{ending}"),
    })
}

/// A full disk is the caller's to know of.
pub(crate) fn write_error(error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        Error::Refused(guichet_common::ErrorCode::StorageFull)
    } else {
        Error::internal(error)
    }
}
