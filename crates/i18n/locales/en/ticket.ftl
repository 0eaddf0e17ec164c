### Creating a ticket, the ticket itself, its files and conversation, and the users' guide.

## Files
files-title = Attachments
files-add = Add attachments
files-limits = Drop, paste or choose them: { $count } files at most, { $max } MB each.
files-drop = Drop your files here
files-attach = Attach files
files-empty = This file is empty, so it was not added.
files-too-large = This file is larger than { $max } MB, so it was not added.
files-too-many = { $max } files at most: this file was not added.
files-lost = This file is no longer available. Remove it, then add it again.
files-under-way = Some files are still being uploaded. Wait a moment, or cancel them.
files-download = Download { $name }
files-none = No attachments
files-none-hint = Files of the request and of messages appear here.

## Rich text
editor-loading = Loading the editor…

## Creating a ticket
create-title = Create a { $brand } ticket
create-submit = Submit
create-required = Required information
create-required-done = Everything is filled in.
create-choose-account = Choose an account
create-choose-contact = Choose a contact of the account
create-item-hint = The device or application concerned, if you know it.
create-description-hint = Describe your request: what happens, since when, what you have tried…
create-words-needed = Please add a few words to your picture.
create-suggestions = These articles may help
create-restored = Your draft is back where you left it.
create-discard = Discard the draft
create-done = Your request { $number } has been registered.
create-sent-before = This request seems to be registered already
create-sent-before-text = An earlier try arrived, but its confirmation was lost. Check your tickets before you send it again.
create-see-tickets = See my tickets
create-send-anyway = Send as a new request

## The ticket
ticket-crumb = My request: { $number }
ticket-crumb-agent = Ticket { $number }
ticket-created-on = Created
ticket-actions = Actions
ticket-details = Ticket details
ticket-follow-up-of = Follow-up of
ticket-rating = Satisfaction
ticket-rating-of = { $rating } out of 5
ticket-nobody = Unassigned
ticket-none = Not set
ticket-agenda = Add to my calendar
ticket-promise-reminder = Reminder on { $at }
ticket-promise-close = Closes automatically on { $at } if we do not hear from you
ticket-promise-then-close = closes automatically on { $at } if we do not hear from you
ticket-promise-close-agent = Closes automatically on { $at } without an answer from the customer
ticket-promise-then-close-agent = closes automatically on { $at } without an answer from the customer
ticket-agenda-reminder = { $number }: reminder
ticket-agenda-close = { $number }: closes automatically
ticket-tabs = Contents of the ticket
ticket-tab-activity = Activity
ticket-loading = Loading the ticket…

## Banners
ticket-waits-title = Support is waiting for your answer
ticket-waits-text = Answer below with a message or a file: work on your ticket goes on at once.
ticket-waits-answer = Answer
ticket-resolved-title = A solution is proposed
ticket-resolved-text = Is the problem solved? Accept the solution, or reject it and tell us what is wrong.
ticket-solution = Solution
ticket-frozen-closed = This ticket is closed.
ticket-frozen-cancelled = This ticket is cancelled.
ticket-frozen-text = It cannot be changed any more. If the problem persists, create a follow-up ticket that is linked to this one.
ticket-frozen-kept = The text that you had begun will be taken over.

## Writing
composer-message = Message
composer-to-customer = Message to the customer
composer-to-customer-hint = The customer sees it and is mailed
composer-note = Work note
composer-note-hint = Internal: never visible to the customer
composer-kind = What do you want to write?
composer-placeholder = Write your message…
composer-placeholder-answer = Write your answer…
composer-placeholder-note = Write a note for the team…
composer-send = Send
composer-add-note = Add the note
composer-shortcut = Ctrl + Enter to send
composer-sent = Message sent.
composer-noted = Note added.
composer-empty = Write a message or attach a file.
composer-note-empty = Write the note.
composer-note-files = A note cannot carry files. Attach them to a message.
composer-reopens = A message reopens the ticket. To confirm the solution, accept it above instead.
composer-restored = Draft restored
composer-discard = Discard
composer-sent-before = Your message may have been sent already: check the activity below, then send it again if needed.

