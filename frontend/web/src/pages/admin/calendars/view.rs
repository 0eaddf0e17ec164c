use chrono::{Datelike as _, NaiveDate, NaiveTime};
use guichet_common::calendar::{DayOfWeek, HolidayRegion};
use guichet_common::settings::calendars::{CalendarDetail, CalendarQuery};
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, format_date_long, t};
use guichet_ui::{
    Alert, Button, ButtonKind, CheckOption, CheckboxGroup, Field, IconButton, IconName, Select,
    SelectOption, Skeleton, SkeletonShape, Tone, derived, dynamic, effect, focus_first_invalid,
    memo, use_toaster,
};
use leptos::prelude::*;

use super::exceptions::{DayRow, Exceptions, Wrong};
use super::model::{Day, Shown, body, missing, place};
use crate::failure::Failure;
use crate::language::use_language;
use crate::query::query_string;
use crate::remote::{Load, Remote};
use crate::route::{AdminPage, Route};
use crate::router::use_router;
use crate::session::use_client;
use crate::shell::{FailureState, set_page_title};
use crate::tasks::Tasks;

/// Business calendars, one at a time.
#[component]
pub fn CalendarsPage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "calendars-title");
    set_page_title(title);
    let router = use_router();
    let client = StoredValue::new(use_client());
    let shown = memo(move || {
        let (key, year) = (router.query("key"), router.query("year"));
        Shown::from_address(key.as_deref(), year.as_deref())
    });
    let go = Callback::new(move |next: Shown| {
        let path = Route::Admin(AdminPage::Calendars).path();
        router.refine(&(path + &query_string(&next.to_address())));
    });
    let calendar = Remote::<CalendarDetail>::new();
    let load = move |shown: Shown| {
        let client = client.get_value();
        let query = CalendarQuery { year: shown.year };
        calendar.load(async move {
            let answer = client.get_calendar(shown.key, &query).await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    };
    effect(move || load(shown.get()));
    let reload = Callback::new(move |()| load(shown.get_untracked()));
    // Another year has the same week and days: what is being typed there stays.
    let key = memo(move || {
        calendar.state.with(|state| match state {
            Load::Loading => Load::Loading,
            Load::Failed(failure) => Load::Failed(failure.clone()),
            Load::Ready(calendar) => Load::Ready(calendar.key),
        })
    });
    let content = dynamic(move || match key.get() {
        Load::Loading => view! { <Skeleton shape=SkeletonShape::Block /> }.into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=reload /> }.into_any(),
        Load::Ready(_) => view! {
            <Editor calendar />
            <Holidays calendar shown go />
        }
        .into_any(),
    });
    view! {
        <header>
            <h1>{title}</h1>
            <p class="page__lead">{t!(language, "calendars-lead")}</p>
        </header>
        <Choice shown go />
        {content}
    }
}

#[component]
fn Choice(shown: Memo<Shown>, go: Callback<Shown>) -> impl IntoView {
    let language = use_language();
    let chosen = RwSignal::new(String::new());
    effect(move || chosen.set(shown.get().key.to_string()));
    let options = HolidayRegion::ALL
        .iter()
        .map(|key| SelectOption::new(key.as_str(), key.label(language)))
        .collect::<Vec<_>>();
    let choose = move |key: String| {
        if let Ok(key) = key.parse() {
            let shown = shown.get_untracked();
            go.run(Shown { key, ..shown });
        }
    };
    view! {
        <div class="calendar__choice">
            <Field label=t!(language, "calendars-choice")>
                <Select value=chosen options on_change=choose />
            </Field>
        </div>
    }
}

