//! Whether all was kept that is promised.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::house::State;
use super::sink::Taken;

/// What went out, against what had to.
#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Mails that never arrived.
    pub missing: usize,
    /// Mails that nobody wrote.
    pub unknown: usize,
    /// Deliveries beyond the first of each mail.
    pub repeats: usize,
    /// Most deliveries of one mail.
    pub most: usize,
}

/// Holds what was taken against the Message-IDs that were written.
pub fn compare(taken: &[Taken], written: &[String]) -> Verdict {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let to_customers = |mail: &&Taken| mail.recipient.contains("@chaos.example");
    for mail in taken.iter().filter(to_customers) {
        *times.entry(bare(&mail.message_id)).or_default() += 1;
    }
    let written: BTreeSet<&str> = written.iter().map(|id| bare(id)).collect();
    Verdict {
        missing: written.iter().filter(|id| !times.contains_key(*id)).count(),
        unknown: times.keys().filter(|id| !written.contains(*id)).count(),
        repeats: times.values().map(|times| times - 1).sum(),
        most: times.values().copied().max().unwrap_or(0),
    }
}

fn bare(id: &str) -> &str {
    id.trim_start_matches('<').trim_end_matches('>')
}

impl Verdict {
    /// An error that names everything that was not kept.
    pub fn judge(&self, state: &State, kills: usize, mails: usize) -> Result<()> {
        let mut broken = Vec::new();
        let mut must = |kept: bool, what: String| {
            if !kept {
                broken.push(what);
            }
        };
        must(
            state.timers_missed == 0,
            format!("{} timers missed", state.timers_missed),
        );
        must(
            state.timers_twice == 0,
            format!("{} timers twice", state.timers_twice),
        );
        must(
            state.mails_failed == 0,
            format!("{} mails given up", state.mails_failed),
        );
        must(
            state.mails_waiting == 0,
            format!("{} mails still wait", state.mails_waiting),
        );
        must(
            usize::try_from(state.mails).is_ok_and(|written| written == mails),
            format!("{} mails written, not {mails}", state.mails),
        );
        must(
            self.missing == 0,
            format!("{} mails never arrived", self.missing),
        );
        must(
            self.unknown == 0,
            format!("{} mails with another Message-ID", self.unknown),
        );
        must(
            self.repeats <= kills,
            format!("{} repeats in {kills} kills", self.repeats),
        );
        if broken.is_empty() {
            return Ok(());
        }
        bail!("not kept: {}", broken.join("; "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(id: &str) -> Taken {
        Taken {
            message_id: format!("<{id}>"),
            recipient: "RCPT TO:<chaos1@chaos.example>".to_owned(),
        }
    }

    fn done() -> State {
        State {
            mails: 2,
            ..State::default()
        }
    }

    #[test]
    fn repeats_are_forgiven_once_a_kill() {
        let written = ["a".to_owned(), "b".to_owned()];
        let seen = [taken("a"), taken("b"), taken("a"), taken("a")];
        let verdict = compare(&seen, &written);
        assert_eq!((verdict.repeats, verdict.most), (2, 3));
        assert!(verdict.judge(&done(), 2, 2).is_ok());
        assert!(verdict.judge(&done(), 1, 2).is_err());
    }

    #[test]
    fn everything_that_was_not_kept_is_named() {
        let written = ["a".to_owned(), "b".to_owned()];
        let verdict = compare(&[taken("a"), taken("c")], &written);
        let state = State {
            timers_missed: 1,
            timers_twice: 2,
            mails: 3,
            mails_waiting: 4,
            mails_failed: 5,
        };
        let error = verdict.judge(&state, 0, 2).unwrap_err().to_string();
        assert_eq!(error.matches(';').count(), 6, "{error}");
    }
}
