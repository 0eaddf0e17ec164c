### Creating a ticket, the ticket itself, its files and conversation, and the users' guide.

## Files
files-title = Pièces jointes
files-add = Ajouter des pièces jointes
files-limits = Glissez-les ici, collez-les ou choisissez-les : { $count } fichiers au maximum, { $max } Mo chacun.
files-drop = Déposez vos fichiers ici
files-attach = Joindre des fichiers
files-empty = Ce fichier est vide : il n'a pas été ajouté.
files-too-large = Ce fichier dépasse { $max } Mo : il n'a pas été ajouté.
files-too-many = { $max } fichiers au maximum : ce fichier n'a pas été ajouté.
files-lost = Ce fichier n'est plus disponible. Retirez-le, puis ajoutez-le à nouveau.
files-under-way = Des fichiers sont encore en cours d'envoi. Patientez un instant, ou annulez-les.
files-download = Télécharger { $name }
files-none = Aucune pièce jointe
files-none-hint = Les fichiers joints à la demande et aux messages apparaissent ici.

## Rich text
editor-loading = Chargement de l'éditeur…

## Creating a ticket
create-title = Créer un ticket { $brand }
create-submit = Soumettre
create-required = Informations obligatoires
create-required-done = Tout est renseigné.
create-choose-account = Choisissez un compte
create-choose-contact = Choisissez un contact du compte
create-item-hint = L'équipement ou l'application concerné, si vous le connaissez.
create-description-hint = Décrivez votre demande : ce qui se passe, depuis quand, ce que vous avez déjà essayé…
create-words-needed = Ajoutez quelques mots à votre image.
create-suggestions = Ces articles peuvent vous aider
create-restored = Votre brouillon a été repris là où vous l'aviez laissé.
create-discard = Effacer le brouillon
create-done = Votre demande { $number } a bien été enregistrée.
create-sent-before = Cette demande semble déjà enregistrée
create-sent-before-text = Un premier envoi est arrivé, mais sa confirmation s'est perdue. Vérifiez vos tickets avant d'envoyer à nouveau.
create-see-tickets = Voir mes tickets
create-send-anyway = Envoyer comme nouvelle demande

## The ticket
ticket-crumb = Ma demande : { $number }
ticket-crumb-agent = Ticket { $number }
ticket-created-on = Créé le
ticket-actions = Actions
ticket-details = Détails du ticket
ticket-follow-up-of = Suite de
ticket-rating = Satisfaction
ticket-rating-of = { $rating } sur 5
ticket-nobody = Non affecté
ticket-none = Non renseigné
ticket-agenda = Ajouter à mon agenda
ticket-promise-reminder = Rappel le { $at }
ticket-promise-close = Clôture automatique le { $at } sans réponse de votre part
ticket-promise-then-close = clôture automatique le { $at } sans réponse de votre part
ticket-promise-close-agent = Clôture automatique le { $at } sans réponse du client
ticket-promise-then-close-agent = clôture automatique le { $at } sans réponse du client
ticket-agenda-reminder = { $number } : rappel
ticket-agenda-close = { $number } : clôture automatique
ticket-tabs = Contenu du ticket
ticket-tab-activity = Activité
ticket-loading = Chargement du ticket…

## Banners
ticket-waits-title = Le support attend votre réponse
ticket-waits-text = Répondez ci-dessous, par un message ou un fichier : le traitement de votre ticket reprend aussitôt.
ticket-waits-answer = Répondre
ticket-resolved-title = Une solution vous est proposée
ticket-resolved-text = Le problème est-il résolu ? Validez la solution, ou refusez-la en nous disant ce qui ne va pas.
ticket-solution = Solution
ticket-frozen-closed = Ce ticket est clos.
ticket-frozen-cancelled = Ce ticket est annulé.
ticket-frozen-text = Il ne peut plus être modifié. Si le problème persiste, créez un ticket de suivi : il sera lié à celui-ci.
ticket-frozen-kept = Le texte que vous aviez commencé sera repris.

## Writing
composer-message = Message
composer-to-customer = Message au client
composer-to-customer-hint = Visible par le client, envoyé par e-mail
composer-note = Note de travail
composer-note-hint = Interne : jamais visible par le client
composer-kind = Que voulez-vous écrire ?
composer-placeholder = Écrivez votre message…
composer-placeholder-answer = Écrivez votre réponse…
composer-placeholder-note = Écrivez une note pour l'équipe…
composer-send = Envoyer
composer-add-note = Ajouter la note
composer-shortcut = Ctrl + Entrée pour envoyer
composer-sent = Message envoyé.
composer-noted = Note ajoutée.
composer-empty = Écrivez un message ou joignez un fichier.
composer-note-empty = Écrivez la note.
composer-note-files = Une note ne peut pas porter de fichiers. Joignez-les à un message.
composer-reopens = Un message rouvre le ticket. Pour confirmer la solution, acceptez-la plutôt ci-dessus.
composer-restored = Brouillon repris
composer-discard = Effacer
composer-sent-before = Votre message est peut-être déjà parti : vérifiez l'activité ci-dessous, puis envoyez à nouveau si nécessaire.

