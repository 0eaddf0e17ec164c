//! By which calendar and by which timers the tickets of an account wait.

use guichet_common::AccountId;
use guichet_common::calendar::{DayOfWeek, HolidayRegion};
use guichet_common::fields::OptionalPart;
use guichet_common::settings::timers::{AccountTimers, PutAccountTimers, PutResolved};
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, t};
use guichet_ui::{SelectOption, Skeleton, SkeletonShape, dynamic, use_toaster};
use leptos::prelude::*;

use super::super::settings::timers::{
    DAYS, HOURS, REMINDERS, awaiting_customer, days_field, hours_field, reminders_field,
};
use super::super::sources::{Entry, id};
use crate::failure::Failure;
use crate::form::{Control, FieldSpec, Form, FormView, Values};
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::FailureState;
use crate::tasks::Tasks;
use crate::zones::zone_options;

/// The timers of an account, below its form.
pub fn timers(entry: &Entry, _: Remote<Entry>) -> AnyView {
    view! { <TimersOf account=id(&entry.id) /> }.into_any()
}

#[component]
fn TimersOf(account: AccountId) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let timers = Remote::<AccountTimers>::new();
    let load = Callback::new(move |()| {
        let client = client.get_value();
        timers.load(async move {
            let answer = client.get_account_timers(account).await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    });
    load.run(());
    let content = dynamic(move || match timers.state.get() {
        Load::Loading => view! { <Skeleton shape=SkeletonShape::Block /> }.into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=load /> }.into_any(),
        Load::Ready(timers) => view! { <Editor account timers /> }.into_any(),
    });
    view! {
        <section class="card card__body stack" aria-label=t!(language, "account-timers-title")>
            <h2>{t!(language, "account-timers-title")}</h2>
            <p class="muted">{t!(language, "account-timers-text")}</p>
            {content}
        </section>
    }
}

#[component]
fn Editor(account: AccountId, timers: AccountTimers) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let fields = fields(language, &timers);
    let form = Form::new(&fields, &values(&timers));
    let save = move |filled: Values| {
        // No days are those of all accounts; reminders of its own need days of its own.
        if filled.filled(REMINDERS).is_some() && filled.filled(DAYS).is_none() {
            return form.mark(DAYS, t!(language, "field-required"));
        }
        form.busy.set(true);
        let client = client.get_value();
        tasks.spawn(async move {
            let answer = client.put_account_timers(account, &body(&filled)).await;
            form.busy.try_set(false);
            match answer {
                Ok(saved) => {
                    form.fill(&values(&saved));
                    toaster.success(t!(language, "admin-saved"));
                }
                Err(error) => form.refuse(language, &error),
            }
        });
    };
    view! { <FormView fields form submit=t!(language, "account-timers-save") on_submit=save /> }
}

fn fields(language: Language, timers: &AccountTimers) -> Vec<FieldSpec> {
    let calendars = HolidayRegion::ALL
        .iter()
        .map(|key| SelectOption::new(key.as_str(), key.label(language)))
        .collect();
    let days = DayOfWeek::ALL
        .iter()
        .map(|day| SelectOption::new(day.as_str(), day.label(language)))
        .collect();
    let zones = Signal::stored(zone_options(&timers.time_zone));
    let as_all = t!(language, "account-timers-as-all");
    vec![
        FieldSpec::new(
            "calendar",
            t!(language, "calendars-choice"),
            Control::Choice(calendars),
        ),
        FieldSpec::new(
            "time_zone",
            t!(language, "person-time-zone"),
            Control::One(zones),
        )
        .required()
        .hint(t!(language, "accounts-zone-hint")),
        FieldSpec::new(
            "week",
            t!(language, "calendars-week"),
            Control::Checks(days),
        )
        .hint(t!(language, "account-timers-week-hint")),
        days_field(language).hint(as_all),
        reminders_field(language),
        hours_field(language).hint(as_all),
    ]
}

fn values(timers: &AccountTimers) -> Values {
    let waiting = timers.awaiting_customer;
    let days = waiting.map(|waiting| waiting.close_after_days.to_string());
    let reminders = waiting.and_then(|waiting| waiting.reminders);
    let hours = timers.resolved.map(|resolved| resolved.close_after_hours);
    let text = |number: Option<String>| number.unwrap_or_default();
    let week = timers.week.iter().flatten().map(ToString::to_string);
    Values::new()
        .with("calendar", timers.calendar.as_str())
        .with("time_zone", &timers.time_zone)
        .with_all("week", week)
        .with(DAYS, text(days))
        .with(REMINDERS, text(reminders.map(|number| number.to_string())))
        .with(HOURS, text(hours.map(|number| number.to_string())))
}

fn body(values: &Values) -> PutAccountTimers {
    let mut week: Vec<DayOfWeek> = values.all("week");
    week.sort_unstable();
    let has_waiting = values.filled(DAYS).is_some();
    PutAccountTimers {
        calendar: values.parsed("calendar").unwrap_or(HolidayRegion::France),
        time_zone: values.text("time_zone"),
        week: (!week.is_empty()).then_some(week),
        awaiting_customer: OptionalPart(has_waiting.then(|| awaiting_customer(values))),
        resolved: OptionalPart(
            values
                .parsed(HOURS)
                .map(|close_after_hours| PutResolved { close_after_hours }),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_as_for_all_accounts() {
        let timers = AccountTimers {
            calendar: HolidayRegion::FranceAlsaceMoselle,
            time_zone: "Europe/Paris".to_owned(),
            week: None,
            awaiting_customer: None,
            resolved: None,
        };
        let sent = body(&values(&timers));
        assert_eq!(sent.calendar, timers.calendar);
        assert!(sent.week.is_none() && sent.awaiting_customer.0.is_none());
        assert!(sent.resolved.0.is_none());
        let own = values(&timers)
            .with(DAYS, "5")
            .with(HOURS, "0")
            .with("week", "saturday,monday");
        let sent = body(&own);
        assert_eq!(
            sent.week,
            Some(vec![DayOfWeek::Monday, DayOfWeek::Saturday])
        );
        let waiting = sent.awaiting_customer.0.expect("timers of its own");
        assert_eq!((waiting.close_after_days, waiting.reminders), (5, None));
        assert_eq!(sent.resolved.0.map(|own| own.close_after_hours), Some(0));
    }
}
