### Texts of the mails. Keys are mail-<kind>-<what>; those without a kind are shared.

## Every mail
mail-greeting = Hello,
mail-greeting-named = Hello { $name },
mail-button = View the ticket on the portal
mail-thanks = Thank you,
mail-signature = { $brand } support
mail-rights = © { $brand }. All rights reserved
mail-automatic = This e-mail was sent automatically by the customer service portal.
# Stands for a picture that can only be seen after signing in.
mail-image = [image: { $name }]
mail-image-unnamed = [image]
mail-label = { $label }:
# A label and its value in plain text.
mail-line = { $label }: { $value }

## Details of the ticket
mail-details = Ticket details:
mail-details-case = Case details:
mail-about = About this ticket
mail-field-short-description = Short description
mail-field-description = Description
mail-field-internal-reference = Internal reference
mail-field-opened-by = Opened by
mail-field-assigned-to = Assigned to
mail-field-impact = Impact
mail-field-urgency = Urgency
mail-field-close-reason = Close reason

## A ticket was created
mail-created-subject = { $number } - { $subject }, has been registered
mail-created-text = Your request { $number } has been registered. Our support team will take care of it.
mail-created-next = You can follow its progress and add messages or attachments on the portal.

## The other side wrote
mail-comment-subject = New comment on ticket { $number }
mail-comment-text = There is a new comment on ticket { $number }:

## The support waits for the customer
mail-on-hold-subject = { $number } - { $subject }, is on hold, waiting for your reply
mail-on-hold-text = { $author } commented on { $number } - { $subject }:
mail-on-hold-still-needed = I still need help with this
mail-on-hold-signature = Thank you, { $brand } support

## A solution is proposed
mail-resolved-subject = Your issue has been resolved successfully
mail-resolved-hope = We hope this meets your expectations.
mail-resolved-text = You can confirm the closing of this ticket on the portal, otherwise it will be closed automatically after { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.
# When it does not close by itself.
mail-resolved-open = You can confirm the closing of this ticket on the portal.
mail-resolved-accept = The solution works
mail-resolved-reject = The problem persists

## The ticket is closed
mail-closed-subject = Case { $number } has been closed
mail-closed-text = Case { $number } has been closed:
# When nothing ran at the time that it was to close.
mail-closed-late = It was due to close automatically on { $date }.

## Mails that come in
mail-in-forwarded = Message from { $sender } received by email:
mail-in-no-subject = (no subject)
mail-files-refused-subject = { $number } - Some files were not attached
mail-files-refused-text = Your message about ticket { $number } has been recorded, but these files could not be attached:
mail-files-refused-limits = A file can have up to { $file } MB, a message up to { $files } of them, and a ticket up to { $ticket } MB in all.
mail-files-refused-next = You can add them on the portal, smaller or a few at a time.

## To agents: a ticket waits in their group
mail-in-group-subject = { $number } - { $subject }, is waiting in your group
mail-in-group-text = Ticket { $number } is waiting to be taken by your group:

## To an agent: a ticket is theirs now
mail-assigned-subject = { $number } - { $subject }, has been assigned to you
mail-assigned-text = Ticket { $number } has been assigned to you:

## Access: a forgotten password
mail-password-reset-subject = Reset your password
mail-password-reset-text = A password change was requested for your user account on the instance { $url }:
mail-password-reset-link = Click here to change your password.
mail-password-reset-not-you = If you did not make this request, please tell your administrator.
mail-password-reset-expires = The link expires in { $hours } hour(s).

## Access: an invitation
mail-invitation-subject = Your access to the { $brand } support portal
mail-invitation-text = You have been given access to the { $brand } support portal: { $url }
mail-invitation-username = Your user name is { $username }. Choose your password to sign in:
mail-invitation-link = Choose my password
mail-invitation-expires = The link expires in { $days } day(s) and works once.

## Access: a changed password, a new device
mail-password-changed-subject = Your password has been changed
mail-password-changed-text = The password of your user account on the instance { $url } has just been changed. Your other sessions have been ended.
mail-password-changed-not-you = If you did not make this change, reset your password right away and tell your administrator.
mail-new-sign-in-subject = New sign-in to your account
mail-new-sign-in-text = Somebody signed in to your user account on the instance { $url } from a device or place that is not the usual one.
mail-new-sign-in-not-you = If it was you, there is nothing to do. If not, change your password right away and tell your administrator.
mail-details-sign-in = Details:
mail-field-when = Date
mail-field-device = Device
mail-field-address = IP address

## Access: other ways to come in that have changed
mail-second-factor-enabled-subject = Second factor turned on
mail-second-factor-enabled-text = The second factor of your user account on the instance { $url } has just been turned on: when you sign in, you will be asked for a code besides your password.
mail-second-factor-disabled-subject = Second factor turned off
mail-second-factor-disabled-text = The second factor of your user account on the instance { $url } has just been turned off: your password alone is now enough to sign in.
mail-second-factor-removed-subject = Second factor removed by an administrator
mail-second-factor-removed-text = An administrator has removed the second factor of your user account on the instance { $url }. Sign in with your password, then set up a new one.
mail-second-factor-removed-not-you = If you did not ask for this, tell your administrator right away.
mail-recovery-codes-created-subject = New recovery codes
mail-recovery-codes-created-text = New recovery codes have just been created for your user account on the instance { $url }. The previous ones are no longer valid.
mail-passkey-added-subject = Passkey added to your account
mail-passkey-added-text = A passkey has just been added to your user account on the instance { $url }: it allows signing in without a password.
mail-passkey-removed-subject = Passkey removed from your account
mail-passkey-removed-text = A passkey has just been removed from your user account on the instance { $url }: it can no longer be used to sign in.
mail-api-token-created-subject = Access token created for your account
mail-api-token-created-text = An access token has just been created for your user account on the instance { $url }: it allows a program to act on your behalf.
mail-api-token-created-not-you = If you did not do this, revoke the token, change your password right away and tell your administrator.
mail-access-changed-not-you = If you did not do this, change your password right away and tell your administrator.
mail-field-name = Name
