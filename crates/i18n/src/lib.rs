//! One catalogue of texts for screens, mails, exports and errors.
