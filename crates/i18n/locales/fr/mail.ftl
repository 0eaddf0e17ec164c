### Texts of the mails. Subjects and sentences are those of the customers' guide: change them only
### with it. Keys are mail-<kind>-<what>; those without a kind are shared.

## Every mail
mail-greeting = Bonjour,
mail-greeting-named = Bonjour { $name },
mail-button = Voir le ticket sur le portail
mail-thanks = Merci,
mail-signature = Le support { $brand }
mail-rights = © { $brand }. Tous droits réservés
mail-automatic = Cet e-mail est envoyé automatiquement par le portail service client.
# Stands for a picture that can only be seen after signing in.
mail-image = [image : { $name }]
mail-image-unnamed = [image]
mail-label = { $label } :
# A label and its value in plain text.
mail-line = { $label } : { $value }

## Details of the ticket
mail-details = Détails du ticket :
mail-details-case = Détails du case :
mail-about = À propos de ce ticket
mail-field-short-description = Description courte
mail-field-description = Description
mail-field-internal-reference = Référence interne
mail-field-opened-by = Ouvert par
mail-field-assigned-to = Affecté à
mail-field-impact = Impact
mail-field-urgency = Urgence
mail-field-close-reason = Motif de clôture

## A ticket was created
mail-created-subject = { $number } - { $subject }, a bien été enregistrée
mail-created-text = Votre demande { $number } a bien été enregistrée. Notre équipe de support va la prendre en charge.
mail-created-next = Vous pouvez suivre son avancement et l'enrichir avec des messages ou des pièces jointes sur le portail.

## The other side wrote
mail-comment-subject = Nouveau commentaire sur le ticket { $number }
mail-comment-text = Il y a un nouveau commentaire sur le ticket { $number } :

## The support waits for the customer
mail-on-hold-subject = { $number } - { $subject }, est en suspens, en attente de retour de votre part
mail-on-hold-text = { $author } a commenté { $number } - { $subject } :
mail-on-hold-still-needed = Ma demande est toujours d'actualité
mail-on-hold-signature = Merci, le support { $brand }

## A solution is proposed
mail-resolved-subject = Votre problème a été résolu avec succès
mail-resolved-hope = En espérant avoir répondu à vos attentes.
mail-resolved-text = Vous pouvez valider la fermeture de ce ticket sur le portail, sinon il sera clôturé automatiquement après { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}.
# When it does not close by itself.
mail-resolved-open = Vous pouvez valider la fermeture de ce ticket sur le portail.
mail-resolved-accept = La solution convient
mail-resolved-reject = Le problème persiste

## The ticket is closed
mail-closed-subject = Le case { $number } a été fermé
mail-closed-text = Le case { $number } a été fermé :
# When nothing ran at the time that it was to close.
mail-closed-late = Sa clôture automatique était prévue le { $date }.

## Mails that come in
mail-in-forwarded = Message de { $sender } reçu par e-mail :
mail-in-no-subject = (sans objet)
mail-files-refused-subject = { $number } - Des fichiers n'ont pas été joints
mail-files-refused-text = Votre message pour le ticket { $number } a bien été enregistré, mais ces fichiers n'ont pas pu être joints :
mail-files-refused-limits = Un fichier peut faire jusqu'à { $file } Mo, un message en compter jusqu'à { $files }, et un ticket en contenir jusqu'à { $ticket } Mo au total.
mail-files-refused-next = Vous pouvez les ajouter sur le portail, plus petits ou en plusieurs fois.

## To agents: a ticket waits in their group
mail-in-group-subject = { $number } - { $subject }, attend dans votre groupe
mail-in-group-text = Le ticket { $number } attend d'être pris en charge par votre groupe :

## To an agent: a ticket is theirs now
mail-assigned-subject = { $number } - { $subject }, vous a été affecté
mail-assigned-text = Le ticket { $number } vous a été affecté :

