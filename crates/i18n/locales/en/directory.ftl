### Texts of the profile, and of what admins look after.

## Forms
form-save = Save
form-cancel = Cancel
form-add = Add…
form-remove = Remove { $name }
form-yes = Yes
form-no = No

## People
person-first-name = First name
person-last-name = Last name
person-email = E-mail address
person-email-hint = Also the user name.
person-account = Account
person-role = Role
person-language = Language
person-time-zone = Time zone
person-sees-account = Sees all tickets
person-send-invitation = Send an invitation by e-mail
person-send-invitation-hint = It carries a link to choose the first password.
person-deactivate = This person is signed out everywhere and cannot sign in any more. Their tickets stay. You can reactivate them later.
person-inactive = This person cannot sign in any more.

## Profile
profile-title = Your profile
profile-lead = Your data, your e-mails and where you are signed in.
profile-saved = Your changes are saved.
profile-personal = Personal data
profile-personal-text = Your name as support sees it, your language, and the time zone in which dates are shown.
profile-email-hint = Your user name. Only support can change it.
profile-mails = E-mails
profile-mails-text = The e-mails you want to get. Those that wait for your answer are always sent.
profile-sessions = Signed-in devices
profile-sessions-text = Where you are signed in now. If you do not recognise one, end it, then change your password.
profile-session-current = This device
profile-session-unknown = Unknown device
profile-session-used = Last used:
profile-session-end = Sign out
profile-session-end-others = Sign out all other devices
profile-session-ended = Done: that access is closed.

mail-kind-created = Your request is registered
mail-kind-comment = A new message on a ticket
mail-kind-on-hold = Support waits for your answer
mail-kind-resolved = A solution is proposed
mail-kind-closed = A ticket is closed
mail-kind-in-group = A ticket arrives in your group
mail-kind-assigned = A ticket is assigned to you
mail-kind-files-refused = Files sent by e-mail were not accepted

## Administration
admin-title = Administration
admin-shown = Show
admin-shown-active = Active
admin-shown-inactive = Deactivated
admin-shown-all = All
admin-inactive = Deactivated
admin-pending = Invitation pending
admin-no-match = Nothing matches these filters.
admin-create = Create
admin-created = { $name } is created.
admin-saved = The changes are saved.
admin-deactivate = Deactivate
admin-deactivate-title = Deactivate { $name }?
admin-deactivated = It is deactivated.
admin-deactivated-open = It is deactivated. Open tickets still assigned: { $count }.
admin-reactivate = Reactivate
admin-reactivated = It is active again.
directory-name = Name

accounts-title = Accounts
accounts-lead = The customers' companies, which own the tickets.
accounts-new = New account
accounts-empty = No account yet
accounts-zone-hint = That of its business days and deadlines.
accounts-deactivate = Its contacts can still read, answer and close, but not file tickets any more. Nobody can be added to it.
accounts-inactive = This account cannot file tickets any more.

contacts-title = Contacts
contacts-lead = The people of the customers' companies.
contacts-new = New contact
contacts-empty = No contact yet
contacts-role-hint = An account admin looks after the contacts of their company.
contacts-sees = Sees all tickets of their company
contacts-sees-hint = Otherwise only their own. Also allows filing a ticket for a colleague.

colleagues-title = Contacts of your company
colleagues-lead = Invite your colleagues, and decide what they see.
colleagues-new = Invite a colleague
colleagues-email-hint = Only support can change the address.

agents-title = Agents
agents-lead = The people of support.
agents-new = New agent
agents-empty = No agent yet
agents-groups-hint = Without a group, an agent sees all accounts.
agents-deactivate = This person is signed out everywhere and cannot sign in any more. Their tickets stay assigned to them until somebody takes them over.

groups-title = Groups
groups-lead = The teams that tickets are assigned to.
groups-new = New group
groups-empty = No group yet
groups-members = Members
groups-accounts-hint = Without a choice, the group serves all accounts.
groups-deactivate = No ticket can be assigned to it any more. Those it has stay with it.
groups-inactive = No ticket can be assigned to this group any more.

items-title = Configuration items
items-lead = What support looks after: servers, firewalls, lines, applications.
items-new = New item
items-empty = No configuration item yet
items-kind = Kind
items-kind-hint = For example server, firewall, line or application.
items-deactivate = It is not offered for new tickets any more. Those that name it do not change.
items-inactive = This item is not offered for new tickets any more.
