### Texts of the portal's screens: <page>-<what>.

## Whose portal it is, and the frame around every page
brand-name = Heliaq
shell-product = Support
shell-title = { $page } – Heliaq
shell-skip = Skip to content
shell-main-nav = Main navigation
shell-search = Search
shell-home = Home
shell-queue = Queue
shell-create = Create a ticket
shell-user-menu = Menu of { $name }
shell-language = Language
shell-theme-system = System theme
shell-theme-light = Light theme
shell-theme-dark = Dark theme
shell-sign-out = Sign out
shell-signed-out = You are signed out.
shell-loading = Loading…
shell-retry = Try again
shell-load-failed = This could not be loaded
shell-part-missing = This page could not be loaded. Check your connection, then try again.
shell-request-id = (reference: { $id })

## Words that the components say themselves
ui-close = Close
ui-required-note = Indicates required fields
ui-no-results = No results
ui-previous-page = Previous page
ui-next-page = Next page
ui-remove = Remove
ui-notifications = Notifications
ui-breadcrumb = Breadcrumb
ui-show-password = Show password
ui-hide-password = Hide password
ui-busy = Please wait…

## Login
login-title = Log in
login-heading = Welcome
login-lead = Log in to your support area.
login-username = User name
login-username-hint = Your e-mail address
login-password = Password
login-code = One-time code
login-code-hint = The code of your authentication app, or a recovery code.
login-language = Language
login-submit = Log in
login-forgotten = Forgot password?
login-sso = Log in with single sign-on (SSO)
login-sso-with = Log in with { $provider }
login-session-ended = Your session has ended. Please log in again.
login-pitch = Your customer service, in plain view.
login-pitch-create = File a request in minutes, with your attachments.
login-pitch-follow = Follow each step towards its solution, live.
login-pitch-talk = Talk directly to our technicians.
login-copyright = © Heliaq. All rights reserved

## Forgotten password
forgotten-title = Forgotten password
forgotten-steps = Steps
forgotten-step-identify = Identify
forgotten-step-verify = Verify
forgotten-step-reset = Reset
forgotten-step-done = Done:
forgotten-captcha = CAPTCHA
forgotten-captcha-start = I am not a robot
forgotten-captcha-hint = Your browser does a small calculation: nothing to read or to copy.
forgotten-captcha-works = Checking…
forgotten-captcha-done = Check passed
forgotten-captcha-failed = The check did not succeed. Tick the box again.
forgotten-captcha-insecure = Your browser does not allow this check here. Open the portal by an address with https, or contact the support.
forgotten-captcha-first = Tick this box and wait for the check to end.
forgotten-next = Next
forgotten-verify = Verification of personal data - e-mail address
forgotten-email = E-mail
forgotten-late = This request has expired. Please start again.
forgotten-sent = An e-mail with instructions to reset your password has been sent to you
forgotten-sent-hint = Nothing received after a few minutes? Look among your junk mails, and check the addresses that you typed.
forgotten-close = Close
forgotten-again = Ask for a new link
forgotten-back = Log in with user name and password

## A new password, by the link of a mail
password-title-reset = Reset your password
password-title-invitation = Choose your password
password-lead-invitation = Welcome! Choose the password of your account.
password-not-locked = The account is not locked.
password-locked = The new password unlocks the account.
password-new = New password
password-again = Retype the password
password-differs = The two passwords are different.
password-rules-broken = This password does not keep to all rules.
password-rule-holds = Fulfilled:
password-rule-open = Not yet fulfilled:
password-checked-again = We check these needs again once you submit
password-submit = Reset the password
password-submit-invitation = Save the password
password-done = Your password is saved
password-done-text = Your other sessions have ended. You can sign in.
password-link-expired = This link has expired
password-link-used = This link was used already, or another one has replaced it
password-link-unknown = This link is not valid
password-link-again = Ask your administrator or the support for a new link.
password-link-forgotten = You can ask for a new link. The last one sent is the only one that works.

## A page that does not exist
not-found-title = Page not found
not-found-text = This page does not exist, or you have no access to it.
not-found-home = Back to the home page

## A publication
# Before a relative time: "il y a 20 h".
publication-published = Published

## Home and queue
home-title = Home
home-greeting = Hello { $name }
home-lead = What can we do for you today?
home-queue-title = Queue
home-queue-lead = The tickets of the accounts that you look after.
home-create = Create a ticket
home-create-text = Contact support to make a request or report a problem.
home-publications = Publications
home-publications-empty = No article found
home-tickets = Tickets
home-search = Keyword search
home-filter-contact = Contact
home-filter-account = Account
home-filter-contact-all = All contacts
home-filter-account-all = All accounts
home-filter-state = State
home-filter-clear = Clear filters
home-export = Export
home-export-running = Exporting: { $size } received
home-export-done = The export has been downloaded.
home-columns = Columns
home-columns-reset = Default columns
home-tab-all = All
home-tab-action = Your action needed
home-tab-mine = My tickets
home-tab-unassigned = Unassigned
home-tabs = Tickets shown
home-rows = Rows { $from } - { $to } of { $total }
home-rows-more = Rows { $from } - { $to } of more than { $total }
home-empty = No ticket record matches this filter.
home-empty-hint = Change the search or the filters to see other tickets.
home-empty-hint-first = Your requests and their progress will appear here.
home-nobody = Unassigned

## Answers by the link of a mail
# The message that is written to the ticket.
mail-action-still-needed-message = I still need help with this.
mail-action-confirm = Confirm
mail-action-done = Noted, thank you!
mail-action-used = This link was already used
mail-action-expired = This link has expired
mail-action-not-possible = This answer is no longer possible
mail-action-elsewhere = The portal shows where your ticket stands.
mail-action-invalid = This link is not valid
mail-action-invalid-text = Open the link of the e-mail again, all of it.
