### What went wrong, in words for the person at the screen. Keys are error-<code> for the `code`
### of a problem+json answer, field-<code> for those of its `errors`, with dashes for underscores.

error-unauthenticated = Your session has expired. Please sign in again.
error-invalid-credentials = Wrong user name or password.
error-otp-required = Enter the code of your authentication app.
error-otp-invalid = This code is not valid. Wait for the next one, or use a recovery code.
error-sso-required = Your account signs in by single sign-on (SSO) alone.
error-session-expired = Your session has ended. Please sign in again.
error-forbidden = You are not allowed to do this.
error-reauthentication-required = Confirm who you are first, with your password or a code.
error-second-factor-required = Your role must have a second factor. Set it up to go on.
error-sso-refused = The sign-in at the identity provider came to nothing.
error-not-found = This does not exist, or you cannot see it.
error-method-not-allowed = This address does not accept this operation.
error-invalid-state-transition = This action is not possible in the ticket's current state.
error-ticket-frozen = This ticket is closed and can no longer be changed. You can create a follow-up ticket.
error-second-factor-enabled = The second factor is on already.
error-second-factor-missing = The second factor is not on.
error-idempotency-key-reused = This idempotency key was already used for another request.
error-link-not-possible = This link was already used, or the ticket has moved on since.
error-last-admin = This is the last active administrator: appoint another one first.
error-not-yourself = You cannot do this to your own account: ask somebody else.
error-person-anonymised = This person was anonymised, which cannot be undone.
error-nothing-to-invite = This person is deactivated or has already chosen a password.
error-link-expired = This link has expired.
error-attachment-in-use = This attachment is in use and can no longer be deleted.
error-mail-already-written = This message has already been dealt with.
error-mail-not-waiting = This message is no longer waiting to be sent.
error-mail-still-waiting = This message is still waiting to be sent for the first time.
error-mail-receiver-gone = The recipient is deactivated or no longer sees this ticket.
error-mail-unreadable = This message cannot be read.
error-conflict = The current state does not allow this action.
error-version-conflict = This ticket was changed in the meantime. Check the changes, then save again: what you typed is kept.
error-payload-too-large = The request is too large.
error-file-too-large = This file exceeds the allowed size.
error-too-many-files = Too many files were sent at once.
error-ticket-files-too-large = The attachments of this ticket exceed the allowed total size.
error-file-empty = This file is empty.
error-unsupported-media-type = This content format is not accepted.
error-range-not-satisfiable = The requested part of the file does not exist.
error-malformed-request = The request cannot be read.
error-invalid-cursor = This page of the list is no longer valid. Reload the list from the start.
error-validation-failed = Some information is missing or incorrect.
error-rate-limited = Too many attempts. Please wait a moment before trying again.
error-storage-full = The storage is full. Please try again later or contact support.
error-unavailable = The service is unavailable for the moment. Please try again shortly.
error-internal-error = Something unexpected went wrong. Please try again, or contact support if it persists.
error-upload-incomplete = The upload of the file was interrupted. Please send it again.
# Not from the server: the browser got no answer at all.
error-network = The server cannot be reached. Check your connection, then try again.

field-required = This field is required.
field-too-long = Please shorten this to { $max } { $max ->
    [one] character
   *[other] characters
} or fewer.
field-too-short = Please enter at least { $min } { $min ->
    [one] character
   *[other] characters
}.
field-invalid-value = This value is not valid.
field-incorrect = This is not correct.
field-taken = This value is taken.
field-unknown-field = This field is unknown.
field-unknown-parameter = This parameter is unknown.
field-invalid-format = The format is not valid.
field-exactly-one-of = Fill in exactly one of these fields.
field-nul-character = The text contains a forbidden character.
field-not-found = This does not exist.
field-not-allowed = This choice is not allowed.
field-out-of-range = Please enter a value from { $min } to { $max }.
field-wrong-type = The value has the wrong type.
field-repeated = This can be given only once.
field-duplicate = This value is already in use.
field-empty-file = This file is empty.
field-password-length = { $min } to { $max } characters.
field-password-lower = At least one lower-case letter.
field-password-upper = At least one upper-case letter.
field-password-digit = At least one digit.
field-password-special = At least one special character.
field-password-repetition = Not the same character more than { $max } times in a row.
field-password-sequence = No sequence of more than { $max } characters (abcd, 4321, qwer…).
field-password-personal = No name, user name or company name.
field-password-common = This password is too common. Choose another one.
field-password-unchanged = This is your password already. Choose another one.
field-low-contrast = The contrast with the text is too low (4.5:1).
field-too-many = At most { $max }.
field-invalid-cursor = This page of the list is no longer valid. Reload the list from the start.

# The same in a few words: the `title` of a problem+json answer.
title-malformed-request = Unreadable request
title-upload-incomplete = Upload interrupted
title-unauthenticated = Not signed in
title-invalid-credentials = Sign-in failed
title-otp-required = Code required
title-otp-invalid = Code refused
title-sso-required = Single sign-on required
title-session-expired = Session ended
title-forbidden = Not allowed
title-reauthentication-required = Confirmation required
title-second-factor-required = Second factor required
title-sso-refused = Single sign-on refused
title-not-found = Not found
title-method-not-allowed = Method not allowed
title-invalid-state-transition = Action not possible now
title-ticket-frozen = Ticket closed
title-second-factor-enabled = Second factor on already
title-second-factor-missing = No second factor
title-idempotency-key-reused = Idempotency key reused
title-link-not-possible = Link already used
title-last-admin = Last administrator
title-not-yourself = Not yourself
title-person-anonymised = Person anonymised
title-nothing-to-invite = No invitation needed
title-link-expired = Link expired
title-attachment-in-use = Attachment in use
title-mail-already-written = Message already dealt with
title-mail-not-waiting = Message already gone
title-mail-still-waiting = Message not yet sent
title-mail-receiver-gone = Recipient not available
title-mail-unreadable = Unreadable message
title-version-conflict = Changed meanwhile
title-payload-too-large = Request too large
title-file-too-large = File too large
title-too-many-files = Too many files
title-ticket-files-too-large = Attachments too large
title-unsupported-media-type = Unsupported format
title-range-not-satisfiable = No such part of the file
title-validation-failed = Check your entries
title-rate-limited = Too many requests
title-internal-error = Unexpected error
title-unavailable = Temporarily unavailable
title-storage-full = Storage full
