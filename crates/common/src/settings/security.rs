//! How people sign in, and for how long they stay.

use serde::{Deserialize, Serialize};

use crate::fields::{Checks, pointer};
use crate::password::PasswordProfile;
use crate::problem::FieldError;
use crate::request;
use crate::vocabulary::{Role, SecondFactorDuty};

/// The least and the most of each number.
const RANGES: [(&str, i64, i64); 6] = [
    ("lock_failures", 3, 20),
    ("lock_minutes", 1, 1_440),
    ("session_idle_days", 1, 90),
    ("session_absolute_days", 1, 365),
    ("reset_link_hours", 1, 72),
    ("resets_per_day", 1, 20),
];

request! {
    /// How people sign in, and for how long they stay.
    pub struct PutSecuritySettings {
        /// Wrong passwords in a row that lock a name.
        #[cfg_attr(feature = "openapi", schema(minimum = 3, maximum = 20))]
        pub lock_failures: u16,
        /// Minutes for which it is locked.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1440))]
        pub lock_minutes: u16,
        /// Days without use after which a session ends.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 90))]
        pub session_idle_days: u16,
        /// Days after which a session ends however much it is used; not fewer than
        /// `session_idle_days`.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 365))]
        pub session_absolute_days: u16,
        /// Hours for which the link of a mail resets a password.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 72))]
        pub reset_link_hours: u16,
        /// Mails with such a link to one person within a day.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
        pub resets_per_day: u16,
        /// The rules of new passwords.
        pub password_profile: PasswordProfile,
        /// Who must sign in with a second factor.
        pub second_factor: SecondFactorDuty,
    }
    rules security_rules;
}

fn security_rules(checks: &mut Checks<'_>) {
    for (name, min, max) in RANGES {
        checks.number(name, min, max);
    }
}

/// How people sign in, and for how long they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecuritySettings {
    /// Wrong passwords in a row that lock a name.
    pub lock_failures: u16,
    /// Minutes for which it is locked.
    pub lock_minutes: u16,
    /// Days without use after which a session ends.
    pub session_idle_days: u16,
    /// Days after which a session ends however much it is used.
    pub session_absolute_days: u16,
    /// Hours for which the link of a mail resets a password.
    pub reset_link_hours: u16,
    /// Mails with such a link to one person within a day.
    pub resets_per_day: u16,
    /// The rules of new passwords.
    pub password_profile: PasswordProfile,
    /// Who must sign in with a second factor.
    pub second_factor: SecondFactorDuty,
}

impl Default for SecuritySettings {
    fn default() -> Self {
        Self {
            lock_failures: 5,
            lock_minutes: 15,
            session_idle_days: 14,
            session_absolute_days: 90,
            reset_link_hours: 12,
            resets_per_day: 5,
            password_profile: PasswordProfile::Classic,
            second_factor: SecondFactorDuty::Nobody,
        }
    }
}

impl SecuritySettings {
    /// Whether somebody of this role must sign in with a second factor.
    #[must_use]
    pub const fn demands_second_factor_of(&self, role: Role) -> bool {
        match self.second_factor {
            SecondFactorDuty::Nobody => false,
            SecondFactorDuty::Agents => role.is_agent(),
            SecondFactorDuty::Everyone => true,
        }
    }
}

impl PutSecuritySettings {
    const fn numbers(&self) -> [u16; 6] {
        [
            self.lock_failures,
            self.lock_minutes,
            self.session_idle_days,
            self.session_absolute_days,
            self.reset_link_hours,
            self.resets_per_day,
        ]
    }
}

impl TryFrom<PutSecuritySettings> for SecuritySettings {
    type Error = Vec<FieldError>;

    fn try_from(body: PutSecuritySettings) -> Result<Self, Vec<FieldError>> {
        let out_of_range = |name: &str, min: i64, max: i64| {
            FieldError::at(pointer(name), "out_of_range")
                .with("min", min)
                .with("max", max)
        };
        let mut errors: Vec<FieldError> = RANGES
            .into_iter()
            .zip(body.numbers())
            .filter(|((_, min, max), number)| !(*min..=*max).contains(&i64::from(*number)))
            .map(|((name, min, max), _)| out_of_range(name, min, max))
            .collect();
        if errors.is_empty() && body.session_absolute_days < body.session_idle_days {
            let (name, _, max) = RANGES[3];
            errors.push(out_of_range(name, body.session_idle_days.into(), max));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            lock_failures: body.lock_failures,
            lock_minutes: body.lock_minutes,
            session_idle_days: body.session_idle_days,
            session_absolute_days: body.session_absolute_days,
            reset_link_hours: body.reset_link_hours,
            resets_per_day: body.resets_per_day,
            password_profile: body.password_profile,
            second_factor: body.second_factor,
        })
    }
}
