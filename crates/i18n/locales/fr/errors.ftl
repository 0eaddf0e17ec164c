### What went wrong, in words for the person at the screen. Keys are error-<code> for the `code`
### of a problem+json answer, field-<code> for those of its `errors`, with dashes for underscores.

error-unauthenticated = Votre session a expiré. Veuillez vous reconnecter.
error-invalid-credentials = Nom d'utilisateur ou mot de passe incorrect.
error-otp-required = Saisissez le code de votre application d'authentification.
error-otp-invalid = Ce code n'est pas valable. Attendez le suivant, ou utilisez un code de récupération.
error-sso-required = Votre compte se connecte uniquement par l'authentification unique (SSO).
error-session-expired = Votre session a pris fin. Veuillez vous reconnecter.
error-forbidden = Vous n'avez pas le droit d'effectuer cette action.
error-reauthentication-required = Confirmez d'abord votre identité avec votre mot de passe ou un code.
error-second-factor-required = Votre rôle exige un second facteur. Configurez-le pour continuer.
error-sso-refused = La connexion par le service d'authentification n'a pas abouti.
error-not-found = Cet élément n'existe pas ou ne vous est pas accessible.
error-method-not-allowed = Cette adresse n'accepte pas cette opération.
error-invalid-state-transition = Cette action n'est pas possible dans l'état actuel du ticket.
error-ticket-frozen = Ce ticket est clos et ne peut plus être modifié. Vous pouvez créer un ticket de suivi.
error-second-factor-enabled = Le second facteur est déjà activé.
error-second-factor-missing = Le second facteur n'est pas activé.
error-idempotency-key-reused = Cette clé d'idempotence a déjà servi pour une autre demande.
error-link-not-possible = Ce lien a déjà servi, ou le ticket a évolué depuis.
error-last-admin = C'est le dernier administrateur actif : désignez-en un autre d'abord.
error-not-yourself = Vous ne pouvez pas le faire pour votre propre compte : demandez à une autre personne.
error-person-anonymised = Cette personne a été anonymisée : il n'est plus possible de revenir en arrière.
error-nothing-to-invite = Cette personne est désactivée ou a déjà choisi son mot de passe.
error-link-expired = Ce lien a expiré.
error-attachment-in-use = Cette pièce jointe est déjà utilisée et ne peut plus être supprimée.
error-mail-already-written = Ce message a déjà été traité.
error-mail-not-waiting = Ce message n'attend plus d'être envoyé.
error-mail-still-waiting = Ce message attend encore d'être envoyé une première fois.
error-mail-receiver-gone = Le destinataire est désactivé ou ne voit plus ce ticket.
error-mail-unreadable = Ce message est illisible.
error-conflict = L'état actuel ne permet pas cette action.
error-version-conflict = Ce ticket a été modifié entre-temps. Vérifiez les changements, puis enregistrez à nouveau : votre saisie est conservée.
error-payload-too-large = La demande est trop volumineuse.
error-file-too-large = Ce fichier dépasse la taille autorisée.
error-too-many-files = Trop de fichiers envoyés en une fois.
error-ticket-files-too-large = Les pièces jointes de ce ticket dépassent la taille totale autorisée.
error-file-empty = Ce fichier est vide.
error-unsupported-media-type = Ce format de contenu n'est pas accepté.
error-range-not-satisfiable = La partie du fichier demandée n'existe pas.
error-malformed-request = La demande est illisible.
error-invalid-cursor = Cette page de la liste n'est plus valable. Rechargez la liste depuis le début.
error-validation-failed = Certaines informations sont manquantes ou incorrectes.
error-rate-limited = Trop de tentatives. Veuillez patienter un instant avant de réessayer.
error-storage-full = L'espace de stockage est saturé. Veuillez réessayer plus tard ou contacter le support.
error-unavailable = Le service est momentanément indisponible. Veuillez réessayer dans un instant.
error-internal-error = Une erreur inattendue s'est produite. Veuillez réessayer, ou contacter le support si elle persiste.
error-upload-incomplete = L'envoi du fichier a été interrompu. Veuillez l'envoyer à nouveau.
# Not from the server: the browser got no answer at all.
error-network = Le serveur est injoignable. Vérifiez votre connexion, puis réessayez.