## Access: a forgotten password
mail-password-reset-subject = Réinitialisation de votre mot de passe
mail-password-reset-text = Une modification de mot de passe a été demandée pour votre compte utilisateur sur l'instance { $url } :
mail-password-reset-link = Cliquez ici pour modifier votre mot de passe.
mail-password-reset-not-you = Si vous n'êtes pas à l'origine de cette demande, merci d'en informer votre administrateur.
mail-password-reset-expires = Le lien expire dans { $hours } heure(s).

## Access: an invitation
mail-invitation-subject = Votre accès au portail de support { $brand }
mail-invitation-text = Un accès au portail de support { $brand } a été créé pour vous : { $url }
mail-invitation-username = Votre nom d'utilisateur est { $username }. Choisissez votre mot de passe pour vous connecter :
mail-invitation-link = Choisir mon mot de passe
mail-invitation-expires = Le lien expire dans { $days } jour(s) et ne sert qu'une fois.

## Access: a changed password, a new device
mail-password-changed-subject = Votre mot de passe a été modifié
mail-password-changed-text = Le mot de passe de votre compte utilisateur sur l'instance { $url } vient d'être modifié. Vos autres sessions ont été fermées.
mail-password-changed-not-you = Si vous n'êtes pas à l'origine de cette modification, réinitialisez votre mot de passe sans attendre et informez-en votre administrateur.
mail-new-sign-in-subject = Nouvelle connexion à votre compte
mail-new-sign-in-text = Une connexion à votre compte utilisateur sur l'instance { $url } a eu lieu depuis un appareil ou un lieu inhabituel.
mail-new-sign-in-not-you = Si c'est vous, vous n'avez rien à faire. Sinon, changez votre mot de passe sans attendre et informez-en votre administrateur.
mail-details-sign-in = Détails :
mail-field-when = Date
mail-field-device = Appareil
mail-field-address = Adresse IP

## Access: other ways to come in that have changed
mail-second-factor-enabled-subject = Second facteur activé
mail-second-factor-enabled-text = Le second facteur de votre compte utilisateur sur l'instance { $url } vient d'être activé : à la connexion, un code vous sera demandé en plus de votre mot de passe.
mail-second-factor-disabled-subject = Second facteur désactivé
mail-second-factor-disabled-text = Le second facteur de votre compte utilisateur sur l'instance { $url } vient d'être désactivé : votre mot de passe suffit désormais pour vous connecter.
mail-second-factor-removed-subject = Second facteur retiré par un administrateur
mail-second-factor-removed-text = Un administrateur a retiré le second facteur de votre compte utilisateur sur l'instance { $url }. Connectez-vous avec votre mot de passe, puis configurez-en un nouveau.
mail-second-factor-removed-not-you = Si vous n'avez rien demandé, informez-en votre administrateur sans attendre.
mail-recovery-codes-created-subject = Nouveaux codes de récupération
mail-recovery-codes-created-text = De nouveaux codes de récupération viennent d'être créés pour votre compte utilisateur sur l'instance { $url }. Les précédents ne sont plus valables.
mail-passkey-added-subject = Clé d'accès ajoutée à votre compte
mail-passkey-added-text = Une clé d'accès vient d'être ajoutée à votre compte utilisateur sur l'instance { $url } : elle permet de se connecter sans mot de passe.
mail-passkey-removed-subject = Clé d'accès supprimée de votre compte
mail-passkey-removed-text = Une clé d'accès vient d'être supprimée de votre compte utilisateur sur l'instance { $url } : elle ne permet plus de se connecter.
mail-api-token-created-subject = Jeton d'accès créé pour votre compte
mail-api-token-created-text = Un jeton d'accès vient d'être créé pour votre compte utilisateur sur l'instance { $url } : il permet à un programme d'agir en votre nom.
mail-api-token-created-not-you = Si vous n'êtes pas à l'origine de cette opération, révoquez ce jeton, changez votre mot de passe sans attendre et informez-en votre administrateur.
mail-access-changed-not-you = Si vous n'êtes pas à l'origine de cette opération, changez votre mot de passe sans attendre et informez-en votre administrateur.
mail-field-name = Nom
