//! Limits of programs.

use serde::{Deserialize, Serialize};

use crate::fields::Checks;
use crate::request;

/// Most requests a minute that can be allowed.
pub const REQUESTS_PER_MINUTE_MAX: u16 = 60_000;

request! {
    /// The limits of programs from now on.
    pub struct PutMachineSettings {
        /// Requests a minute of one token, 1 to 60,000.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60000))]
        pub requests_per_minute: u16,
    }
    rules machine_rules;
}

fn machine_rules(checks: &mut Checks<'_>) {
    checks.number("requests_per_minute", 1, REQUESTS_PER_MINUTE_MAX.into());
}

/// The limits of programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MachineSettings {
    /// Requests a minute of one token.
    pub requests_per_minute: u16,
}

impl Default for MachineSettings {
    fn default() -> Self {
        Self {
            requests_per_minute: 600,
        }
    }
}
