//! The REST API: routes, extractors, problem+json, OpenAPI, events, static files.
