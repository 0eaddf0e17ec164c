//! The problem document (RFC 9457) and the codes it carries.

use serde::{Deserialize, Serialize};

macro_rules! error_codes {
    ($(#[doc = $doc:literal] $variant:ident = ($wire:literal, $status:literal),)+) => {
        /// Why a request was refused. The wire form is stable, and the key of its translation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $(#[doc = $doc] #[serde(rename = $wire)] $variant,)+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The wire form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $wire,)+ }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// What it means, for the generated reference.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc,)+ }
            }
        }
    };
}

error_codes! {
    /// The body is not readable as JSON (or as the form or multipart message it should be).
    MalformedRequest = ("malformed_request", 400),
    /// The upload ended before it was complete; nothing of it was kept.
    UploadIncomplete = ("upload_incomplete", 400),
    /// No valid access token came with the request.
    Unauthenticated = ("unauthenticated", 401),
    /// User name and password do not belong together.
    InvalidCredentials = ("invalid_credentials", 401),
    /// The password is right; the one-time code is missing. Ask for it and sign in again with both.
    OtpRequired = ("otp_required", 401),
    /// The password is right; the one-time code is wrong, too old, or was used before.
    OtpInvalid = ("otp_invalid", 401),
    /// The password is right, but the person's account signs in by its identity provider alone.
    SsoRequired = ("sso_required", 401),
    /// The passkey is not known here, or its answer cannot be believed.
    PasskeyRefused = ("passkey_refused", 401),
    /// The session is over: signed out, expired, or its refresh token was used twice.
    SessionExpired = ("session_expired", 401),
    /// The caller may see this but not do it.
    Forbidden = ("forbidden", 403),
    /// Changing how one signs in needs the password or a code again.
    ReauthenticationRequired = ("reauthentication_required", 403),
    /// The caller's role must have a second factor; until it is set up, nothing else can be done.
    SecondFactorRequired = ("second_factor_required", 403),
    /// The sign-in at the identity provider came to nothing; browsers are told why on a page.
    SsoRefused = ("sso_refused", 403),
    /// The token was not given the scope that this needs; `WWW-Authenticate` names it.
    InsufficientScope = ("insufficient_scope", 403),
    /// There is no such thing, or it is not the caller's.
    NotFound = ("not_found", 404),
    /// The address exists, but not with this method.
    MethodNotAllowed = ("method_not_allowed", 405),
    /// The ticket's state does not allow this action.
    InvalidStateTransition = ("invalid_state_transition", 409),
    /// The ticket is closed or cancelled; file a follow-up instead.
    TicketFrozen = ("ticket_frozen", 409),
    /// One-time codes are on already; turn them off first.
    SecondFactorEnabled = ("second_factor_enabled", 409),
    /// One-time codes are not on, or nothing was begun that could be confirmed.
    SecondFactorMissing = ("second_factor_missing", 409),
    /// The caller has as many passkeys as one person may have.
    TooManyPasskeys = ("too_many_passkeys", 409),
    /// The idempotency key was used before with another body.
    IdempotencyKeyReused = ("idempotency_key_reused", 409),
    /// The link was used, or the ticket has gone on without it.
    LinkNotPossible = ("link_not_possible", 409),
    /// The file belongs to a message already.
    AttachmentInUse = ("attachment_in_use", 409),
    /// The person has as many tokens as they may have; one must be revoked first.
    TooManyTokens = ("too_many_tokens", 409),
    /// The mail was written into a ticket already, or decided about meanwhile.
    MailAlreadyWritten = ("mail_already_written", 409),
    /// The mail is on its way, was sent, or has been given up.
    MailNotWaiting = ("mail_not_waiting", 409),
    /// The mail has yet to be sent for the first time.
    MailStillWaiting = ("mail_still_waiting", 409),
    /// The mail's receiver is not active, or does not see the ticket any more.
    MailReceiverGone = ("mail_receiver_gone", 409),
    /// The mail's bytes are no message that can be read.
    MailUnreadable = ("mail_unreadable", 409),
    /// Somebody has to run the instance: the last active admin stays one.
    LastAdmin = ("last_admin", 409),
    /// Nobody does this to themselves; somebody else has to.
    NotYourself = ("not_yourself", 409),
    /// The person was anonymised; nothing brings them back.
    PersonAnonymised = ("person_anonymised", 409),
    /// The person is not active, or has set their password already.
    NothingToInvite = ("nothing_to_invite", 409),
    /// The publication has been published: it can be withdrawn, but not deleted.
    PublicationNotDraft = ("publication_not_draft", 409),
    /// The link of a mail is too old.
    LinkExpired = ("link_expired", 410),
    /// Somebody else changed it meanwhile (`If-Match` is stale).
    VersionConflict = ("version_conflict", 412),
    /// The request's body is too large.
    PayloadTooLarge = ("payload_too_large", 413),
    /// The file is larger than a file may be.
    FileTooLarge = ("file_too_large", 413),
    /// More files than one request may carry.
    TooManyFiles = ("too_many_files", 413),
    /// The ticket's files together are larger than they may be.
    TicketFilesTooLarge = ("ticket_files_too_large", 413),
    /// The body's media type is not one that is read here.
    UnsupportedMediaType = ("unsupported_media_type", 415),
    /// The part of the file asked for does not exist.
    RangeNotSatisfiable = ("range_not_satisfiable", 416),
    /// Fields or parameters are missing, unknown or wrong; `errors` lists all of them.
    ValidationFailed = ("validation_failed", 422),
    /// Too many requests; `Retry-After` tells when to come back.
    RateLimited = ("rate_limited", 429),
    /// Something broke on the server; the request id finds it in the log.
    InternalError = ("internal_error", 500),
    /// The server cannot do this right now; try again.
    Unavailable = ("unavailable", 503),
    /// The server has no room for this file.
    StorageFull = ("storage_full", 507),
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for ErrorCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::vocabulary::schema_of_words(
            "Why a request was refused.",
            Self::ALL.iter().map(|code| code.as_str()),
        )
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for ErrorCode {}

impl ErrorCode {
    /// The stable `type` URI of the problem document.
    #[must_use]
    pub fn type_uri(self) -> String {
        format!("urn:guichet:problem:{}", self.as_str())
    }
}

/// What is wrong with one field of the body, or one parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer (RFC 6901) of the field in the body; absent for a parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of the query parameter or header; absent for a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong: `required`, `too_long`, `invalid_value`, `unknown_field`, …
    pub code: String,
    /// The numbers behind the code, for example `{"max": 160}`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object, required = true))]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The same in words, in the language asked for.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub detail: String,
}

impl FieldError {
    /// An error at a JSON pointer.
    #[must_use]
    pub fn at(pointer: impl Into<String>, code: &str) -> Self {
        Self {
            pointer: Some(pointer.into()),
            parameter: None,
            code: code.to_owned(),
            params: serde_json::Map::new(),
            detail: String::new(),
        }
    }

    /// An error in a query parameter or header.
    #[must_use]
    pub fn parameter(name: impl Into<String>, code: &str) -> Self {
        Self {
            pointer: None,
            parameter: Some(name.into()),
            ..Self::at("", code)
        }
    }

    /// The same with one more number behind the code.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

/// A refusal, as `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable URI of the kind of problem: `urn:guichet:problem:` and the code.
    pub r#type: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// This problem in a sentence, in the language asked for.
    pub detail: String,
    /// The kind of problem, for programs.
    pub code: ErrorCode,
    /// Finds the request in the server's log.
    pub request_id: String,
    /// With 422: every field or parameter that is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub errors: Vec<FieldError>,
}