## Activity: what people did, after their name
activity-title = Activity
activity-support = Support
activity-internal = Work note
activity-internal-hint = Internal
activity-more = Show more
activity-created = { $number } Created
activity-started = took the ticket into work
activity-held = put the ticket on hold ({ $reason })
activity-resumed = resumed the ticket
activity-resolved = proposed a solution ({ $code })
activity-accepted = accepted the solution
activity-rejected = rejected the solution
activity-closed = closed the ticket
activity-cancelled = cancelled the ticket
activity-changed = changed the ticket from “{ $from }” to “{ $to }”
activity-reopened = reopened the ticket with a message
activity-answered = answered: the ticket is no longer on hold
activity-system-closed = Ticket closed automatically ({ $reason })
activity-system-changed = The ticket changed from “{ $from }” to “{ $to }”
activity-reminded = Reminder sent to the customer
activity-files-refused = emailed files that were not kept (too large or too many)
activity-original = Show the full message
activity-assigned-to = assigned the ticket to { $to }
activity-unassigned = removed the assignment
activity-updated = changed the ticket
activity-files = added { $count } { $count ->
    [one] file
   *[other] files
}
activity-change = { $field }: { $from } → { $to }
activity-nothing = empty
activity-new = New activity

## Dialogs
action-cancel-dialog = Cancel
action-optional = (optional)
action-version-conflict = Somebody else has just changed this ticket. What you typed is kept: check the changes, then confirm again.
action-done = The ticket is up to date.
action-accept-text = Your ticket will be closed. Thank you for telling us!
action-accept-comment = A comment for support
action-accept-rating = Your satisfaction
action-rating-1 = Very dissatisfied
action-rating-2 = Dissatisfied
action-rating-3 = Neutral
action-rating-4 = Satisfied
action-rating-5 = Very satisfied
action-reject-text = The ticket will be reopened, and support will go on working on it.
action-reject-reason = What is wrong?
action-close-text = The ticket will be closed without further work and cannot be changed any more.
action-cancel-text = Your request will be cancelled and cannot be changed any more.
action-comment-label = Comment
action-assign-group = Group
action-assign-agent = Technician
action-assign-nobody = Nobody
action-assign-no-group = No group
action-hold-reason = On hold for
action-hold-question = Question to the customer
action-hold-message = Message to the customer
action-hold-text = The customer is mailed now and reminded each business day; without an answer within three business days the ticket closes.
action-resolve-notes = Solution
action-resolve-text = The solution is sent to the customer, who can accept or reject it.
action-follow-up-text = The new ticket is linked to { $number } and takes over its details.
action-follow-up-submit = Create the ticket
action-follow-up-done = Ticket { $number } is created.

## Guide
guide-title = User guide
guide-lead = The customer portal, from creating a ticket to closing it.
guide-create = Creating a ticket
guide-create-1 = Sign in and go to the home page.
guide-create-2 = Choose “Create a ticket”.
guide-create-3 = Fill in the form and describe your request.
guide-create-4 = Press “Submit”.
guide-create-5 = You can attach files to your request.
guide-manage = Managing the ticket
guide-manage-1 = Once it is created, add messages or attachments to your request.
guide-manage-2 = Give more information where needed.
guide-manage-3 = Talk to our team in the portal.
guide-manage-4 = Get notifications by e-mail when we need details.
guide-follow = Following your tickets
guide-follow-1 = See all of your tickets on the home page.
guide-follow-2 = Follow the progress of your tickets in the portal.
guide-follow-3 = Export all of your tickets to an Excel file.
guide-work = How tickets are handled
guide-work-1 = Our technicians take on your request.
guide-work-2 = You get an e-mail once the ticket is created.
guide-work-3 = Watch the ticket on the home page.
guide-talk = Communication and follow-up
guide-talk-1 = Talk to us and follow the ticket in the portal.
guide-talk-2 = If more information is needed, the ticket is put on hold meanwhile.
guide-talk-3 = You are reminded by e-mail for three business days; without your answer the ticket is closed.
guide-close = Closing the ticket
guide-close-1 = Confirm the proposed solution.
guide-close-2 = The ticket stays open for 72 hours, or until you confirm the solution.
guide-close-3 = Once the solution is accepted, the ticket is closed.
guide-close-4 = Follow the progress in the portal and talk to our team directly.