/// The week and the days that are different.
#[component]
fn Editor(calendar: Remote<CalendarDetail>) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let Some(present) = calendar
        .state
        .with_untracked(|state| state.ready().cloned())
    else {
        return ().into_any();
    };
    let week = RwSignal::new(present.week);
    let next = StoredValue::new(0_u32);
    let number = move || {
        let key = next.get_value();
        next.set_value(key + 1);
        key
    };
    let days = present.exceptions.iter().map(Day::from);
    let rows = RwSignal::new(
        days.map(|day| DayRow::new(number(), day))
            .collect::<Vec<_>>(),
    );
    let wrong: Wrong = RwSignal::new(Vec::new());
    let notice = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let key = present.key;
    // What is told by place is kept by row, which stays when others come and go.
    let mark = move |places: Vec<(usize, String, String)>| {
        let at = |(index, field, text): (usize, String, String)| {
            let row = rows.with_untracked(|rows| rows.get(index).map(|row| row.key));
            row.map(|key| (key, field, text))
        };
        wrong.set(places.into_iter().filter_map(at).collect());
        focus_first_invalid();
    };
    let save = move |()| {
        let days: Vec<Day> = rows.with_untracked(|rows| rows.iter().map(|row| row.day()).collect());
        notice.set(None);
        let missing = missing(&days);
        if !missing.is_empty() {
            let told = |(index, field): (usize, &str)| {
                let text = t!(language, "field-required").to_owned();
                (index, field.to_owned(), text)
            };
            return mark(missing.into_iter().map(told).collect());
        }
        wrong.set(Vec::new());
        busy.set(true);
        let body = week.with_untracked(|week| body(week, &days));
        let client = client.get_value();
        tasks.spawn(async move {
            let answer = client.put_calendar(key, &body).await;
            busy.try_set(false);
            match answer {
                Ok(_) => toaster.success(t!(language, "admin-saved")),
                Err(error) => {
                    let failure = Failure::new(language, &error);
                    let elsewhere = failure.fields.iter().find(|error| place(error).is_none());
                    let text = elsewhere.map(|error| error.detail.clone());
                    let is_all_told = !failure.fields.is_empty() && text.is_none();
                    notice.try_set((!is_all_told).then(|| text.unwrap_or(failure.text)));
                    let told = |error: &guichet_common::FieldError| {
                        let (index, field) = place(error)?;
                        Some((index, field.to_owned(), error.detail.clone()))
                    };
                    mark(failure.fields.iter().filter_map(told).collect());
                }
            }
        });
    };
    let alert = dynamic(move || {
        let text = notice.get();
        text.map(|title| view! { <Alert tone=Tone::Danger title /> })
    });
    view! {
        <section class="card card__body stack" aria-label=t!(language, "calendars-days")>
            {alert}
            <Week week />
            <h2>{t!(language, "calendars-days")}</h2>
            <p class="muted">{t!(language, "calendars-days-text")}</p>
            <Exceptions rows next wrong />
            <div>
                <Button kind=ButtonKind::Primary busy on_press=save>
                    {t!(language, "form-save")}
                </Button>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Week(week: RwSignal<Vec<DayOfWeek>>) -> impl IntoView {
    let language = use_language();
    let options = DayOfWeek::ALL
        .iter()
        .map(|day| CheckOption {
            value: day.to_string(),
            label: day.label(language).to_owned(),
        })
        .collect::<Vec<_>>();
    let selected =
        derived(move || week.with(|week| week.iter().map(ToString::to_string).collect()));
    let change = move |check: guichet_ui::Check| {
        let Ok(day) = check.value.parse::<DayOfWeek>() else {
            return;
        };
        week.update(|week| {
            week.retain(|other| *other != day);
            if check.checked {
                week.push(day);
                week.sort_unstable();
            }
        });
    };
    view! {
        <div class="calendar__week">
            <CheckboxGroup
                legend=t!(language, "calendars-week")
                options
                selected
                on_change=change
            />
        </div>
    }
}

/// The public holidays of a year, and the way to other years.
#[component]
fn Holidays(
    calendar: Remote<CalendarDetail>,
    shown: Memo<Shown>,
    go: Callback<Shown>,
) -> impl IntoView {
    let language = use_language();
    let turn = move |year: u32| {
        let shown = shown.get_untracked();
        let year = Some(year);
        go.run(Shown { year, ..shown });
    };
    let content = dynamic(move || {
        let present = calendar.state.with(|state| state.ready().cloned());
        present.map(|present| {
            let year = present.year;
            let days = present
                .holidays
                .into_iter()
                .map(|day| holiday(language, day));
            let days = days.collect::<Vec<_>>();
            let nothing = days.is_empty().then(|| {
                view! { <p class="muted">{t!(language, "calendars-no-holidays")}</p> }
            });
            view! {
                <div class="calendar__year">
                    <h2>{t!(language, "calendars-holidays", year = &year.to_string())}</h2>
                    <IconButton
                        label=t!(language, "calendars-year-before")
                        icon=IconName::ChevronLeft
                        on_press=move |()| turn(year.saturating_sub(1))
                    />
                    <IconButton
                        label=t!(language, "calendars-year-after")
                        icon=IconName::ChevronRight
                        on_press=move |()| turn(year.saturating_add(1))
                    />
                </div>
                {nothing}
                <ul class="calendar__holidays">{days}</ul>
            }
        })
    });
    view! {
        <section class="card card__body stack" aria-live="polite" aria-label=t!(
            language, "calendars-holidays-title"
        )>{content}</section>
    }
}

fn holiday(language: Language, day: NaiveDate) -> AnyView {
    let text = format_date_long(language, day.and_time(NaiveTime::MIN));
    // The year is in the heading.
    let text = text
        .trim_end_matches(&day.year().to_string())
        .trim()
        .to_owned();
    view! { <li>{text}</li> }.into_any()
}
