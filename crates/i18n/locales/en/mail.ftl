### Texts of the mails.