## Activity: what people did, after their name
activity-title = Activité
activity-support = Support
activity-internal = Note de travail
activity-internal-hint = Interne
activity-more = Afficher la suite
activity-created = { $number } Créé
activity-started = a pris le ticket en charge
activity-held = a mis le ticket en attente ({ $reason })
activity-resumed = a repris le ticket
activity-resolved = a proposé une solution ({ $code })
activity-accepted = a accepté la solution
activity-rejected = a refusé la solution
activity-closed = a clos le ticket
activity-cancelled = a annulé le ticket
activity-changed = a fait passer le ticket de « { $from } » à « { $to } »
activity-reopened = a rouvert le ticket par son message
activity-answered = a répondu : le ticket n'est plus en attente
activity-system-closed = Ticket clos automatiquement ({ $reason })
activity-system-changed = Le ticket est passé de « { $from } » à « { $to } »
activity-reminded = Rappel envoyé au client
activity-files-refused = a envoyé par e-mail des fichiers qui n'ont pas été conservés (trop volumineux ou trop nombreux)
activity-original = Afficher le message complet
activity-assigned-to = a affecté le ticket à { $to }
activity-unassigned = a retiré l'affectation du ticket
activity-updated = a modifié le ticket
activity-files = a ajouté { $count } { $count ->
    [one] fichier
   *[other] fichiers
}
activity-change = { $field } : { $from } → { $to }
activity-nothing = vide
activity-new = Nouvelle activité

## Dialogs
action-cancel-dialog = Annuler
action-optional = (facultatif)
action-version-conflict = Ce ticket vient d'être modifié par quelqu'un d'autre. Votre saisie est conservée : vérifiez les changements, puis validez à nouveau.
action-done = Le ticket est à jour.
action-accept-text = Votre ticket sera clos. Merci de votre retour !
action-accept-comment = Un commentaire pour le support
action-accept-rating = Votre satisfaction
action-rating-1 = Très insatisfait
action-rating-2 = Insatisfait
action-rating-3 = Neutre
action-rating-4 = Satisfait
action-rating-5 = Très satisfait
action-reject-text = Le ticket sera rouvert et le support reprendra le traitement.
action-reject-reason = Qu'est-ce qui ne va pas ?
action-close-text = Le ticket sera clos sans autre suite et ne pourra plus être modifié.
action-cancel-text = Votre demande sera annulée et ne pourra plus être modifiée.
action-comment-label = Commentaire
action-assign-group = Groupe
action-assign-agent = Technicien
action-assign-nobody = Personne
action-assign-no-group = Aucun groupe
action-hold-reason = Motif de la mise en attente
action-hold-question = Question au client
action-hold-message = Message au client
action-hold-text = Le client est prévenu par e-mail et relancé chaque jour ouvré ; sans réponse sous trois jours ouvrés, le ticket est clos.
action-resolve-notes = Solution
action-resolve-text = La solution est envoyée au client, qui peut l'accepter ou la refuser.
action-follow-up-text = Le nouveau ticket est lié à { $number } et reprend ses informations.
action-follow-up-submit = Créer le ticket
action-follow-up-done = Le ticket { $number } est créé.

## Guide
guide-title = Guide utilisateur
guide-lead = Le portail service client, de la création à la clôture d'un ticket.
guide-create = Création de ticket
guide-create-1 = Connectez-vous à la page d'accueil.
guide-create-2 = Sélectionnez « Créer un ticket ».
guide-create-3 = Remplissez le formulaire et décrivez votre demande.
guide-create-4 = Validez en cliquant sur « Soumettre ».
guide-create-5 = Vous pouvez joindre des pièces jointes à votre demande.
guide-manage = Gestion du ticket
guide-manage-1 = Après la création, enrichissez votre demande avec des messages ou des pièces jointes.
guide-manage-2 = Fournissez des informations supplémentaires si nécessaire.
guide-manage-3 = Communiquez avec notre équipe via le portail.
guide-manage-4 = Recevez des notifications par e-mail pour plus de précisions.
guide-follow = Suivi de tickets
guide-follow-1 = Sur la page d'accueil, visualisez tous vos tickets.
guide-follow-2 = Suivez l'évolution de vos tickets sur le portail.
guide-follow-3 = Exportez l'ensemble de vos tickets dans un fichier Excel.
guide-work = Traitement de vos tickets
guide-work-1 = Nos techniciens prennent en charge votre demande.
guide-work-2 = Recevez une notification par e-mail après la création du ticket.
guide-work-3 = Observez le ticket sur la page d'accueil.
guide-talk = Communication et suivi
guide-talk-1 = Communiquez et suivez l'évolution du ticket sur le portail.
guide-talk-2 = Si des informations supplémentaires sont nécessaires, le ticket est suspendu temporairement.
guide-talk-3 = Recevez des rappels par e-mail pendant trois jours ouvrés ; sans réponse de votre part, le ticket est clos.
guide-close = Clôture du ticket
guide-close-1 = Confirmez la solution proposée.
guide-close-2 = Le ticket reste ouvert pendant 72 heures ou jusqu'à ce que vous confirmiez la solution.
guide-close-3 = Une fois la solution validée, le ticket est clos.
guide-close-4 = Suivez l'avancement sur le portail et communiquez directement avec notre équipe.
