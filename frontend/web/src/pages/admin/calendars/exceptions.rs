use guichet_common::calendar::DayKind;
use guichet_common::settings::calendars::EXCEPTION_NAME_MAX;
use guichet_i18n::t;
use guichet_ui::{
    Button, Field, IconButton, IconName, Input, Row, Select, SelectOption, derived, keyed,
};
use leptos::prelude::*;

use super::model::Day;
use crate::language::use_language;

/// What is wrong: with which row, which of its fields, and why.
pub type Wrong = RwSignal<Vec<(u32, String, String)>>;

/// One row: a day that is different.
#[derive(Debug, Clone, Copy)]
pub struct DayRow {
    /// Tells it from the others, whatever their order.
    pub key: u32,
    date: RwSignal<String>,
    kind: RwSignal<String>,
    name: RwSignal<String>,
}

impl DayRow {
    /// A row that shows this day.
    pub fn new(key: u32, day: Day) -> Self {
        Self {
            key,
            date: RwSignal::new(day.date),
            kind: RwSignal::new(day.kind),
            name: RwSignal::new(day.name),
        }
    }

    /// What is filled in.
    pub fn day(self) -> Day {
        Day {
            date: self.date.get_untracked(),
            kind: self.kind.get_untracked(),
            name: self.name.get_untracked(),
        }
    }
}

/// The days that are different, each in a row of fields.
#[component]
pub fn Exceptions(
    /// The rows.
    rows: RwSignal<Vec<DayRow>>,
    /// The key of the next new row.
    next: StoredValue<u32>,
    /// What is wrong with them.
    wrong: Wrong,
) -> impl IntoView {
    let language = use_language();
    let list = keyed(move || {
        let row = |row: &DayRow| {
            let row = *row;
            Row::new(row.key.to_string(), move || fields(rows, row, wrong))
        };
        rows.with(|rows| rows.iter().map(row).collect())
    });
    let add = move |()| {
        let key = next.get_value();
        next.set_value(key + 1);
        let day = Day {
            date: String::new(),
            kind: DayKind::Holiday.to_string(),
            name: String::new(),
        };
        rows.update(|rows| rows.push(DayRow::new(key, day)));
    };
    view! {
        <ul class="calendar__days">{list}</ul>
        <div>
            <Button icon=IconName::Plus on_press=add>
                {t!(language, "calendars-add")}
            </Button>
        </div>
    }
}

fn fields(rows: RwSignal<Vec<DayRow>>, row: DayRow, wrong: Wrong) -> AnyView {
    let language = use_language();
    let error = move |field: &'static str| {
        derived(move || {
            wrong.with(|wrong| {
                let found = wrong
                    .iter()
                    .find(|(key, name, _)| *key == row.key && name == field);
                found.map(|(_, _, text)| text.clone())
            })
        })
    };
    let kinds = vec![
        SelectOption::new(DayKind::Holiday.as_str(), t!(language, "calendars-holiday")),
        SelectOption::new(DayKind::Working.as_str(), t!(language, "calendars-working")),
    ];
    let remove = move |()| {
        wrong.update(|wrong| wrong.retain(|(key, _, _)| *key != row.key));
        rows.update(|rows| rows.retain(|other| other.key != row.key));
    };
    view! {
        <li class="calendar__day">
            <Field label=t!(language, "calendars-date") error=error("date")>
                <Input value=row.date kind="date" />
            </Field>
            <Field label=t!(language, "calendars-kind") error=error("kind")>
                <Select value=row.kind options=kinds />
            </Field>
            <Field label=t!(language, "directory-name") error=error("name")>
                <Input value=row.name max_length=EXCEPTION_NAME_MAX autocomplete="off" />
            </Field>
            <IconButton
                label=t!(language, "calendars-remove")
                icon=IconName::Trash
                on_press=remove
            />
        </li>
    }
    .into_any()
}
