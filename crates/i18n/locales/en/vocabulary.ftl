### Words of the field. Keys are <area>-<wire form>, with dashes for underscores: they are looked
### up from the vocabulary enums.

## State of a ticket
state-new = New
state-open = In progress
state-on-hold = On hold
state-resolved = Resolved
state-closed = Closed
state-cancelled = Cancelled

## Why a ticket is on hold
on-hold-reason-awaiting-customer = Customer
on-hold-reason-awaiting-vendor = Vendor
on-hold-reason-awaiting-change = Change
on-hold-reason-awaiting-problem = Problem

## Impact, urgency, priority
impact-1 = 1 - All users
impact-2 = 2 - More than 5 users
impact-3 = 3 - Fewer than 5 users
urgency-1 = 1 - High
urgency-2 = 2 - Medium
urgency-3 = 3 - Low
priority-1 = Critical
priority-2 = High
priority-3 = Moderate
priority-4 = Low
priority-5 = Planning
# With its number, as in the list and on the ticket.
priority-numbered-1 = 1 - { priority-1 }
priority-numbered-2 = 2 - { priority-2 }
priority-numbered-3 = 3 - { priority-3 }
priority-numbered-4 = 4 - { priority-4 }
priority-numbered-5 = 5 - { priority-5 }

## How a ticket ended
close-reason-customer-accepted = Solution accepted by the customer
close-reason-customer-closed = Closed by the customer
close-reason-agent-closed = Closed by support
close-reason-auto-closed = Closed automatically after resolution
close-reason-no-answer = Closed without an answer from the customer
resolution-code-solved = Solved
resolution-code-workaround = Workaround
resolution-code-information = Information provided
resolution-code-not-reproducible = Not reproducible
resolution-code-duplicate = Duplicate
resolution-code-wont-fix = Out of scope

## How a ticket came in
channel-portal = Portal
channel-email = E-mail
channel-api = API
channel-phone = Telephone

## People
role-contact = Contact
role-account-admin = Account administrator
role-agent = Technician
role-admin = Administrator
language-fr = Français
language-en = English

## What can be done to a ticket (labels of buttons and menu entries)
action-start = Start work
action-assign = Assign
action-hold = Put on hold
action-resume = Resume
action-resolve = Resolve
action-accept = Accept the solution
action-reject = Reject the solution
action-close = Close the ticket
action-cancel = Cancel the ticket
action-follow-up = Create a follow-up ticket
action-comment = Send a message
action-work-note = Add a work note
action-update = Edit
next-action-reminder = Reminder
next-action-auto-close = Automatic closing

## Fields of a ticket: columns of the list and the export, labels of forms
ticket-field-number = Number
ticket-field-account = Account
ticket-field-contact = Contact
ticket-field-opened-by = Opened by
ticket-field-state = State
ticket-field-subject = Subject
ticket-field-short-description = Short description
ticket-field-description = Description
ticket-field-on-hold-reason = On hold reason
ticket-field-impact = Impact
ticket-field-urgency = Urgency
ticket-field-priority = Priority
ticket-field-assignment-group = Assigned to
ticket-field-assigned-to = Assigned technician
ticket-field-configuration-item = Configuration item
ticket-field-internal-reference = Internal reference
ticket-field-channel = Channel
ticket-field-resolution-code = Resolution code
ticket-field-resolution-notes = Solution
ticket-field-close-reason = Close reason
ticket-field-created-at = Created
ticket-field-updated-at = Updated
ticket-field-resolved-at = Resolved on
ticket-field-closed-at = Closed on

## Formats of the export
export-format-xlsx = Excel (.xlsx)
export-format-csv = CSV

## Dates
# $date is a date with its weekday, $time like 18:09.
date-at-time = { $date } at { $time }
relative-now = just now
relative-minutes = { $count } min ago
relative-hours = { $count } h ago
relative-days = { $count } { $count ->
    [one] day
   *[other] days
} ago
relative-months = { $count } { $count ->
    [one] month
   *[other] months
} ago
relative-years = { $count } { $count ->
    [one] year
   *[other] years
} ago
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Publications
publication-kind-article = Article
publication-kind-announcement = Announcement
publication-state-draft = Draft
publication-state-scheduled = Scheduled
publication-state-published = Published
publication-state-withdrawn = Withdrawn
