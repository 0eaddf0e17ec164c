//! How people sign in, and for how long they stay.

use guichet_common::password::PasswordProfile;
use guichet_common::settings::security::{PutSecuritySettings, SecuritySettings};
use guichet_common::vocabulary::{Language, SecondFactorDuty};
use guichet_i18n::t;
use guichet_ui::SelectOption;

use super::{Section, checked, number};
use crate::form::{Control, FieldSpec, Values};

/// How people sign in, and for how long they stay.
pub fn security(language: Language) -> Section {
    Section {
        title: t!(language, "security-title"),
        lead: t!(language, "security-lead"),
        fields,
        get: |client| Box::pin(async move { Ok(values(client.get_security_settings().await?)) }),
        put: |client, filled| {
            Box::pin(async move {
                let settings = client.put_security_settings(&body(&filled)).await?;
                Ok(values(settings))
            })
        },
    }
}

fn fields(language: Language) -> Vec<FieldSpec> {
    let defaults = SecuritySettings::default();
    let profiles = PasswordProfile::ALL
        .iter()
        .map(|profile| {
            let label = match profile {
                PasswordProfile::Classic => t!(language, "security-profile-classic"),
                PasswordProfile::Nist => t!(language, "security-profile-nist"),
            };
            SelectOption::new(profile.as_str(), label)
        })
        .collect();
    let duties = SecondFactorDuty::ALL
        .iter()
        .map(|duty| {
            let label = match duty {
                SecondFactorDuty::Nobody => t!(language, "security-factor-nobody"),
                SecondFactorDuty::Agents => t!(language, "security-factor-agents"),
                SecondFactorDuty::Everyone => t!(language, "security-factor-everyone"),
            };
            SelectOption::new(duty.as_str(), label)
        })
        .collect();
    let field = |name, label, range, default| number(language, name, label, range, default);
    vec![
        FieldSpec::new(
            "password_profile",
            t!(language, "security-profile"),
            Control::Choice(profiles),
        )
        .hint(t!(language, "security-profile-hint")),
        FieldSpec::new(
            "second_factor",
            t!(language, "security-factor"),
            Control::Choice(duties),
        )
        .hint(t!(language, "security-factor-hint")),
        field(
            "lock_failures",
            t!(language, "security-lock-failures"),
            (3, 20),
            defaults.lock_failures,
        ),
        field(
            "lock_minutes",
            t!(language, "security-lock-minutes"),
            (1, 1_440),
            defaults.lock_minutes,
        ),
        field(
            "session_idle_days",
            t!(language, "security-idle-days"),
            (1, 90),
            defaults.session_idle_days,
        ),
        field(
            "session_absolute_days",
            t!(language, "security-absolute-days"),
            (1, 365),
            defaults.session_absolute_days,
        ),
        field(
            "reset_link_hours",
            t!(language, "security-link-hours"),
            (1, 72),
            defaults.reset_link_hours,
        ),
        field(
            "resets_per_day",
            t!(language, "security-resets"),
            (1, 20),
            defaults.resets_per_day,
        ),
    ]
}

fn values(settings: SecuritySettings) -> Values {
    Values::new()
        .with("password_profile", settings.password_profile.as_str())
        .with("second_factor", settings.second_factor.as_str())
        .with("lock_failures", settings.lock_failures.to_string())
        .with("lock_minutes", settings.lock_minutes.to_string())
        .with("session_idle_days", settings.session_idle_days.to_string())
        .with(
            "session_absolute_days",
            settings.session_absolute_days.to_string(),
        )
        .with("reset_link_hours", settings.reset_link_hours.to_string())
        .with("resets_per_day", settings.resets_per_day.to_string())
}

fn body(values: &Values) -> PutSecuritySettings {
    let defaults = SecuritySettings::default();
    PutSecuritySettings {
        lock_failures: checked(values, "lock_failures"),
        lock_minutes: checked(values, "lock_minutes"),
        session_idle_days: checked(values, "session_idle_days"),
        session_absolute_days: checked(values, "session_absolute_days"),
        reset_link_hours: checked(values, "reset_link_hours"),
        resets_per_day: checked(values, "resets_per_day"),
        password_profile: values
            .parsed("password_profile")
            .unwrap_or(defaults.password_profile),
        second_factor: values
            .parsed("second_factor")
            .unwrap_or(defaults.second_factor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_what_is_sent_again() {
        let settings = SecuritySettings {
            lock_failures: 3,
            session_idle_days: 7,
            password_profile: PasswordProfile::Nist,
            second_factor: SecondFactorDuty::Agents,
            ..SecuritySettings::default()
        };
        let sent = SecuritySettings::try_from(body(&values(settings)));
        assert_eq!(sent, Ok(settings));
    }

    #[test]
    fn every_default_is_within_the_range_that_is_shown() {
        let defaults = values(SecuritySettings::default());
        for field in fields(Language::Fr) {
            if let Control::Range(min, max) = field.control {
                let default: u16 = defaults.parsed(field.name).expect("a number");
                assert!((min..=max).contains(&default), "{}", field.name);
            }
        }
    }
}
