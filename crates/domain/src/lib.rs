//! Decides, never does: the ticket's states, priority, visibility, the clock.
