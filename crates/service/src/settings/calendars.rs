//! Business calendars: what admins change of them, and which one holds.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Weekday, WeekdaySet};
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::calendar::{DayOfWeek, HolidayRegion};
use guichet_common::problem::FieldError;
use guichet_common::settings::calendars::{
    Calendar, CalendarDetail, CalendarException, CalendarQuery, Calendars, PutCalendar, YEARS,
};
use guichet_common::vocabulary::Language;
use guichet_db::{Conn, settings};
use guichet_domain::calendar::{self as domain, WorkingWeek, public_holidays};
use guichet_domain::{Actor, policy};
use guichet_i18n::t;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};

/// What the keys of calendars begin with.
const KEYS: &str = "calendar.";

/// What is kept of a calendar; the public holidays are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    week: Vec<DayOfWeek>,
    exceptions: Vec<CalendarException>,
}

impl Default for Kept {
    /// Nothing was changed.
    fn default() -> Self {
        Self {
            week: WorkingWeek::default().days().map(Into::into).collect(),
            exceptions: Vec::new(),
        }
    }
}

impl Kept {
    fn into_calendar(self, key: HolidayRegion, language: Language) -> Calendar {
        Calendar {
            key,
            label: label(key, language).to_owned(),
            week: self.week,
            exceptions: self.exceptions,
        }
    }
}

fn setting(key: HolidayRegion) -> String {
    format!("{KEYS}{key}")
}

fn read(value: serde_json::Value) -> Result<Kept> {
    serde_json::from_value(value).map_err(Error::internal)
}

async fn find(conn: &Conn, key: HolidayRegion) -> Result<Kept> {
    let value = settings::find_setting(conn, &setting(key)).await?;
    value.map_or_else(|| Ok(Kept::default()), read)
}

/// Every calendar that accounts may go by.
pub async fn list_calendars(app: &App, actor: &Actor, language: Language) -> Result<Calendars> {
    policy::require_admin(actor)?;
    let kept = settings::list_settings(&app.db.read(), KEYS).await?;
    let mut kept: BTreeMap<String, serde_json::Value> = kept.into_iter().collect();
    let items = HolidayRegion::ALL
        .iter()
        .map(|key| {
            let kept = kept.remove(&setting(*key)).map(read).transpose()?;
            Ok(kept.unwrap_or_default().into_calendar(*key, language))
        })
        .collect::<Result<_>>()?;
    Ok(Calendars { items })
}

/// One calendar, with the public holidays of a year.
pub async fn get_calendar(
    app: &App,
    actor: &Actor,
    key: HolidayRegion,
    query: &CalendarQuery,
    language: Language,
) -> Result<CalendarDetail> {
    policy::require_admin(actor)?;
    let today = u32::try_from(app.now().year()).unwrap_or_default();
    let year = query.year.unwrap_or(today);
    if !YEARS.contains(&year) {
        let error = FieldError::parameter("year", "out_of_range");
        let error = error.with("min", *YEARS.start()).with("max", *YEARS.end());
        return Err(Error::Invalid(vec![error]));
    }
    let Calendar {
        key,
        label,
        week,
        exceptions,
    } = find(&app.db.read(), key)
        .await?
        .into_calendar(key, language);
    Ok(CalendarDetail {
        key,
        label,
        week,
        exceptions,
        year,
        holidays: public_holidays(key, i32::try_from(year).unwrap_or(i32::MAX)),
    })
}

/// Changes a calendar's week and exceptions, for tickets that begin to wait from now on.
pub async fn put_calendar(
    app: &App,
    by: By<'_>,
    key: HolidayRegion,
    body: PutCalendar,
    language: Language,
) -> Result<Calendar> {
    policy::require_admin(by.person()?)?;
    let errors = body.errors();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let mut kept = Kept {
        week: body.week,
        exceptions: body
            .exceptions
            .0
            .into_iter()
            .map(|exception| CalendarException {
                date: exception.date,
                kind: exception.kind,
                name: exception.name.trim().to_owned(),
            })
            .collect(),
    };
    kept.week.sort_unstable();
    kept.exceptions
        .sort_unstable_by_key(|exception| exception.date);
    let value = serde_json::to_value(&kept).map_err(Error::internal)?;
    let tx = app.db.begin_write().await?;
    settings::put_setting(&tx, &setting(key), &value, app.now()).await?;
    let event = Event::of(AuditAction::CalendarChanged).on(AuditTargetKind::Calendar, key);
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    Ok(kept.into_calendar(key, language))
}

/// The calendar by which business days are counted.
pub(crate) async fn business_calendar(conn: &Conn, key: HolidayRegion) -> Result<domain::Calendar> {
    let kept = find(conn, key).await?;
    Ok(domain::Calendar {
        week: working_week(&kept.week).unwrap_or_default(),
        exceptions: kept
            .exceptions
            .iter()
            .map(|exception| (exception.date, exception.kind))
            .collect(),
        ..domain::Calendar::of_region(key)
    })
}

/// These days as a week, if there are any.
pub(crate) fn working_week(days: &[DayOfWeek]) -> Option<WorkingWeek> {
    let days: WeekdaySet = days.iter().map(|day| Weekday::from(*day)).collect();
    WorkingWeek::new(days)
}

fn label(key: HolidayRegion, language: Language) -> &'static str {
    match key {
        HolidayRegion::None => t!(language, "calendar-none"),
        HolidayRegion::France => t!(language, "calendar-fr"),
        HolidayRegion::FranceAlsaceMoselle => t!(language, "calendar-fr-alsace-moselle"),
        HolidayRegion::FranceGuadeloupe => t!(language, "calendar-fr-guadeloupe"),
        HolidayRegion::FranceMartinique => t!(language, "calendar-fr-martinique"),
        HolidayRegion::FranceGuyane => t!(language, "calendar-fr-guyane"),
        HolidayRegion::FranceReunion => t!(language, "calendar-fr-reunion"),
        HolidayRegion::FranceMayotte => t!(language, "calendar-fr-mayotte"),
        HolidayRegion::Belgium => t!(language, "calendar-be"),
        HolidayRegion::Switzerland => t!(language, "calendar-ch"),
        HolidayRegion::Luxembourg => t!(language, "calendar-lu"),
        HolidayRegion::Germany => t!(language, "calendar-de"),
        HolidayRegion::Spain => t!(language, "calendar-es"),
        HolidayRegion::Italy => t!(language, "calendar-it"),
        HolidayRegion::UnitedKingdom => t!(language, "calendar-gb"),
        HolidayRegion::EnglandAndWales => t!(language, "calendar-gb-england-wales"),
        HolidayRegion::Scotland => t!(language, "calendar-gb-scotland"),
        HolidayRegion::NorthernIreland => t!(language, "calendar-gb-northern-ireland"),
    }
}
