//! The worker on a database of its own, with a clock that stands still.

// Said aloud although it always is: clippy takes it for the permission to unwrap.
#[cfg(test)]
mod dovecot;
#[cfg(test)]
mod house;
#[cfg(test)]
mod imap;
#[cfg(test)]
mod lmtp;
#[cfg(test)]
mod mails;
#[cfg(test)]
#[path = "../../../mail/tests/sink/mod.rs"]
#[expect(dead_code, reason = "shared with the tests of guichet-mail")]
mod sink;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod tasks;
