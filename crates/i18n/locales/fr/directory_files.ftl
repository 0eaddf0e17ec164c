### The directory as files: headings and words, which are read back in whatever the language.

directory-field-first-name = Prénom
directory-field-last-name = Nom
directory-field-email = E-mail
directory-field-account = Compte
directory-field-role = Rôle
directory-field-sees-account-tickets = Voit tous les tickets du compte
directory-field-language = Langue
directory-field-time-zone = Fuseau horaire
directory-field-active = Actif
directory-field-name = Nom de l'élément
directory-field-kind = Type
directory-yes = Oui
directory-no = Non
directory-contacts = Contacts
directory-configuration-items = Éléments de configuration