field-required = Ce champ est obligatoire.
field-too-long = { $max } { $max ->
    [one] caractère
   *[other] caractères
} au maximum.
field-too-short = { $min } { $min ->
    [one] caractère
   *[other] caractères
} au minimum.
field-invalid-value = Cette valeur n'est pas valide.
field-incorrect = Ce n'est pas correct.
field-taken = Cette valeur est déjà prise.
field-unknown-field = Ce champ est inconnu.
field-unknown-parameter = Ce paramètre est inconnu.
field-invalid-format = Le format n'est pas valide.
field-exactly-one-of = Renseignez l'un de ces champs, et un seul.
field-nul-character = Le texte contient un caractère interdit.
field-not-found = Cet élément n'existe pas.
field-not-allowed = Ce choix n'est pas autorisé.
field-out-of-range = Indiquez une valeur de { $min } à { $max }.
field-wrong-type = Le type de la valeur n'est pas celui attendu.
field-repeated = Cela ne peut être donné qu'une fois.
field-duplicate = Cette valeur est déjà utilisée.
field-empty-file = Ce fichier est vide.
field-password-length = De { $min } à { $max } caractères.
field-password-lower = Au moins une lettre minuscule.
field-password-upper = Au moins une lettre majuscule.
field-password-digit = Au moins un chiffre.
field-password-special = Au moins un caractère spécial.
field-password-repetition = Pas plus de { $max } fois le même caractère de suite.
field-password-sequence = Pas de suite de plus de { $max } caractères (abcd, 4321, azer…).
field-password-personal = Ni nom, ni nom d'utilisateur, ni nom de société.
field-password-common = Ce mot de passe est trop répandu. Choisissez-en un autre.
field-password-unchanged = Ce mot de passe est déjà le vôtre. Choisissez-en un autre.
field-low-contrast = Le contraste avec le texte est insuffisant (4,5:1).
field-too-many = { $max } au maximum.
field-invalid-cursor = Cette page de la liste n'est plus valable. Rechargez la liste depuis le début.

# The same in a few words: the `title` of a problem+json answer.
title-malformed-request = Demande illisible
title-upload-incomplete = Envoi interrompu
title-unauthenticated = Non connecté
title-invalid-credentials = Connexion refusée
title-otp-required = Code demandé
title-otp-invalid = Code refusé
title-sso-required = Authentification unique demandée
title-session-expired = Session terminée
title-forbidden = Action non autorisée
title-reauthentication-required = Confirmation demandée
title-second-factor-required = Second facteur exigé
title-sso-refused = Authentification unique refusée
title-not-found = Introuvable
title-method-not-allowed = Méthode non autorisée
title-invalid-state-transition = Action impossible dans cet état
title-ticket-frozen = Ticket clos
title-second-factor-enabled = Second facteur déjà activé
title-second-factor-missing = Second facteur absent
title-idempotency-key-reused = Clé d'idempotence réutilisée
title-link-not-possible = Lien déjà utilisé
title-last-admin = Dernier administrateur
title-not-yourself = Pas pour vous-même
title-person-anonymised = Personne anonymisée
title-nothing-to-invite = Invitation inutile
title-link-expired = Lien expiré
title-attachment-in-use = Pièce jointe utilisée
title-mail-already-written = Message déjà traité
title-mail-not-waiting = Message déjà parti
title-mail-still-waiting = Message pas encore parti
title-mail-receiver-gone = Destinataire indisponible
title-mail-unreadable = Message illisible
title-version-conflict = Modifié entre-temps
title-payload-too-large = Demande trop volumineuse
title-file-too-large = Fichier trop volumineux
title-too-many-files = Trop de fichiers
title-ticket-files-too-large = Pièces jointes trop volumineuses
title-unsupported-media-type = Format non pris en charge
title-range-not-satisfiable = Partie de fichier inexistante
title-validation-failed = Informations à vérifier
title-rate-limited = Trop de demandes
title-internal-error = Erreur inattendue
title-unavailable = Momentanément indisponible
title-storage-full = Espace de stockage plein
