### The directory as files: headings and words, which are read back in whatever the language.

directory-field-first-name = First name
directory-field-last-name = Last name
directory-field-email = E-mail
directory-field-account = Account
directory-field-role = Role
directory-field-sees-account-tickets = Sees all tickets of the account
directory-field-language = Language
directory-field-time-zone = Time zone
directory-field-active = Active
directory-field-name = Item name
directory-field-kind = Kind
directory-yes = Yes
directory-no = No
directory-contacts = Contacts
directory-configuration-items = Configuration items
