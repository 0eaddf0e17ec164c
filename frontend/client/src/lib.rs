//! Typed client of the REST API, for the portal and for support tooling.
