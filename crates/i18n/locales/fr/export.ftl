### Texts of the ticket export that are not labels of fields (those are in vocabulary.ftl).
