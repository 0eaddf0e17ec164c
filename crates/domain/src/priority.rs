//! Priority is computed, never typed.

use guichet_common::vocabulary::{Impact, Priority, Urgency};

/// The default matrix (spec, section 1).
#[must_use]
pub const fn priority(impact: Impact, urgency: Urgency) -> Priority {
    match (impact, urgency) {
        (Impact::AllUsers, Urgency::High) => Priority::Critical,
        (Impact::AllUsers, Urgency::Medium) | (Impact::MoreThanFive, Urgency::High) => {
            Priority::High
        }
        (Impact::AllUsers, Urgency::Low)
        | (Impact::MoreThanFive, Urgency::Medium)
        | (Impact::FewerThanFive, Urgency::High) => Priority::Moderate,
        (Impact::MoreThanFive, Urgency::Low) | (Impact::FewerThanFive, Urgency::Medium) => {
            Priority::Low
        }
        (Impact::FewerThanFive, Urgency::Low) => Priority::Planning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_matrix_is_that_of_the_specification() {
        let expected = [[1, 2, 3], [2, 3, 4], [3, 4, 5]];
        for (i, impact) in Impact::ALL.iter().enumerate() {
            for (u, urgency) in Urgency::ALL.iter().enumerate() {
                assert_eq!(priority(*impact, *urgency).level(), expected[i][u]);
            }
        }
    }
}
