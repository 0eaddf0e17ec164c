//! The plan of a ticket that waits for its customer, as it is kept: the account's time zone and the
//! instants of all reminders. The closing has a column of its own.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use guichet_domain::Calendar;
use guichet_domain::calendar::{WaitPlan, WaitRules};
use serde_json::{Value, json};

/// The plan for its column.
pub(super) fn write(plan: &WaitPlan) -> Value {
    let reminders = plan.reminders().iter();
    let reminders: Vec<i64> = reminders
        .map(|reminder| reminder.at.timestamp_micros())
        .collect();
    json!({ "zone": plan.zone().name(), "reminders": reminders })
}

/// The plan from its column. Tickets that wait since before plans were kept have the plan that all
/// had then.
pub(super) fn read(
    kept: Option<&Value>,
    since: DateTime<Utc>,
    closes_at: Option<DateTime<Utc>>,
) -> WaitPlan {
    let zone = kept
        .and_then(|kept| kept.get("zone")?.as_str()?.parse().ok())
        .unwrap_or(Tz::Europe__Paris);
    let reminders: Vec<DateTime<Utc>> =
        match kept.and_then(|kept| kept.get("reminders")?.as_array()) {
            Some(instants) => instants
                .iter()
                .filter_map(|at| DateTime::from_timestamp_micros(at.as_i64()?))
                .collect(),
            None => WaitPlan::new(since, zone, &Calendar::default(), WaitRules::default())
                .reminders()
                .iter()
                .map(|reminder| reminder.at)
                .collect(),
        };
    WaitPlan::kept(zone, reminders, closes_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plan_is_read_as_it_was_written() {
        let since = DateTime::from_timestamp_micros(1_742_212_800_123_456).unwrap();
        let rules = WaitRules {
            reminders: 5,
            ..WaitRules::default()
        };
        for zone in [Tz::Europe__Paris, Tz::Pacific__Apia] {
            let plan = WaitPlan::new(since, zone, &Calendar::default(), rules);
            let kept = write(&plan);
            assert_eq!(read(Some(&kept), since, plan.closes_at()), plan);
        }
        let before = WaitPlan::new(
            since,
            Tz::Europe__Paris,
            &Calendar::default(),
            WaitRules::default(),
        );
        assert_eq!(read(None, since, before.closes_at()), before);
    }
}
