### Texts of the portal's screens: <page>-<what>.

## Whose portal it is, and the frame around every page
brand-name = Heliaq
shell-product = Support
shell-title = { $page } – Heliaq
shell-skip = Aller au contenu
shell-main-nav = Navigation principale
shell-search = Rechercher
shell-home = Accueil
shell-queue = File d'attente
shell-create = Créer un ticket
shell-user-menu = Menu de { $name }
shell-language = Langue
shell-theme-system = Thème du système
shell-theme-light = Thème clair
shell-theme-dark = Thème sombre
shell-sign-out = Se déconnecter
shell-signed-out = Vous êtes déconnecté.
shell-loading = Chargement…
shell-retry = Réessayer
shell-load-failed = Impossible de charger ces informations
shell-part-missing = Cette page n’a pas pu être chargée. Vérifiez votre connexion, puis réessayez.
shell-request-id = (référence : { $id })

## Words that the components say themselves
ui-close = Fermer
ui-required-note = Indique les éléments requis
ui-no-results = Aucun résultat
ui-previous-page = Page précédente
ui-next-page = Page suivante
ui-remove = Retirer
ui-notifications = Notifications
ui-breadcrumb = Fil d'Ariane
ui-show-password = Afficher le mot de passe
ui-hide-password = Masquer le mot de passe
ui-busy = Veuillez patienter…

## Login
login-title = Connexion
login-heading = Bienvenue
login-lead = Connectez-vous à votre espace support.
login-username = Nom d'utilisateur
login-username-hint = Votre adresse e-mail
login-password = Mot de passe
login-code = Code à usage unique
login-code-hint = Le code de votre application d'authentification, ou un code de récupération.
login-language = Langue
login-submit = Connexion
login-forgotten = Mot de passe oublié ?
login-sso = Connectez-vous avec l'authentification unique (SSO)
login-sso-with = Se connecter avec { $provider }
login-session-ended = Votre session a pris fin. Veuillez vous reconnecter.
login-pitch = Votre service client, en toute transparence.
login-pitch-create = Créez une demande en quelques minutes, avec vos pièces jointes.
login-pitch-follow = Suivez chaque étape de sa résolution, en temps réel.
login-pitch-talk = Échangez directement avec nos techniciens.
login-copyright = © Heliaq. Tous droits réservés

## Forgotten password
forgotten-title = Mot de passe oublié
forgotten-steps = Étapes
forgotten-step-identify = Identifier
forgotten-step-verify = Vérifier
forgotten-step-reset = Réinitialiser
forgotten-step-done = Terminé :
forgotten-captcha = CAPTCHA
forgotten-captcha-start = Je ne suis pas un robot
forgotten-captcha-hint = Votre navigateur résout un petit calcul : rien à lire ni à recopier.
forgotten-captcha-works = Vérification en cours…
forgotten-captcha-done = Vérification réussie
forgotten-captcha-failed = La vérification n'a pas abouti. Cochez à nouveau la case.
forgotten-captcha-insecure = Votre navigateur ne permet pas cette vérification ici. Ouvrez le portail par une adresse en https, ou contactez le support.
forgotten-captcha-first = Cochez cette case et attendez la fin de la vérification.
forgotten-next = Suivant
forgotten-verify = Vérification des données personnelles - adresse e-mail
forgotten-email = E-mail
forgotten-late = Cette demande a expiré. Recommencez.
forgotten-sent = Un e-mail contenant des instructions pour réinitialiser votre mot de passe vous a été envoyé
forgotten-sent-hint = Rien reçu après quelques minutes ? Regardez dans les courriers indésirables et vérifiez les adresses saisies.
forgotten-close = Fermer
forgotten-again = Demander un nouveau lien
forgotten-back = Se connecter avec le nom d'utilisateur et le mot de passe

## A new password, by the link of a mail
password-title-reset = Réinitialiser le mot de passe
password-title-invitation = Choisir votre mot de passe
password-lead-invitation = Bienvenue ! Choisissez le mot de passe de votre compte.
password-not-locked = Le compte n'est pas verrouillé.
password-locked = Le nouveau mot de passe déverrouille le compte.
password-new = Nouveau mot de passe
password-again = Ressaisir le mot de passe
password-differs = Les deux saisies sont différentes.
password-rules-broken = Ce mot de passe ne respecte pas toutes les règles.
password-rule-holds = Respecté :
password-rule-open = Pas encore respecté :
password-checked-again = Nous vérifions également ces besoins une fois que vous avez effectué la soumission
password-submit = Réinitialiser le mot de passe
password-submit-invitation = Enregistrer le mot de passe
password-done = Votre mot de passe est enregistré
password-done-text = Vos autres sessions ont pris fin. Vous pouvez vous connecter.
password-link-expired = Ce lien a expiré
password-link-used = Ce lien a déjà servi, ou un autre l'a remplacé
password-link-unknown = Ce lien n'est pas valable
password-link-again = Demandez un nouveau lien à votre administrateur ou au support.
password-link-forgotten = Vous pouvez demander un nouveau lien. Le dernier envoyé est le seul valable.

## A page that does not exist
not-found-title = Page introuvable
not-found-text = Cette page n'existe pas, ou ne vous est pas accessible.
not-found-home = Retour à l'accueil

## A publication
# Before a relative time: "il y a 20 h".
publication-published = Publié

## Home and queue
home-title = Accueil
home-greeting = Bonjour { $name }
home-lead = Que pouvons-nous faire pour vous aujourd'hui ?
home-queue-title = File d'attente
home-queue-lead = Les tickets des comptes que vous suivez.
home-create = Créer un ticket
home-create-text = Contactez le support pour faire une demande ou signaler un problème.
home-publications = Publications
home-publications-empty = Article introuvable
home-tickets = Tickets
home-search = Recherche par mot clé
home-filter-contact = Contact
home-filter-account = Compte
home-filter-contact-all = Tous les contacts
home-filter-account-all = Tous les comptes
home-filter-state = État
home-filter-clear = Supprimer les filtres
home-export = Exporter
home-export-running = Export en cours : { $size } reçus
home-export-done = L'export est téléchargé.
home-columns = Colonnes
home-columns-reset = Colonnes par défaut
home-tab-all = Tous
home-tab-action = Action attendue de votre part
home-tab-mine = Mes tickets
home-tab-unassigned = Non affectés
home-tabs = Tickets affichés
home-rows = Lignes { $from } - { $to } sur { $total }
home-rows-more = Lignes { $from } - { $to } sur plus de { $total }
home-empty = Aucun enregistrement de Ticket n'utilise ce filtre.
home-empty-hint = Modifiez la recherche ou les filtres pour voir d'autres tickets.
home-empty-hint-first = Vos demandes et leur suivi apparaîtront ici.
home-nobody = Non affecté

## Answers by the link of a mail
# The message that is written to the ticket.
mail-action-still-needed-message = Ma demande est toujours d'actualité.
mail-action-confirm = Confirmer
mail-action-done = C'est noté, merci !
mail-action-used = Ce lien a déjà été utilisé
mail-action-expired = Ce lien a expiré
mail-action-not-possible = Cette réponse n'est plus possible
mail-action-elsewhere = Le portail montre où en est votre ticket.
mail-action-invalid = Ce lien n'est pas valable
mail-action-invalid-text = Ouvrez à nouveau le lien de l'e-mail, en entier.
