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
mod tasks;
