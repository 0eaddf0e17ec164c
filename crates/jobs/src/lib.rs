//! The schedule: outbox delivery, timers, sweeps.
