### Words of the field, as the customers' guide writes them. Keys are <area>-<wire form>, with
### dashes for underscores: they are looked up from the vocabulary enums.

## State of a ticket
state-new = Nouveau
state-open = En cours
state-on-hold = En attente
state-resolved = Résolu
state-closed = Clos
state-cancelled = Annulé

## Why a ticket is on hold
on-hold-reason-awaiting-customer = Client
on-hold-reason-awaiting-vendor = Fournisseur
on-hold-reason-awaiting-change = Changement
on-hold-reason-awaiting-problem = Problème

## Impact, urgency, priority
impact-1 = 1 - Tous les utilisateurs
impact-2 = 2 - Plus de 5 utilisateurs
impact-3 = 3 - Moins de 5 utilisateurs
urgency-1 = 1 - Élevé
urgency-2 = 2 - Moyen
urgency-3 = 3 - Faible
priority-1 = Critique
priority-2 = Élevée
priority-3 = Modérée
priority-4 = Faible
priority-5 = Planification
# With its number, as in the list and on the ticket.
priority-numbered-1 = 1 - { priority-1 }
priority-numbered-2 = 2 - { priority-2 }
priority-numbered-3 = 3 - { priority-3 }
priority-numbered-4 = 4 - { priority-4 }
priority-numbered-5 = 5 - { priority-5 }

## How a ticket ended
close-reason-customer-accepted = Solution acceptée par le client
close-reason-customer-closed = Clos par le client
close-reason-agent-closed = Clos par le support
close-reason-auto-closed = Clos automatiquement après résolution
close-reason-no-answer = Clos sans réponse du client
resolution-code-solved = Résolu
resolution-code-workaround = Solution de contournement
resolution-code-information = Information fournie
resolution-code-not-reproducible = Non reproductible
resolution-code-duplicate = Doublon
resolution-code-wont-fix = Hors périmètre

## How a ticket came in
channel-portal = Portail
channel-email = E-mail
channel-api = API
channel-phone = Téléphone

## People
role-contact = Contact
role-account-admin = Administrateur du compte
role-agent = Technicien
role-admin = Administrateur
language-fr = Français
language-en = English

## What can be done to a ticket (labels of buttons and menu entries)
action-start = Prendre en charge
action-assign = Affecter
action-hold = Mettre en attente
action-resume = Reprendre
action-resolve = Résoudre
action-accept = Accepter la solution
action-reject = Refuser la solution
action-close = Clore le ticket
action-cancel = Annuler le ticket
action-follow-up = Créer un ticket de suivi
action-comment = Envoyer un message
action-work-note = Ajouter une note de travail
action-update = Modifier
next-action-reminder = Rappel
next-action-auto-close = Clôture automatique

## Fields of a ticket: columns of the list and the export, labels of forms
ticket-field-number = Numéro
ticket-field-account = Compte
ticket-field-contact = Contact
ticket-field-opened-by = Ouvert par
ticket-field-state = État
ticket-field-subject = Objet
ticket-field-short-description = Brève description
ticket-field-description = Description
ticket-field-on-hold-reason = Motif de la mise en attente
ticket-field-impact = Impact
ticket-field-urgency = Urgence
ticket-field-priority = Priorité
ticket-field-assignment-group = Affecté à
ticket-field-assigned-to = Technicien affecté
ticket-field-configuration-item = Configuration Item
ticket-field-internal-reference = Référence interne
ticket-field-channel = Canal
ticket-field-resolution-code = Code de résolution
ticket-field-resolution-notes = Solution
ticket-field-close-reason = Motif de clôture
ticket-field-created-at = Créé
ticket-field-updated-at = Mis à jour
ticket-field-resolved-at = Résolu le
ticket-field-closed-at = Clos le

## Formats of the export
export-format-xlsx = Excel (.xlsx)
export-format-csv = CSV

## Dates
# $date is a date with its weekday, $time like 18:09.
date-at-time = { $date } à { $time }
relative-now = maintenant
relative-minutes = il y a { $count } min
relative-hours = il y a { $count } h
relative-days = il y a { $count } { $count ->
    [one] jour
   *[other] jours
}
relative-months = il y a { $count } mois
relative-years = il y a { $count } { $count ->
    [one] an
   *[other] ans
}
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## Publications
publication-kind-article = Article
publication-kind-announcement = Annonce
publication-state-draft = Brouillon
publication-state-scheduled = Programmée
publication-state-published = Publiée
publication-state-withdrawn = Retirée
