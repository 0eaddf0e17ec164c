//! `guichet worker`: the jobs without HTTP.
