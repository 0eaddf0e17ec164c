//! What waiting tickets do by themselves, in all accounts that have no timers of their own.

use guichet_common::fields::Part;
use guichet_common::settings::timers::{
    CLOSE_AFTER_DAYS_MAX, CLOSE_AFTER_HOURS_MAX, PutAwaitingCustomer, PutResolved,
    PutTimerSettings, REMINDERS_MAX, TimerSettings,
};
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

use super::{Section, checked};
use crate::form::{Control, FieldSpec, Values};

/// The fields' names are their places in the request.
pub const DAYS: &str = "awaiting_customer/close_after_days";
/// The reminders before the closing.
pub const REMINDERS: &str = "awaiting_customer/reminders";
/// The hours that a resolved ticket stays open.
pub const HOURS: &str = "resolved/close_after_hours";

/// What waiting tickets do by themselves.
pub fn timers(language: Language) -> Section {
    Section {
        title: t!(language, "timers-title"),
        lead: t!(language, "timers-lead"),
        fields: |language| {
            vec![
                days_field(language)
                    .required()
                    .hint(t!(language, "timers-days-hint")),
                reminders_field(language),
                hours_field(language)
                    .required()
                    .hint(t!(language, "timers-hours-hint")),
            ]
        },
        get: |client| Box::pin(async move { Ok(values(client.get_timer_settings().await?)) }),
        put: |client, filled| {
            Box::pin(async move {
                let body = PutTimerSettings {
                    awaiting_customer: Part(awaiting_customer(&filled)),
                    resolved: Part(PutResolved {
                        close_after_hours: checked(&filled, HOURS),
                    }),
                };
                Ok(values(client.put_timer_settings(&body).await?))
            })
        },
    }
}

/// After how many days without an answer a ticket closes.
pub fn days_field(language: Language) -> FieldSpec {
    let control = Control::Range(0, u16::from(CLOSE_AFTER_DAYS_MAX));
    FieldSpec::new(DAYS, t!(language, "timers-days"), control)
}

/// How many reminders there are at most.
pub fn reminders_field(language: Language) -> FieldSpec {
    let control = Control::Range(0, u16::from(REMINDERS_MAX));
    FieldSpec::new(REMINDERS, t!(language, "timers-reminders"), control)
        .hint(t!(language, "timers-reminders-hint"))
}

/// After how many hours a resolved ticket closes.
pub fn hours_field(language: Language) -> FieldSpec {
    let control = Control::Range(0, CLOSE_AFTER_HOURS_MAX);
    FieldSpec::new(HOURS, t!(language, "timers-hours"), control)
}

/// What is filled in for tickets on hold for the customer.
pub fn awaiting_customer(values: &Values) -> PutAwaitingCustomer {
    PutAwaitingCustomer {
        close_after_days: values.parsed(DAYS).unwrap_or_default(),
        reminders: values.parsed(REMINDERS),
    }
}

fn values(settings: TimerSettings) -> Values {
    let waiting = settings.awaiting_customer;
    let reminders = waiting.reminders.map(|number| number.to_string());
    Values::new()
        .with(DAYS, waiting.close_after_days.to_string())
        .with(REMINDERS, reminders.unwrap_or_default())
        .with(HOURS, settings.resolved.close_after_hours.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_reminders_is_one_on_every_day() {
        let shown = values(TimerSettings::default());
        assert_eq!(shown.text(REMINDERS), "");
        let sent = awaiting_customer(&shown);
        assert_eq!((sent.close_after_days, sent.reminders), (3, None));
        let sent = awaiting_customer(&shown.with(REMINDERS, "0"));
        assert_eq!(sent.reminders, Some(0));
    }
}
